"""A year as everybody may have it: as it was published, small numbers hidden, and hidden again in its corrections."""

import pytest

from catalog.ground.refusals import NotFound
from service.reporting import closing, frozen, masks, public
from service.settings import Smallest
from tests.cast import IRODA, JAMSHID, TODAY
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at


def told(session):
    return public.edition(session, YEAR, TODAY, Smallest())


def value(edition: public.Edition, key: str) -> int | None:
    return next(one.value for one in edition.year.figures if one.key == key)


def publish(session, number: int = 0) -> None:
    closing.countersign(session, YEAR, number, by=IRODA, on=at(TODAY))
    closing.publish(session, YEAR, number, smallest=Smallest(), by=JAMSHID, on=at(TODAY))


def log(session, many: int) -> None:
    for _ in range(many):
        past.session_of(session, past.day(8))


def test_a_year_that_nobody_signed_has_no_number_and_no_hash(seeded):
    with seeded.write() as session:
        log(session, 12)
        edition = told(session)
    assert (edition.year.state, edition.year.number, edition.sha256, edition.published_on) == (
        "provisional",
        None,
        "",
        None,
    )
    assert value(edition, "advice.sessions") == 12


def test_small_numbers_have_no_value_and_nobody_learns_how_many_claims_are_behind(seeded):
    with seeded.write() as session:
        log(session, 3)
        edition = told(session)
    assert value(edition, "advice.sessions") is None
    assert all(one.behind is None for one in edition.year.figures)


def test_a_published_year_is_as_it_was_published_with_its_days_and_its_hash(seeded):
    with seeded.write() as session:
        log(session, 12)
        row = past.propose(session)
        publish(session)
        log(session, 5)
        edition = told(session)
    assert (edition.year.state, edition.year.number, edition.sha256) == ("published", 0, row.sha256)
    assert edition.published_on == edition.closed_on == TODAY
    assert value(edition, "advice.sessions") == 12


def test_what_an_edition_hid_is_not_found_by_laying_its_correction_beside_it(seeded):
    with seeded.write() as session:
        log(session, 9)
        past.propose(session)
        publish(session)
        first = told(session)
        log(session, 1)
        past.correct(session)
        publish(session, 1)
        second, alone = told(session), frozen.figures(frozen.of(session, YEAR)[0])
    assert (first.year.number, second.year.number) == (0, 1)
    assert value(first, "advice.sessions") is None
    assert second.year.figures == masks.public(alone, smallest=Smallest(), before=[first.year.figures])


def test_a_correction_that_is_not_published_is_told_to_nobody(seeded):
    with seeded.write() as session:
        log(session, 12)
        past.propose(session)
        publish(session)
        log(session, 1)
        past.correct(session)
        closing.countersign(session, YEAR, 1, by=IRODA, on=at(TODAY))
        assert (told(session).year.number, value(told(session), "advice.sessions")) == (0, 12)


@pytest.mark.parametrize("number", [1999, 2027])
def test_a_year_out_of_range_is_none(seeded, number):
    with seeded.read() as session, pytest.raises(NotFound):
        public.edition(session, number, TODAY, Smallest())
