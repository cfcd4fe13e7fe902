"""What everybody must know who reads the figures of a year, the same in every form: page, print,
workbook, tables and data."""

import csv
import html
import io
import json
import re

import openpyxl
import pypdfium2
import pytest

from i18n import Language
from service.infra.settings import DisclosureLimits
from service.reporting import documents
from service.reporting.annual import public_year, year_closing
from tests.conftest import lived
from tests.service.pages.public.test_report_pages import squeezed
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at
from tests.support.cast import JAMSHID, TODAY


@pytest.fixture
def seeded(place):
    yield from lived(place, "LIVED", lambda session, _on: past.lived(session))


def publish(seeded) -> None:
    with seeded.write() as session:
        past.close(session)
        year_closing.publish(
            session, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY)
        )


def page(client, lang: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "", client.get(f"/{lang}/report/{YEAR}").text))


def print_(client, lang: str) -> str:
    pdf = pypdfium2.PdfDocument(client.get(f"/{lang}/report/{YEAR}.pdf").content)
    return "".join(one.get_textpage().get_text_bounded(bottom=57, top=780) for one in pdf)


def workbook(client, lang: str) -> str:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{lang}/report/{YEAR}.xlsx").content))
    return "".join(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    )


def dictionary(client, lang: str) -> str:
    written = client.get(f"/{lang}/report/{YEAR}-dictionary.csv").content.decode("utf-8-sig")
    return "".join(cell for row in csv.reader(io.StringIO(written)) for cell in row)


def of_data(values: dict) -> str:
    names = ("title", "period", "revision", "small_numbers", "licence", "licence_at", "fingerprint")
    texts = [values[name] for name in names] + values["definitions"]
    return "".join(texts + [one["sentence"] for one in values["figures"]])


def data(client, lang: str) -> str:
    return of_data(json.loads(client.get(f"/{lang}/report/{YEAR}.json").text))


def api(client, lang: str) -> str:
    return of_data(client.get(f"/api/v1/report/{YEAR}", headers={"accept-language": lang}).json())


@pytest.mark.parametrize("out", [False, True])
@pytest.mark.parametrize("lang", ["en", "uz", "ru"])
@pytest.mark.parametrize("form", [page, print_, workbook, dictionary, data, api])
def test_each_form_says_period_edition_definitions_small_numbers_and_licence(
    client, seeded, clock, form, lang, out
):
    if out:
        publish(seeded)
    edition = public_year.current_edition(seeded, YEAR, DisclosureLimits(), on=clock())
    made = documents.build_document(edition, Language(lang), clock.today)
    text = squeezed(form(client, lang))
    sentences = {one.sentence for one in made.entries}
    known = [
        made.period,
        made.revision,
        *made.rules,
        made.hidden,
        made.licence,
        made.licence_at,
        made.fingerprint,
    ]
    assert bool(made.fingerprint) is out
    assert [one for one in (*known, *sentences) if squeezed(one) not in text] == []


def test_the_list_of_years_says_of_each_what_its_page_says(client, seeded):
    """Signed by two and not given to everybody yet, a year is provisional to everybody."""
    row = rf'/en/report/{YEAR}"><strong>{YEAR}</strong></a> <span class="hint">(\w+)<'
    with seeded.write() as session:
        past.close(session)
    assert client.get(f"/api/v1/report/{YEAR}").json()["state"] == "provisional"
    assert re.findall(row, client.get("/en/report").text) == ["provisional"]
    with seeded.write() as session:
        year_closing.publish(
            session, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY)
        )
    assert re.findall(row, client.get("/en/report").text) == ["published"]
