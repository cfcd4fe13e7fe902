"""The death of a worker: entered from a document by one officer, confirmed by another, and taken
back."""

from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal
from catalog.core.fields import Line, Prose
from i18n import N_
from matching.applications import transitions
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.incidents import incidents, procedure
from service.casework.incidents.procedure import ProcedureStep, StepInput, StepStatus
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind


class NotADeath(Refusal):
    slug = "not-a-death"
    sentence = N_("This incident is not a death.")


class ConfirmedBefore(Refusal):
    slug = "death-confirmed-before"
    sentence = N_("This death is already confirmed.")


class NotConfirmed(Refusal):
    slug = "death-not-confirmed"
    sentence = N_("This death is not confirmed.")


class NotEntered(Refusal):
    slug = "death-not-entered"
    sentence = N_("Enter the document of this death first. Another officer then confirms it.")


class EnteredAgain(Refusal):
    slug = "death-entered-again"
    sentence = N_("The document was entered again meanwhile. Check the newer entry.")


class OwnEntry(Refusal):
    slug = "own-death-entry"
    sentence = N_("You entered this document. Another officer must check it.")


class OwnConfirmation(Refusal):
    slug = "own-confirmation"
    sentence = N_(
        "You confirmed this death. Another officer or a supervisor takes the confirmation back."
    )


class PaidToHeirs(Refusal):
    slug = "paid-to-heirs"
    sentence = N_(
        "Money was paid to the heirs in these claims: %(claims)s. Reverse those pay-outs first."
    )


class ConfirmationInput(msgspec.Struct, forbid_unknown_fields=True):
    """The day of death, and the number of the document that confirms it with who issued it."""

    died_on: date
    document: Line


class TakingBack(msgspec.Struct, forbid_unknown_fields=True):
    reason: Prose


def enter(
    session: Session,
    row: Incident,
    confirmation: ConfirmationInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Enter the document of a death, or enter it again; nothing follows until it is confirmed.

    Refuses: NotADeath, ConfirmedBefore, procedure.IncidentClosed, fields.InTheFuture,
    fields.TooLongAgo, persons.ErasedPerson."""
    _require_unconfirmed(session, row)
    procedure.require_past(confirmation.died_on, day, "died_on")
    row.death_day, row.death_entered_by, row.death_entered_at = (
        confirmation.died_on,
        by.account,
        on,
    )
    row.death_document = vault.seal(
        session, row.citizen, "incidents.death_document", confirmation.document
    )
    journal.write(session, "enter_death", incidents.NOUN, row.reference, by=by, on=on)


def confirm(
    session: Session, row: Incident, seen: str, *, by: Actor, on: datetime, day: date
) -> None:
    """Confirm a death as another officer than the one who entered its document.

    `seen` is the version of the entry that was shown. The death holds for all records of the
    worker, and what they applied for ends. Refuses: NotADeath, ConfirmedBefore, NotEntered,
    EnteredAgain, OwnEntry, procedure.IncidentClosed, persons.ErasedPerson."""
    _require_unconfirmed(session, row)
    if row.death_day is None:
        raise NotEntered
    require_other_person(by, OwnEntry, row.death_entered_by)
    if seen != entry_version(row):
        raise EnteredAgain
    row.death_confirmed_by, row.happened_on = by.account, row.death_day
    person = session.get_one(Citizen, row.citizen)
    session.flush()
    incident_tables.set_day_of_death(session, person, on=on)
    for entry in procedure.current(session, row, ProcedureStep.CONFIRMED):
        procedure.cancel(session, row, entry, by=by, on=on)
    step = StepInput(ProcedureStep.CONFIRMED, day)
    procedure.add(session, row, step, by=by, on=on)
    journal.write(session, "confirm_death", "citizen", row.citizen, by=by, on=on)
    transitions.withdraw_all(session, person, by=by, on=on)


def _require_unconfirmed(session: Session, row: Incident) -> None:
    if row.kind != IncidentKind.DEATH:
        raise NotADeath
    procedure.require_open(row)
    persons.require_not_erased(session, row.citizen)
    if row.death_confirmed_by:
        raise ConfirmedBefore


def entry_version(row: Incident) -> str:
    """Return the moment at which the document of a death was last entered, or nothing."""
    return row.death_entered_at.isoformat() if row.death_entered_at else ""


def take_back(
    session: Session, row: Incident, taking_back: TakingBack, *, by: Actor, on: datetime
) -> None:
    """Take the confirmation of a death back, as a supervisor or as another officer.

    Another incident that confirms the same person's death keeps it; else the steps that need heirs
    are to do again. Refuses: NotConfirmed, OwnConfirmation, PaidToHeirs, procedure.IncidentClosed,
    persons.ErasedPerson."""
    procedure.require_open(row)
    persons.require_not_erased(session, row.citizen)
    if not row.death_confirmed_by:
        raise NotConfirmed
    if by.role is not Role.SUPERVISOR:
        require_other_person(by, OwnConfirmation, row.death_confirmed_by)
    is_only = _is_only_confirmation(session, row)
    if is_only and (paid := incidents.claims_paid_to_heirs(session, row.citizen)):
        raise PaidToHeirs("reason", claims=", ".join(paid))
    row.death_confirmed_by = row.death_document = None
    row.death_day = row.death_entered_by = row.death_entered_at = None
    session.flush()
    incident_tables.set_day_of_death(session, session.get_one(Citizen, row.citizen), on=on)
    if is_only:
        _withdraw_heir_steps(session, row, by=by, on=on)
    for entry in procedure.current(session, row, ProcedureStep.CONFIRMED):
        # The reason stays with the step that it withdraws.
        entry.note = vault.seal(session, row.citizen, "incident_steps.note", taking_back.reason)
        procedure.cancel(session, row, entry, by=by, on=on)
    journal.write(session, "take_back_death", "citizen", row.citizen, by=by, on=on)


def _is_only_confirmation(session: Session, row: Incident) -> bool:
    own = persons.same_person(session.get_one(Citizen, row.citizen))
    others = select(col(Incident.reference)).where(
        col(Incident.citizen).in_(own),
        col(Incident.death_confirmed_by).is_not(None),
        col(Incident.reference) != row.reference,
    )
    return session.execute(others.limit(1)).first() is None


def _withdraw_heir_steps(session: Session, row: Incident, *, by: Actor, on: datetime) -> None:
    """Withdraw the steps that were taken with the proof of an heir."""
    for one in procedure.plan(session, row):
        if one.entry and one.step in procedure.NEED_HEIR and one.status is StepStatus.TAKEN:
            procedure.cancel(session, row, one.entry, by=by, on=on)


def confirming_incident(session: Session, person: Citizen) -> Incident | None:
    """Return the incident that confirms the death of a person, the first if there are several."""
    asked = select(Incident).where(
        col(Incident.citizen).in_(persons.same_person(person)),
        col(Incident.death_confirmed_by).is_not(None),
    )
    first = asked.order_by(col(Incident.recorded_at), col(Incident.reference)).limit(1)
    return session.execute(first).scalars().first()


def document(session: Session, row: Incident) -> str:
    """Return the number of the document that confirms the death."""
    return incidents.text(session, row, "death_document")
