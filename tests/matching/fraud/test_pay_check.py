"""Promised pay beside vetted pay: month by month, in whatever money."""

from datetime import date

from catalog.core.exchange_rates import Rate, RateTable
from matching.fraud.pay_check import Exchange, Job, Money, Outcome, compare

DAY = date(2026, 11, 25)
_PER_EURO = {"EUR": 1, "USD": 1.1, "KRW": 1_600, "UZS": 13_000, "KWD": 0.35}
TABLE = RateTable(
    DAY,
    {
        code: Rate(
            currency=code,
            on=date(2026, 11, 20 + place),
            millionths=int(worth * 1_000_000),
            source="invented",
        )
        for place, (code, worth) in enumerate(_PER_EURO.items())
    },
)
IN_WON = Job("WON", 3_400_000, "KRW", "month", None, 2_900_000)
IN_EUROS = Job("EUROS", 15_00, "EUR", "hour", 40, 2_080_00)


def test_of_jobs_in_several_currencies_those_that_pay_so_much_fit():
    for promised, currency, fitting in (
        (2_000_00, "USD", ["WON"]),
        (2_200_00, "USD", ["WON", "EUROS"]),
        (2_800_00, "USD", ["EUROS"]),
        (4_500_000, "KRW", ["EUROS"]),
        (40_000_000_00, "UZS", []),
        (1_100_000, "KWD", []),
    ):
        checked = compare(promised, currency, [IN_WON, IN_EUROS], TABLE)
        assert checked.fitting == fitting, (promised, currency)
        assert checked.outcome is (Outcome.FITS if fitting else Outcome.TOO_HIGH), (
            promised,
            currency,
        )
    assert checked.highest == Money(2_600_00, "EUR"), (
        "the job that comes nearest to the promise is the one told of"
    )


def test_the_rate_is_told_as_one_unit_of_the_dearer_money_with_the_older_day():
    for promised, currency, one, worth in (
        (1_000_00, "USD", Money(1_00, "USD"), Money(1_455, "KRW")),
        (30_000_000_00, "UZS", Money(1, "KRW"), Money(8_13, "UZS")),
    ):
        exchange = compare(promised, currency, [IN_WON], TABLE).exchange
        assert isinstance(exchange, Exchange)
        older = min(TABLE.per_euro[code].on for code in (currency, "KRW"))
        assert (exchange.one, exchange.worth, exchange.day) == (one, worth, older)
    assert compare(3_000_000, "KRW", [IN_WON], TABLE).exchange is None


def test_what_cannot_be_compared_says_what_is_missing():
    hourly = Job("HOURLY", 15_00, "EUR", "hour", None, None)
    for promised, currency, jobs, outcome in (
        (1, None, [IN_WON], Outcome.NO_CURRENCY),
        (1, "SEK", [IN_WON], Outcome.NO_RATE),
        (1_000_00, "EUR", [hourly], Outcome.NO_HOURS),
        (1_000_00, "USD", [hourly], Outcome.NO_HOURS),
        (0, "KRW", [IN_WON], Outcome.TOO_LOW),
    ):
        checked = compare(promised, currency, jobs, TABLE)
        assert (checked.outcome, checked.fitting) == (outcome, []), (promised, currency)


def test_pay_by_the_hour_is_compared_by_the_month_or_by_the_hour():
    """By the weekly hours of the job; without them only with pay that is by the hour too."""
    hours = Job("HOURS", 3_400_000, "KRW", "month", 40, 2_900_000)
    no_hours = Job("HOURLY", 15_00, "EUR", "hour", None, None, 12_00)
    for promised, currency, job, outcome, hourly in (
        (19_000, "KRW", hours, Outcome.FITS, False),
        (22_000, "KRW", hours, Outcome.TOO_HIGH, False),
        (30_000, "KRW", hours, Outcome.FAR_TOO_HIGH, False),
        (14_00, "EUR", no_hours, Outcome.FITS, True),
        (24_00, "EUR", no_hours, Outcome.FAR_TOO_HIGH, True),
        (10_00, "EUR", no_hours, Outcome.LOWER, True),
        (0, "EUR", no_hours, Outcome.TOO_LOW, True),
    ):
        checked = compare(promised, currency, [job], TABLE, "hour")
        assert (checked.outcome, checked.hourly) == (outcome, hourly), promised
    checked = compare(19_000, "KRW", [hours], TABLE, "hour")
    assert (checked.hours, checked.promised) == (40, Money(3_293_333, "KRW"))
    monthly = Job("MONTH", 3_400_000, "KRW", "month", None, 2_900_000)
    for promised, outcome in (
        (19_000, Outcome.NO_HOURS),
        (100, Outcome.NO_HOURS),
        (23_375, Outcome.NO_HOURS),
        (23_376, Outcome.TOO_HIGH),
        (31_875, Outcome.TOO_HIGH),
        (31_876, Outcome.FAR_TOO_HIGH),
    ):
        checked = compare(promised, "KRW", [monthly], TABLE, "hour")
        assert (checked.outcome, checked.hourly) == (outcome, False), promised
    assert (checked.hours, checked.least) == (40, True)
    assert checked.promised == Money(31_876 * 160, "KRW")


def test_a_promise_is_far_too_high_when_it_is_more_than_half_above_the_highest():
    for promised, outcome in (
        (3_740_000, Outcome.FITS),
        (3_740_001, Outcome.TOO_HIGH),
        (5_100_000, Outcome.TOO_HIGH),
        (5_100_001, Outcome.FAR_TOO_HIGH),
        (2_610_000, Outcome.FITS),
        (2_609_999, Outcome.LOWER),
        (1_449_999, Outcome.TOO_LOW),
    ):
        assert compare(promised, "KRW", [IN_WON], TABLE).outcome is outcome, promised
