"""Access to the people behind the cases: an actor sees only those within their scope."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.identity import duplicates as likes
from matching.identity import known_persons, name_index, persons
from matching.identity.duplicates import SearchInput
from matching.identity.persons import Citizen, DocumentsInput, ErasedPerson, NewCitizen
from matching.identity.same_person import Verdict, compare
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.accounts import Account, opened_records
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.scope import advice_tables, incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind
from service.infra.access import ROLES, Permission

# The most cases of one person shown at once.
SHOWN = 50


class NoSuchValue(Refusal):
    slug = "no-such-value"
    sentence = N_("We do not hold this kind of information about this person.")


class OfficersOnly(Refusal):
    slug = "officers-only"
    sentence = N_("Only an officer can choose a person who is already recorded.")


class PersonMatch(msgspec.Struct, frozen=True):
    """A possible match, with the kind of number, or the name, by which it was found."""

    reference: str
    name: str
    phone: str
    by: str


class LookupResult(msgspec.Struct, frozen=True):
    """The matches within the actor's scope, and whether a number is known outside it.

    Nothing more is revealed of a person outside the scope."""

    people: list[PersonMatch]
    elsewhere: bool


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the people that this actor may see.

    They are those in claims, sessions, incidents and placements within scope, those the actor
    recorded, and for a supervisor those with the telephone of a worker who died, and those without
    an account who have a passport or PINFL: else a number recorded by mistake would stay taken once
    the case is void."""
    own, rights = col(Citizen.reference), ROLES[by.role]
    seen = [col(Citizen.recorded_by) == by.account]
    if Permission.WAGES_READ in rights:
        seen.append(
            select(1)
            .where(col(Claim.citizen) == own, wage_claims.within(by))
            .correlate(Citizen)
            .exists()
        )
    # A claims officer's sessions are those of people with a claim, who are already visible through
    # it.
    if Permission.ADVICE_READ in rights and by.role is not Role.CLAIMS_OFFICER:
        asked = select(1).where(
            col(advice_tables.Session.citizen) == own,
            advice_tables.counts(),
            advice_sessions.within(by),
        )
        seen.append(asked.correlate(Citizen).exists())
    if Permission.INCIDENTS_READ in rights:
        found = select(1).where(col(Incident.citizen) == own, incident_tables.within(by))
        seen.append(found.correlate(Citizen).exists())
    if Permission.PLACEMENTS_READ in rights and arrivals.names_people(by):
        placed = select(1).where(col(Placement.citizen) == own, arrivals.reachable(by))
        seen.append(placed.correlate(Citizen).exists())
    if by.role is Role.SUPERVISOR:
        seen.append(col(Citizen.phone_blind).in_(_numbers_of_the_dead()))
        numbered = or_(
            col(Citizen.passport_blind).is_not(None), col(Citizen.pinfl_blind).is_not(None)
        )
        account = select(1).where(col(Account.citizen) == own).correlate(Citizen).exists()
        seen.append(and_(numbered, ~account))
    return or_(*seen)


def _numbers_of_the_dead() -> Select[str]:
    """Select the telephones of workers with the incident of a death.

    Whoever signs in with one has a record without cases, which may be of the worker."""
    tables: list[Any] = [Citizen.__table__, Incident.__table__]  # type: ignore[attr-defined]
    (worker, incident), own = (one.alias() for one in tables), tables[0].alias()
    leads = (
        select(func.coalesce(worker.c.same_as, worker.c.reference))
        .join(incident, incident.c.citizen == worker.c.reference)
        .where(incident.c.kind == IncidentKind.DEATH.value)
    )
    is_worker = or_(own.c.reference.in_(leads), own.c.same_as.in_(leads))
    return select(own.c.phone_blind).where(is_worker, own.c.phone_blind.is_not(None))


def get(session: Session, number: str, *, by: Actor) -> Citizen:
    """Return one person within the actor's scope; an erased one is shown as erased.

    Refuses: NotFound."""
    row: Citizen | None = (
        session.execute(select(Citizen).where(col(Citizen.reference) == number, within(by)))
        .scalars()
        .first()
    )
    if row is None:
        raise NotFound
    return row


def visible_records(session: Session, rows: list[Citizen], *, by: Actor) -> list[Citizen]:
    """Return those of these records that are within the actor's scope."""
    asked = select(col(Citizen.reference)).where(
        col(Citizen.reference).in_([row.reference for row in rows]), within(by)
    )
    known = set(session.execute(asked).scalars())
    return [row for row in rows if row.reference in known]


