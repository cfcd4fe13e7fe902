"""Merging of two records of one person, and unmerging.

The protected cases of both records then count as one person's."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select, true, update
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.applications import transitions
from matching.identity import deaths, known_persons
from matching.identity.persons import Citizen, ErasedPerson
from service.casework import people_access
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import incident_tables


class OnePerson(Refusal):
    slug = "one-person"
    sentence = N_("You chose the same record twice. Choose a different person.")


class AlreadyMerged(Refusal):
    slug = "found-before"
    sentence = N_("One of these records has already been merged with another. Undo that first.")


class NotJoined(Refusal):
    slug = "not-joined"
    sentence = N_("These two records are not merged.")


def merge(session: Session, kept: str, other: str, *, by: Actor, on: datetime) -> Citizen:
    """Merge two records of one person; `kept` becomes the leading one.

    Both stay as they are, and the merge can be undone. Records merged into the other before are
    also led by `kept`. If the person has died, their login sessions and open applications end.

    Refuses: NotFound, OnePerson, ErasedPerson, AlreadyMerged."""
    return _merge(session, kept, other, people_access.within(by), by=by, on=on)


def merge_own(session: Session, kept: str, other: str, *, by: Actor, on: datetime) -> None:
    """Merge the records of a person who proved that both are their own; `kept` becomes the leading one.

    The caller has the proof. Refuses: NotFound, ErasedPerson."""
    leads = people_access.leading_reference(session, kept)
    joins = people_access.leading_reference(session, other)
    if leads != joins:
        _merge(session, leads, joins, true(), by=by, on=on)


def _merge(
    session: Session,
    kept: str,
    other: str,
    within: ColumnElement[bool],
    *,
    by: Actor,
    on: datetime,
) -> Citizen:
    if kept == other:
        raise OnePerson
    leads, joins = _locked(session, (kept, other), within)
    if leads.erased_at or joins.erased_at:
        raise ErasedPerson
    if leads.same_as or joins.same_as:
        raise AlreadyMerged
    led = list(
        session.execute(select(Citizen).where(col(Citizen.same_as) == joins.reference)).scalars()
    )
    for row in (joins, *led):
        row.same_as = leads.reference
    leads.similar_to = joins.similar_to = None
    if leads.linked_to == joins.reference:
        leads.linked_to = None
    if not leads.linked_to and joins.linked_to != leads.reference:
        _link_third(session, leads, joins)
    session.flush()
    _reassign_referrals(
        session, referrals.list_for_persons(session, [joins.reference]), leads.reference
    )
    incident_tables.follow_death(session, leads, on=on)
    if deaths.day_of_death(session, leads.reference):
        transitions.withdraw_all(session, leads, by=by, on=on)
    for row in (leads, joins):
        journal.write(session, "merge", "citizen", row.reference, by=by, on=on, fields=("same_as",))
    return leads


def _link_third(session: Session, leads: Citizen, joins: Citizen) -> None:
    """Link the record to which the joined one is linked to the leading one, which stays the main one.

    A record that others are linked to, too, leads all of them; then the leading one is linked to it."""
    third = _linked_head(session, joins)
    if third is None or third.reference in (leads.reference, joins.reference):
        return
    others = select(col(Citizen.reference)).where(
        col(Citizen.linked_to) == third.reference, col(Citizen.reference) != joins.reference
    )
    if third.linked_to or session.execute(others.limit(1)).first():
        leads.linked_to = joins.linked_to
    else:
        third.linked_to = leads.reference


def _linked_head(session: Session, row: Citizen) -> Citizen | None:
    """Return the leading record of the one to which a record is linked without proof."""
    third = session.get(Citizen, row.linked_to) if row.linked_to else None
    return session.get(Citizen, third.same_as) if third and third.same_as else third


def unmerge(session: Session, kept: str, other: str, *, by: Actor, on: datetime) -> Citizen:
    """Undo the merge of two records. Refuses: NotFound, NotJoined."""
    return _unmerge(session, kept, other, people_access.within(by), by=by, on=on)


def unmerge_own(session: Session, row: Citizen, *, by: Actor, on: datetime) -> Citizen:
    """Undo the merge that the person made; their other record may be outside the officer's scope.

    Refuses: NotFound, NotJoined."""
    if not merged_by_person(session, row):
        raise NotJoined
    people_access.get(session, row.reference, by=by)
    return _unmerge(session, row.same_as or "", row.reference, true(), by=by, on=on)


def merged_by_person(session: Session, row: Citizen) -> bool:
    """Return whether the person merged this record into that of their account, by a secret."""
    found = [
        entry
        for entry in journal.history(session, "citizen", row.reference)
        if entry.act in ("merge", "part")
    ]
    return bool(row.same_as and found) and found[-1].role == Role.CITIZEN.value


def was_parted(session: Session, row: Citizen) -> bool:
    """Return whether an officer once found that this record is of another person."""
    return any(one.act == "part" for one in journal.history(session, "citizen", row.reference))


def _unmerge(
    session: Session,
    kept: str,
    other: str,
    within: ColumnElement[bool],
    *,
    by: Actor,
    on: datetime,
) -> Citizen:
    leads, joins = _locked(session, (kept, other), within)
    if joins.same_as != leads.reference:
        raise NotJoined
    cases = referrals.list_for_record(session, joins.reference)
    joins.same_as = None
    third = _linked_head(session, joins)
    if third and third.linked_to == leads.reference:
        third.linked_to = None
    if leads.linked_to == joins.linked_to:
        leads.linked_to = None
        known_persons.relink(session, leads)
    session.flush()
    for row in (leads, joins):
        incident_tables.set_day_of_death(session, row, on=on)
    _reassign_referrals(session, cases, joins.reference)
    for row in (leads, joins):
        journal.write(session, "part", "citizen", row.reference, by=by, on=on, fields=("same_as",))
    return leads


def _reassign_referrals(session: Session, rows: Iterable[Referral], lead: str) -> None:
    """Assign these cases to this record.

    Nothing in them shows that they were opened under another."""
    mine = col(Referral.reference).in_([row.reference for row in rows])
    session.execute(
        update(Referral).where(mine).values(person_blind=referrals.mark("person", lead))
    )


def _locked(
    session: Session, numbers: tuple[str, str], within: ColumnElement[bool]
) -> tuple[Citizen, Citizen]:
    """Return both records, locked and current, in the order given; concurrent officers wait."""
    asked = (
        select(Citizen)
        .where(col(Citizen.reference).in_(numbers), within)
        .order_by(col(Citizen.reference))
    )
    now = asked.with_for_update(of=Citizen).execution_options(populate_existing=True)
    rows = {row.reference: row for row in session.execute(now).scalars()}
    if set(rows) != set(numbers):
        raise NotFound
    return rows[numbers[0]], rows[numbers[1]]
