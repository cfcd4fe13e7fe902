"""Which years there are."""

from datetime import date

from seed import reference
from service.reporting.annual import available_years
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import NewFigure, NewReturn
from tests.service.reporting import past, post
from tests.support import cast
from tests.support.cast import JAMSHID


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


def test_a_printed_report_has_a_public_page_though_nothing_was_recorded(seeded, clock):
    letter = NewReturn(Body.COURTS, 2019, "1", date(2020, 1, 20), "Sh. Karimova")
    letter.figures = [NewFigure("courts.cases", 109, 2019)]
    with seeded.write() as session:
        reference.load_body_figures(session, by=JAMSHID, on=clock())
        entry = {"by": JAMSHID, "on": clock(), "day": cast.TODAY}
        printed = body_returns.enter(session, letter, **entry, public=True).reference
    with seeded.read() as session:
        assert available_years.list_public(session, cast.TODAY) == [2026, 2019]
        assert available_years.list_years(session, cast.TODAY) == [2026]
    with seeded.write() as session:
        body_returns.replace(session, printed, letter, **entry)
        assert available_years.list_public(session, cast.TODAY) == [2026], "it shows none of it"


def test_no_year_is_ahead(seeded):
    with seeded.read() as session:
        assert max(available_years.list_years(session, date(2025, 6, 1))) == 2025