def get_chosen(session: Session, number: str | None, *, by: Actor) -> Citizen | None:
    """Return the leading record of the person chosen for a case, or None.

    Refuses: NotFound, ErasedPerson."""
    if not number:
        return None
    try:
        row = get(session, number, by=by)
    except NotFound as nobody:
        raise NotFound("citizen") from nobody
    row = _leading(session, [row], by, proved=True)[0]
    if row.erased_at:
        raise ErasedPerson("citizen")
    return row


def leading_reference(session: Session, number: str, *, held: bool = False) -> str:
    """Return the reference of the leading record, or of this record itself.

    With `held`, a concurrent merge or unmerge has to wait."""
    row = session.get(
        Citizen, number, with_for_update={"read": True} if held else None, populate_existing=held
    )
    return (row.same_as if row else None) or number


def _leading(
    session: Session, rows: Iterable[Citizen], by: Actor, *, proved: bool = False
) -> list[Citizen]:
    """Return the same people, each once, by the leading record where it is visible.

    With `proved`, records that are linked without proof stay apart."""
    rows = list(rows)
    led_by = {
        row.reference: row.same_as or (None if proved else row.linked_to) or "" for row in rows
    }
    others = [number for number in led_by.values() if number]
    asked = select(Citizen).where(col(Citizen.reference).in_(others), within(by))
    leads = {row.reference: row for row in session.execute(asked).scalars()} if others else {}
    led = [leads.get(led_by[row.reference], row) for row in rows]
    return list({row.reference: row for row in led}.values())


def same_person(session: Session, row: Citizen, *, by: Actor) -> list[Citizen]:
    """Return the other visible records of this person."""
    asked = select(Citizen).where(col(Citizen.same_as) == row.reference, within(by))
    return list(session.execute(asked.order_by(col(Citizen.reference))).scalars())


def linked(session: Session, row: Citizen, *, by: Actor) -> list[Citizen]:
    """Return the visible records that are linked to this one without proof."""
    asked = select(Citizen).where(col(Citizen.linked_to) == row.reference, within(by))
    return list(session.execute(asked.order_by(col(Citizen.recorded_at)).limit(SHOWN)).scalars())


def get_leading_record(session: Session, row: Citizen, *, by: Actor) -> Citizen | None:
    """Return the visible leading record of this one, or None if it leads itself."""
    led = _leading(session, [row], by, proved=True)[0]
    return None if led is row else led


def get_linked_record(session: Session, row: Citizen, *, by: Actor) -> Citizen | None:
    """Return the visible record to which this one is linked without proof."""
    if not row.linked_to:
        return None
    asked = select(Citizen).where(col(Citizen.reference) == row.linked_to, within(by))
    return session.execute(asked).scalars().first()


def own_record(session: Session, new_citizen: NewCitizen, *, by: Actor) -> Citizen | None:
    """Return the record of the signed-in citizen if they file for themselves, else None.

    What is filed while signed in is shown by sign-in; for anybody else it is not. Somebody whose
    name is not known yet files for themselves with the number of the account. Refuses: NotAPhone."""
    account = session.get(Account, by.account) if by.role is Role.CITIZEN else None
    row = session.get(Citizen, account.citizen) if account and account.citizen else None
    if row is None or row.erased_at:
        return None
    own, given = known_persons.facts_of_record(row), known_persons.facts_of(new_citizen)
    unnamed = not row.name and own.phone and own.phone == given.phone
    return row if unnamed or compare(own, given) is Verdict.SURE else None


def must_confirm_person(by: Actor) -> bool:
    """Return whether this actor is an officer, who is asked about a person who may be known.

    Everybody else gets the same answer whether the person is known or not."""
    return Permission.CITIZENS_READ in ROLES[by.role]


def require_decided(
    session: Session,
    new_citizen: NewCitizen,
    *,
    by: Actor,
    confirmed: Sequence[str],
    documents: DocumentsInput | None = None,
) -> None:
    """Require that an officer decided whether this is one of the people they see.

    Refuses: known_persons.SamePerson, NotAPhone, NotAPassport, NotAPinfl."""
    if must_confirm_person(by) and (new_citizen.name or documents):
        facts = known_persons.facts_of(new_citizen, documents)
        known_persons.require_decided(session, facts, within(by), confirmed)


def choose_caller(
    session: Session, new_session: NewSession, *, by: Actor, on: datetime
) -> Citizen | None:
    """Return the record for an advice session, or None if it is of a new or nameless person.

    Refuses: NotFound, ErasedPerson, known_persons.SamePerson, NotAPhone."""
    person = get_chosen(session, new_session.citizen, by=by)
    if new_session.matter:
        return person
    caller = advice_sessions.new_citizen(advice_sessions.fill_from_person(new_session, person))
    if person is None:
        require_decided(session, caller, by=by, confirmed=new_session.confirm)
        return None
    seen = new_session.passport_seen
    return opened_records.record_of_case(session, person, caller, seen, by=by, on=on)


