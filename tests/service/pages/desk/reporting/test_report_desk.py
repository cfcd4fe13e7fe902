"""The yearly report at the desk: a statistician looks, signs, publishes and corrects, a supervisor
countersigns, nobody else."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.reporting.annual import frozen_year
from tests.conftest import lived
from tests.service.pages import signing
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, day
from tests.support.cast import TODAY

LIST = "/en/desk/report"
PAGE = f"{LIST}/{YEAR}"


@pytest.fixture
def seeded(place):
    yield from lived(place, "LIVED", lambda session, _on: past.lived(session))


def sign(client, address=PAGE, **values):
    return signing.sign(client, address, **values)


def second(client, verb="countersign"):
    return client.post(f"{PAGE}/{verb}", data=signing.hidden(client.get(PAGE).text))


def closed(as_) -> None:
    assert sign(as_("jamshid")).status_code == 303
    assert second(as_("iroda")).status_code == 303


def late(seeded) -> None:
    with seeded.write() as session:
        past.session_of(session, day(8), name="Late")


def kept(seeded) -> list[frozen_year.ReportYear]:
    with seeded.read() as session:
        return frozen_year.list_for_year(session, YEAR)


HELD = "Advice sessions held; only sessions"


def test_a_year_is_signed_countersigned_published_and_what_comes_late_stands_beside_it(as_, seeded):
    page = as_("jamshid").get(PAGE).text
    assert signing.cells(page, HELD, "n") == ["4"]
    assert "Nobody has signed these figures" in page
    closed(as_)
    page = as_("jamshid").get(PAGE).text
    assert "Closed with two signatures" in page
    assert second(as_("jamshid"), "publish").status_code == 303
    late(seeded)
    page = as_("iroda").get(PAGE).text
    assert signing.cells(page, HELD, "n") == ["4", "5"]
    assert signing.cells(page, "Public events", "n") == ["0", ""]
    for words in (
        "Published",
        "Signed by Jamshid",
        "Countersigned by Iroda",
        "Published by Jamshid",
        "changed after signing",
    ):
        assert words in page
    assert "part of: Advice sessions held" in page
    assert "As at 31 December 2025" in page
    assert "to the nearest hundredth of a per cent" in page


def test_the_public_page_says_what_was_published_whatever_came_since(client, as_, seeded):
    def public_figures() -> dict:
        answer = as_().get(f"/api/v1/report/{YEAR}").json()
        return {one["key"]: one.get("value") for one in answer["figures"]} | {
            "state": answer["state"]
        }

    with seeded.write() as session:
        for number in range(10, 19):
            past.place(session, f"K-{number}")
            past.place(session, f"R-{number}", "RU")
    assert (public_figures()["state"], public_figures()["placements.total"]) == ("provisional", 20)
    closed(as_)
    second(as_("jamshid"), "publish")
    with seeded.write() as session:
        past.place(session, "K-9")
    sign(as_("jamshid"), why="A contract came late")
    second(as_("iroda"))
    assert (public_figures()["state"], public_figures()["placements.total"]) == ("published", 20)
    second(as_("jamshid"), "publish")
    assert public_figures()["placements.total"] == 21
    assert as_().get(f"/en/report/{YEAR}").status_code == 200


def test_a_correction_needs_its_reason_and_the_first_closing_can_still_be_seen(as_, seeded):
    closed(as_)
    nothing = sign(as_("jamshid"), why="Nothing came")
    assert (nothing.status_code, "There is nothing to correct." in nothing.text) == (422, True)
    late(seeded)
    refused = sign(as_("jamshid"), why="")
    assert (refused.status_code, 'href="#why"' in refused.text) == (422, True)
    refused = sign(as_("jamshid"), why="See W-A2L3S4H5")
    assert (refused.status_code, "See W-A2L3S4H5</textarea>" in refused.text) == (422, True)
    assert sign(as_("jamshid"), why="A late letter").status_code == 303
    page = as_("iroda").get(PAGE).text
    assert signing.cells(page, HELD, "n") == ["5"]
    assert "A late letter" in page
    first = as_("jamshid").get(f"{PAGE}?number=0").text
    assert signing.cells(first, HELD, "n") == ["4", "5"]
    assert "This has since been corrected." in first
    assert "<form" not in first.split('id="signatures"')[1].split("<footer")[0]
    for number in ("2", "x", "-1", "00"):
        assert as_("jamshid").get(f"{PAGE}?number={number}").status_code == 404


def test_whoever_countersigns_a_correction_sees_what_it_changes(as_, seeded):
    closed(as_)
    second(as_("jamshid"), "publish")
    assert "What this correction changes" not in as_("iroda").get(PAGE).text
    late(seeded)
    sign(as_("jamshid"), why="A late letter")
    page = as_("iroda").get(PAGE).text
    changes = page.split('id="changes"')[1].split("</section>")[0]
    assert "Compared with the version that was published" in changes
    assert signing.cells(changes, HELD) == ["4", "5", "+1"]
    assert "Public events" not in changes
    assert page.index('id="changes"') < page.index("/countersign")


def test_figures_that_moved_while_one_looked_are_looked_at_again(as_, seeded):
    result = signing.hidden(as_("jamshid").get(PAGE).text)
    late(seeded)
    refused = as_("jamshid").post(PAGE, data=result)
    assert (refused.status_code, "Check them again" in refused.text) == (422, True)
    assert signing.cells(refused.text, HELD, "n")[0] == "5"
    assert kept(seeded) == []


def test_the_form_sent_twice_signs_once_and_another_form_is_refused(as_, seeded):
    result = signing.hidden(as_("jamshid").get(PAGE).text)
    assert [as_("jamshid").post(PAGE, data=result).status_code for _ in range(2)] == [303, 303]
    refused = as_("jamshid").post(PAGE, data=result | {"once": "another-form"})
    assert (refused.status_code, "The figures for this year have been signed." in refused.text) == (
        422,
        True,
    )
    assert len(kept(seeded)) == 1


def test_two_who_sign_at_the_same_moment_sign_once(as_, seeded):
    client = as_("jamshid")
    result = signing.hidden(client.get(PAGE).text)
    with ThreadPoolExecutor(4) as runners:
        sent = runners.map(
            lambda n: client.post(PAGE, data=result | {"once": f"another-form-{n}"}).status_code,
            range(4),
        )
    assert sorted(sent)[0] == 303
    assert [one.number for one in kept(seeded)] == [0]


def test_an_old_page_countersigns_and_publishes_nothing(as_, seeded):
    sign(as_("jamshid"))
    old = signing.hidden(as_("iroda").get(PAGE).text)
    late(seeded)
    sign(as_("jamshid"), why="A late letter")
    sent = as_("iroda").post(f"{PAGE}/countersign", data=old)
    assert (
        sent.status_code,
        "The figures for this year have since been corrected." in sent.text,
    ) == (422, True)
    assert second(as_("iroda")).status_code == 303
    again = as_("iroda").post(f"{PAGE}/countersign", data={"number": "1"})
    assert (again.status_code, "have already been countersigned" in again.text) == (422, True)
    for number in ("0", "x", "-1", "9" * 30):
        assert as_("jamshid").post(f"{PAGE}/publish", data={"number": number}).status_code == 422
    assert as_("jamshid").post(f"{PAGE}/publish", data={"number": "1"}).status_code == 303
    assert [bool(one.published_by) for one in kept(seeded)] == [True, False]


def test_the_year_that_runs_is_looked_at_and_not_signed(as_):
    running = f"{LIST}/{TODAY.year}"
    page = as_("jamshid").get(running).text
    assert "The year is not over" in page
    assert 'name="seen"' not in page
    refused = as_("jamshid").post(running, data={"act": "sign"})
    assert (refused.status_code, "This year has not ended yet." in refused.text) == (422, True)


def test_a_year_that_is_none_is_not_there(as_):
    for year in ("1999", "2027", "99999999999999999999", "x", "-1"):
        assert as_("jamshid").get(f"{LIST}/{year}").status_code == 404
        assert as_("jamshid").post(f"{LIST}/{year}", data={"act": "sign"}).status_code in (404, 405)
        assert as_("iroda").post(
            f"{LIST}/{year}/countersign", data={"number": "0"}
        ).status_code in (404, 405)


def test_the_list_says_how_each_year_stands_and_what_comes_next(as_):
    page = as_("jamshid").get(LIST).text
    assert re.findall(rf'href="{LIST}/([0-9]+)"', page) == ["2026", "2025"]
    assert "A statistician reviews and signs the report" in page
    sign(as_("jamshid"))
    assert "A supervisor countersigns the report" in as_("iroda").get(LIST).text
    second(as_("iroda"))
    assert "A statistician publishes the report" in as_("jamshid").get(LIST).text


@pytest.mark.parametrize(
    "name", ["barno", "chinora", "elyor", "komila", "laylo", "hamid", "alisher", "farida"]
)
def test_nobody_else_reads_or_signs(as_, name):
    for address in (LIST, PAGE):
        assert as_(name).get(address).status_code == 403
    for address in (PAGE, f"{PAGE}/countersign", f"{PAGE}/publish"):
        assert as_(name).post(address, data={"act": "sign", "number": "0"}).status_code == 403
    assert "desk/report" not in as_(name).get("/en/desk").text


def test_each_has_the_forms_of_their_own_signature_alone(as_, seeded):
    assert as_("iroda").post(PAGE, data={"act": "sign"}).status_code == 403
    assert 'name="seen"' not in as_("iroda").get(PAGE).text
    sign(as_("jamshid"))
    assert as_("jamshid").post(f"{PAGE}/countersign", data={"number": "0"}).status_code == 403
    assert "/countersign" not in as_("jamshid").get(PAGE).text
    assert as_("iroda").post(f"{PAGE}/publish", data={"number": "0"}).status_code == 403
    page = as_("nodira").get(PAGE).text
    forms = page.split("<h1>")[1].split("<footer")[0].split("<form")[1:]
    assert [re.search('action="([^"]+)"', one)[1] for one in forms] == [f"{PAGE}/files"]
    assert kept(seeded)[0].countersigned_by is None


def test_a_signature_asks_for_the_password_of_whoever_left_their_desk_long_ago(as_, seeded, clock):
    client = as_("jamshid")
    result = signing.hidden(client.get(PAGE).text)
    for _ in range(4):
        clock.forward(minutes=20)
        client.get(PAGE)
    assert client.post(PAGE, data=result).status_code in (303, 403)
    assert kept(seeded) == []


def test_a_year_that_is_not_what_was_signed_says_so(as_, seeded):
    closed(as_)
    assert "do not match the signed" not in as_("iroda").get(PAGE).text
    with seeded.write() as session:
        row = frozen_year.list_for_year(session, YEAR)[0]
        row.figures = row.figures.replace('"value":4', '"value":5')
    assert "do not match the signed" in as_("iroda").get(PAGE).text


def test_a_year_before_the_first_records_is_not_compared_with_as_if_it_had_had_none(as_, seeded):
    assert f'class="n">{YEAR - 1}</th>' not in as_("jamshid").get(PAGE).text
    with seeded.write() as session:
        past.close(session, YEAR - 1)
    page = as_("jamshid").get(PAGE).text
    assert f'class="n">{YEAR - 1}</th>' in page
    assert signing.cells(page, HELD, "n") == ["4", "0", "+4"]


def test_where_another_edition_was_counted_a_break_is_shown_and_no_change(as_, seeded):
    with seeded.write() as session:
        before = past.close(session, YEAR - 1)
        before.meanings = before.meanings.replace(
            '"key":"advice.sessions",', '"key":"advice.sessions","edition":2,'
        )
        before.meanings = re.sub(
            r'("edition":)1(,"key":"advice.sessions","edition":2,)',
            r'"key":"advice.sessions","edition":2,',
            before.meanings,
        )
    page = as_("jamshid").get(PAGE).text
    row = next(one for one in page.split("<tr>") if HELD in one and '<td class="n">' in one)
    assert "counted differently" in row
    assert signing.cells(page, HELD, "n") == ["4", "0"]


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_opens_in_every_language(as_, lang):
    closed(as_)
    for address in (LIST, PAGE):
        assert as_("jamshid").get(address.replace("/en/", f"/{lang}/")).status_code == 200
