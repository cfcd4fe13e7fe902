"""The unpublished year: the edition signed last, or today's figures, and never a published one."""

import pytest

from catalog.core.errors import NotFound
from service.infra.settings import DisclosureLimits
from service.reporting.annual import draft_edition, drill_down, year_closing
from tests.conftest import filled
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at, day
from tests.support.cast import IRODA, JAMSHID, TODAY


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR", past.world)


def draft(session, by=JAMSHID):
    return draft_edition.current_draft(session, YEAR, DisclosureLimits(), TODAY, by=by)


def sessions(edition) -> int | None:
    return next(one.value for one in edition.year.figures if one.key == "advice.sessions")


def test_a_draft_is_what_was_signed_last_until_it_is_published(world):
    assert (draft(world).year.state, sessions(draft(world))) == ("provisional", 4)
    past.close(world)
    past.session_of(world, day(8))
    closed = draft(world)
    assert (closed.year.state, sessions(closed), closed.closed_on) == ("closed", 4, TODAY)
    hidden = drill_down.keys_with_hidden_parts(by=JAMSHID)
    assert not hidden & {one.key for one in closed.year.figures}
    year_closing.publish(world, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY))
    with pytest.raises(NotFound):
        draft(world, by=IRODA)
    past.correct(world)
    assert (draft(world).year.state, sessions(draft(world))) == ("signed", 5)
