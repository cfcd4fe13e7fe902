"""The lottery of a round: it is closed, drawn, countersigned by a second officer and published.

Seats that are given back are drawn again by the same rule and the same numbers, among those who
have no seat yet.
"""

from datetime import date, datetime

import msgspec
from sqlalchemy import insert, or_, select, update
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from i18n import N_
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.quota import deferred_acceptance, lottery_results, result_file, rounds
from matching.quota.deferred_acceptance import RULE
from matching.quota.entries import Entry
from matching.quota.lottery_results import Draw, Seat
from matching.quota.result_file import SeatsFile
from matching.quota.rounds import SeatRound, State


class NotOverYet(Refusal):
    slug = "not-over-yet"
    sentence = N_("People can rank vacancies until %(last)s. Close the round after that date.")


class NothingToGive(Refusal):
    slug = "nothing-to-give"
    sentence = N_("There are no vacancies in this round yet.")


class WrongRoundState(Refusal):
    slug = "not-that-far-yet"
    sentence = N_("The status of this round has changed. Check it again.")


class AnotherSeed(Refusal):
    slug = "another-seed"
    sentence = N_(
        "The seed of this round does not match its sealed code, so the draw cannot be run. "
        "Open a new round."
    )


class NothingToRefill(Refusal):
    slug = "nothing-to-refill"
    sentence = N_("Nobody who still needs a place has asked for any of the places left.")


class OwnDraw(Refusal):
    slug = "own-draw"
    sentence = N_("The officer who ran the draw cannot countersign. Ask a colleague.")


def close(session: Session, number: str, *, by: Actor, on: datetime, day: date) -> SeatRound:
    """Close a round: from now on no list changes.

    Refuses: NotAllowed, NotFound, RoundNotOpen, NotOverYet, NothingToGive.
    """
    rounds.require_runner(by)
    row = rounds.lock_round(session, number)
    rounds.require_open(row)
    if day <= row.closes_on and by.role is not Role.SYSTEM:
        raise NotOverYet(last=row.closes_on.isoformat())
    if not rounds.places(session, number):
        raise NothingToGive
    row.state, row.closed_at = State.CLOSED.value, on
    session.flush()
    journal.write(session, "close_round", "seat_round", number, by=by, on=on, fields=("state",))
    return row


def draw(session: Session, number: str, *, by: Actor, on: datetime) -> Draw:
    """Draw the seats by the rule; the result is not published before another officer countersigns.

    Refuses: NotAllowed, NotFound, WrongRoundState, AnotherSeed.
    """
    rounds.require_runner(by)
    row = rounds.lock_round(session, number)
    if row.state != State.CLOSED:
        raise WrongRoundState
    _note_leavers(session, row, on)
    _note_ended(session, row, tashkent_day(on))
    return _run_draw(session, row, by=by, on=on)


def refill(session: Session, number: str, *, by: Actor, on: datetime, day: date) -> Draw:
    """Draw seats given back or left over among those who have no seat.

    Refuses: NotAllowed, NotFound, WrongRoundState, AnotherSeed, NothingToRefill.
    """
    rounds.require_runner(by)
    row = rounds.lock_round(session, number)
    if row.state != State.PUBLISHED:
        raise WrongRoundState
    _note_leavers(session, row, on)
    _note_ended(session, row, day)
    made = _run_draw(session, row, by=by, on=on)
    if not made.placed:
        raise NothingToRefill
    return made


def _note_ended(session: Session, row: SeatRound, day: date) -> None:
    """Mark vacancies that have ended, which give no seats."""
    for place, vacancy in rounds.places(session, row.reference):
        if place.ended_before is None and rounds.has_ended(vacancy, day):
            place.ended_before = row.draws + 1
    session.flush()


def _note_leavers(session: Session, row: SeatRound, on: datetime) -> None:
    """Mark entries that take no further part.

    Those whose application has ended (which frees the seat), whose person was erased, or who were
    found to have entered twice.
    """
    over = select(col(Application.reference)).where(col(Application.state).in_(applications.EXITS))
    ended = select(col(Seat.code)).where(
        col(Seat.round) == row.reference, col(Seat.application).in_(over)
    )
    erased = select(col(Citizen.reference)).where(col(Citizen.erased_at).is_not(None))
    gone = or_(
        col(Entry.code).in_(ended),
        col(Entry.citizen).in_(erased),
        col(Entry.code).in_(_find_double_entries(session, row)),
    )
    still = (col(Entry.round) == row.reference, col(Entry.left_at).is_(None))
    session.execute(update(Entry).where(*still, gone).values(left_at=on, left_before=row.draws + 1))


def _find_double_entries(session: Session, row: SeatRound) -> list[str]:
    """The later entries of people found to be one person since; one with a seat stays."""
    there = (col(Entry.round) == row.reference, col(Entry.left_at).is_(None))
    asked = select(persons.leading_reference(), col(Entry.code)).join(
        Citizen, col(Citizen.reference) == col(Entry.citizen)
    )
    first = asked.outerjoin(Seat, col(Seat.code) == col(Entry.code)).order_by(
        col(Seat.code).is_(None), col(Entry.entered_at), col(Entry.code)
    )
    seen: set[str] = set()
    later: list[str] = []
    for person, code in session.execute(first.where(*there)):
        if person in seen:
            later.append(code)
        seen.add(person)
    return later


def _run_draw(session: Session, row: SeatRound, *, by: Actor, on: datetime) -> Draw:
    seed = row.seed or rounds.seed_of(row.reference)
    if rounds.commitment(seed) != row.commitment:
        raise AnotherSeed
    row.seed, row.draws, row.state = seed, row.draws + 1, State.DRAWN.value
    session.flush()
    before = lottery_results.file_of(session, row, row.draws)
    won = deferred_acceptance.allocate(*result_file.draw_inputs(before), seed)
    if won:
        rows = [
            {"code": code, "round": row.reference, "draw": row.draws, "vacancy": one}
            for code, one in won.items()
        ]
        session.execute(insert(Seat), rows)
    made = _record(row, lottery_results.file_of(session, row, row.draws), by, on)
    session.add(made)
    session.flush()
    journal.write(
        session, "draw", "seat_round", row.reference, by=by, on=on, fields=("state", "seed")
    )
    return made


def _record(row: SeatRound, file: SeatsFile, by: Actor, on: datetime) -> Draw:
    return Draw(
        round=row.reference,
        number=row.draws,
        rule=RULE.name,
        rule_version=RULE.version,
        sha256=file.sha256,
        drawn_by=by.account,
        drawn_at=on,
        **msgspec.structs.asdict(file.audit),
    )


def sign(session: Session, number: str, *, by: Actor, on: datetime) -> Draw:
    """Countersign a draw, which publishes it, after computing it again.

    Refuses: NotAllowed, NotFound, WrongRoundState, OwnDraw.
    """
    rounds.require_runner(by)
    row = rounds.lock_round(session, number)
    made = session.get(Draw, (number, row.draws))
    if row.state != State.DRAWN or made is None:
        raise WrongRoundState
    require_other_person(by, OwnDraw, made.drawn_by)
    file = lottery_results.file_of(session, row, row.draws)
    if file.sha256 != made.sha256 or any(result_file.differences(file)):
        raise WrongRoundState
    made.signed_by, made.signed_at, row.state = by.account, on, State.PUBLISHED.value
    session.flush()
    journal.write(session, "countersign", "seat_round", number, by=by, on=on, fields=("state",))
    return made
