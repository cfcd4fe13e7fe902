"""The years' pages and files: what is counted and when, small parts hidden, and the same figures in
every one of them."""

import csv
import io
import json
import re
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from i18n import Language
from matching.lexicon.lexicon_terms import City
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.infra.settings import DisclosureLimits
from service.operations import nightly
from service.reporting import documents
from service.reporting.annual import public_year
from service.reporting.figures import report_terms
from tests.conftest import Clock, _cast, _opened, lived
from tests.service.reporting import full
from tests.support import cast

ENDINGS = (".pdf", ".xlsx", ".csv", "-dictionary.csv", ".json")


@pytest.fixture
def seeded(place, request):
    """The service of the cast; where a test wants it, with a year recorded."""
    if "recorded" in request.fixturenames:
        yield from lived(place, "RECORDED", _year)
    else:
        with place.copied(_cast(place)) as url:
            yield from _opened(url)


def _year(session, _on) -> None:
    full.record(session, Clock())
    full.receive(session)


@pytest.fixture
def recorded(seeded):
    return seeded


def log(seeded, clock, many: int) -> None:
    with seeded.write() as session:
        for topic in many * [Topic.CONTRACT, Topic.HOUSING]:
            new_session = NewSession(Channel.HOTLINE, topic, Level.ADVICE, Outcome.EXPLAINED)
            advice_sessions.log(session, new_session, by=cast.BARNO, on=clock(), day=clock.today)


def test_the_page_says_what_is_counted_and_when(client, seeded, clock):
    log(seeded, clock, 12)
    page = client.get("/en/report/2026").text
    assert (
        "Provisional: counted from the records on 25 November 2026. The year has not ended yet."
        in page
    )
    assert "Unit: sessions" in page
    assert "1 January 2026 – 25 November 2026" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "below 5 for placements, are not shown" in page


def test_bars_are_drawn_with_a_title_and_a_sentence_for_whoever_does_not_see_them(client, recorded):
    page = client.get("/en/report/2026").text
    chart = re.search(
        r'<svg class="chart"[^>]*aria-labelledby="(\S+) (\S+)">.*?</svg>', page, re.DOTALL
    )
    assert f'<title id="{chart[1]}">' in chart[0]
    assert f'<desc id="{chart[2]}">The longest bar:' in chart[0]


def test_the_year_begins_with_sentences(client, recorded):
    page = client.get("/en/report/2026").text
    assert "In 2026, 41 people arrived abroad to work" in page
    assert "Most of them went to: Russia (14), South Korea (11) and Kazakhstan (10)." in page


def test_one_claim_is_not_printed_as_a_number(client):
    page = client.get("/en/report/2026").text
    assert '<th scope="row">Russia</th><td class="hides">too few to show' in page


@pytest.mark.parametrize(
    "year",
    [
        "1999",
        "2027",
        "99999999999999999999",
        "x",
        "2026.docx",
        "2026.pdf.pdf",
        "2026 ",
        "٢٠٢٦",
        "+2026",
        ".pdf",
    ],
)
@pytest.mark.parametrize("lang", ["en", "xx"])
def test_a_year_or_file_that_is_none_is_not_there(client, year, lang):
    assert client.get(f"/{lang}/report/{year}").status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_a_year_out_of_range_is_not_there(client, ending):
    assert client.get(f"/en/report/1999{ending}").status_code == 404
    assert client.get(f"/en/report/2027{ending}").status_code == 404


def test_the_years_there_are_stand_in_a_list_with_their_state(client, seeded, clock):
    clock.forward(days=365)
    page = client.get("/en/report").text
    assert re.findall(
        r'/en/report/(\d{4})"><strong>\d{4}</strong></a> <span class="hint">([^<]+)<', page
    ) == [
        ("2027", "not yet ended"),
        ("2026", "provisional"),
    ]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("lang", "written"),
    [("uz", "uz"), ("uz-Cyrl", "uz-Cyrl"), ("ru", "ru"), ("en", "en"), ("kaa", "uz")],
)
def test_files_are_in_the_languages_of_the_staff(client, lang, written, ending):
    answer = client.get(f"/{lang}/report/2026{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == written
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="musofir-2026-{written}{ending}"'
    )
    assert client.head(f"/{lang}/report/2026{ending}").status_code == 200


# --- the same figures everywhere
# -----------------------------------------------------------------------------------


def wanted(recorded, lang: str, clock) -> dict[tuple[str, str], str]:
    """Every figure as the year has it, masked: hidden ones as words, the others as they are written
    in this language."""
    counted = public_year.current_edition(recorded, 2026, DisclosureLimits(), on=clock())
    return {
        (one.key, one.name[1]): report_terms.format_figure(Language(lang), one)
        for one in counted.year.figures
    }


def plain(recorded, lang: str, clock) -> dict[tuple[str, str], Decimal | str]:
    figures = public_year.current_edition(
        recorded, 2026, DisclosureLimits(), on=clock()
    ).year.figures
    return {
        (one.key, one.name[1]): report_terms.format_figure(Language(lang), one)
        if one.value is None
        else report_terms.in_whole_units(one.unit, one.value, one.currency)
        for one in figures
    }


