"""What other bodies told of a published year: on its own page, in every file and in the API, and
nowhere before."""

import csv
import gzip
import io
import re

import openpyxl
import pypdfium2
import pytest

from i18n import CITIZEN_LANGUAGES
from seed import report_2019
from service.infra.settings import DisclosureLimits
from service.reporting import documents
from service.reporting.annual import public_year, year_closing
from tests.conftest import lived
from tests.service.pages.public.test_report_pages import squeezed
from tests.service.reporting import past
from tests.service.reporting.past import at
from tests.support.cast import JAMSHID, TODAY

YEAR = report_2019.YEAR


@pytest.fixture
def seeded(place):
    yield from lived(
        place, "REPORT_2019", lambda session, on: report_2019.load(session, by=JAMSHID, on=on)
    )


@pytest.fixture
def published(seeded):
    with seeded.write() as session:
        past.close(session, YEAR)
        year_closing.publish(
            session, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY)
        )
    return seeded


def wanted(published, clock, lang) -> list[tuple[str, str, str]]:
    """Every number of another body: the key, the part, and how it is written."""
    edition = public_year.current_edition(published, YEAR, DisclosureLimits(), on=clock())
    made = documents.build_document(edition, lang, clock.today)
    return [
        (entry.key, part.code, part.shown)
        for body in made.external
        for entry in body.entries
        for part in entry.parts
    ]


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_the_page_has_every_number_and_is_light(client, published, clock, lang):
    answer = client.get(f"/{lang.value}/report/{YEAR}/bodies")
    numbers = re.findall(r'class="(?:n|hides)"><strong>([^<]+)</strong>', answer.text)
    assert numbers == [shown for _key, _part, shown in wanted(published, clock, lang)]
    assert (
        f"/{lang.value}/report/{YEAR}/bodies#courts"
        in client.get(f"/{lang.value}/report/{YEAR}").text
    )
    assert len(gzip.compress(answer.content)) < 14_000


def test_every_file_and_the_api_have_the_same_numbers(client, published, clock):
    result = wanted(published, clock, CITIZEN_LANGUAGES[0])
    names = [(key, part) for key, part, _shown in result]
    assert len(names) > 180
    at_ = f"/{CITIZEN_LANGUAGES[0].value}/report/{YEAR}"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{at_}.csv").content.decode("utf-8-sig"))))
    assert [(row["key"], row["part"]) for row in rows if row["body"]] == names
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{at_}.xlsx").content))
    assert {row[2] for row in book.worksheets[1].iter_rows(values_only=True)} >= {
        key for key, _part in names
    }
    assert {key for key, _part in names} <= set(
        re.findall("figure,([^,]+),", client.get(f"{at_}-dictionary.csv").text)
    )
    figures = client.get(
        f"/api/v1/report/{YEAR}", headers={"accept-language": CITIZEN_LANGUAGES[0].value}
    ).json()["figures"]
    found = [one for one in figures if one.get("body")]
    assert [
        (one["key"], next(iter((one.get("dimension") or {"": ""}).values()))) for one in found
    ] == names
    assert all(one["as_printed"] and one["line"] and one["origin"] for one in found)
    pdf = pypdfium2.PdfDocument(client.get(f"{at_}.pdf").content)
    text = squeezed("".join(page.get_textpage().get_text_range() for page in pdf))
    assert [shown for _key, _part, shown in result if squeezed(shown) not in text] == []


def test_a_year_that_is_not_published_tells_nothing_of_other_bodies(client, seeded):
    assert client.get(f"/en/report/{YEAR}/bodies").status_code == 404
    assert "/bodies" not in client.get(f"/en/report/{YEAR}").text
    assert not any(
        one.get("body") for one in client.get(f"/api/v1/report/{YEAR}").json()["figures"]
    )


@pytest.mark.parametrize("year", ["x", "2019.pdf", "1999", "2027", "99999999999999999999"])
def test_a_year_that_is_none_has_no_such_page(client, year):
    assert client.get(f"/en/report/{year}/bodies").status_code == 404
