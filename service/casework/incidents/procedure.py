"""The procedure after an incident: its steps in order, which are taken, and which is due next.

The days allowed are a service level of our own, not law. The order is advice: a step may be taken
before the one above it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

import msgspec
from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Prose
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.scope.incident_tables import Incident, IncidentKind, Relative


class ProcedureStep(LabelledEnum):
    CONFIRMED = "confirmed", N_("The death is confirmed by a document")
    FAMILY = "family", N_("The family has been told, by a person")
    BURIAL = "burial", N_("Agreed with the family where and how the burial will be")
    REPATRIATION = "repatriation", N_("The body is brought home, or buried there")
    INSURANCE = "insurance", N_("Insurance policy looked for and a claim filed on it")
    PAY = "pay", N_("Unpaid wages and compensation claimed")
    HEIRS = "heirs", N_("The heirs have proved their right")
    MONEY = "money", N_("The money is paid to the heirs")
    TREATMENT = "treatment", N_("Treatment is secured")
    REPORT = "report", N_("Accident report asked for from the employer")
    WORK = "work", N_("The worker is back at work, or has returned home")
    PLACE = "place", N_("Place of and reason for the detention found out")
    VISIT = "visit", N_("A consul has visited the worker")
    LAWYER = "lawyer", N_("A lawyer and an interpreter are found")
    BELONGINGS = "belongings", N_("Passport and wages are secured")
    RELEASE = "release", N_("The worker is released, expelled or back home")


_S, _K = ProcedureStep, IncidentKind
# The steps of each kind, with the days allowed for each since the incident was recorded.
PROCEDURES: Mapping[IncidentKind, Mapping[ProcedureStep, int]] = MappingProxyType(
    {
        _K.DEATH: {
            _S.CONFIRMED: 3,
            _S.FAMILY: 1,
            _S.BURIAL: 5,
            _S.REPATRIATION: 14,
            _S.INSURANCE: 14,
            _S.PAY: 30,
            _S.HEIRS: 60,
            _S.MONEY: 180,
        },
        _K.INJURY: {
            _S.TREATMENT: 1,
            _S.FAMILY: 3,
            _S.REPORT: 7,
            _S.INSURANCE: 14,
            _S.WORK: 60,
            _S.PAY: 30,
        },
        _K.DETENTION: {
            _S.PLACE: 1,
            _S.VISIT: 3,
            _S.LAWYER: 5,
            _S.FAMILY: 3,
            _S.BELONGINGS: 14,
            _S.RELEASE: 60,
        },
    }
)


# Steps that are taken only once the right of an heir is confirmed.
NEED_HEIR = frozenset({_S.HEIRS, _S.MONEY})


class StepStatus(LabelledEnum):
    TAKEN = "taken", N_("Done")
    NOT_NEEDED = "not_needed", N_("Not needed")


class IncidentClosed(Refusal):
    slug = "incident-closed"
    sentence = N_("This incident is closed. Reopen it first.")


class StepRecorded(Refusal):
    slug = "step-recorded"
    sentence = N_("This step is already recorded. Withdraw it first if it was a mistake.")


class OtherProcedure(Refusal):
    slug = "other-procedure"
    sentence = N_("This step is not part of the procedure for this incident.")


class ConfirmByDocument(Refusal):
    slug = "confirm-by-document"
    sentence = N_("A death is confirmed by the number of a document, in the form for it.")


class NoStepReason(Refusal):
    slug = "no-step-reason"
    sentence = N_("Say why this step is not needed.")


class NoProvedHeir(Refusal):
    slug = "no-proved-heir"
    sentence = N_("Another officer must first confirm the right of an heir, under “Family”.")


class MoneyNotPaid(Refusal):
    slug = "money-not-paid"
    sentence = N_("Money is still held or undelivered in these claims: %(claims)s.")


class BeforeTheEvent(Refusal):
    slug = "before-the-event"
    sentence = N_("This is earlier than the day on which it happened.")


class StepEntry(SQLModel, table=True):
    """A step that was taken, or that is not needed; a mistake is withdrawn, never deleted."""

    __tablename__ = "incident_steps"
    id: int | None = Field(default=None, primary_key=True)
    incident: str = Field(foreign_key="incidents.reference", index=True, max_length=24)
    step: str = Field(max_length=16)
    status: str = Field(max_length=12)
    day: date
    note: bytes | None = None
    officer: str = Field(max_length=40)
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


PERSONAL = ("note",)


class StepInput(msgspec.Struct, forbid_unknown_fields=True):
    """A step with its day and, for one that is not needed, the reason."""

    step: ProcedureStep
    day: date
    status: StepStatus = StepStatus.TAKEN
    note: Prose | None = None


class PlannedStep(msgspec.Struct, frozen=True):
    """A step of the procedure with its last day, and what was recorded of it, if anything."""

    step: ProcedureStep
    due: date
    status: StepStatus | None = None
    entry: StepEntry | None = None
    note: str = ""


def require_open(row: Incident) -> None:
    """Refuses: IncidentClosed."""
    if row.closed_on:
        raise IncidentClosed


def record(
    session: Session, row: Incident, step_input: StepInput, *, by: Actor, on: datetime, day: date
) -> None:
    """Record a step as taken or not needed.

    Refuses: IncidentClosed, ConfirmByDocument, OtherProcedure, StepRecorded, NoStepReason,
    NoProvedHeir, MoneyNotPaid, BeforeTheEvent, fields.InTheFuture, fields.TooLongAgo,
    persons.ErasedPerson."""
    step, taken = step_input.step, step_input.status is StepStatus.TAKEN
    if step is ProcedureStep.CONFIRMED and taken:
        raise ConfirmByDocument("step")
    if not taken and not step_input.note:
        raise NoStepReason("note")
    if step in NEED_HEIR and taken and not _has_proved_heir(session, row):
        raise NoProvedHeir("step")
    if step is ProcedureStep.MONEY and taken and (left := _claims_with_money(session, row)):
        raise MoneyNotPaid("step", claims=", ".join(left))
    require_past(step_input.day, day, "day")
    require_after(row, step_input.day, "day")
    add(session, row, step_input, by=by, on=on)


def _has_proved_heir(session: Session, row: Incident) -> bool:
    proved = select(col(Relative.reference)).where(
        col(Relative.incident) == row.reference,
        col(Relative.proved_at).is_not(None),
        col(Relative.withdrawn_at).is_(None),
    )
    return session.execute(proved.limit(1)).first() is not None


def claims_of_worker(session: Session, citizen: str) -> list[str]:
    """Return the references of the claims of all records of a worker, newest first."""
    own = persons.same_person(session.get_one(Citizen, citizen))
    asked = select(col(Claim.reference)).where(col(Claim.citizen).in_(own))
    return list(session.execute(asked.order_by(col(Claim.filed_at).desc())).scalars())


def _claims_with_money(session: Session, row: Incident) -> list[str]:
    """Return the claims of the worker of which money is held or undelivered."""
    claims = claims_of_worker(session, row.citizen)
    found = money_entries.balances_of(session, claims)
    return [one for one in claims if any(sum_.held or sum_.undelivered for sum_ in found[one])]


def claims_with_money_again(session: Session, row: Incident) -> list[str]:
    """Return the claims that have money again after the step was taken by which it was paid."""
    taken = any(
        one.status == StepStatus.TAKEN for one in current(session, row, ProcedureStep.MONEY)
    )
    return _claims_with_money(session, row) if taken else []


def require_after(row: Incident, when: date, field: str) -> None:
    """Require a day not before the incident. Refuses: BeforeTheEvent."""
    if row.happened_on and when < row.happened_on:
        raise BeforeTheEvent(field)


def require_past(when: date, today: date, field: str) -> None:
    """Require a day that can have been. Refuses: fields.InTheFuture, fields.TooLongAgo."""
    if when > today:
        raise fields.InTheFuture(field)
    fields.require_within(fields.FIRST_DAY, when, today, field)


def add(session: Session, row: Incident, step_input: StepInput, *, by: Actor, on: datetime) -> None:
    """Add a step that a command has checked, and find the next one.

    Refuses: IncidentClosed, OtherProcedure, StepRecorded, persons.ErasedPerson."""
    require_open(row)
    persons.require_not_erased(session, row.citizen)
    if step_input.step not in PROCEDURES[IncidentKind(row.kind)]:
        raise OtherProcedure("step")
    if step_input.step in {one.step for one in plan(session, row) if one.entry}:
        raise StepRecorded("step")
    entry = StepEntry(
        incident=row.reference,
        step=step_input.step.value,
        status=step_input.status.value,
        day=step_input.day,
        officer=by.account,
        at=on,
    )
    entry.note = vault.seal(session, row.citizen, "incident_steps.note", step_input.note)
    session.add(entry)
    session.flush()
    find_next(session, row)
    journal.write(
        session, "take_step", "incident", row.reference, by=by, on=on, fields=(entry.step,)
    )


def follow(
    session: Session, row: Incident, step: ProcedureStep, when: date, *, by: Actor, on: datetime
) -> None:
    """Record a step that another command has taken, unless it is recorded or of another kind."""
    planned = {one.step: one for one in plan(session, row)}
    if step in planned and planned[step].entry is None and not row.closed_on:
        add(session, row, StepInput(step, when), by=by, on=on)


def withdraw(session: Session, row: Incident, number: int, *, by: Actor, on: datetime) -> None:
    """Withdraw a step that was recorded by mistake.

    Refuses: NotFound, IncidentClosed, ConfirmByDocument."""
    require_open(row)
    found = [one.entry for one in plan(session, row) if one.entry and one.entry.id == number]
    entry: StepEntry = require_found(next(iter(found), None))
    confirmed = (ProcedureStep.CONFIRMED.value, StepStatus.TAKEN.value)
    if (entry.step, entry.status) == confirmed and row.death_confirmed_by:
        raise ConfirmByDocument
    if entry.step == ProcedureStep.FAMILY.value:
        _clear_notices(session, row, entry.day)
    cancel(session, row, entry, by=by, on=on)


def _clear_notices(session: Session, row: Incident, day: date) -> None:
    """Clear the notices to relatives of this day, so that they can be recorded again."""
    cleared = dict.fromkeys(("notified_on", "notified_by", "notified_how", "notice_consent"))
    notified = (col(Relative.incident) == row.reference, col(Relative.notified_on) == day)
    session.execute(update(Relative).where(*notified).values(**cleared))


def cancel(session: Session, row: Incident, entry: StepEntry, *, by: Actor, on: datetime) -> None:
    """Mark an entry as withdrawn, and find the next step."""
    entry.withdrawn_at, entry.withdrawn_by = on, by.account
    session.flush()
    find_next(session, row)
    journal.write(
        session, "withdraw_step", "incident", row.reference, by=by, on=on, fields=(entry.step,)
    )


def current(session: Session, row: Incident, step: ProcedureStep) -> list[StepEntry]:
    """Return what is recorded of a step and was not withdrawn."""
    return [one.entry for one in plan(session, row) if one.step is step and one.entry]


def entries(session: Session, row: Incident) -> list[StepEntry]:
    """Return everything recorded of the steps, the newest first, with what was withdrawn."""
    asked = select(StepEntry).where(col(StepEntry.incident) == row.reference)
    return list(session.execute(asked.order_by(col(StepEntry.id).desc())).scalars())


def notes(session: Session, row: Incident, rows: list[StepEntry]) -> dict[int | None, str]:
    """Return the decrypted notes of these entries by number."""
    sealed = [(row.citizen, "incident_steps.note", one.note) for one in rows]
    return dict(zip([one.id for one in rows], vault.unseal_all(session, sealed), strict=True))


def plan(session: Session, row: Incident) -> list[PlannedStep]:
    """Return the procedure of an incident in its order, with what was recorded of each step."""
    rows = [one for one in entries(session, row) if one.withdrawn_at is None]
    known, texts = {one.step: one for one in rows}, notes(session, row, rows)
    planned = []
    for step, days in PROCEDURES[IncidentKind(row.kind)].items():
        due, entry = row.recorded_on + timedelta(days=days), known.get(step.value)
        status = StepStatus(entry.status) if entry else None
        note = texts[entry.id] if entry else ""
        planned.append(PlannedStep(step, due, status, entry, note))
    return planned


def find_next(session: Session, row: Incident) -> None:
    """Set the next step of an incident: of those to be taken, the one due first."""
    left = [one for one in plan(session, row) if one.entry is None]
    first = min(left, key=lambda one: one.due) if left and not row.closed_on else None
    row.next_step, row.due = (first.step.value, first.due) if first else ("", None)
    session.flush()