@pytest.mark.parametrize("lang", ["en", "uz"])
def test_the_table_has_the_figures_of_the_year(client, recorded, clock, lang):
    rows = csv.DictReader(
        io.StringIO(client.get(f"/{lang}/report/2026.csv").content.decode("utf-8-sig"))
    )
    found = {
        (row["key"], row["part"]): row["value"] if row["hidden"] == "yes" else Decimal(row["value"])
        for row in rows
    }
    assert found == plain(recorded, lang, clock)


@pytest.mark.parametrize("lang", ["en", "uz"])
def test_the_workbook_has_the_figures_of_the_year(client, recorded, clock, lang):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{lang}/report/2026.xlsx").content))
    heads, *rows = book.worksheets[1].iter_rows(values_only=True)
    items = [dict(zip(heads, row, strict=True)) for row in rows]
    found = {
        (row["key"], row["part"] or ""): row["value"]
        if row["hidden"] == "yes"
        else Decimal(str(row["value"]))
        for row in items
    }
    assert found == plain(recorded, lang, clock)


@pytest.mark.parametrize("lang", ["en", "uz"])
def test_the_data_and_the_api_have_the_figures_of_the_year(client, recorded, clock, lang):
    def read(figures) -> dict[tuple[str, str], int | None]:
        return {
            (one["key"], *(one.get("dimension") or {"": ""}).values()): one["value"]
            for one in figures
        }

    figures = public_year.current_edition(
        recorded, 2026, DisclosureLimits(), on=clock()
    ).year.figures
    masked = {one.name: one.value for one in figures}
    assert read(json.loads(client.get(f"/{lang}/report/2026.json").text)["figures"]) == masked
    answer = client.get("/api/v1/report/2026", headers={"accept-language": lang})
    assert read(answer.json()["figures"]) == masked


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").replace("\xa0", " ").split())


@pytest.mark.parametrize("lang", ["en", "uz"])
def test_the_page_has_the_figures_of_the_year(client, recorded, clock, lang):
    page = squeezed(
        re.sub(
            r"<[^>]+>",
            " ",
            re.sub(r"<svg.*?</svg>", "", client.get(f"/{lang}/report/2026").text, flags=re.DOTALL),
        )
    )
    result = in_order(recorded, lang, clock)
    assert_in_order(page, result)
    assert {key for key, *_ in result} == set(wanted(recorded, lang, clock))


@pytest.mark.parametrize("lang", ["en", "uz"])
def test_the_print_has_the_figures_of_the_year(client, recorded, clock, lang):
    pdf = pypdfium2.PdfDocument(client.get(f"/{lang}/report/2026.pdf").content)
    bodies = [page.get_textpage().get_text_bounded(bottom=57, top=780) for page in pdf]
    assert_in_order(squeezed("".join(bodies)), in_order(recorded, lang, clock), whole_first=True)


def in_order(recorded, lang: str, clock) -> list[tuple[tuple[str, str], str, str, str]]:
    """Every figure with what stands before its number and the number, counted anew from the
    records."""
    counted = public_year.current_edition(recorded, 2026, DisclosureLimits(), on=clock())
    shown = wanted(recorded, lang, clock)
    made = documents.build_document(counted, Language(lang), clock.today)
    return [
        ((entry.key, part.code), entry.sentence, part.label, shown[entry.key, part.code])
        for section in made.sections
        for entry in (*section.wholes, *section.divided)
        for part in entry.parts
    ]


def assert_in_order(text: str, parts, *, whole_first: bool = False) -> None:
    """Each sentence stands after the one before, and behind it each part with its number next to
    it."""
    at = 0
    for (key, part), sentence, label, number in parts:
        if not part:
            found = text.find(squeezed(sentence), at)
            assert found >= 0, (key, sentence)
            at = found
            near = text[at : at + len(squeezed(sentence)) + 120]
            assert squeezed(number) in near, (key, number, near)
        else:
            found = text.find(squeezed(label) + squeezed(number), at)
            assert found >= 0, (key, label, number, text[at : at + 200])
            at = found


@pytest.mark.parametrize("file", ["2026", "2026.csv"])
def test_the_city_of_a_mission_has_its_name_in_the_language_of_the_report(client, recorded, file):
    with recorded.write() as session:
        session.add(City(country="RU", name="Moscow", names="Moscow|Moskva|Москва"))
    for lang, name in (("ru", "Москва"), ("uz", "Moskva"), ("en", "Moscow")):
        assert f", {name}" in client.get(f"/{lang}/report/{file}").text, lang


def test_a_file_of_an_edition_is_made_once_whatever_is_asked_beside(
    client, seeded, clock, monkeypatch
):
    nightly.count_years(seeded, DisclosureLimits(), on=clock())
    first = client.get("/en/report/2026.xlsx?first=1").content
    monkeypatch.setattr(documents, "build_document", None)
    assert client.get("/en/report/2026.xlsx?second=2").content == first
