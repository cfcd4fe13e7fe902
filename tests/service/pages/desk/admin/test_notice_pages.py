"""The page of one's notices and the bell: what is unread, and only what may still be opened."""

import re

import pytest

from catalog.core import staff_notices
from catalog.core.staff_notices import NoticeKind
from service import accounts
from service.casework.workflow import assignment
from tests.service.casework.colleagues import filed, known
from tests.support import cast
from tests.support.cast import MOSCOW, SEOUL

LIST = "/en/desk/notices"


@pytest.fixture
def claim(seeded, clock) -> str:
    """A claim that Iroda assigned to Elyor."""
    with seeded.write() as session:
        row, elyor = filed(session, MOSCOW, on=clock()), known(session, "elyor").account
        assignment.assign(session, row, elyor, by=known(session, "iroda"), on=clock())
        return row.reference


def bell(client) -> str:
    found = re.search(r'class="unseen">, ([^<]*)<', client.get("/en/desk").text)
    return found[1].strip() if found else ""


def test_the_bell_says_how_many_until_the_record_is_opened_from_the_list(as_, claim):
    client = as_("elyor")
    assert bell(client) == "1 notice not yet read"
    page = client.get(LIST).text
    assert "Claim assigned to you" in page
    assert "Not read" in page
    assert claim in page
    link = re.search(r'href="(/en/desk/notices/\d+)"', page)[1]
    assert client.get(link).headers["location"] == f"/en/desk/wages/{claim}"
    assert bell(client) == ""
    assert "Not read" not in client.get(LIST).text


def test_a_record_opened_in_another_way_is_read_too(as_, claim):
    client = as_("elyor")
    client.get(f"/en/desk/wages/{claim}")
    assert bell(client) == ""


def test_a_claim_out_of_reach_is_neither_named_nor_opened(as_, claim, seeded):
    with seeded.write() as session:
        accounts.find(session, cast.email("elyor")).post = SEOUL
    client = as_("elyor")
    page = client.get(LIST).text
    assert "You can no longer open this record." in page
    assert claim not in page
    with seeded.read() as session:
        (one,) = staff_notices.list_own(session, by=known(session, "elyor"))
    assert client.get(f"{LIST}/{one.id}").status_code == 404


def test_nobody_opens_anothers_notice(as_, claim, seeded):
    with seeded.read() as session:
        (one,) = staff_notices.list_own(session, by=known(session, "elyor"))
    assert as_("chinora").get(f"{LIST}/{one.id}").status_code == 404
    assert bell(as_("elyor")) == "1 notice not yet read"


def test_all_are_marked_as_read_by_one_button(as_, claim):
    client = as_("elyor")
    until = re.search(r'name="until" value="(\d+)"', client.get(LIST).text)[1]
    assert client.post(f"{LIST}/read", data={"until": until}).headers["location"] == LIST
    assert bell(client) == ""


def test_older_notices_are_on_the_next_page_and_a_wrong_place_is_the_beginning(as_, seeded, clock):
    with seeded.write() as session:
        to = [known(session, "chinora").account]
        for number in range(60):
            kind = NoticeKind.APPROVED
            staff_notices.notify(
                session, to, kind, "licence", f"AG-{number}", by=cast.IRODA, on=clock()
            )
    client = as_("chinora")
    first = client.get(LIST).text
    assert first.count("Your request was approved") == 50
    place = re.search(r"notices\?before=([\d-]+)", first)[1]
    assert client.get(f"{LIST}?before={place}").text.count("Your request was approved") == 10
    for wrong in ("x", "1", f"{'9' * 17}-1"):
        assert client.get(f"{LIST}?before={wrong}").status_code == 200
