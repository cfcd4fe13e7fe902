"""Incidents: recording, correcting, closing and finding them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from sqlalchemy import select, update
from sqlmodel import Session, SQLModel, col

from catalog.core import corrections, journal, staff_notices, vault
from catalog.core.actor import Actor
from catalog.core.corrections import NothingCorrected, Reason, Subject
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import CountryCode, Prose
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from catalog.reference import countries, posts
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims import post_routing, responsible_officers
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import procedure
from service.casework.money import heir_shares
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind, Relative, within

T = TypeVar("T", bound=SQLModel)
NOUN = "incident"
Employer = Annotated[str, Meta(max_length=200)]
TEXTS = ("story", "whereabouts", "informant")


class IncidentOutcome(LabelledEnum):
    BROUGHT_HOME = "brought_home", N_("Brought home")
    BURIED_THERE = "buried_there", N_("Buried there")
    RECOVERED = "recovered", N_("Recovered")
    RETURNED = "returned", N_("Returned home")
    RELEASED = "released", N_("Released")
    EXPELLED = "expelled", N_("Expelled")
    OTHER = "other", N_("Another outcome")
    MISTAKE = incident_tables.MISTAKE, N_("Recorded by mistake; it is not counted")


_O = IncidentOutcome
OUTCOMES: Mapping[IncidentKind, tuple[IncidentOutcome, ...]] = MappingProxyType(
    {
        IncidentKind.DEATH: (_O.BROUGHT_HOME, _O.BURIED_THERE, _O.OTHER, _O.MISTAKE),
        IncidentKind.INJURY: (_O.RECOVERED, _O.RETURNED, _O.OTHER, _O.MISTAKE),
        IncidentKind.DETENTION: (_O.RELEASED, _O.EXPELLED, _O.RETURNED, _O.OTHER, _O.MISTAKE),
    }
)


class OtherOutcome(Refusal):
    slug = "outcome-of-another-kind"
    sentence = N_("This outcome does not belong to an incident of this kind.")


class StepsLeft(Refusal):
    slug = "steps-left"
    sentence = N_(
        "Some steps are still to do. Record each one as done, or as not needed with a reason."
    )


class DeathStillRecorded(Refusal):
    slug = "death-still-recorded"
    sentence = N_("The death of this worker is confirmed here. Take the confirmation back first.")


class DeathRecorded(Refusal):
    slug = "death-recorded"
    sentence = N_("The death of this person is already recorded.")


class NotClosed(Refusal):
    slug = "incident-open"
    sentence = N_("This incident is open.")


class NewIncident(msgspec.Struct, forbid_unknown_fields=True):
    """What is known of an incident when it is recorded; the day may be unknown."""

    kind: IncidentKind
    country: CountryCode
    story: Prose
    employer: Employer = ""
    happened_on: date | None = None
    post: str | None = None
    whereabouts: Prose | None = None
    informant: Prose | None = None


class IncidentFacts(msgspec.Struct, forbid_unknown_fields=True):
    """The facts of an incident that can be corrected, as they should be."""

    country: CountryCode
    story: Prose
    employer: Employer = ""
    happened_on: date | None = None
    post: str | None = None
    whereabouts: str = ""
    informant: str = ""


class ClosingInput(msgspec.Struct, forbid_unknown_fields=True):
    outcome: IncidentOutcome


def record(
    session: Session,
    person: Citizen,
    new_incident: NewIncident,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Incident:
    """Record an incident of a person, which begins its procedure.

    Refuses: persons.ErasedPerson, DeathRecorded, countries.NotACountry, countries.WorkInUzbekistan, posts.NotAPost,
    fields.InTheFuture, fields.TooLongAgo."""
    persons.require_not_erased(session, person.reference)
    if new_incident.kind is IncidentKind.DEATH:
        _require_no_death(session, person)
    facts = _facts_of(new_incident)
    _require_valid(session, facts, day)
    row = Incident(
        kind=new_incident.kind.value,
        citizen=person.reference,
        country=facts.country,
        employer=facts.employer,
        happened_on=facts.happened_on,
        post=_post(session, facts, by, day),
        recorded_on=day,
        recorded_at=on,
        recorded_by=by.account,
    )
    row.owner = _owner(row.post, by)
    _seal(session, row, facts)
    session.add(row)
    session.flush()
    procedure.find_next(session, row)
    there = [one.reference for one in responsible_officers.list_attaches(session, row.post)]
    kind = NoticeKind.INCIDENT
    staff_notices.notify(session, there, kind, NOUN, row.reference, by=by, on=on)
    _hold_messages(session, row, on)
    journal.write(session, "record", NOUN, row.reference, by=by, on=on)
    return row


def _hold_messages(session: Session, row: Incident, on: datetime) -> None:
    """Hold messages to a worker whose death is recorded, or release them after a mistake."""
    if row.kind == IncidentKind.DEATH:
        session.flush()
        incident_tables.set_day_of_death(session, session.get_one(Citizen, row.citizen), on=on)


def _require_no_death(session: Session, person: Citizen) -> None:
    """Require that no other death of this person is recorded. Refuses: DeathRecorded."""
    own = persons.same_person(person)
    session.execute(select(Citizen).where(col(Citizen.reference).in_(own)).with_for_update()).all()
    known = select(col(Incident.outcome)).where(
        col(Incident.citizen).in_(own), col(Incident.kind) == IncidentKind.DEATH.value
    )
    if any(outcome != IncidentOutcome.MISTAKE for outcome in session.execute(known).scalars()):
        raise DeathRecorded("kind")


def _owner(post: str | None, by: Actor) -> str:
    """Return who acts next: the post, or the officer who recorded it there or at headquarters."""
    return post if post and post not in by.posts else by.account


def _facts_of(new_incident: NewIncident) -> IncidentFacts:
    values = {name: getattr(new_incident, name) for name in IncidentFacts.__struct_fields__}
    texts = {name: values[name] or "" for name in TEXTS}
    return IncidentFacts(**values | texts)


def _require_valid(session: Session, facts: IncidentFacts, day: date) -> None:
    countries.require(session, facts.country)
    countries.require_abroad(facts.country, "")
    if facts.happened_on:
        procedure.require_past(facts.happened_on, day, "happened_on")


def _post(session: Session, facts: IncidentFacts, by: Actor, day: date) -> str | None:
    """Return the post that was named, or the one responsible for the country."""
    named = posts.acting_post(session, facts.post or None, by)
    if named:
        return named
    found = post_routing.responsible_post(session, facts.country, "", day, by=by)
    return found.code if found else None


def _seal(session: Session, row: Incident, facts: IncidentFacts) -> None:
    for name in TEXTS:
        sealed = vault.seal(session, row.citizen, f"incidents.{name}", getattr(facts, name))
        setattr(row, name, sealed)


def text(session: Session, row: Incident, name: str) -> str:
    """Return one decrypted text of an incident, for those who may read it."""
    return vault.unseal(session, row.citizen, f"incidents.{name}", getattr(row, name))


def current(session: Session, row: Incident) -> IncidentFacts:
    """Return the facts of an incident as they are now."""
    values = {name: getattr(row, name) for name in IncidentFacts.__struct_fields__}
    return IncidentFacts(**values | {name: text(session, row, name) for name in TEXTS})


def correct(
    session: Session,
    row: Incident,
    facts: IncidentFacts,
    reason: Reason,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Correct the facts of an incident; the earlier values stay in its history.

    The day of a confirmed death is that of its document. Refuses: NothingCorrected,
    DeathStillRecorded, persons.ErasedPerson, and what `record` refuses of the facts."""
    persons.require_not_erased(session, row.citizen)
    _require_valid(session, facts, day)
    if row.death_confirmed_by and facts.happened_on != row.happened_on:
        raise DeathStillRecorded("happened_on")
    facts.post = posts.acting_post(session, facts.post or None, by)
    changes = corrections.compare(current(session, row), facts)
    if not changes:
        raise NothingCorrected
    for name in (one.field for one in changes if one.field not in TEXTS):
        setattr(row, name, getattr(facts, name))
    if "post" in {one.field for one in changes}:
        row.owner = _owner(row.post, by)
    _seal(session, row, facts)
    subject = Subject(NOUN, row.reference, row.citizen)
    corrections.record(session, subject, changes, reason, by=by, on=on)


