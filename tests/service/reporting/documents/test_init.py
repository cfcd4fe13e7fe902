"""A year made once for all its documents: what it says of itself, in which order, and what it never
tells."""

import msgspec

from i18n import Language
from service.infra.settings import DisclosureLimits
from service.reporting import documents
from service.reporting.annual import frozen_year
from service.reporting.annual.public_year import Edition
from service.reporting.annual.remarks import PublicRemark
from service.reporting.annual.years import Year
from service.reporting.checks import report_checks
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting.printing import of_2019
from tests.support import cast


def made_of(figures: list[Figure]):
    year = Year(2026, "open", figures, [], [], frozen_year.current_meanings(), None)
    return documents.build_document(Edition(year, DisclosureLimits()), Language.EN, cast.TODAY)


def entries(document):
    return {one.key: one for one in document.entries}


def test_every_public_figure_stands_in_it_once_as_it_is_masked(edition, document_in):
    wanted = {(one.key, one.name[1]): one.value for one in edition.year.figures}
    found = [
        ((entry.key, part.code), part.number)
        for entry in document_in("en").entries
        for part in entry.parts
    ]
    assert dict(found) == wanted
    assert len(found) == len(wanted)
    assert len(wanted) > 40
    assert any(value is None for value in wanted.values())


def test_it_is_the_same_in_every_language_but_for_its_words(document_in):
    def numbers(document):
        return [
            (one.key, part.code, part.number, part.share)
            for one in document.entries
            for part in one.parts
        ]

    russian, uzbek = document_in("ru"), document_in("uz")
    assert numbers(russian) == numbers(uzbek) == numbers(document_in("kaa"))
    assert russian.title != uzbek.title


def test_the_largest_part_comes_first_and_hidden_ones_say_nothing_by_their_place(document_in):
    parts = entries(document_in("en"))["advice.sessions_by_country"].parts
    shown = [part.number for part in parts if part.number is not None]
    assert [part.number for part in parts[: len(shown)]] == sorted(shown, reverse=True)
    hidden = [part.code for part in parts if part.number is None]
    assert hidden == sorted(hidden)
    assert all(part.shown.startswith("too few to show") for part in parts if part.number is None)


def test_what_has_an_order_keeps_it_and_what_nobody_stated_comes_last():
    def figure(band: str, value: int) -> Figure:
        return Figure(
            "placements.by_age", value, Unit.PLACEMENT, "By age", dimension={"age_band": band}
        )

    bands = [
        figure("not_stated", 99),
        figure("45_plus", 30),
        figure("18_29", 20),
        figure("30_44", 10),
    ]
    made = made_of(bands)
    assert [part.code for part in made.entries[0].parts] == [
        "18_29",
        "30_44",
        "45_plus",
        "not_stated",
    ]


def test_shares_are_of_their_whole_and_rounded_half_up(document_in):
    placed = entries(document_in("en"))["placements.by_country"]
    assert placed.base == "placements.total"
    assert {part.code: part.share for part in placed.parts} == {
        "RU": 3415,
        "KR": 2683,
        "KZ": 2439,
        "TR": 1463,
    }
    assert placed.parts[0].share_shown == "34.15%"


def test_no_share_is_told_where_a_number_is_hidden(document_in):
    for entry in document_in("en").entries:
        assert all(
            part.share is None and part.share_shown == ""
            for part in entry.parts
            if part.number is None
        )


def test_a_whole_that_is_hidden_has_no_shares():
    figures = [
        Figure("wages.claims_filed", None, Unit.CLAIM, "Filed"),
        Figure(
            "wages.claims_by_country", 40, Unit.CLAIM, "By country", dimension={"country": "RU"}
        ),
    ]
    made = made_of(figures)
    assert [part.share for part in made.entries[1].parts] == [None]


def test_it_says_which_days_it_counts_and_from_when_it_is(document_in):
    document = document_in("en")
    assert document.period == "1 January 2026 – 25 November 2026, Tashkent time"
    assert document.revision == (
        "Provisional: counted from the records on 25 November 2026. The year has not ended yet."
    )
    assert "CC BY 4.0" in document.licence
    assert "below 5 for placements" in document.hidden


def test_what_was_checked_and_remarked_stands_in_it(edition):
    found = report_checks.check_figures(of_2019(), 2019)
    remark = PublicRemark("R-1", "placements.total", "Counted anew.", "", "", cast.TODAY)
    year = msgspec.structs.replace(edition.year, checks=found, remarks=[remark])
    made = documents.build_document(
        msgspec.structs.replace(edition, year=year), Language.EN, cast.TODAY
    )
    assert len(made.checks) == 11, "what holds needs no word"
    assert any(
        "33.8" in one.text and one.title == "truncated instead of rounded" for one in made.checks
    )
    assert [one.text for one in made.remarks] == ["Counted anew."]


def test_every_definition_has_a_section(document_in):
    sections = [one.key for one in document_in("en").sections]
    assert sections == [
        "placements",
        "advice",
        "harm",
        "wages",
        "fees",
        "deposits",
        "benefits",
        "licences",
        "vacancies",
    ]
    assert set(entries(document_in("en"))) <= {one.key for one in DEFINITIONS}
