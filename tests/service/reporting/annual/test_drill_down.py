"""The list behind a figure: as many records as it counts, page by page, and of protected cases a
total alone."""

import pytest

from catalog.core.errors import NotFound
from service.reporting.annual import drill_down, years
from service.reporting.figures.definitions import DEFINITIONS
from tests.conftest import filled
from tests.service.reporting import past, post
from tests.service.reporting.past import YEAR, day
from tests.support.cast import IRODA, JAMSHID, NODIRA, PEOPLE, TODAY

SPAN = years.elapsed_span(YEAR, TODAY)


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR", past.world)


def listed(session, key, part=None, by=JAMSHID, after=None) -> list[str]:
    return drill_down.list_records(session, key, SPAN, part, after, by=by).references


@pytest.mark.parametrize(
    ("key", "part", "count"),
    [
        ("advice.sessions", None, 4),
        ("advice.sessions_by_topic", "housing", 2),
        ("advice.persons", None, 3),
        ("advice.sessions_by_posts", None, 1),
        ("placements.total", None, 2),
        ("placements.by_country", "KR", 1),
        ("wages.claims_by_country", "RU", 1),
        ("wages.recovered", "RUB", 1),
        ("placements.by_sex", "not_stated", 2),
        ("advice.contacts", None, 4),
        ("wages.rate_claimed", "RUB", 0),
    ],
)
def test_the_records_that_a_figure_counts_stand_behind_it(world, key, part, count):
    assert len(listed(world, key, part)) == len(set(listed(world, key, part))) == count


def test_behind_a_rate_stand_the_closed_claims_of_which_the_sum_is_known(world):
    claim = past.file(world, day(8))
    post.move(world, claim, day(9), *post.TAKEN)
    post.close(world, claim, day(10))
    assert listed(world, "wages.rate_claimed", "RUB") == [claim.reference]
    assert listed(world, "wages.rate_documented", "RUB") == [], "nobody has assessed it"
    rate = drill_down.list_records(
        world, "wages.rate_claimed", SPAN, "RUB", None, by=JAMSHID
    ).figures
    assert [(one.value, one.currency) for one in rate] == [(0, "RUB")]


def test_the_list_goes_on_after_the_last_reference_of_a_page(world, monkeypatch):
    monkeypatch.setattr(drill_down, "PAGE", 3)
    for key in ("advice.sessions", "advice.contacts"):
        first = drill_down.list_records(world, key, SPAN, None, None, by=JAMSHID)
        second = drill_down.list_records(world, key, SPAN, None, first.after, by=JAMSHID)
        assert (len(first.references), len(second.references), second.after) == (3, 1, None)
        assert not set(first.references) & set(second.references)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1 OR 1=1", "²", ""])
def test_what_is_no_number_begins_no_page_of_numbers(world, after):
    with pytest.raises(NotFound):
        listed(world, "advice.contacts", after=after)


@pytest.mark.parametrize(
    ("key", "part"),
    [("nothing", None), ("", None), ("advice.sessions", "x"), ("advice", None), ("x" * 500, None)],
)
def test_what_is_no_figure_is_not_there(world, key, part):
    with pytest.raises(NotFound):
        listed(world, key, part)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_protected_cases_are_a_total_for_all_but_protection_officers(world, name):
    protected = {one.key for one in DEFINITIONS if drill_down.counts_protected_cases(one)}
    assert protected == {"harm.helped", "harm.helped_by_posts", "harm.handed_over"}
    open_ = {one.key for one in DEFINITIONS if drill_down.may_list_records(one, by=PEOPLE[name])}
    every = {one.key for one in DEFINITIONS}
    wanted = {
        IRODA.role: every - protected,
        JAMSHID.role: every - protected,
        NODIRA.role: protected,
    }
    assert open_ == wanted.get(PEOPLE[name].role, set())


def test_the_total_of_protected_cases_is_told_without_their_list(world):
    result = drill_down.list_records(world, "harm.handed_over", SPAN, None, None, by=IRODA)
    assert ([one.value for one in result.figures], result.opens, result.references) == (
        [1],
        False,
        [],
    )
    assert len(listed(world, "harm.handed_over", by=NODIRA)) == 1
