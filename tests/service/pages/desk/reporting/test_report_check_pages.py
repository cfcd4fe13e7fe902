"""The checks of a printed report at the desk: findings first, then what holds, then remarks with
their authors."""

import re
from datetime import date

import pytest

from seed import remarks as written
from seed import report_2019
from service.reporting.annual import remarks
from service.reporting.annual.remarks import NewRemark
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import NewFigure, NewReturn
from tests.conftest import lived
from tests.support.cast import JAMSHID, TODAY

PAGE = "/en/desk/report/2019/checks"
ABOUT = "courts.sentences/imprisonment"


@pytest.fixture
def seeded(place):
    yield from lived(
        place, "REPORT_2019", lambda session, on: report_2019.load(session, by=JAMSHID, on=on)
    )


@pytest.fixture
def entered(seeded):
    return seeded


def kept(seeded, year=2019):
    with seeded.read() as session:
        return remarks.list_for_year(session, year)


def post(client, address=PAGE, **values):
    once = re.search(r'name="once" value="([^"]*)"', client.get(PAGE).text)[1]
    return client.post(address, data={"once": once, "about": ABOUT, "corrects": ""} | values)


def main(page):
    return page.text.split("<main")[1].split("</main")[0]


def test_findings_stand_first_and_what_holds_after_them(as_, entered):
    page = main(as_("jamshid").get(PAGE))
    assert "11 checks need an explanation" in page
    assert "55 checks passed" in page
    wrong, holds = page.split("55 checks passed")
    for name in (
        "placements.share.RU",
        "placements.shares.rule",
        "crimes.fall",
        "courts.sentences",
        "media.kinds",
    ):
        assert f'id="{name}"' in wrong
    for name in (
        "placements.countries",
        "wages.countries",
        "applications.topics",
        "placements.share.KR",
    ):
        assert f'id="{name}"' in holds
    assert "the printed figure is 144; the parts 37 + 54 + 50 add up to 141." in wrong
    assert "place in the report: L135, L139, L140" in wrong
    assert '<span class="stamp no">contradicts the numbers</span>' in wrong
    assert "stamp no" not in holds
    assert not re.search("waiting for (a )?figure", page)


@pytest.mark.parametrize("name", ["jamshid", "iroda"])
def test_whoever_reads_the_report_reads_its_checks_and_statisticians_alone_remark(
    as_, entered, name
):
    page = as_(name).get(PAGE)
    assert page.status_code == 200
    assert ("Save your note" in page.text) == (name == "jamshid")


@pytest.mark.parametrize("name", ["barno", "chinora", "elyor", "komila", "laylo", "hamid"])
def test_nobody_else_does(as_, entered, name):
    assert as_(name).get(PAGE).status_code == 403
    assert as_(name).post(PAGE, data={"about": ABOUT, "en": "x"}).status_code == 403
    assert as_("iroda").post(PAGE, data={"about": ABOUT, "en": "x"}).status_code == 403
    assert kept(entered) == []


def test_a_year_without_a_printed_report_says_so(as_, seeded):
    page = as_("jamshid").get("/en/desk/report/2020/checks")
    assert "No figures from a printed report have been entered for this year." in page.text
    assert not re.search("waiting for (a )?figure", page.text)


def test_a_year_with_printed_figures_is_not_said_to_have_none(as_, seeded, clock):
    letter = NewReturn(Body.COURTS, 2025, "7", date(2026, 2, 11), "Sh. Karimova")
    letter.figures = [NewFigure("courts.cases", 109, 2025)]
    with seeded.write() as session:
        body_returns.enter(session, letter, by=JAMSHID, on=clock(), day=TODAY)
    page = as_("jamshid").get("/en/desk/report/2025/checks").text
    assert "None of the figures entered for this year can be checked" in page
    assert "No figures from a printed report have been entered" not in page


@pytest.mark.parametrize("year", ["1999", "2027", "0", "99999999999999999999"])
def test_there_are_no_checks_of_a_year_that_has_not_begun(as_, entered, year):
    address = f"/en/desk/report/{year}/checks"
    assert as_("jamshid").get(address).status_code == 404
    assert post(as_("jamshid"), address, en="x").status_code == 404


