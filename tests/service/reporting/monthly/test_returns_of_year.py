"""What posts signed in a year, added up: by the newest return of each month, like with like, and
neither shares nor stocks."""

from datetime import date

import pytest

from catalog.core.actor import Actor
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure, Unit
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return, returns_of_year
from service.reporting.monthly.post_return import SigningInput
from tests.conftest import filled
from tests.service.reporting import post
from tests.service.reporting.post import OCT, at
from tests.support.cast import DAVRON, ELYOR, IRODA, JAMSHID, KOMILA, MOSCOW

LATER = date(2026, 11, 25)


@pytest.fixture
def lived(place):
    yield from filled(place, "POST_IN_OCTOBER", post.in_october)


def sign(session, month: Month, act=post_return.sign, **values) -> None:
    seen = report_digest.fingerprint(
        monthly_counts.count_figures(session, months.span(MOSCOW, month, LATER))
    )
    act(
        session, MOSCOW, month, SigningInput(seen=seen, **values), by=ELYOR, on=at(LATER), day=LATER
    )


def value(session, key: str, by: Actor = IRODA) -> int | None:
    return next(
        (
            one.value
            for one in returns_of_year.sum_returns(session, 2026, by=by).figures
            if one.key == key
        ),
        None,
    )


def test_months_are_added_up_and_a_correction_counts_once(lived):
    sign(lived, Month(2026, 10))
    first = value(lived, "advice.sessions")
    assert first == 3
    post.log(lived, OCT(30), name="Late")
    assert value(lived, "advice.sessions") == first, "what nobody has signed does not count"
    sign(lived, Month(2026, 10), post_return.correct, why="A late session")
    sign(lived, Month(2026, 9))
    result = returns_of_year.sum_returns(lived, 2026, by=IRODA)
    assert (result.months, value(lived, "advice.sessions")) == (2, 4)
    assert returns_of_year.sum_returns(lived, 2025, by=IRODA).figures == []


def test_only_what_one_may_see_is_added_up(lived):
    sign(lived, Month(2026, 10))
    assert value(lived, "advice.sessions", JAMSHID) == 3
    assert value(lived, "advice.sessions", DAVRON) is None
    assert value(lived, "advice.sessions", KOMILA) is None


def test_like_is_added_to_like_and_shares_and_stocks_to_nothing():
    def month(sessions: int, rubles: int) -> list[Figure]:
        return [
            Figure("advice.sessions", sessions, Unit.SESSION),
            Figure("claims.open", 5, Unit.CLAIM),
            Figure(
                "money.received", rubles, Unit.MONEY, currency="RUB", dimension={"currency": "RUB"}
            ),
            Figure("money.received", 7, Unit.MONEY, currency="USD", dimension={"currency": "USD"}),
            Figure(
                "recovery.claimed", 5000, Unit.RATE, currency="RUB", dimension={"currency": "RUB"}
            ),
        ]

    result = returns_of_year.sum_figures([month(3, 100), month(4, 50), []])
    assert [(one.key, one.currency, one.value) for one in result] == [
        ("advice.sessions", None, 7),
        ("money.received", "RUB", 150),
        ("money.received", "USD", 14),
    ]
    assert result[1].dimension == {"currency": "RUB"}
