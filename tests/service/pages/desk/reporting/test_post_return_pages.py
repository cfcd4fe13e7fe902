"""Monthly returns on the pages: an attaché looks, signs and corrects, a supervisor countersigns, a
statistician reads."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest

from service.pages.desk.reporting import post_return_pages
from service.reporting.figures.months import Month
from service.reporting.monthly import post_return
from tests.conftest import lived
from tests.service.pages import signing
from tests.service.reporting import post
from tests.service.reporting.post import OCT
from tests.support.cast import MOSCOW, SEOUL

LIST = "/en/desk/returns"
PAGE = f"{LIST}/{MOSCOW}/2026-10"


@pytest.fixture
def seeded(place):
    yield from lived(place, "OCTOBER", lambda session, _on: post.october(session))


def sign(client, address=PAGE, **values):
    return signing.sign(client, address, **values)


def late(seeded) -> None:
    with seeded.write() as session:
        post.log(session, OCT(30), name="Late")


def kept(seeded) -> list[post_return.PostReturn]:
    with seeded.read() as session:
        return post_return.list_for_month(session, post_return.PostReturn, MOSCOW, Month(2026, 10))


def test_an_attache_looks_signs_and_sees_what_came_late(as_, seeded):
    page = as_("elyor").get(PAGE)
    assert signing.cells(page.text, "Advice sessions held; only sessions") == ["3"]
    assert "Nobody has signed these figures yet." in page.text
    assert sign(as_("elyor"), remarks="The hall was closed.").status_code == 303
    late(seeded)
    page = as_("elyor").get(PAGE).text
    assert signing.cells(page, "Advice sessions held; only sessions") == ["3", "4"]
    assert signing.cells(page, "Attendances at group sessions") == ["40", ""]
    assert "The hall was closed." in page
    assert "Elyor" in page
    assert "Records were added or changed after signing." in page


def test_a_correction_is_signed_with_its_reason_and_the_first_return_can_still_be_seen(as_, seeded):
    sign(as_("elyor"), remarks="First words")
    late(seeded)
    refused = sign(as_("elyor"), why="", remarks="Kept words")
    assert (refused.status_code, 'href="#why"' in refused.text, "Kept words" in refused.text) == (
        422,
        True,
        True,
    )
    assert sign(as_("elyor"), why="A late letter", remarks="First words").status_code == 303
    page = as_("elyor").get(PAGE).text
    assert signing.cells(page, "Advice sessions held; only sessions") == ["4"]
    assert "A late letter" in page
    first = as_("iroda").get(f"{PAGE}?number=0").text
    assert signing.cells(first, "Advice sessions held; only sessions") == ["3", "4"]
    assert "This return has since been corrected." in first
    assert "<form" not in first.split("Signatures")[1].split("<footer")[0]
    assert [one.number for one in kept(seeded)] == [1, 0]
    for number in ("2", "x", "-1", "00"):
        assert as_("elyor").get(f"{PAGE}?number={number}").status_code == 404


def test_a_supervisor_sees_who_has_signed_and_countersigns_the_newest(as_, seeded):
    page = as_("iroda").get(LIST).text
    assert "From 1 October 2026 to 31 October 2026" in page
    assert "0 missions have signed" in page
    assert "2 have not" in page
    sign(as_("elyor"))
    assert "1 mission has signed" in as_("iroda").get(f"{LIST}?month=2026-10").text
    sent = as_("iroda").post(
        f"{PAGE}/countersign", data=signing.hidden(as_("iroda").get(PAGE).text)
    )
    assert sent.status_code == 303
    assert "Countersigned by Iroda" in as_("elyor").get(PAGE).text
    assert "Signed and countersigned" in as_("elyor").get(LIST).text
    again = as_("iroda").post(f"{PAGE}/countersign", data={"number": "0"})
    assert (again.status_code, "has already been countersigned" in again.text) == (422, True)


def test_a_return_corrected_meanwhile_is_not_countersigned_from_an_old_page(as_, seeded):
    sign(as_("elyor"))
    old = signing.hidden(as_("iroda").get(PAGE).text)
    late(seeded)
    sign(as_("elyor"), why="A late letter")
    sent = as_("iroda").post(f"{PAGE}/countersign", data=old)
    assert (sent.status_code, "This return has since been corrected" in sent.text) == (422, True)
    assert kept(seeded)[0].countersigned_by is None


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30])
def test_a_number_that_is_none_countersigns_nothing(as_, seeded, number):
    sign(as_("elyor"))
    assert as_("iroda").post(f"{PAGE}/countersign", data={"number": number}).status_code == 422
    assert kept(seeded)[0].countersigned_by is None


def test_figures_that_moved_while_one_looked_are_looked_at_again(as_, seeded):
    result = signing.hidden(as_("elyor").get(PAGE).text)
    late(seeded)
    refused = as_("elyor").post(PAGE, data=result | {"remarks": "Kept words"})
    assert (refused.status_code, "Check them again" in refused.text) == (422, True)
    assert "Kept words" in refused.text
    assert signing.cells(refused.text, "Advice sessions held; only sessions") == ["4"]
    assert kept(seeded) == []


def test_the_form_sent_twice_signs_once_and_another_form_is_refused(as_, seeded):
    result = signing.hidden(as_("elyor").get(PAGE).text)
    assert [as_("elyor").post(PAGE, data=result).status_code for _ in range(2)] == [303, 303]
    refused = as_("elyor").post(PAGE, data=result | {"once": "another-form"})
    assert (refused.status_code, "This return has been signed." in refused.text) == (422, True)
    assert len(kept(seeded)) == 1


def test_a_month_that_runs_is_looked_at_and_not_signed(as_):
    running = f"{LIST}/{MOSCOW}/2026-11"
    page = as_("elyor").get(running).text
    assert "The month has not ended" in page
    assert 'name="seen"' not in page
    refused = as_("elyor").post(running, data={"act": "sign"})
    assert (refused.status_code, "This month has not ended." in refused.text) == (422, True)


@pytest.mark.parametrize(
    "month", ["2026-12", "2027-01", "2026-13", "1999-01", "x", "2026-1", "%00"]
)
def test_what_is_no_month_is_not_there(as_, month):
    assert as_("elyor").get(f"{LIST}/{MOSCOW}/{month}").status_code in (400, 404)
    assert as_("elyor").post(f"{LIST}/{MOSCOW}/{month}", data={"act": "sign"}).status_code in (
        400,
        404,
    )
    assert as_("iroda").post(
        f"{LIST}/{MOSCOW}/{month}/countersign", data={"number": "0"}
    ).status_code in (400, 404)
    assert as_("iroda").get(f"{LIST}?month={month}").status_code in (400, 404)


@pytest.mark.parametrize("verb", ["get", "post"])
def test_another_post_is_not_there(as_, verb):
    result = {"data": {"act": "sign"}} if verb == "post" else {}
    for address in (f"{LIST}/{SEOUL}/2026-10", f"{LIST}/XX-NOWHERE/2026-10"):
        assert getattr(as_("elyor"), verb)(address, **result).status_code == 404
    assert as_("elyor").get(f"{LIST}/{SEOUL}/2026-10/table.csv").status_code == 404


@pytest.mark.parametrize(
    "name", ["barno", "chinora", "nodira", "komila", "laylo", "hamid", "alisher", "farida"]
)
def test_nobody_else_reads_or_signs(as_, name):
    for address in (LIST, PAGE, f"{PAGE}/table.csv"):
        assert as_(name).get(address).status_code == 403
    assert as_(name).post(PAGE, data={"act": "sign"}).status_code == 403
    assert "desk/returns" not in as_(name).get("/en/desk").text


def test_a_signature_asks_for_the_password_of_whoever_left_their_desk_long_ago(as_, seeded, clock):
    client = as_("elyor")
    result = signing.hidden(client.get(PAGE).text)
    for _ in range(4):
        clock.forward(minutes=20)
        client.get(PAGE)
    assert client.post(PAGE, data=result).status_code in (303, 403)
    assert kept(seeded) == []


def test_a_few_protected_cases_are_told_to_the_post_and_the_supervisor_and_hidden_from_a_statistician(
    as_,
):
    sentence = "referred to an organisation"
    assert [signing.cells(as_(name).get(PAGE).text, sentence) for name in ("elyor", "iroda")] == [
        ["1"],
        ["1"],
    ]
    sign(as_("elyor"))
    page = as_("jamshid").get(PAGE).text
    assert signing.cells(page, sentence) == ["too few to show, or hidden to protect people"]
    assert "SHA-256" not in page, "by the hash one could try which number is hidden"
    assert "SHA-256" in as_("iroda").get(PAGE).text
    assert 'name="seen"' not in page


def rows(answer) -> dict[tuple[str, str], dict[str, str]]:
    dict_reader = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {(row["key"], row["part"]): row for row in dict_reader}


def test_it_is_taken_out_as_a_table_with_what_differs_today(as_, seeded):
    sign(as_("elyor"))
    late(seeded)
    answer = as_("elyor").get(f"{PAGE}/table.csv")
    assert 'filename="return-RU-MOSCOW-EMB-2026-10-0.csv"' in answer.headers["content-disposition"]
    found = rows(answer)
    assert (found["advice.sessions", ""]["value"], found["advice.sessions", ""]["today"]) == (
        "3",
        "4",
    )
    money = found["money.received", "RUB"]
    assert (money["unit"], money["currency"], money["value"], money["today"]) == (
        "minor",
        "RUB",
        "60000",
        "",
    )
    assert set(money) == set(post_return_pages.COLUMNS)
    assert found["referrals.handed_over", ""]["value"] == "1"
    assert rows(as_("jamshid").get(f"{PAGE}/table.csv"))["referrals.handed_over", ""]["value"] == ""


def test_a_return_that_is_not_what_was_signed_says_so(as_, seeded):
    sign(as_("elyor"))
    assert "not match the signed figures" not in as_("iroda").get(PAGE).text
    with seeded.write() as session:
        row = post_return.list_for_month(session, post_return.PostReturn, MOSCOW, Month(2026, 10))[
            0
        ]
        row.figures = row.figures.replace('"value":40', '"value":41')
    assert "The stored figures do not match the signed figures." in as_("iroda").get(PAGE).text


def test_an_attache_sees_thirteen_months_of_their_post(as_, clock):
    page = as_("davron").get(LIST).text
    shown = re.findall(rf'href="{LIST}/{SEOUL}/([0-9-]+)"', page)
    assert (len(shown), shown[0], shown[-1]) == (13, "2026-11", "2025-11")
    assert MOSCOW not in page
    clock.now = datetime(2026, 11, 30, 19, tzinfo=UTC)
    assert f"{SEOUL}/2026-12" in as_("davron").get(LIST).text, "in Tashkent it is December already"


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_opens_in_every_language(as_, lang):
    sign(as_("elyor"))
    for address in (LIST, PAGE):
        assert as_("elyor").get(address.replace("/en/", f"/{lang}/")).status_code == 200