def test_a_statistician_remarks_with_name_and_day(as_, entered):
    assert post(as_("jamshid"), en="Not for <life>.").headers["location"] == f"{PAGE}#remarks"
    page = main(as_("iroda").get(PAGE)).split('id="remarks"')[1]
    assert "Not for &lt;life&gt;." in page
    assert "Jamshid, 25 November 2026" in page
    assert re.search("<strong>.+ \\(.+\\)</strong>", page), "what it is about is told in words"


def test_sent_twice_it_is_written_once(as_, entered):
    client = as_("jamshid")
    once = re.search(r'name="once" value="([^"]*)"', client.get(PAGE).text)[1]
    values = {"once": once, "about": ABOUT, "corrects": "", "en": "Once."}
    assert [client.post(PAGE, data=values).status_code for _ in range(2)] == [303, 303]
    assert len(kept(entered)) == 1
    assert client.post(PAGE, data=values | {"en": "Other."}).status_code == 422
    assert len(kept(entered)) == 1


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(as_, entered):
    page = post(as_("jamshid"), about="", uz="Yozildi")
    assert page.status_code == 422
    assert 'id="about-wrong"' in page.text
    assert "Yozildi" in page.text
    page = post(as_("jamshid"), uz=" ")
    assert "Enter the note in at least one language." in page.text
    page = post(as_("jamshid"), en="x" * 1_001)
    assert 'id="en-wrong"' in page.text
    assert post(as_("jamshid"), about="x" * 500, en="x").status_code == 422
    assert post(as_("jamshid"), ru="Позвоните +998 90 123 45 67").status_code == 422
    assert kept(entered) == []


def test_a_remark_is_corrected_by_a_new_one_and_stays_to_be_read(as_, entered):
    post(as_("jamshid"), en="First words")
    old = kept(entered)[0].reference
    client = as_("jamshid")
    form = main(client.get(f"{PAGE}?correct={old}")).split('id="write"')[1]
    assert "First words" in form
    assert f"Correct note {old}" in form
    assert f'name="about" value="{ABOUT}"' in form
    assert post(client, corrects=old, en="Second words").status_code == 303
    page = main(client.get(PAGE))
    stands, corrected = page.split("1 note was corrected")
    assert "Second words" in stands
    assert f"replaces {old}" in stands
    assert "First words" not in stands
    assert "First words" in corrected
    assert (
        "This note has already been corrected." in post(client, corrects=old, en="Third words").text
    )
    assert post(client, corrects="Y-NOSUCHON", en="x").status_code == 404
    assert len(kept(entered)) == 2


def test_an_unknown_remark_cannot_be_chosen_to_be_corrected(as_, entered):
    assert "Write a note" in as_("jamshid").get(f"{PAGE}?correct=Y-NOSUCHON").text


@pytest.mark.parametrize("lang", ["en", "ru", "uz", "uz-Cyrl"])
def test_the_page_is_whole_in_the_languages_of_the_staff(as_, entered, clock, lang):
    with entered.write() as session:
        written.load(session, by=JAMSHID, on=clock())
    page = main(as_("jamshid").get(f"/{lang}/desk/report/2019/checks"))
    assert page.count("<strong>") >= 15
    assert 'lang="uz"' not in page
    assert not re.findall(r"<strong>[a-z_]+\.[a-z_./]+</strong>", page), (
        "each remark is about something in words"
    )


def test_a_remark_in_one_language_says_which_it_is(as_, entered, clock):
    with entered.write() as session:
        remarks.add_remark(
            session,
            2019,
            NewRemark("report", ru="Опечатка."),
            by=JAMSHID,
            on=clock(),
            day=clock.today,
        )
    assert '<p class="prose" lang="ru">Опечатка.</p>' in as_("jamshid").get(PAGE).text


def test_what_is_public_tells_checks_of_the_printed_report_and_remarks_without_names(
    client, as_, entered
):
    post(as_("jamshid"), en="Not for life.")
    result = client.get("/api/v1/report/2019").json()
    assert {
        one["key"] for one in result["checks"] if one["verdict"] not in ("exact", "rounded")
    } >= {"placements.share.RU"}
    assert len(result["checks"]) == 66
    assert [one["text"] for one in result["remarks"]] == ["Not for life."]
    assert "Jamshid" not in str(result)
    result = client.get("/api/v1/report/2018").json()
    assert (result["checks"], result["remarks"]) == ([], [])
