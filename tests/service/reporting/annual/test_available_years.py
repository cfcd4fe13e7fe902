"""Which years there are."""

from datetime import date

from service.reporting.annual import available_years
from tests.service.reporting import past, post
from tests.support import cast


def test_the_present_year_is_always_there(database):
    with database.read() as session:
        assert available_years.list_years(session, cast.TODAY) == [2026]


def test_a_year_with_a_session_or_a_claim_is_there_and_one_between_without_any_is_not(seeded):
    with seeded.write() as session:
        post.log(session, date(2019, 12, 31))
        post.log(session, date(2022, 1, 1))
        post.file(session, date(2026, 1, 2))
    with seeded.read() as session:
        assert available_years.list_years(session, cast.TODAY) == [2026, 2022, 2019]


def test_a_year_that_was_frozen_is_there_though_nothing_was_in_it(seeded):
    with seeded.write() as session:
        past.close(session, 2021)
    with seeded.read() as session:
        assert available_years.list_years(session, cast.TODAY) == [2026, 2021]


def test_no_year_is_ahead(seeded):
    with seeded.read() as session:
        assert max(available_years.list_years(session, date(2025, 6, 1))) == 2025
