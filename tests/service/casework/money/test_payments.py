"""The money of a claim: nothing appears, nothing vanishes, and no rate changes after the day it was
frozen."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session

from catalog.core import exchange_rates, journal
from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.errors import Refusal
from catalog.core.exchange_rates import NewRate
from catalog.core.fields import InTheFuture
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewLine
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, Hand, Method, Payer
from service.casework.money.payments import (
    AssessmentInput,
    BeforeTheWork,
    ClosedClaim,
    MoreThanHeld,
    NewPayment,
    NewPayOut,
    NoMoney,
)
from service.casework.money.plausibility import AmountQuestion
from tests.conftest import Clock
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, CLAIM, ELYOR, TODAY


def receive(
    session, clock, claim, amount: int, currency: str = "RUB", hand: Hand = Hand.WORKER, on=TODAY
) -> money_entries.Payment:
    new_payment = NewPayment(
        amount, currency, Payer.EMPLOYER, on, Method.BANK, hand, confirm=list(AmountQuestion)
    )
    return payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def pay_out(session, clock, claim, amount: int, currency: str = "RUB") -> money_entries.PayOut:
    return payments.pay_out(
        session,
        claim,
        NewPayOut(amount, currency, TODAY, Method.BANK, confirm=list(AmountQuestion)),
        by=ELYOR,
        on=clock(),
        day=TODAY,
    )


def balance(session, currency: str = "RUB") -> Balance:
    return next(one for one in money_entries.balances(session, CLAIM) if one.currency == currency)


def test_a_claim_begins_with_what_is_claimed_and_nothing_received(ground, claim):
    assert money_entries.balances(ground, CLAIM) == [
        Balance("RUB", claimed=240_000_00, due=240_000_00)
    ]


def test_money_to_the_worker_is_paid_out_at_once_and_held_money_is_not(ground, clock, claim):
    receive(ground, clock, claim, 100)
    receive(ground, clock, claim, 50, hand=Hand.HELD)
    assert (balance(ground).received, balance(ground).paid_out) == (150, 100)


def test_held_money_is_paid_out_once(ground, clock, claim):
    receive(ground, clock, claim, 50, hand=Hand.HELD)
    pay_out(ground, clock, claim, 30)
    with pytest.raises(MoreThanHeld):
        pay_out(ground, clock, claim, 21)
    pay_out(ground, clock, claim, 20)
    with pytest.raises(MoreThanHeld):
        pay_out(ground, clock, claim, 1)
    assert (balance(ground).received, balance(ground).paid_out) == (50, 50)


def test_currencies_are_never_mixed(ground, clock, claim):
    receive(ground, clock, claim, 50, "USD", Hand.HELD)
    with pytest.raises(MoreThanHeld):
        pay_out(ground, clock, claim, 1, "RUB")
    assert balance(ground, "USD") == Balance("USD", received=50, covered=50)
    assert balance(ground).received == 0


@pytest.mark.parametrize("action", [receive, pay_out])
def test_nothing_is_no_payment(ground, clock, claim, action):
    with pytest.raises(NoMoney):
        action(ground, clock, claim, 0)


def test_money_of_tomorrow_is_not_received_today(ground, clock, claim):
    with pytest.raises(InTheFuture):
        receive(ground, clock, claim, 1, on=TODAY + timedelta(1))


def test_a_payment_freezes_its_rate_with_day_and_source(ground, clock, claim):
    row = receive(ground, clock, claim, 90_00)
    assert (row.usd, row.uzs, row.rate_source) == (1_10, 13_000_00, "invented")
    later = [NewRate("RUB", TODAY, 1, "another bank")]
    exchange_rates.load(ground, later, by=SYSTEM, on=clock())
    ground.flush()
    assert payments.payments(ground, CLAIM)[0].usd == 1_10


def test_a_payment_in_euros_shows_the_rate_that_converts_it(ground, clock, claim):
    row = receive(ground, clock, claim, 1_00, "EUR")
    assert (row.rate_on, row.rate_source) == (TODAY - timedelta(5), "invented")


def test_where_no_rate_is_known_the_payment_says_so_by_saying_nothing(ground, clock, claim):
    row = receive(ground, clock, claim, 90_00, on=TODAY - timedelta(30))
    assert (row.usd, row.uzs, row.rate_on, row.rate_source) == (None, None, None, "")


def test_payments_are_told_by_the_day_they_came(ground, clock, claim):
    rows = [
        receive(ground, clock, claim, amount, on=TODAY - timedelta(amount)) for amount in (1, 3, 2)
    ]
    assert payments.payments(ground, CLAIM) == [rows[1], rows[2], rows[0]]


def test_what_is_due_is_the_agreed_sum_else_the_documented_else_the_claimed():
    line = wage_claims.Line(claim=CLAIM, number=1, component="base_pay", currency="RUB", claimed=3)
    assert money_entries.due(line) == 3
    line.documented = 2
    assert money_entries.due(line) == 2
    line.agreed = 0
    assert money_entries.due(line) == 0


def test_what_is_due_is_weighed_line_by_line(ground, clock):
    """One line agreed does not make the other forgotten, of which only the claim is known."""
    items = [NewLine(Component.BASE_PAY, amount, "RUB") for amount in (100, 70, 50)]
    filed = wage_claims.file(
        ground,
        msgspec.structs.replace(ALISHERS_CLAIM, lines=items),
        by=VISITOR,
        on=clock(),
        day=TODAY,
        number=CLAIM,
    )
    payments.assess(
        ground,
        filed.claim,
        [AssessmentInput(1, 90, 60), AssessmentInput(3, 40, 0)],
        by=ELYOR,
        on=clock(),
    )
    assert balance(ground).due == 60 + 70 + 0


@pytest.mark.parametrize("action", [receive, pay_out])
def test_a_closed_claim_takes_and_gives_no_money(ground, clock, claim, action):
    receive(ground, clock, claim, 5, hand=Hand.HELD)
    claim.state = "closed"
    with pytest.raises(ClosedClaim):
        action(ground, clock, claim, 1)
    claim.state = "reopened"
    assert action(ground, clock, claim, 1).amount == 1


def test_money_moves_the_claims_version(ground, clock, claim):
    before = claim.version
    receive(ground, clock, claim, 5, hand=Hand.HELD)
    assert claim.version == before + 1
    pay_out(ground, clock, claim, 5)
    assert claim.version == before + 2


def test_no_pay_came_before_the_work(ground, clock, claim):
    assert receive(ground, clock, claim, 1, on=claim.worked_from)
    with pytest.raises(BeforeTheWork):
        receive(ground, clock, claim, 1, on=claim.worked_from - timedelta(1))


def test_the_journal_tells_that_money_moved(ground, clock, claim):
    receive(ground, clock, claim, 5, hand=Hand.HELD)
    pay_out(ground, clock, claim, 5)
    ground.commit()
    assert [one.act for one in journal.history(ground, "claim", CLAIM)] == [
        "file",
        "receive",
        "pay_out",
    ]


_MOVES = some.lists(
    some.tuples(
        some.sampled_from(["worker", "held", "out"]),
        some.integers(0, 300),
        some.sampled_from(["RUB", "USD"]),
    ),
    max_size=12,
)


@given(_MOVES)
def test_money_is_conserved_whatever_is_done(database, moves):
    """Per currency: received is the sum of all that came, paid out never more, and the rest is what
    is held."""
    clock = Clock()
    with Session(database._writing) as session:
        cast.ground(session, on=clock())
        claim = wage_claims.file(
            session, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY, number=CLAIM
        ).claim
        came, went = {"RUB": 0, "USD": 0}, {"RUB": 0, "USD": 0}
        for move, amount, currency in moves:
            done = _moved(session, clock, claim, move, amount, currency)
            came[currency] += amount if done and move != "out" else 0
            went[currency] += amount if done and move != "held" else 0
        for one in money_entries.balances(session, CLAIM):
            assert (one.received, one.paid_out) == (came[one.currency], went[one.currency])
            assert 0 <= one.paid_out <= one.received
        session.rollback()


def _moved(session, clock, claim, move: str, amount: int, currency: str) -> bool:
    try:
        if move == "out":
            pay_out(session, clock, claim, amount, currency)
        else:
            receive(session, clock, claim, amount, currency, Hand(move))
    except Refusal:
        return False
    return True
