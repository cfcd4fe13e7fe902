"""Figures of other bodies in a published year: what everybody has in print, and nothing that stands
at the desk alone."""

from datetime import date

import pytest

from seed import reference
from service.infra.settings import DisclosureLimits
from service.reporting.annual import external_figures, frozen_year, year_closing
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import NewFigure, NewReturn
from tests.conftest import filled
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at
from tests.support.cast import JAMSHID, TODAY

COURTS = (
    Body.COURTS,
    [NewFigure("courts.cases", 109, YEAR), NewFigure("courts.sentences", 3, YEAR, "imprisonment")],
)
UNIONS = (Body.TRADE_UNIONS, [NewFigure("appeals.received", 281, YEAR)])
AGENCY = (Body.AGENCY, [NewFigure("placements.total", 2, YEAR)])


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR_TOLD", _world)


def _world(session, on) -> None:
    past.world(session, on)
    reference.load_body_figures(session, by=JAMSHID, on=on)


def enter(session, figures, *, public: bool) -> body_returns.BodyReturn:
    letter = NewReturn(figures[0], YEAR, "1", date(2026, 1, 20), "Sh. Karimova", "", figures[1])
    return body_returns.enter(session, letter, by=JAMSHID, on=at(TODAY), day=TODAY, public=public)


def publish(session) -> dict[str, int]:
    past.close(session)
    row = year_closing.publish(
        session, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY)
    )
    return numbers(row)


def numbers(row) -> dict[str, int]:
    return {name: one.value for name, one in external_figures.for_published_year(row)}


def test_only_what_a_public_report_has_printed_is_published_small_numbers_too(world):
    enter(world, COURTS, public=True)
    enter(world, UNIONS, public=False)
    assert publish(world) == {"courts.cases": 109, "courts.sentences/imprisonment": 3}


def test_what_this_service_counts_itself_is_no_figure_of_another_body(world):
    enter(world, AGENCY, public=True)
    assert publish(world) == {}


def test_a_letter_that_comes_after_the_publication_changes_nothing_of_it(world):
    row = enter(world, COURTS, public=True)
    result = publish(world)
    later = NewReturn(
        *COURTS[:1],
        YEAR,
        "2",
        date(2026, 2, 1),
        "Sh. Karimova",
        "",
        [NewFigure("courts.cases", 1, YEAR)],
    )
    body_returns.replace(world, row.reference, later, by=JAMSHID, on=at(TODAY), day=TODAY)
    kept = frozen_year.list_for_year(world, YEAR)[0]
    assert (numbers(kept), frozen_year.is_intact(kept)) == (result, True)
