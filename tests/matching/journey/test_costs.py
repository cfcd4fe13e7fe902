"""What going abroad costs and who pays it: a worker is told of each payment whether it was theirs
to pay."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.errors import NotFound
from catalog.core.fields import TooFarAhead
from catalog.vacancies.vacancies import Payer
from matching.identity.persons import ErasedPerson
from matching.journey import costs
from matching.journey.costs import (
    NEVER_ALLOWED,
    Cost,
    NewPayment,
    NothingPaid,
    PaidCost,
    Recipient,
    Verdict,
)
from service.privacy import erase, personal_export
from tests.support import cast
from tests.support.cast import IRODA, TODAY
from tests.support.sample_applications import WORKER, worker

PAID = NewPayment(Cost.MEDICAL, 350_000_00, "UZS", TODAY, Recipient.OTHER, paper=True)


def note(session, person, clock, new_cost=PAID, to="published"):
    vacancy = cast.named(session, to).reference
    return costs.note(session, person, vacancy, new_cost, by=WORKER, on=clock(), day=TODAY)


def test_every_cost_stands_with_its_payer_by_the_terms(seeded_session):
    row = cast.named(seeded_session, "published")
    values = {line.cost: line.payer for line in costs.lines(row)}
    assert set(values) == set(Cost) - NEVER_ALLOWED
    assert (values[Cost.TRAVEL], values[Cost.AGENCY_FEE], values[Cost.VISA]) == (
        Payer.EMPLOYER,
        None,
        None,
    )
    row.worker_fee = 0
    assert costs.lines(row)[0].payer is Payer.EMPLOYER
    row.worker_fee = 50_000
    assert (costs.lines(row)[0].payer, costs.lines(row)[0].amount) == (Payer.WORKER, 50_000)


@pytest.mark.parametrize(
    ("cost", "verdict"),
    [
        (Cost.BRIBE, Verdict.NEVER),
        (Cost.DEPOSIT, Verdict.NEVER),
        (Cost.TRAVEL, Verdict.NOT_YOURS),
        (Cost.VISA, Verdict.UNKNOWN),
        (Cost.INSURANCE, Verdict.FINE),
    ],
)
def test_a_payment_is_called_what_it_is(seeded_session, cost, verdict):
    row = cast.named(seeded_session, "published")
    row.insurance = Payer.WORKER.value
    assert (
        costs.judge(PaidCost(cost=cost.value, amount=100, currency="UZS"), row).verdict is verdict
    )


@pytest.mark.parametrize(
    ("amount", "currency", "verdict"),
    [
        (50_000, "KRW", Verdict.FINE),
        (50_001, "KRW", Verdict.NOT_YOURS),
        (40_000, "USD", Verdict.UNKNOWN),
    ],
)
def test_of_a_fee_more_than_was_vetted_is_nobodys_to_ask(seeded_session, amount, currency, verdict):
    row = cast.named(seeded_session, "published")
    row.worker_fee = 50_000
    paid = PaidCost(cost="agency_fee", amount=amount, currency=currency)
    assert costs.judge(paid, row).verdict is verdict


def test_a_fee_paid_in_parts_is_held_to_the_vetted_one_as_a_whole(seeded_session, clock):
    row = cast.named(seeded_session, "published")
    row.worker_fee = 50_000
    parts = [
        PaidCost(cost="agency_fee", amount=30_000, currency="KRW", paid_on=day, recorded_at=clock())
        for day in (TODAY, TODAY - timedelta(days=9))
    ]
    result = costs.judge_all(parts, row)
    assert [(result[one.reference].verdict, result[one.reference].refund) for one in parts] == [
        (Verdict.NOT_YOURS, 10_000),
        (Verdict.FINE, 0),
    ]


def test_what_was_paid_adds_up_by_currency_and_can_be_struck_out(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    first = note(seeded_session, person, clock)
    note(seeded_session, person, clock, msgspec.structs.replace(PAID, amount=100_000_00))
    note(
        seeded_session,
        person,
        clock,
        msgspec.structs.replace(PAID, amount=20_00, currency="USD"),
        to="quota",
    )
    assert costs.totals(costs.list_for_person(seeded_session, person)) == {
        "USD": 20_00,
        "UZS": 450_000_00,
    }
    assert (
        len(
            costs.list_for_person(
                seeded_session, person, cast.named(seeded_session, "quota").reference
            )
        )
        == 1
    )
    other = worker(seeded_session, on=clock(), name="Somebody Else")
    with pytest.raises(NotFound):
        costs.take_back(seeded_session, other, first.reference, by=WORKER, on=clock())
    costs.take_back(seeded_session, person, first.reference, by=WORKER, on=clock())
    assert costs.totals(costs.list_for_person(seeded_session, person)) == {
        "USD": 20_00,
        "UZS": 100_000_00,
    }


def test_what_cannot_be_is_refused(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    for values, refusal in (
        (msgspec.structs.replace(PAID, amount=0), NothingPaid),
        (msgspec.structs.replace(PAID, paid_on=TODAY + timedelta(days=1)), TooFarAhead),
    ):
        with pytest.raises(refusal):
            note(seeded_session, person, clock, values)
    with pytest.raises(NotFound):
        costs.note(seeded_session, person, "V-NOBODY", PAID, by=WORKER, on=clock(), day=TODAY)


def test_it_is_told_with_the_file_and_names_nobody_once_that_is_erased(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    note(seeded_session, person, clock)
    assert [
        one.amount
        for one in personal_export.export_person(seeded_session, person.reference, now=clock()).paid
    ] == [350_000_00]
    erase.erase(seeded_session, person.reference, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        note(seeded_session, person, clock)
