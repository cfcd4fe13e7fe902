"""What a card of a vacancy says in the reader's language."""

from datetime import date
from types import SimpleNamespace

from catalog.core.exchange_rates import NewRate, RateTable
from i18n import Language
from matching.search.register_cache import RegisterCache
from service.web.jobs import job_cards

DAY = date(2026, 11, 25)
ROW = SimpleNamespace(
    title="Welder",
    language="en",
    isco08="7212",
    country="KR",
    city="",
    wage_min=2_000_000,
    wage_max=2_500_000,
    pay_month=2_000_000,
    currency="KRW",
    period="month",
    hours_per_week=None,
    seats_left=1,
    closes_on=DAY,
)


def card(lang: Language, register_cache: RegisterCache, **values: object) -> job_cards.JobCard:
    return job_cards.card(
        lang,
        register_cache,
        lambda _code, city: city.upper(),
        SimpleNamespace(**vars(ROW) | values),
    )


def test_what_is_not_known_is_not_said():
    """Without a rate there is no pay in soum, without a city no comma, without hours no hours."""
    register_cache = RegisterCache()
    bare = card(Language.EN, register_cache)
    assert (bare.soum, bare.tongue, bare.trade, bare.hours) == ("", "", "", "")
    assert (bare.place, bare.seats) == ("South Korea", "1 place")
    full = card(Language.RU, register_cache, city="Ulsan", hours_per_week=40, seats_left=3)
    assert full.place.endswith(", ULSAN")
    assert ("40" in full.hours, full.seats[:2]) == (True, "3 ")
    assert full.tongue


def test_the_pay_is_in_soum_only_beside_another_currency():
    register_cache = RegisterCache()
    rates = {
        code: NewRate(code, DAY, millionths, "")
        for code, millionths in (
            ("EUR", 1_000_000),
            ("KRW", 1_600_000_000),
            ("UZS", 14_000_000_000),
        )
    }
    register_cache.rates = RateTable(DAY, rates)
    assert card(Language.EN, register_cache).soum
    assert card(Language.EN, register_cache, currency="UZS", pay_month=100).soum == ""
