"""The rows of the form for a return: all that a body is asked for, and whatever else was typed or
told before."""

import pytest

from i18n import Language
from seed import reference, report_2019
from service.pages.desk.reporting import body_return_rows as form
from service.reporting.external import body_returns, figure_catalogue
from service.reporting.external.figure_catalogue import Body
from tests.conftest import filled
from tests.support.cast import JAMSHID


@pytest.fixture
def session(place):
    yield from filled(
        place,
        "BODY_FIGURES",
        lambda session, on: reference.load_body_figures(session, by=JAMSHID, on=on),
    )


@pytest.fixture
def known(session) -> figure_catalogue.Catalogue:
    return figure_catalogue.read_catalogue(session)


def test_every_figure_that_is_asked_for_has_its_field_once(known):
    for body in Body:
        rows = [row for row in form.rows(Language.EN, known, body, {}) if row.field]
        names = [row.field for row in rows] + [row.choice or row.before for row in rows]
        assert len(names) == len(set(names)), body
        asked = {
            f"f.{one.key}/{one.part}" if one.part else f"f.{one.key}"
            for one in known.of(body)
            if one.unit
        }
        assert {name for name in asked if not name.endswith("/country")} == {
            row.field for row in rows if row.field.startswith("f.")
        }


def test_countries_are_chosen_in_free_rows_and_named_ones_come_first(known):
    rows = form.rows(Language.EN, known, Body.FOREIGN_MINISTRY, {"f.harm.helped_by_posts/KZ": "16"})
    mine = [row.field for row in rows if "by_posts" in row.field]
    assert mine == [
        "f.harm.helped_by_posts/KZ",
        *(f"v.harm.helped_by_posts.{place}" for place in range(form.FREE)),
    ]


def test_a_return_is_filled_into_the_form_and_read_from_it_the_same(session, known, clock):
    report_2019.load(session, by=JAMSHID, on=clock())
    for body in Body:
        result = body_returns.figures(
            session, body_returns.list_versions(session, body, 2019, by=JAMSHID)[0]
        )
        typed = form.form_values(result, 2019)
        found = form.read_figures(known, body, 2019, typed)
        assert found.faults == []
        assert {
            (one.key, one.part, one.year, one.value, one.unit, one.currency, one.about.value)
            for one in found.figures
        } == {
            (one.key, one.part, one.year, one.value, one.unit, one.currency, one.about)
            for one in result
        }
        fields = {row.field for row in form.rows(Language.UZ, known, body, typed)}
        fields |= {row.before for row in form.rows(Language.UZ, known, body, typed)}
        assert set(typed) <= fields, (
            "everything that was told has its row, also what was told again"
        )


def test_what_nobody_knows_is_kept_in_a_row_of_its_own_and_refused(known):
    typed = {"f.courts.nothing": "5", "f.courts.cases": "7", "remarks": "f.courts", "once": "x"}
    rows = form.rows(Language.EN, known, Body.COURTS, typed)
    assert (rows[-1].field, rows[-1].unit) == ("f.courts.nothing", "")
    found = form.read_figures(known, Body.COURTS, 2019, typed)
    assert [form.field_of(one.field) for one in found.faults] == ["f.courts.nothing"]
    assert [one.value for one in found.figures] == [7]


def test_a_number_without_its_country_is_told_beside_the_country(known):
    typed = {
        "v.placements.by_country.3": "5",
        "c.placements.by_country.3": "",
        "v.placements.by_country.4": " ",
    }
    found = form.read_figures(known, Body.AGENCY, 2019, typed)
    assert ([one.field for one in found.faults], found.figures) == (
        ["c.placements.by_country.3"],
        [],
    )
    assert form.field_of("letter_on") == "letter_on"
