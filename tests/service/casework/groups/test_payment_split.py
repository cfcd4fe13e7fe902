"""One payment for many: split by what is due, to the minor unit, nothing added and nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.core.errors import Refusal
from service.approvals import decisions
from service.casework.groups import groups, payment_split
from service.casework.groups.groups import LeaveInput
from service.casework.groups.payment_split import NotAMember, NothingDue, SharesDiffer, pro_rata
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import BeforeTheWork, NewPayment, NoMoney
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import claim_facts, reversals
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from tests.service.casework.crews import crew, enter, worker
from tests.support.cast import CLAIM, ELYOR, IRODA, NO_FILES, TODAY


@given(some.integers(0, 10**13), some.lists(some.integers(0, 10**13), min_size=1, max_size=200))
def test_the_sum_is_conserved_and_no_share_is_a_whole_unit_off(amount, dues):
    found, whole = pro_rata(amount, dues), sum(dues)
    assert sum(found) == (amount if whole else 0)
    assert all(
        abs(one * whole - amount * due) < whole
        for one, due in zip(found, dues, strict=True)
        if whole
    )
    assert all(one == 0 for one, due in zip(found, dues, strict=True) if due == 0)


@given(some.integers(0, 10**6), some.lists(some.integers(0, 10**6), min_size=2, max_size=9))
def test_whoever_is_owed_more_never_gets_less(amount, dues):
    by_due = sorted(zip(dues, pro_rata(amount, dues), strict=True))
    assert all(mine <= theirs for (due, mine), (more, theirs) in pairwise(by_due) if due < more)


def test_what_whole_units_leave_over_goes_to_the_largest_remainders():
    assert pro_rata(100, [1, 1, 1]) == [34, 33, 33]
    assert pro_rata(10, [5, 3, 2]) == [5, 3, 2]
    assert pro_rata(7, [10, 5, 5]) == [3, 2, 2]
    assert pro_rata(1, [1, 2, 2]) == [0, 1, 0]


@pytest.fixture
def group(ground, clock):
    return enter(ground, clock, worker("Anvar", 100), worker("Botir", 200), worker("Sardor", 300))


def paid(amount: int, **values: object) -> NewPayment:
    facts_ = {
        "currency": "RUB",
        "payer": Payer.EMPLOYER,
        "on": TODAY,
        "method": Method.BANK,
        "hand": Hand.HELD,
    }
    return NewPayment(amount, **(facts_ | values | {"confirm": list(AmountQuestion)}))  # type: ignore[arg-type]


def receive(session, clock, group, new_payment: NewPayment, split: dict[str, int] | None = None):
    if split is None:
        rows = payment_split.propose(
            session, group, new_payment.amount, new_payment.currency, by=ELYOR
        )
        split = {one.member.claim.reference: one.amount for one in rows}
    return payment_split.receive(
        session, group, new_payment, split, by=ELYOR, on=clock(), day=TODAY
    )


def had(session, group) -> dict[str, int]:
    return {
        name: sum(one.received for one in money_entries.balances(session, member.claim.reference))
        for name, member in crew(session, group).items()
    }


def test_a_payment_is_split_over_what_is_still_due(ground, clock, group):
    receive(ground, clock, group, paid(60))
    assert had(ground, group) == {"Anvar": 10, "Botir": 20, "Sardor": 30}
    botir = crew(ground, group)["Botir"].claim
    claim_facts.amend(
        ground, botir, NewFacts(lines=[LineCorrection(1, agreed=20)]), by=ELYOR, on=clock()
    )
    assert [
        (one.due, one.amount) for one in payment_split.propose(ground, group, 36, "RUB", by=ELYOR)
    ] == [
        (90, 9),
        (0, 0),
        (270, 27),
    ]
    assert [one.payment.amount for one in payment_split.list_received(ground, group)] == [60]


def test_who_left_or_is_closed_has_no_share(ground, clock, group):
    members = crew(ground, group)
    groups.leave(
        ground, members["Anvar"].claim, LeaveInput(TODAY, "Alone"), by=ELYOR, on=clock(), day=TODAY
    )
    members["Botir"].claim.state = "closed"
    ground.flush()
    assert [
        (one.member.name, one.amount)
        for one in payment_split.propose(ground, group, 7, "RUB", by=ELYOR)
    ] == [("Sardor", 7)]
    for name in ("Anvar", "Botir"):
        with pytest.raises(NotAMember):
            receive(ground, clock, group, paid(7), {members[name].claim.reference: 7})
    with pytest.raises(NotAMember):
        receive(ground, clock, group, paid(7), {CLAIM: 7})


def test_shares_may_be_overwritten_as_long_as_the_sum_holds(ground, clock, group):
    anvar, botir, _ = (one.claim.reference for one in crew(ground, group).values())
    for split in ({anvar: 6}, {anvar: 8}, {anvar: 8, botir: -1}, {}):
        with pytest.raises(SharesDiffer):
            receive(ground, clock, group, paid(7), split)
    receive(ground, clock, group, paid(7), {anvar: 7, botir: 0})
    assert had(ground, group) == {"Anvar": 7, "Botir": 0, "Sardor": 0}
    assert payments.payments(ground, botir) == []


def test_each_share_freezes_the_rate_of_its_day(ground, clock, group):
    receive(ground, clock, group, paid(90_00 * 6))
    assert [
        payments.payments(ground, one.claim.reference)[0].usd
        for one in crew(ground, group).values()
    ] == [
        1_10,
        2_20,
        3_30,
    ]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (paid(0), NoMoney),
        (paid(7, on=TODAY.replace(year=2025)), BeforeTheWork),
        (paid(7, currency="USD"), NothingDue),
    ],
)
def test_one_share_refused_is_all_refused(ground, clock, group, given, refusal):
    with pytest.raises(refusal), ground.begin_nested():
        receive(ground, clock, group, given)
    assert (had(ground, group), payment_split.list_received(ground, group)) == (
        {"Anvar": 0, "Botir": 0, "Sardor": 0},
        [],
    )


def test_when_all_is_paid_nothing_is_due_to_anybody(ground, clock, group):
    receive(ground, clock, group, paid(600))
    with pytest.raises(NothingDue):
        payment_split.propose(ground, group, 1, "RUB", by=ELYOR)
    assert issubclass(NothingDue, Refusal)


def test_a_reversed_share_is_shown_beside_the_payment_of_the_group(ground, clock, group):
    receive(ground, clock, group, paid(60))
    botir = crew(ground, group)["Botir"].claim
    (entry,) = payments.payments(ground, botir.reference)
    asked = reversals.request(ground, botir, entry.reference, "Wrong", by=ELYOR, on=clock())
    decisions.approve(
        ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
    )
    (whole,) = payment_split.list_received(ground, group)
    assert (whole.payment.amount, whole.reversed) == (60, 20)
