"""A return of another body is typed or taken from a file: whole or not at all, and nothing of what
was typed is lost."""

import re
from datetime import date

import pytest

from seed import reference
from service.pages.desk.reporting import body_return_form
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from tests.conftest import lived
from tests.support.cast import JAMSHID

NEW = "/en/desk/bodies/new"
LETTER = {"letter_no": "03-15/1176", "letter_on": "2026-02-11", "officer": "Sh. Karimova"}
COURTS = f"{NEW}?body=courts&year=2025"
TYPED = {
    "f.courts.cases": "1 009",
    "p.courts.cases": "120",
    "f.courts.sentences/imprisonment": "37+",
    "f.courts.compensation": "75 700 000",
    "f.courts.rulings": "~97",
}


@pytest.fixture
def seeded(place):
    yield from lived(
        place,
        "CATALOGUE",
        lambda session, on: reference.load_body_figures(session, by=JAMSHID, on=on),
    )


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(once|body|year|seen)" value="([^"]*)"', page))


def kept(seeded, body=Body.COURTS, year=2025) -> list[body_returns.BodyReturn]:
    with seeded.read() as session:
        return body_returns.list_versions(session, body, year, by=JAMSHID)


def printed(seeded, year=2025):
    with seeded.read() as session:
        return body_returns.printed_figures(session, year)


def send(client, address=COURTS, **values):
    return client.post(NEW, data=hidden(client.get(address).text) | LETTER | values)


def rows(*items: str) -> bytes:
    return "\n".join(("key,part,year,value,unit,currency,about,printed,line,body", *items)).encode()


def test_body_and_year_are_chosen_first(as_):
    client = as_("jamshid")
    page = client.get(NEW).text
    assert 'value="2025"' in page
    assert "Ministry of Internal Affairs" in page
    for asked in (
        "body=nobody&year=2025",
        "body=courts&year=2027",
        "body=courts&year=1066",
        "body=courts&year=soon",
        "body=courts",
    ):
        answer = client.get(f"{NEW}?{asked}")
        assert (answer.status_code, 'id="wrong"' in answer.text) == (422, True), asked


def test_a_year_long_past_is_not_called_one_that_has_not_begun(as_):
    for year in ("1890", "20025"):
        page = as_("jamshid").get(f"{NEW}?body=courts&year={year}").text
        assert "Enter a year from 2000 to 2026." in page


def test_a_return_is_typed_and_stands_as_it_was_typed(as_, seeded):
    client = as_("jamshid")
    answer = send(client, **TYPED)
    assert answer.status_code == 303
    row = kept(seeded)[0]
    assert answer.headers["location"] == f"/en/desk/bodies/{row.reference}"
    assert (row.letter_no, row.letter_on, row.officer, row.number) == (
        "03-15/1176",
        date(2026, 2, 11),
        "Sh. Karimova",
        0,
    )
    values = {name: (one.value, one.about, one.printed) for name, one in printed(seeded).items()}
    assert values == {
        "courts.cases": (1009, "exact", "1 009"),
        "courts.cases@2024": (120, "exact", "120"),
        "courts.sentences/imprisonment": (37, "over", "37+"),
        "courts.compensation": (7_570_000_000, "exact", "75 700 000"),
        "courts.rulings": (97, "about", "~97"),
    }
    page = client.get(answer.headers["location"]).text
    for text in ("75 700 000", "about 97", "Saved."):
        assert text in page, text


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost_and_nothing_kept(
    as_, seeded
):
    answer = send(
        as_("jamshid"),
        **TYPED
        | {
            "f.courts.cases": "-5",
            "f.courts.rulings": "many",
            "letter_on": "2030-01-01",
            "officer": "",
        },
    )
    assert answer.status_code == 422
    for field in ("f.courts.cases", "f.courts.rulings", "officer"):
        assert f'href="#{field}"' in answer.text, field
    for value in (
        'value="-5"',
        'value="many"',
        'value="75 700 000"',
        'value="37+"',
        'value="03-15/1176"',
        'value="2030-01-01"',
    ):
        assert value in answer.text, value
    assert kept(seeded) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"letter_on": "2030-01-01"}, "letter_on"),
        ({"letter_on": "2024-12-31"}, "letter_on"),
        ({"letter_no": ""}, "letter_no"),
        ({"remarks": "x" * 2_001}, "remarks"),
        ({"f.courts.cases": "9" * 12}, "f.courts.cases"),
        ({"f.courts.cases": "1.5"}, "f.courts.cases"),
        ({"f.courts.nothing": "5"}, "f.courts.nothing"),
        ({"f.crimes.registered": "5"}, "f.crimes.registered"),
        ({"f.courts.sentences": "5"}, "f.courts.sentences"),
        ({"f.courts.compensation": "15,800"}, "f.courts.compensation"),
    ],
)
def test_each_fault_of_a_form_is_told_beside_its_field(as_, seeded, values, field):
    answer = send(as_("jamshid"), **TYPED | values)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True), answer.text
    assert kept(seeded) == []


