"""A contract beside the vacancy: every way to make it worse is seen, also behind another currency,
period or week."""

from datetime import date

import hypothesis
import msgspec
from hypothesis import strategies as some

from catalog.core.exchange_rates import Rate, RateTable
from matching.contracts.contract_comparison import ContractTerms, Law, Verdict, compare

VETTED = ContractTerms(
    employer="Hanbit Shipyard",
    country="KR",
    city="Ulsan",
    isco08="7212",
    wage=2_900_000,
    currency="KRW",
    period="month",
    hours_per_week=40,
    housing="employer",
    meals="employer",
    travel="shared",
    insurance=None,
    contract_months=36,
)
DAY = date(2026, 11, 25)
RATES = RateTable(
    DAY,
    {
        code: Rate(currency=code, on=DAY, millionths=worth, source="invented")
        for code, worth in (("KRW", 1_600_000_000), ("USD", 1_100_000), ("EUR", 1_000_000))
    },
)
LAW = Law((2_156_880, "KRW"), (10_320, "KRW"), (859_00, "USD"))


def compared(
    law: Law | None = None,
    rates: RateTable = RATES,
    vetted: ContractTerms = VETTED,
    **changed: object,
) -> dict[str, str]:
    """What is said of each term that is not the same; "refused" where no countersignature helps."""
    terms = compare(msgspec.structs.replace(vetted, **changed), vetted, rates, law)
    return {
        one.name: "refused" if one.refused else one.verdict.value
        for one in terms
        if one.verdict is not Verdict.SAME
    }


def test_the_same_contract_has_nothing_to_accept():
    assert compared() == {}
    assert compared(employer="  HANBIT  shipyard", city="ULSAN") == {}


def test_each_term_by_itself():
    for changed, verdict in (
        ({"employer": "Hanbit Logistics"}, {"employer": "other"}),
        ({"country": "RU"}, {"country": "refused"}),
        ({"city": "Busan"}, {"city": "other"}),
        ({"isco08": "9112"}, {"isco08": "other"}),
        ({"wage": 2_899_999}, {"pay": "worse"}),
        ({"wage": 3_000_000}, {"pay": "better"}),
        ({"hours_per_week": 52}, {"hours_per_week": "worse"}),
        ({"hours_per_week": None}, {"hours_per_week": "worse"}),
        ({"hours_per_week": 36}, {"hours_per_week": "better"}),
        ({"housing": "worker"}, {"housing": "worse"}),
        ({"housing": None}, {"housing": "worse"}),
        ({"housing": "state"}, {}),
        ({"travel": "worker"}, {"travel": "worse"}),
        ({"travel": "employer"}, {"travel": "better"}),
        ({"insurance": "employer"}, {"insurance": "better"}),
        ({"insurance": "worker"}, {"insurance": "other"}),
        ({"insurance": "none"}, {"insurance": "worse"}),
        ({"contract_months": 24}, {"contract_months": "worse"}),
        ({"contract_months": 60}, {"contract_months": "other"}),
        ({"contract_months": None}, {"contract_months": "worse"}),
        ({"insured_months": 12}, {"insured_months": "worse"}),
        ({"insured_months": 36}, {}),
        ({"passport_kept": True}, {"passport_kept": "refused"}),
    ):
        assert compared(**changed) == verdict, changed


def test_pay_that_hides_behind_another_currency_is_brought_to_the_same():
    """1 EUR is 1,600 won and 1.10 dollars: 2,900,000 won are 1,993.75 dollars."""
    assert compared(wage=1_993_75, currency="USD") == {"currency": "other"}
    assert compared(wage=1_900_00, currency="USD") == {"currency": "other", "pay": "worse"}
    assert compared(wage=9_999_999, currency="TRY") == {"currency": "other", "pay": "other"}, (
        "no rate, and it is said"
    )


def test_pay_that_hides_behind_another_period_or_week():
    assert (
        compared(wage=2_900_000 * 12 // 52, period="week", hours_per_week=48)["hours_per_week"]
        == "worse"
    )
    # By the hour a month is no longer sure, whatever 40 hours would bring.
    assert compared(wage=20_000, period="hour") == {"period": "worse", "pay": "better"}
    assert compared(wage=16_000, period="hour") == {"period": "worse", "pay": "worse"}
    assert compared(wage=20_000, period="hour", hours_per_week=None) == {
        "period": "worse",
        "pay": "other",
        "hours_per_week": "worse",
    }
    assert compared(wage=150_000, period="day") == {"period": "worse", "pay": "other"}
    hourly = msgspec.structs.replace(VETTED, period="hour", wage=17_000)
    assert compared(vetted=hourly, hours_per_week=20) == {
        "hours_per_week": "better",
        "pay": "worse",
    }
    open_ = msgspec.structs.replace(hourly, hours_per_week=None)
    assert compared(vetted=open_, wage=16_999) == {"pay": "worse"}


def test_a_fee_where_there_was_none_stands_under_no_countersignature():
    assert compared(worker_fee=1) == {"worker_fee": "refused"}
    paid = msgspec.structs.replace(VETTED, worker_fee=500_000)
    assert compared(vetted=paid) == {}
    assert compared(vetted=paid, worker_fee=600_000) == {"worker_fee": "worse"}
    assert compared(vetted=paid, worker_fee=0) == {"worker_fee": "better"}
    # 859 dollars are 1,249,454 won and a half; a cent more is too much.
    assert compared(LAW, vetted=paid, worker_fee=1_249_454) == {"worker_fee": "worse"}
    assert compared(LAW, vetted=paid, worker_fee=1_249_470) == {"worker_fee": "refused"}
    assert (
        compared(vetted=paid, worker_fee=600_00, wage=1_993_75, currency="TRY")["worker_fee"]
        == "other"
    )


def test_pay_below_the_law_is_refused_by_the_month_and_by_the_hour():
    assert "minimum_wage" not in compared(LAW, wage=2_156_880)
    assert compared(LAW, wage=2_156_879)["minimum_wage"] == "refused"
    assert "minimum_wage" not in compared(LAW, wage=1_200_000, hours_per_week=20), (
        "half a week is no full month"
    )
    assert compared(LAW, wage=800_000, hours_per_week=20)["minimum_wage"] == "refused"
    assert (
        compared(LAW, wage=10_319, period="hour", hours_per_week=None)["minimum_wage"] == "refused"
    )
    assert compared(LAW, wage=2_900_000, hours_per_week=84)["minimum_wage"] == "refused", (
        "hidden behind the hours"
    )
    assert "minimum_wage" not in compared(Law(), wage=1), "of what is not known nothing is refused"


@hypothesis.given(
    some.integers(1, 10**9),
    some.sampled_from(["hour", "week", "month", "year"]),
    some.integers(1, 100),
)
def test_more_pay_is_never_worse_and_a_worse_term_is_always_to_be_named(wage, period, hours):
    vetted = msgspec.structs.replace(VETTED, wage=wage, period=period, hours_per_week=hours)
    assert compared(vetted=vetted) == {}
    better = compare(msgspec.structs.replace(vetted, wage=wage + 1), vetted, RATES)
    assert {one.verdict for one in better} <= {Verdict.SAME, Verdict.BETTER}
    worse = compare(msgspec.structs.replace(vetted, hours_per_week=hours + 1), vetted, RATES)
    assert [one.name for one in worse if one.to_name] == ["hours_per_week"]
