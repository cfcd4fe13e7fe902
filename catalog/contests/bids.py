"""Bids of agencies in a contest: entry, opening by two officers, and the published decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, false, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.contests import contests
from catalog.contests.contests import Contest, State
from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import tashkent_day
from catalog.licensing import agencies, recruiting_rights
from catalog.licensing.agencies import Agency
from i18n import N_


class ContestStepNotPossible(Refusal):
    slug = "not-that-contest"
    sentence = N_("You cannot do this while the competition status is “%(state)s”.")
    coded: ClassVar = {"state": "contest"}


class EnteredTooLate(Refusal):
    slug = "entered-too-late"
    sentence = N_("Bids are accepted until the day before they are opened.")


class MorePlacesThanOffered(Refusal):
    slug = "more-than-there-are"
    sentence = N_("The competition is for %(seats)s places.")


class NotYetOpened(Refusal):
    slug = "not-yet-opened"
    sentence = N_("The opening date has not been reached yet.")


class SameOpener(Refusal):
    slug = "same-opener"
    sentence = N_("You have already opened the bids. A second officer must also open them.")


class MissingPointsOrReason(Refusal):
    slug = "points-and-reason"
    sentence = N_(
        "Give each bid a score of up to %(most)s points and a reason for the score. The "
        "reason will be published."
    )


class RecruitingNotAllowed(Refusal):
    slug = "may-not-be-given"
    sentence = N_("This agency is not allowed to recruit in Uzbekistan today.")


class Bid(SQLModel, table=True):
    """A bid of one agency in one contest: the places requested, the points, the places given and
    why."""

    __tablename__ = "contest_entries"
    contest: str = Field(primary_key=True, foreign_key="contests.reference", max_length=24)
    agency: str = Field(
        primary_key=True, foreign_key="agencies.external_id", index=True, max_length=60
    )
    seats: int
    account: str = Field(max_length=40)
    at: datetime
    points: int | None = None
    given: int | None = None
    reason: str = Field(default="", max_length=300)


class BidInput(msgspec.Struct, forbid_unknown_fields=True):
    seats: Annotated[int, Meta(ge=1, le=100_000)]


class ResultInput(msgspec.Struct, forbid_unknown_fields=True):
    """The points, the places given and the published reason for one bid."""

    points: Annotated[int, Meta(ge=0, le=1_000)]
    given: Annotated[int, Meta(ge=0, le=100_000)]
    reason: Annotated[str, Meta(min_length=1, max_length=300)]


def within(by: Actor) -> ColumnElement[bool]:
    """A filter for the bids that this person may see: an agency sees its own.

    A decided contest is public and does not use this filter.
    """
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Bid.agency) == by.agency
    return true() if by.role is Role.LICENSING_OFFICER else false()


def entries(session: Session, row: Contest, *, by: Actor) -> list[Bid]:
    """The bids of a contest, highest points first.

    Before the opening only each agency sees its own bid.
    """
    open_ = row.state == State.DECIDED or (
        row.state == State.OPENED and by.role is Role.LICENSING_OFFICER
    )
    seen = true() if open_ else within(by) if by.role is Role.AGENCY_USER else false()
    asked = select(Bid).where(col(Bid.contest) == row.reference, seen)
    order = (col(Bid.points).desc(), col(Bid.at), col(Bid.agency))
    return list(session.execute(asked.order_by(*order)).scalars())


def enter(
    session: Session, row: Contest, bid_input: BidInput, *, by: Actor, on: datetime, day: date
) -> Bid:
    """Enter the caller's agency, or change the number of places it requests.

    Refuses: NotAllowed, recruiting_rights.MayNotRecruitNow, ContestStepNotPossible, EnteredTooLate,
    MorePlacesThanOffered.
    """
    agency = recruiting_rights.require_allowed(session, by, day)
    _require_takes_entries(row, day)
    if bid_input.seats > row.seats:
        raise MorePlacesThanOffered("seats", seats=row.seats)
    bid = session.get(Bid, (row.reference, agency), with_for_update=True)
    act = "amend" if bid else "enter_contest"
    bid = bid or Bid(contest=row.reference, agency=agency, seats=0, account="", at=on)
    bid.seats, bid.account, bid.at = bid_input.seats, by.account, on
    session.add(bid)
    session.flush()
    journal.write(session, act, "contest", row.reference, by=by, on=on, fields=("seats",))
    return bid


def _require_takes_entries(row: Contest, day: date) -> None:
    if row.state != State.ANNOUNCED:
        raise ContestStepNotPossible(state=row.state)
    if day >= row.opens_on:
        raise EnteredTooLate


def open_entries(session: Session, row: Contest, *, by: Actor, on: datetime) -> Contest:
    """Open the bids on or after the opening day.

    It takes two officers: the first one's call records who opens, the second one's opens the bids
    and makes that officer the witness. Refuses: NotAllowed, ContestStepNotPossible, NotYetOpened,
    SameOpener.
    """
    contests.require_officer(by)
    if row.state != State.ANNOUNCED:
        raise ContestStepNotPossible(state=row.state)
    if tashkent_day(on) < row.opens_on:
        raise NotYetOpened
    require_other_person(by, SameOpener, row.opened_by)
    if row.opened_by is None:
        row.opened_by = by.account
    else:
        row.witness, row.opened_at, row.state = by.account, on, State.OPENED.value
    session.flush()
    journal.write(
        session, "open_entries", "contest", row.reference, by=by, on=on, fields=("state",)
    )
    return row


def call_off(session: Session, row: Contest, reason: str, *, by: Actor, on: datetime) -> Contest:
    """Cancel a contest; the reason is published.

    Refuses: NotAllowed, ContestStepNotPossible.
    """
    contests.require_officer(by)
    if row.state not in (State.ANNOUNCED, State.OPENED):
        raise ContestStepNotPossible(state=row.state)
    row.state, row.reason, row.decided_by, row.decided_at = (
        State.CALLED_OFF.value,
        reason[:500],
        by.account,
        on,
    )
    session.flush()
    journal.write(
        session, "call_off", "contest", row.reference, by=by, on=on, fields=("state", "reason")
    )
    return row


def decide(
    session: Session, row: Contest, values: Mapping[str, ResultInput], *, by: Actor, on: datetime
) -> Contest:
    """Record the result of every bid and the reason; from now on they are public.

    Refuses: NotAllowed, ContestStepNotPossible, MissingPointsOrReason, MorePlacesThanOffered,
    RecruitingNotAllowed.
    """
    contests.require_officer(by)
    if row.state != State.OPENED:
        raise ContestStepNotPossible(state=row.state)
    rows = entries(session, row, by=by)
    most = sum(one.most for one in contests.weights(session, row.reference))
    _require_fair(row, rows, values, most, barred_bidders(session, rows, tashkent_day(on)))
    for one in rows:
        result = values[one.agency]
        one.points, one.given, one.reason = result.points, result.given, result.reason
    row.state, row.decided_by, row.decided_at = State.DECIDED.value, by.account, on
    session.flush()
    journal.write(
        session,
        "decide",
        "contest",
        row.reference,
        by=by,
        on=on,
        fields=("state", "points", "given"),
    )
    return row


def barred_bidders(session: Session, rows: Sequence[Bid], day: date) -> set[str]:
    """The agencies that entered but may not recruit on this day, so that no place can be given to
    them."""
    asked = select(col(Agency.external_id)).where(agencies.may_recruit(day))
    entered = {one.agency for one in rows}
    return entered.difference(
        session.execute(asked.where(col(Agency.external_id).in_(entered))).scalars()
    )


def _require_fair(
    row: Contest,
    rows: Sequence[Bid],
    values: Mapping[str, ResultInput],
    most: int,
    stopped: set[str],
) -> None:
    """Check that the results are complete and within their limits.

    Every bid has points and a reason; no agency gets more places than it requested, none gets any
    while it may not recruit, and together they get no more than the contest offers.
    """
    errors: list[Refusal] = [
        MissingPointsOrReason(f"points_{one.agency}", most=most)
        for one in rows
        if one.agency not in values or values[one.agency].points > most
    ]
    errors += [
        MorePlacesThanOffered(f"given_{one.agency}", seats=one.seats)
        for one in rows
        if one.agency in values and values[one.agency].given > one.seats
    ]
    errors += [
        RecruitingNotAllowed(f"given_{one.agency}")
        for one in rows
        if one.agency in values and values[one.agency].given and one.agency in stopped
    ]
    if not errors and sum(values[one.agency].given for one in rows) > row.seats:
        errors = [MorePlacesThanOffered(seats=row.seats)]
    if errors:
        raise InvalidInput(errors)
