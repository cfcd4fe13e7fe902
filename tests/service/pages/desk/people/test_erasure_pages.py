"""Holds and erasures at the desk: who may set and decide what, and that nothing is left when it was
decided."""

import re

import pytest

from catalog.core import journal
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.privacy import erased_list, erasure_requests, legal_holds
from service.privacy.erasure_records import records
from tests.support import canary_person, cast


@pytest.fixture
def asked(seeded, planted, clock) -> str:
    with seeded.write() as session:
        return erasure_requests.request_erasure(
            session, planted.records[0], by=planted.account, on=clock()
        ).reference


def test_a_supervisor_erases_and_no_byte_is_left(as_, asked, planted, seeded, settings):
    assert canary_person.NAMES[0] in as_("iroda").get("/en/desk/erasures").text
    page = as_("iroda").get(f"/en/desk/erasures/{asked}").text
    assert canary_person.NAMES[0] in page
    assert "3 records" in page
    answer = as_("iroda").post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk/erasures")
    assert set(erased_list.read(settings.home / erased_list.FILE)) == set(planted.records)
    assert (
        canary_person.found(
            canary_person.bytes_of(seeded), [*canary_person.MARKERS, *planted.traces]
        )
        == []
    )
    assert "No requests at present." in as_("iroda").get("/en/desk/erasures").text
    page = as_("iroda").get("/en/desk/erasures?decided=yes").text
    assert planted.records[0] in page


def test_it_is_decided_once(as_, asked):
    as_("iroda").post(
        f"/en/desk/erasures/{asked}", data={"verdict": "stay", "answer": "Come to us"}
    )
    answer = as_("iroda").post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"})
    assert answer.status_code == 422
    assert "already been decided" in answer.text


@pytest.mark.parametrize(
    ("verdict", "text"), [("stay", "Answer this question."), ("", "Choose whether")]
)
def test_a_no_needs_its_reason(as_, asked, planted, seeded, verdict, text):
    answer = as_("iroda").post(
        f"/en/desk/erasures/{asked}", data={"verdict": verdict, "answer": " "}
    )
    assert answer.status_code == 422
    assert text in answer.text
    with seeded.read() as session:
        rows = records(session, planted.records[0])
        assert erasure_requests.find_undecided(session, rows).reference == asked


def test_what_stands_against_it_is_shown_and_there_is_no_button(as_, asked, planted, seeded, clock):
    with seeded.write() as session:
        legal_holds.place(
            session, records(session, planted.records[0])[2], "Case 12", by=cast.CHINORA, on=clock()
        )
    page = as_("iroda").get(f"/en/desk/erasures/{asked}").text
    assert "Case 12" in page
    assert 'value="erase"' not in page
    assert (
        as_("iroda").post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"}).status_code
        == 422
    )
    with seeded.read() as session:
        assert session.get_one(Citizen, planted.records[0]).name == canary_person.NAMES[0]


def test_there_is_nothing_to_decide_of_nobody(as_):
    assert (
        as_("iroda").post("/en/desk/erasures/E-22222222", data={"verdict": "erase"}).status_code
        == 404
    )


def test_an_officer_asks_for_somebody_and_says_why(as_, planted, seeded):
    path = f"/en/desk/citizens/{planted.records[1]}/erasure"
    assert as_("elyor").get(path).status_code == 200
    assert as_("elyor").post(path, data={"reason": ""}).status_code == 422
    assert as_("elyor").post(path, data={"reason": "Wrote to us, passport seen"}).status_code == 303
    assert "Wrote to us, passport seen" in as_("elyor").get(path).text
    client = as_("iroda")
    listed = re.search(r'href="(/en/desk/erasures/E-\w+)"', client.get("/en/desk/erasures").text)
    assert "Wrote to us, passport seen" in client.get(listed[1]).text
    with seeded.read() as session:
        assert journal.history(session, "citizen", planted.records[0])[-1].act == "ask_erasure"


def test_while_a_claim_is_open_the_officer_is_told_so(as_, seeded):
    with seeded.read() as session:
        number = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).citizen
    answer = as_("elyor").post(f"/en/desk/citizens/{number}/erasure", data={"reason": "Wants it"})
    assert answer.status_code == 422
    assert cast.CLAIM in answer.text


def test_another_posts_person_is_nobody(as_, planted):
    for path in (
        f"/en/desk/citizens/{planted.records[1]}/erasure",
        "/en/desk/citizens/C-22222222/erasure",
    ):
        assert as_("davron").get(path).status_code == 404
        assert as_("davron").post(path, data={"reason": "Mine"}).status_code == 404


def test_a_hold_is_set_once_by_one_form_and_lifted(as_, planted, seeded):
    path = f"/en/desk/citizens/{planted.records[1]}/hold"
    for _ in range(2):
        sent = as_("chinora").post(
            path, data={"reason": "Case 12 of the court", "once": "0123456789"}
        )
        assert sent.status_code == 303
    page = as_("chinora").get(path).text
    assert page.count("Case 12 of the court") == 1
    assert "Chinora" in page
    with seeded.read() as session:
        number = legal_holds.list_active(session, records(session, planted.records[0]))[0].reference
    assert as_("iroda").post(f"{path}/{number}/lift").status_code == 303
    assert "In force since" not in as_("iroda").get(path).text
    assert as_("iroda").post(f"{path}/{number}/lift").status_code == 404


def test_a_hold_needs_its_reason(as_, planted):
    answer = as_("chinora").post(
        f"/en/desk/citizens/{planted.records[1]}/hold", data={"reason": ""}
    )
    assert answer.status_code == 422
    assert "Give the reason." in answer.text


@pytest.mark.parametrize("name", ["barno", "davron", "komila", "laylo", "chinora"])
def test_only_a_supervisor_decides(as_, asked, name):
    assert as_(name).get("/en/desk/erasures").status_code == 403
    assert (
        as_(name).post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"}).status_code == 403
    )


def test_deciding_needs_a_secret_typed_lately(as_, asked, clock, seeded, planted):
    client = as_("iroda")
    for _ in range(3):
        clock.forward(minutes=25)
        client.get("/en/desk/erasures")
    assert client.post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"}).status_code in (
        303,
        403,
    )
    with seeded.read() as session:
        assert session.get_one(Citizen, planted.records[0]).name == canary_person.NAMES[0]


def test_a_list_that_cannot_be_written_is_left_to_the_night(as_, asked, settings):
    (settings.home / erased_list.FILE).mkdir()
    answer = as_("iroda").post(f"/en/desk/erasures/{asked}", data={"verdict": "erase"})
    assert answer.headers["location"] == "/en/desk/erasures?left=1"
    assert "overwritten tonight" in as_("iroda").get(answer.headers["location"]).text