def claims(session: Session, rows: Iterable[Citizen], *, by: Actor) -> list[Claim]:
    """Return the claims of these records within the actor's scope, newest first."""
    theirs = col(Claim.citizen).in_([row.reference for row in rows])
    asked = (
        select(Claim)
        .where(theirs, wage_claims.within(by))
        .order_by(col(Claim.filed_at).desc())
        .limit(SHOWN)
    )
    return list(session.execute(asked).scalars())


def sessions(
    session: Session, rows: Iterable[Citizen], *, by: Actor
) -> list[advice_tables.Session]:
    """Return the advice sessions of these records within the actor's scope, newest first."""
    theirs = col(advice_tables.Session.citizen).in_([row.reference for row in rows])
    asked = (
        select(advice_tables.Session)
        .where(theirs, advice_sessions.within(by))
        .order_by(col(advice_tables.Session.at).desc())
    )
    return list(session.execute(asked.limit(SHOWN)).scalars())


def find_similar(
    session: Session,
    search_input: SearchInput,
    *,
    by: Actor,
    most: int = likes.MOST,
    proved: bool = False,
) -> LookupResult:
    """Return possible matches for the input: those with the number, then those of a similar name.

    With `proved`, records that are linked without proof are shown apart.

    A person outside the scope is never named; only that a complete number is known elsewhere is
    revealed."""
    marks = likes.numbers(search_input)
    exact = _with_number(session, marks, by) if marks else []
    every = [*exact, *_of_name(session, search_input.name, by, most)]
    people = _leading(session, every, by, proved=proved)[:most]
    phones = vault.unseal_all(
        session, [(row.reference, "citizens.phone", row.phone) for row in people]
    )
    found = [
        PersonMatch(
            row.reference,
            row.name,
            persons.mask_number(phone),
            _match_reason(row, exact, marks, search_input.name),
        )
        for row, phone in zip(people, phones, strict=True)
    ]
    return LookupResult(found, bool(marks) and _elsewhere(session, marks, by))


def _with_number(session: Session, marks: dict[str, str], by: Actor) -> list[Citizen]:
    asked = (
        select(Citizen)
        .where(likes.by_number(marks), within(by))
        .order_by(col(Citizen.recorded_at).desc())
    )
    return list(session.execute(asked.limit(likes.MOST)).scalars())


def _of_name(session: Session, name: str, by: Actor, most: int) -> list[Citizen]:
    keys: dict[str, str] = {}
    for question in likes.by_name(name, within(by)):
        keys.update((reference, key) for reference, key in session.execute(question))
    near = likes.nearest(name_index.words(name), keys)[:most]
    rows = session.execute(select(Citizen).where(col(Citizen.reference).in_(near))).scalars()
    return sorted(rows, key=lambda row: near.index(row.reference))


def _match_reason(row: Citizen, exact: list[Citizen], marks: dict[str, str], name: str) -> str:
    """Return what a match was found by: its own number or that of a merged record, or its name."""
    theirs = [one for one in exact if row.reference in (one.reference, one.same_as, one.linked_to)]
    kinds = [
        kind
        for kind, mark in marks.items()
        if any(getattr(one, f"{kind}_blind") == mark for one in theirs)
    ]
    is_same = sorted(name_index.words(name)) == sorted(row.name_key.split())
    return kinds[0] if kinds else "same_name" if is_same else "name"


def _elsewhere(session: Session, marks: dict[str, str], by: Actor) -> bool:
    """Return whether a person outside the scope, and not merged with one inside, has the number."""
    inside = select(persons.leading_reference()).where(likes.by_number(marks), within(by))
    outside = select(1).where(
        likes.by_number(marks), ~within(by), persons.leading_reference().not_in(inside)
    )
    return session.execute(outside.limit(1)).first() is not None


def reveal(session: Session, row: Citizen, what: str, *, by: Actor, on: datetime) -> str:
    """Return one encrypted value in full, and record the access. Refuses: NoSuchValue."""
    if what not in persons.SEALED or not getattr(row, what):
        raise NoSuchValue
    value = persons.unseal_value(session, row, what)
    journal.write(session, "reveal", "citizen", row.reference, by=by, on=on, fields=(what,))
    return value


def record_lookup(session: Session, search_input: SearchInput, *, by: Actor, on: datetime) -> None:
    """Record that the actor looked a person up, and by which kinds of input."""
    kinds = tuple(kind for kind in SearchInput.__struct_fields__ if getattr(search_input, kind))
    journal.write(session, "alike", "account", by.account, by=by, on=on, fields=kinds)
