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
