"""What everybody may have of a year: what is small is hidden, what was printed already is shown,
what was published stays."""

import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM
from seed import report_2019
from service.infra.settings import DisclosureLimits
from service.reporting.annual import public_figures
from service.reporting.external.body_returns import BodyReturn
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting.past import at
from tests.support.cast import TODAY

HELPED = {"KZ": 16, "RU": 15, "TH": 5, "AE": 2, "IN": 2}


def victims(**changed: int) -> list[Figure]:
    by = HELPED | changed
    items = [Figure("harm.helped", sum(by.values()), Unit.PERSON)]
    return items + [
        Figure("harm.helped_by_posts", n, Unit.PERSON, dimension={"country": code})
        for code, n in by.items()
    ]


@pytest.fixture
def printed(ground):
    report_2019.load(ground, by=SYSTEM, on=at(TODAY))
    return ground


def values(figures: list[Figure]) -> list[int | None]:
    return [one.value for one in figures]


def test_what_a_public_report_printed_is_shown_as_printed(printed):
    assert values(public_figures.mask_year(printed, 2019, victims(), DisclosureLimits())) == [
        40,
        16,
        15,
        5,
        2,
        2,
    ]


def test_of_a_year_that_nobody_printed_small_numbers_are_hidden(printed):
    whole, *two, _th, _ae, _in = result = values(
        public_figures.mask_year(printed, 2020, victims(), DisclosureLimits())
    )
    assert (whole, result[3:], two.count(None)) == (40, [None, None, None], 1)


def test_what_the_records_say_otherwise_stands_beside_what_was_printed_and_is_hidden_where_it_is_small(
    printed,
):
    result = public_figures.mask_year(printed, 2019, victims(TH=6), DisclosureLimits())
    thailand = next(one for one in result if one.name[1] == "TH")
    assert (thailand.value, thailand.as_printed) == (None, "5")


def test_a_letter_that_is_not_public_shows_nothing(ground):
    report_2019.load(ground, by=SYSTEM, on=at(TODAY))
    for row in ground.execute(select(BodyReturn)).scalars():
        row.public = False
    ground.flush()
    assert values(public_figures.mask_year(ground, 2019, victims(), DisclosureLimits()))[2:] == [
        None,
        None,
        None,
        None,
    ]
