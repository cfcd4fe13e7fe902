"""Wages recovered in 2019, as fully paid claims of invented workers, in dollars as reported.

Each claim was assigned to the representation of the Agency that the report names.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import SYSTEM
from catalog.core.fields import tashkent_day
from seed.year_2019 import people
from seed.year_2019.people import Group
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.money import payments
from service.casework.money.money_entries import Method, Payer
from service.casework.money.payments import NewPayment
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.infra.database import Database

_BEFORE = (
    ClaimState.ACKNOWLEDGED,
    ClaimState.SCREENED,
    ClaimState.CALCULATED,
    ClaimState.ACCEPTED,
    ClaimState.ASSIGNED_TO_POST,
    ClaimState.EMPLOYER_CONTACTED,
)
_ACTION = "Go on as the claim’s state asks (namuna)"
# Filed early enough that the last of them is paid within the year.
_LAST = 300


def load_claims(database: Database, group: Group, numbers: Sequence[int], _on: datetime) -> None:
    """Import claims on the days on which they would have been handled."""
    with database.write() as session:
        for one in numbers:
            number = f"W-2019-{group.country}-{one:04}"
            if session.get(Claim, number) is None:
                _pay_claim(session, group, one, number)


def _pay_claim(session: Session, group: Group, one: int, number: str) -> None:
    at = people.FIRST + timedelta(days=(one - 1) * _LAST // group.count)
    claim = wage_claims.file(
        session, _claim(group, one, at), by=SYSTEM, on=at, day=tashkent_day(at), number=number
    ).claim
    for state in _BEFORE:
        at += timedelta(days=3)
        post = group.post if state is ClaimState.ASSIGNED_TO_POST else None
        new_step = NewStep(state, next_action=_ACTION, due=people.day(at, 7), post=post)
        _step(session, claim, new_step, at)
    at += timedelta(days=30)
    paid = NewPayment(group.each, "USD", Payer.EMPLOYER, tashkent_day(at), Method.BANK)
    payments.receive(session, claim, paid, by=SYSTEM, on=at, day=tashkent_day(at))
    _step(
        session,
        claim,
        NewStep(ClaimState.PAID_IN_FULL, next_action=_ACTION, due=people.day(at, 7)),
        at,
    )
    _step(session, claim, NewStep(ClaimState.CLOSED, closing_reason=ClosingReason.PAID_IN_FULL), at)


def _step(session: Session, claim: Claim, new_step: NewStep, at: datetime) -> None:
    state_machine.take_step(session, claim, new_step, by=SYSTEM, on=at, day=tashkent_day(at))


def _claim(group: Group, one: int, at: datetime) -> NewClaim:
    owed = [NewLine(Component.BASE_PAY, group.each, "USD")]
    return NewClaim(
        f"Invented employer {people.MARK}",
        group.country or "",
        people.day(at, -300),
        people.day(at, -30),
        lines=owed,
        contact=people.invent_citizen(group.dice(one)),
    )
