"""Each figure of a year is defined once, and as many records stand behind it as it counts."""

import pytest
from sqlalchemy import func, select

from service.reporting.figures import figures, months
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Unit
from tests.conftest import filled
from tests.service.reporting import past

SPAN = months.year(past.YEAR)
WHOLES = {
    "placements.by_country": "placements.total",
    "advice.sessions_by_topic": "advice.sessions",
    "wages.claims_by_state": "wages.claims_filed",
    "vacancies.by_country": "vacancies.published",
}
ONE_EACH = (Unit.SESSION, Unit.CLAIM, Unit.PLACEMENT, Unit.VACANCY, Unit.GATHERING, Unit.EVENT)


@pytest.fixture
def lived(place):
    yield from filled(place, "PAST_YEAR", past.world)


def test_keys_and_sentences_tell_every_figure_from_every_other():
    assert (
        len({one.key for one in DEFINITIONS})
        == len({one.sentence for one in DEFINITIONS})
        == len(DEFINITIONS)
    )


def test_a_figure_by_a_dimension_adds_up_to_its_whole(lived):
    by_key = {one.key: figures.count_figure(lived, one, SPAN) for one in DEFINITIONS}
    for key, whole in WHOLES.items():
        assert sum(one.value or 0 for one in by_key[key]) == by_key[whole][0].value, key
    assert by_key["placements.total"][0].value == 2
    assert by_key["advice.sessions"][0].value == 4


def test_behind_what_is_counted_one_by_one_stand_as_many_records(lived):
    items = [
        one
        for one in DEFINITIONS
        if one.records and one.records.of is None and one.unit in ONE_EACH
    ]
    assert len(items) > 10
    for one in items:
        whole = sum(figure.value or 0 for figure in figures.count_figure(lived, one, SPAN))
        behind = one.records.behind(SPAN).subquery()
        assert lived.execute(select(func.count()).select_from(behind)).scalar() == whole, one.key


def test_a_placement_counts_in_the_year_of_its_arrival_and_in_no_other(lived):
    total = next(one for one in DEFINITIONS if one.key == "placements.total")
    assert [
        figures.count_figure(lived, total, months.year(year))[0].value
        for year in (2024, 2025, 2026)
    ] == [0, 2, 0]
