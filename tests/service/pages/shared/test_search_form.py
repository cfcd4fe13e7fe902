"""The form of the job search reads what it can, and offers only what there is."""

from i18n import Language
from matching.search.register_cache import RegisterCache
from service.pages.shared import search_form
from tests.support import cast


def test_one_wrong_filter_drops_no_other():
    query, errors = search_form.read(
        {"q": "cook", "country": "KR", "wage_min": "abc", "hours_max": "48", "housing": "true"}
    )
    assert (query.q, query.country, query.hours_max, query.housing) == ("cook", "KR", 48, True)
    assert (query.wage_min, list(errors)) == (None, ["wage_min"])


def test_pay_without_a_currency_that_is_known_is_left_out():
    query, errors = search_form.read({"wage_min": "2000", "currency": "ABC", "sort": "pay"})
    assert (query.wage_min, query.currency, query.sort.value) == (None, "UZS", "pay")
    assert list(errors) == ["currency"]


def test_only_countries_trades_and_languages_with_jobs_can_be_chosen(seeded):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    offered = search_form.choices(Language.EN, register_cache)
    assert set(offered.codes) == {"KR", "RU"}
    assert {code for code, _ in offered.trade_groups} <= {"51", "72", "91"}
    assert [name for _, name in offered.trade_groups] == sorted(
        name for _, name in offered.trade_groups
    )
    for code, _ in offered.trade_groups:
        assert search_form.read({"occupation": code})[1] == {}
    assert ("ko", "Korean") in offered.languages_required


def test_each_filter_that_is_set_can_be_removed():
    query, _ = search_form.read({"q": "x", "country": "KR", "wage_min": "5", "currency": "USD"})
    assert [(one.name, one.value) for one in search_form.applied(query)] == [
        ("country", "KR"),
        ("wage_min", 500),
    ]
