"""Returns of other bodies at the desk: who sees them, one with its letter, and what a printed
number should be."""

import re
from datetime import date

import pytest

from seed import report_2019
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import NewFigure, NewReturn
from service.reporting.figures.months import Month
from service.reporting.monthly import post_return
from tests.service.reporting import post
from tests.service.reporting.monthly.test_post_return import LATER, seen
from tests.service.reporting.post import at
from tests.support.cast import ELYOR, JAMSHID, MOSCOW

LIST = "/en/desk/bodies"


@pytest.fixture
def agency(seeded, clock) -> str:
    """The printed report is entered; the number of the Agency's own return."""
    with seeded.write() as session:
        report_2019.load(session, by=JAMSHID, on=clock())
        return body_returns.list_versions(session, Body.AGENCY, 2019, by=JAMSHID)[0].reference


def figure(seeded, number: str, name: str) -> body_returns.BodyFigure:
    with seeded.read() as session:
        row = body_returns.get(session, number, by=JAMSHID)
        return next(
            one
            for one in body_returns.figures(session, row)
            if body_returns.name(one, row.year) == name
        )


def row(page: str, number: int) -> str:
    result = page.split(f'<tr id="figure-{number}">')[1].split("</tr>")[0]
    return " ".join(re.sub("<[^>]+>", " ", result).split())


def test_all_returns_stand_by_year_and_body(as_, agency):
    page = as_("iroda").get(LIST)
    assert page.status_code == 200
    assert page.text.count('scope="row"') == 9
    assert [
        word in page.text
        for word in ("Ministry of Internal Affairs", "Rehabilitation Centre", ">2019<")
    ] == [True] * 3
    assert "Add a return" not in page.text
    assert "Add a return" in as_("jamshid").get(LIST).text


def test_a_figure_stands_as_it_is_printed_with_its_line(as_, agency, seeded):
    page = as_("jamshid").get(f"{LIST}/{agency}").text
    share = figure(seeded, agency, "placements.share/LV")
    assert "Latvia" in row(page, share.id)
    assert "2 people) %" in row(page, share.id)
    assert "L341" in row(page, share.id)
    money = figure(seeded, agency, "wages.recovered_by_country/RU")
    assert re.search(r"100 thousand.*100,000", row(page, money.id))


def test_what_a_number_should_be_is_said_with_a_reason_and_the_printed_one_stays(
    as_, agency, seeded
):
    share = figure(seeded, agency, "placements.share/RU")
    client = as_("jamshid")
    assert "What should the figure be?" in client.get(f"{LIST}/{agency}?figure={share.id}").text
    to = f"{LIST}/{agency}/printed/{share.id}"
    refused = client.post(to, data={"value": "33,9", "reason": ""})
    assert (
        refused.status_code,
        'value="33,9"' in refused.text,
        'href="#reason"' in refused.text,
    ) == (422, True, True)
    assert (
        client.post(to, data={"value": "33,9", "reason": "1,334 of 3,938 is 33.875"}).status_code
        == 303
    )
    result = row(client.get(f"{LIST}/{agency}").text, share.id)
    assert re.search(r"33\.8 .*33\.8.*L340.*33\.9.*1,334 of 3,938 is 33\.875.*Jamshid", result)
    assert bodies_printed(seeded)["placements.share/RU"].value == 3380
    assert (
        client.post(to, data={"value": "", "reason": "It was printed so on purpose"}).status_code
        == 303
    )
    assert figure(seeded, agency, "placements.share/RU").should_be is None
    for name in ("jamshid", "iroda"):
        result = row(as_(name).get(f"{LIST}/{agency}").text, share.id)
        assert re.search(
            r"Revoked It was printed so on purpose.*Previous entry .*33\.9.*is 33\.875.*Jamshid",
            result,
        )


def bodies_printed(seeded):
    with seeded.read() as session:
        return body_returns.printed_figures(session, 2019)


@pytest.mark.parametrize("value", ["-1", "none", "33.8", "99999999"])
def test_a_number_that_cannot_be_is_refused_beside_its_field(as_, agency, seeded, value):
    share = figure(seeded, agency, "placements.share/RU")
    answer = as_("jamshid").post(
        f"{LIST}/{agency}/printed/{share.id}", data={"value": value, "reason": "so"}
    )
    assert (answer.status_code, 'href="#value"' in answer.text) == (422, True)
    assert figure(seeded, agency, "placements.share/RU").should_be is None


def test_a_supervisor_reads_and_changes_nothing_and_others_see_nothing(as_, agency, seeded):
    share = figure(seeded, agency, "placements.share/RU")
    page = as_("iroda").get(f"{LIST}/{agency}?figure={share.id}").text
    assert "<textarea" not in page
    assert "Enter the corrected figure" not in page
    form = {"value": "1", "reason": "so"}
    assert as_("iroda").post(f"{LIST}/{agency}/printed/{share.id}", data=form).status_code == 403
    for name in ("elyor", "chinora", "komila", "laylo", "hamid"):
        assert as_(name).get(LIST).status_code == 403, name
        assert as_(name).get(f"{LIST}/{agency}").status_code == 403, name


def test_what_is_not_there_answers_nothing(as_, agency, seeded):
    client = as_("jamshid")
    with seeded.read() as session:
        other = body_returns.list_versions(session, Body.COURTS, 2019, by=JAMSHID)[0].reference
    share = figure(seeded, agency, "placements.share/RU")
    assert client.get(f"{LIST}/O-22222222").status_code == 404
    assert client.get(f"{LIST}/{agency}?figure=999999").status_code == 404
    assert (
        client.post(
            f"{LIST}/{other}/printed/{share.id}", data={"value": "1", "reason": "so"}
        ).status_code
        == 404
    )
    assert (
        client.post(
            f"{LIST}/{agency}/printed/{10**12}", data={"value": "1", "reason": "so"}
        ).status_code
        == 404
    )


def test_an_earlier_letter_is_still_there_and_says_that_it_was_replaced(as_, agency, seeded, clock):
    later = NewReturn(
        Body.AGENCY,
        2019,
        "12/7",
        date(2026, 11, 1),
        "A. Aliyev",
        figures=[NewFigure("placements.total", 3940, 2019)],
    )
    with seeded.write() as session:
        number = body_returns.replace(
            session, agency, later, by=JAMSHID, on=clock(), day=clock.today
        ).reference
    assert "A later letter has replaced this return." in as_("jamshid").get(f"{LIST}/{agency}").text
    page = as_("jamshid").get(f"{LIST}/{number}").text
    assert f"{LIST}/{agency}" in page
    assert "12/7" in page
    assert as_("jamshid").get(LIST).text.count("Replaced by a later letter") == 1


def test_what_posts_signed_is_added_up_for_the_year_and_small_parts_are_hidden_from_a_statistician(
    as_, seeded
):
    with seeded.write() as session:
        post.october(session)
        post_return.sign(
            session, MOSCOW, Month(2026, 10), seen(session), by=ELYOR, on=at(LATER), day=LATER
        )
    page = as_("iroda").get(f"{LIST}/posts?year=2026").text
    assert re.search(r"Attendances at group sessions.*?<td class=\"n\">40</td>", page, re.DOTALL)
    assert "1 monthly return from a mission has been signed" in page
    hidden = as_("jamshid").get(f"{LIST}/posts?year=2026").text
    assert "Figures below 10 are not shown." in hidden
    assert as_("jamshid").get(f"{LIST}/posts?year=1066").status_code == 200
    assert "No mission has signed" in as_("jamshid").get(f"{LIST}/posts?year=2025").text
