"""A contest goes from its announcement to its published result, with every role doing its part."""

import pytest
from sqlalchemy import select

from catalog.contests.bids import Bid
from catalog.contests.contests import Contest
from tests.service.pages.own_desk import OWN, acts_for
from tests.support import sample_proposals

DESK = "/en/desk/contests"
TOLD = {
    "title": "Welders for Ulsan",
    "country": "KR",
    "isco08": "7212",
    "seats": "30",
    "opens_on": "2026-12-03",
    "most_no_fee": "40",
    "most_few_complaints": "60",
    "once": "k" * 20,
}


@pytest.fixture
def number(as_) -> str:
    return as_("farida").post(f"{DESK}/new", data=TOLD).headers["location"].rpartition("/")[2]


def kept(seeded, number) -> Contest:
    with seeded.read() as session:
        return session.get_one(Contest, number)


def test_from_notice_to_published_result(as_, seeded, number, clock):
    client = as_("hamid")
    assert "Welders for Ulsan" in client.get(OWN).text
    assert "new</span>" in client.get(OWN).text
    assert client.get(f"{OWN}/contests/{number}").status_code == 200
    assert "new</span>" not in client.get(OWN).text
    assert client.post(f"{OWN}/contests/{number}", data={"seats": "20"}).status_code == 303
    assert "AG-VALID" not in as_(None).get(f"/en/contests/{number}").text
    clock.forward(days=8)
    for name, version in (("farida", "1"), ("gulnora", "2")):
        assert as_(name).post(f"{DESK}/{number}/open", data={"version": version}).status_code == 303
    assert kept(seeded, number).state == "opened"
    farida = as_("farida")
    values = {"version": "3", "points_AG-VALID": "90", "given_AG-VALID": "20"}
    assert 'id="reason_AG-VALID-wrong"' in farida.post(f"{DESK}/{number}/result", data=values).text
    assert (
        farida.post(
            f"{DESK}/{number}/result", data=values | {"reason_AG-VALID": "It asks no fee"}
        ).status_code
        == 303
    )
    page = as_(None).get(f"/en/contests/{number}").text
    assert "It asks no fee" in page
    assert "Oltin" in page


def test_an_officer_is_told_who_may_not_be_given_a_place(as_, seeded, number, clock):
    as_("hamid").post(f"{OWN}/contests/{number}", data={"seats": "20"})
    clock.forward(days=8)
    for name, version in (("farida", "1"), ("gulnora", "2")):
        as_(name).post(f"{DESK}/{number}/open", data={"version": version})
    farida, text = as_("farida"), "This agency is not allowed to recruit in Uzbekistan today."
    assert text not in farida.get(f"{DESK}/{number}").text
    with seeded.write() as session:
        sample_proposals.signed(session, starts_on=clock.today, on=clock())
    assert text in farida.get(f"{DESK}/{number}").text
    values = {
        "version": "3",
        "points_AG-VALID": "90",
        "given_AG-VALID": "20",
        "reason_AG-VALID": "It asks no fee",
    }
    refused = farida.post(f"{DESK}/{number}/result", data=values)
    assert (refused.status_code, 'id="given_AG-VALID-wrong"' in refused.text) == (422, True)
    assert (
        farida.post(f"{DESK}/{number}/result", data=values | {"given_AG-VALID": "0"}).status_code
        == 303
    )


def test_too_short_a_notice_and_absurd_numbers_are_told(as_, seeded):
    client = as_("farida")
    for changed, field in (
        ({"opens_on": "2026-12-02"}, "opens_on"),
        ({"opens_on": "2026-12-05"}, "opens_on"),
        ({"seats": "0"}, "seats"),
        ({"seats": "9" * 12}, "seats"),
        ({"country": "XX"}, "country"),
        ({"isco08": "71"}, "isco08"),
        ({"title": ""}, "title"),
        ({"most_no_fee": "-1"}, "most_no_fee"),
        ({"most_no_fee": "ten"}, "most_no_fee"),
    ):
        page = client.post(f"{DESK}/new", data=TOLD | {"once": ""} | changed)
        assert page.status_code == 422, changed
        assert f'id="{field}-wrong"' in page.text, changed
    assert (
        "Enter the maximum points for at least one criterion"
        in client.post(
            f"{DESK}/new", data=TOLD | {"once": "", "most_no_fee": "", "most_few_complaints": "0"}
        ).text
    )
    with seeded.read() as session:
        assert session.execute(select(Contest)).first() is None


def test_who_may_not(as_, seeded, number):
    for name in ("hamid", "iroda", "alisher", "jamshid"):
        client = as_(name)
        assert client.get(DESK).status_code == 403
        for act in ("open", "result", "off"):
            assert (
                client.post(
                    f"{DESK}/{number}/{act}", data={"version": "1", "reason": "x"}
                ).status_code
                == 403
            )
    acts_for(seeded, "AG-SUSPENDED")
    page = as_("hamid").post(f"{OWN}/contests/{number}", data={"seats": "5"})
    assert "you are not allowed to recruit" in page.text
    for seats in ("", "0", "31", "many"):
        acts_for(seeded, "AG-VALID")
        assert as_("hamid").post(f"{OWN}/contests/{number}", data={"seats": seats}).status_code in (
            409,
            422,
        ), seats
    with seeded.read() as session:
        assert session.execute(select(Bid)).first() is None


def test_opened_too_early_alone_or_called_off(as_, seeded, number, clock):
    farida = as_("farida")
    assert farida.post(f"{DESK}/{number}/open", data={"version": "1"}).status_code in (409, 422)
    clock.forward(days=8)
    farida = as_("farida")
    assert farida.post(f"{DESK}/{number}/open", data={"version": "1"}).status_code == 303
    assert farida.post(f"{DESK}/{number}/open", data={"version": "2"}).status_code in (
        403,
        409,
        422,
    )
    assert farida.post(f"{DESK}/{number}/off", data={"version": "2"}).status_code == 422
    assert (
        farida.post(
            f"{DESK}/{number}/off", data={"version": "2", "reason": "The programme ended"}
        ).status_code
        == 303
    )
    assert "The programme ended" in as_(None).get(f"/en/contests/{number}").text
    assert as_("farida").get(f"{DESK}/Q-NONE").status_code == 404
