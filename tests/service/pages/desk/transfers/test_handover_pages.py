"""Handover at the desk: the leaver writes it, the successor sees what is next in each claim and
countersigns or declines."""

import re

import pytest

from service import accounts
from service.casework.workflow import handover
from tests.service.casework.colleagues import filed, hired, known
from tests.support import cast
from tests.support.audit_asserts import list_reads

LIST = "/en/desk/handover"


@pytest.fixture
def office(seeded, clock) -> dict[str, str]:
    """Elyor has two open claims in Moscow, where Zafar works too."""
    with seeded.write() as session:
        hired(session, "zafar", on=clock())
        for _ in "12":
            filed(session, known(session, "elyor").account, on=clock())
        return {
            name: known(session, name).account for name in ("elyor", "zafar", "davron", "iroda")
        }


def ask(client, office, successor="zafar", **values):
    once = re.search(r'name="once" value="([^"]*)"', client.get(LIST).text)
    return client.post(
        LIST, data={"successor": office[successor], "once": once[1] if once else "k" * 20} | values
    )


def has(seeded, name) -> int:
    with seeded.read() as session:
        return len(handover.open_of(session, accounts.find(session, cast.email(name))))


def test_from_the_leavers_form_to_the_successors_countersign(as_, seeded, office):
    client = as_("elyor")
    assert "You have 2 open claims." in client.get(LIST).text
    page = ask(client, office).headers["location"]
    assert "Waiting for the countersignature" in client.get(page).text
    assert ">Countersign<" not in client.get(page).text
    client = as_("zafar")
    assert "handover is waiting for you" in client.get("/en/desk").text
    shown = client.get(page).text
    assert shown.count("Next: Acknowledge the claim and call the worker") == 2
    assert shown.count("Alisher") == 2, "a successor knows whom they take over"
    assert has(seeded, "zafar") == 0
    for _ in "12":
        assert (
            client.post(f"{page}/countersign", data={"once": "k" * 20}).headers["location"] == page
        )
    assert (has(seeded, "elyor"), has(seeded, "zafar")) == (0, 2)
    assert "Countersigned" in client.get(page).text
    assert "handover is waiting for you" not in client.get("/en/desk").text
    assert ("handover", "open", "") in list_reads(seeded)


def test_sent_twice_it_is_written_once_and_again_it_is_refused(as_, seeded, office):
    client = as_("elyor")
    values = {"successor": office["zafar"], "once": "t" * 20}
    assert len({client.post(LIST, data=values).headers["location"] for _ in "12"}) == 1
    again = client.post(LIST, data=values | {"once": "u" * 20})
    assert again.status_code == 422
    assert "A handover of these claims is already pending." in again.text


def test_a_closed_one_is_said_to_be_left_out(as_, seeded, office):
    page = ask(as_("elyor"), office).headers["location"]
    with seeded.write() as session:
        handover.open_of(session, accounts.find(session, cast.email("elyor")))[0].state = "closed"
    client = as_("zafar")
    assert client.get(page).text.count("will not be handed over") == 1
    client.post(f"{page}/countersign", data={"once": "k" * 20})
    assert client.get(page).text.count("not handed over") == 1
    assert has(seeded, "zafar") == 1


def test_it_is_declined_with_a_reason_that_the_leaver_reads(as_, seeded, office):
    page = ask(as_("elyor"), office).headers["location"]
    client = as_("zafar")
    for reason in ("", "x" * 501):
        refused = client.post(f"{page}/decline", data={"reason": reason})
        assert (refused.status_code, 'href="#reason"' in refused.text) == (422, True)
    assert client.post(f"{page}/decline", data={"reason": "I leave too"}).status_code == 303
    assert "I leave too" in as_("elyor").get(page).text
    late = as_("zafar").post(f"{page}/countersign", data={"once": "k" * 20})
    assert (late.status_code, "has already been countersigned or declined" in late.text) == (
        422,
        True,
    )
    assert has(seeded, "elyor") == 2


@pytest.mark.parametrize(
    ("successor", "text"),
    [("davron", "Choose a colleague"), ("elyor", "to yourself"), ("iroda", "Choose a colleague")],
)
def test_another_post_and_oneself_are_refused(as_, office, successor, text):
    page = ask(as_("elyor"), office, successor)
    assert page.status_code == 422
    assert text in page.text


def test_nobody_chosen_is_said_beside_the_question(as_, office):
    page = as_("elyor").post(LIST, data={"successor": "", "once": "k" * 20})
    assert (page.status_code, 'href="#successor"' in page.text) == (422, True)


def test_an_attache_cannot_hand_over_what_is_a_colleagues(as_, seeded, office):
    page = ask(as_("zafar"), office, "elyor", leaver=office["elyor"])
    assert (page.status_code, "There are no open claims to hand over." in page.text) == (422, True)
    assert has(seeded, "elyor") == 2


def test_a_supervisor_begins_it_for_somebody_disabled(as_, seeded, clock, office):
    client = as_("iroda")
    assert "There are no open claims to take over from officers" in client.get(LIST).text
    early = ask(client, office, leaver=office["elyor"])
    assert (early.status_code, "still works here" in early.text) == (422, True)
    assert 'href="#leaver"' in ask(client, office, once="w" * 20).text
    with seeded.write() as session:
        accounts.find(session, cast.email("elyor")).disabled_at = clock()
    assert "Elyor, RU-MOSCOW-EMB (2)" in client.get(LIST).text
    page = ask(client, office, leaver=office["elyor"]).headers["location"]
    mine = client.post(f"{page}/countersign", data={"once": "k" * 20})
    assert (
        mine.status_code,
        "Only the officer taking over the claims can countersign." in mine.text,
    ) == (
        422,
        True,
    )
    assert as_("zafar").post(f"{page}/countersign", data={"once": "k" * 20}).status_code == 303
    assert has(seeded, "zafar") == 2


def test_nobody_else_sees_it(as_, seeded, clock, office):
    page = ask(as_("elyor"), office).headers["location"]
    with seeded.write() as session:
        hired(session, "sobir", on=clock())
    for name, status in (
        ("davron", 404),
        ("sobir", 404),
        ("chinora", 403),
        ("barno", 403),
        ("farida", 403),
    ):
        for route in ("countersign", "decline"):
            assert as_(name).post(f"{page}/{route}", data={"reason": "No"}).status_code == status, (
                name
            )
        assert as_(name).get(page).status_code == status
    assert as_("iroda").get(page).status_code == 200


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru"])
def test_it_opens_in_every_language_of_the_staff(as_, office, lang):
    page = ask(as_("elyor"), office).headers["location"]
    for one in (LIST, page):
        assert as_("elyor").get(one.replace("/en/", f"/{lang}/")).status_code == 200


def test_its_claims_stay_the_posts(as_, seeded, office):
    page = ask(as_("elyor"), office).headers["location"]
    as_("zafar").post(f"{page}/countersign", data={"once": "k" * 20})
    with seeded.read() as session:
        posts = {
            one.post
            for one in cast.seen(session, by=known(session, "zafar"))
            if one.owner == office["zafar"]
        }
        assert posts == {cast.MOSCOW}