def close(
    session: Session,
    row: Incident,
    closing: ClosingInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Close an incident; one that was recorded by mistake needs no steps.

    Refuses: procedure.IncidentClosed, OtherOutcome, StepsLeft, DeathStillRecorded,
    procedure.MoneyNotPaid."""
    procedure.require_open(row)
    if closing.outcome not in OUTCOMES[IncidentKind(row.kind)]:
        raise OtherOutcome("outcome")
    mistake = closing.outcome is IncidentOutcome.MISTAKE
    if mistake and row.death_confirmed_by:
        raise DeathStillRecorded("outcome")
    if not mistake and any(one.entry is None for one in procedure.plan(session, row)):
        raise StepsLeft("outcome")
    if not mistake and (left := procedure.claims_with_money_again(session, row)):
        raise procedure.MoneyNotPaid("outcome", claims=", ".join(left))
    row.closed_on, row.outcome = day, closing.outcome.value
    procedure.find_next(session, row)
    _hold_messages(session, row, on)
    journal.write(session, "close_incident", NOUN, row.reference, by=by, on=on)


def reopen(session: Session, row: Incident, *, by: Actor, on: datetime) -> None:
    """Reopen a closed incident. Refuses: NotClosed."""
    if not row.closed_on:
        raise NotClosed
    row.closed_on, row.outcome = None, ""
    procedure.find_next(session, row)
    _hold_messages(session, row, on)
    journal.write(session, "reopen_incident", NOUN, row.reference, by=by, on=on)


def get(session: Session, number: str, *, by: Actor, hold: bool = False) -> Incident:
    """Return one incident within the actor's scope; `hold` locks it. Refuses: NotFound."""
    asked = select(Incident).where(col(Incident.reference) == number, within(by))
    if hold:
        asked = asked.with_for_update()
    row: Incident = require_found(session.execute(asked).scalars().first())
    return row


def find_part(session: Session, row: Incident, table: type[T], number: int) -> T:
    """Return a cost or policy of an incident that was not withdrawn. Refuses: NotFound."""
    found: Any = session.get(table, number)
    is_own = found is not None and found.incident == row.reference and not found.withdrawn_at
    part: T = require_found(found if is_own else None)
    return part


def list_parts(session: Session, row: Incident, table: type[T]) -> list[T]:
    """Return the costs or policies of an incident, those withdrawn last."""
    columns: Any = table
    asked = select(table).where(columns.incident == row.reference)
    ordered = asked.order_by(columns.withdrawn_at.is_not(None), columns.id)
    return list(session.execute(ordered).scalars())


def list_for_persons(
    session: Session, numbers: Iterable[str], *, by: Actor | None = None
) -> list[Incident]:
    """Return the incidents of these records, newest first; with `by`, those within scope."""
    asked = select(Incident).where(col(Incident.citizen).in_(list(numbers)))
    if by:
        asked = asked.where(within(by))
    ordered = asked.order_by(col(Incident.recorded_at).desc(), col(Incident.reference))
    return list(session.execute(ordered).scalars())


def claims_paid_to_heirs(
    session: Session, citizen: str, records: Collection[str] | None = None
) -> list[str]:
    """Return the claims of a worker of which an heir has money, in the order of filing.

    With `records`, the heir of these records. The claims are locked until the transaction ends, so
    that nobody pays out meanwhile."""
    own = persons.same_person(session.get_one(Citizen, citizen))
    asked = select(col(Claim.reference)).where(col(Claim.citizen).in_(own))
    ordered = asked.order_by(col(Claim.filed_at), col(Claim.reference)).with_for_update()
    return [
        claim
        for claim in session.execute(ordered).scalars()
        if any(
            records is None or one.heir in records
            for one in heir_shares.paid_to_heirs(session, claim)
        )
    ]


def forget(session: Session, citizen: str) -> None:
    """Clear the texts of a person's incidents and of their relatives, when the file is erased."""
    own = select(col(Incident.reference)).where(col(Incident.citizen) == citizen)
    cleared = dict.fromkeys((*TEXTS, "death_document"))
    session.execute(update(Incident).where(col(Incident.citizen) == citizen).values(**cleared))
    entries = update(procedure.StepEntry).where(col(procedure.StepEntry.incident).in_(own))
    session.execute(entries.values(note=None))
    names = dict.fromkeys(("name", "phone", "proof_number"))
    session.execute(update(Relative).where(col(Relative.citizen) == citizen).values(**names))