def test_a_return_without_a_figure_is_refused(as_, seeded):
    answer = send(as_("jamshid"))
    assert (answer.status_code, 'href="#figures"' in answer.text, kept(seeded)) == (422, True, [])


def test_numbers_that_do_not_add_up_are_taken_in(as_, seeded):
    values = {
        "f.courts.persons": "149",
        "f.courts.persons_by_outcome/convicted": "10",
        "f.courts.persons_by_outcome/medical": "900",
    }
    assert send(as_("jamshid"), **values).status_code == 303
    assert len(printed(seeded)) == 3


def test_sending_a_form_twice_enters_it_once(as_, seeded):
    client = as_("jamshid")
    data = hidden(client.get(COURTS).text) | LETTER | TYPED
    first, second = client.post(NEW, data=data), client.post(NEW, data=data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert len(kept(seeded)) == 1


def test_a_later_letter_has_the_earlier_figures_in_its_form_and_replaces_it_under_the_next_number(
    as_, seeded
):
    client = as_("jamshid")
    send(client, **TYPED)
    page = client.get(COURTS).text
    for value in ('value="1009"', 'value="37+"', 'value="75700000"', 'value="~97"', 'value="120"'):
        assert value in page, value
    assert "letter 03-15/1176" in page
    assert send(client, letter_no="later", **{"f.courts.cases": "1 010"}).status_code == 303
    assert [(one.number, one.letter_no) for one in kept(seeded)] == [
        (1, "later"),
        (0, "03-15/1176"),
    ]
    assert {name: one.value for name, one in printed(seeded).items()} == {"courts.cases": 1010}


def test_a_form_that_came_too_late_is_told_so_keeps_its_words_and_can_be_sent_again_knowingly(
    as_, seeded
):
    client = as_("jamshid")
    early = hidden(client.get(COURTS).text)
    send(client, **TYPED)
    late = client.post(NEW, data=early | LETTER | {"f.courts.cases": "77"})
    assert (late.status_code, 'value="77"' in late.text) == (422, True)
    assert "has already been entered" in late.text
    assert len(kept(seeded)) == 1
    again = client.post(NEW, data=hidden(late.text) | LETTER | {"f.courts.cases": "77"})
    assert again.status_code == 303
    assert printed(seeded)["courts.cases"].value == 77


def test_figures_by_country_choose_their_country(as_, seeded):
    agency = f"{NEW}?body=agency&year=2025"
    field = "placements.by_country.0"
    without = send(as_("jamshid"), agency, **{f"v.{field}": "1 470"})
    assert (
        without.status_code,
        f'href="#c.{field}"' in without.text,
        'value="1 470"' in without.text,
    ) == (422, True, True)
    values = {
        f"v.{field}": "1 470",
        f"c.{field}": "KR",
        "v.placements.by_country.1": "9",
        "c.placements.by_country.1": "other",
    }
    assert send(as_("jamshid"), agency, **values).status_code == 303
    assert {name: one.value for name, one in printed(seeded).items()} == {
        "placements.by_country/KR": 1470,
        "placements.by_country/other": 9,
    }
    assert 'name="f.placements.by_country/KR" value="1470"' in as_("jamshid").get(agency).text


def test_one_country_told_twice_is_refused(as_, seeded):
    values = {
        f"{kind}.placements.by_country.{i}": value
        for i in (0, 1)
        for kind, value in (("v", "5"), ("c", "KR"))
    }
    answer = send(as_("jamshid"), f"{NEW}?body=agency&year=2025", **values)
    assert (answer.status_code, kept(seeded, Body.AGENCY)) == (422, [])
    assert "twice" in answer.text


@pytest.mark.parametrize("name", ["iroda", "elyor", "komila", "laylo", "alisher"])
def test_nobody_but_a_statistician_enters_a_return(as_, seeded, name):
    client = as_(name)
    assert client.get(COURTS).status_code == 403
    data = {"body": "courts", "year": "2025"} | LETTER | TYPED
    assert client.post(NEW, data=data).status_code == 403
    assert (
        client.post(
            f"{NEW}/file", data=data, files={"file": ("a.csv", rows("courts.cases,,2025,5"))}
        ).status_code
        == 403
    )
    assert client.get(f"{NEW}/table.csv?body=courts&year=2025").status_code == 403
    assert kept(seeded) == []


def test_for_a_table_of_what_is_no_body_one_is_asked_which(as_):
    for asked in ("", "?body=courts", "?body=nobody&year=2025", "?body=courts&year=1"):
        answer = as_("jamshid").get(f"{NEW}/table.csv{asked}")
        assert (answer.status_code, 'id="wrong"' in answer.text) == (422, True), asked


def test_the_page_of_every_body_opens_in_every_language(as_):
    client = as_("jamshid")
    for lang in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
        for body in Body:
            for way in ("", "&way=file"):
                assert (
                    client.get(f"/{lang}/desk/bodies/new?body={body}&year=2025{way}").status_code
                    == 200
                )
    assert body_return_form.LARGEST < 10_000_000
