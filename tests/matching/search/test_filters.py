"""What must hold of a vacancy, asked of many at once."""

import numpy as np
import pytest

from matching.lexicon.places import city_key
from matching.search.filters import ALL, NO_LANGUAGE, Filters, matching_mask
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from tests.matching import trades

PART = Index.build(
    [
        Document(
            "a",
            "Welder",
            "7212",
            city="Seoul",
            country="KR",
            wage=300,
            currency="USD",
            languages=("ko",),
            housing=True,
        ),
        Document(
            "b", "Cook", "5120", city="Busan", country="KR", wage=None, currency="USD", languages=()
        ),
        Document(
            "c",
            "Baker",
            "7512",
            city="Seoul",
            country="KR",
            wage=100,
            currency="KRW",
            languages=None,
            open=False,
        ),
        Document(
            "d",
            "Fitter",
            "7213",
            city="Berlin",
            country="DE",
            wage=200,
            currency="EUR",
            languages=("de", "en"),
            employer="Rheinbau",
            agency="Silk Road",
            meals=True,
            travel=True,
            insurance=True,
            no_fee=True,
            state_programme=True,
            pay_hour=12,
            hours=40,
            months=24,
            experience=2,
        ),
    ],
    trades.lexicon(),
).body


def shown(filters: Filters = ALL, gone: str = "", **where: str) -> str:
    left = np.array([one.id in gone for one in PART.documents])
    result = matching_mask(PART, PART.every, left, filters, **where)
    return "".join(
        sorted(one.id for one, there in zip(PART.documents, result, strict=True) if there)
    )


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), "abd"),
        (Filters(open_only=False), "abcd"),
        (Filters(country="KR"), "ab"),
        (Filters(country="JP"), ""),
        (Filters(occupation="72"), "ad"),
        (Filters(occupation="7212"), "a"),
        (Filters(language="en"), "d"),
        (Filters(language=NO_LANGUAGE), "b"),
        (Filters(language="sw"), ""),
        (Filters(housing=True), "a"),
        (Filters(wage_min={"USD": 300, "EUR": 300}), "a"),
        (Filters(wage_min={"EUR": 200}), "d"),
        (Filters(country="KR", housing=False), "b"),
        (Filters(meals=True), "d"),
        (Filters(travel=True), "d"),
        (Filters(insurance=True), "d"),
        (Filters(no_fee=True), "d"),
        (Filters(state_programme=True), "d"),
        (Filters(state_programme=False), "ab"),
        (Filters(hours_max=40), "d"),
        (Filters(hours_max=39), ""),
        (Filters(months_min=24), "d"),
        (Filters(months_min=0), "d"),
        (Filters(months_max=23), ""),
        (Filters(experience_max=2), "abd"),
        (Filters(experience_max=1), "ab"),
        (Filters(wage_hour={"EUR": 12}), "d"),
        (Filters(wage_hour={"EUR": 13}), ""),
        (Filters(language_not="ko"), "bd"),
        (Filters(language_not="ko", open_only=False), "bd"),
        (Filters(country_not=("KR",)), "d"),
        (Filters(countries=("DE", "JP")), "d"),
        (Filters(occupation_not=("72",)), "b"),
        (Filters(firm=("Rheinbau",)), "d"),
        (Filters(firm=("Silk Road",)), "d"),
        (Filters(firm=("Nobody",)), ""),
    ],
)
def test_it_lets_through_what_holds(filters, ids):
    assert shown(filters) == ids


def test_what_was_typed_holds_beside_what_was_chosen():
    assert shown(country="KR") == "ab"
    assert shown(country="KR", city=city_key("Busan", "KR")) == "b"
    assert shown(country="KR", city=city_key("Osh", "KR")) == ""
    assert shown(Filters(country="DE"), country="KR") == ""


def test_what_is_gone_is_not_shown():
    assert shown(gone="ad") == "b"
