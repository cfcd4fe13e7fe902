"""The first page of an agency’s own desk: its licence today and why, what waits, and nothing of anybody else."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog import deposits, licences
from catalog.deposits import NewDeposit
from catalog.licences import Licence, NewOrder, OrderKind
from tests.cast import FARIDA, TODAY
from tests.service.casework.complained import complained
from tests.service.pages.own_desk import OWN, SECRETS, acts_for, candidate, vacancy

PAGES = (
    "",
    "/vacancies",
    "/vacancies/new",
    "/vacancies/file",
    "/contracts",
    "/complaints",
    "/returns",
    "/returns/2026-10",
)


def test_it_says_how_the_licence_stands_and_what_waits(as_, seeded, clock):
    candidate(seeded, clock)
    with seeded.write() as session:
        complained(session, clock())
        held = session.execute(select(Licence).where(col(Licence.agency) == "AG-VALID")).scalar()
        deposits.deposit(session, held.id, NewDeposit("Namuna bank", 1_648_000_000_00, "UZS"), by=FARIDA, on=clock())
        licences.order(session, held.id, NewOrder(OrderKind.SURVEIL, TODAY, "Two complaints"), by=FARIDA, on=clock())
    page = as_("hamid").get(OWN).text
    for said in (
        "You may recruit in Uzbekistan today", "put under surveillance", "Two complaints", "1 candidate waits for a first look",
        "They asked for money", "The return of 2026-10 is not signed", "Fewer than 10", "UZS",
    ):  # fmt: skip
        assert said in page, said
    assert "Oltin Yoʻl" in page


def test_a_suspended_agency_is_told_why_and_what_it_can_still_do(as_, seeded):
    acts_for(seeded, "AG-SUSPENDED")
    page = as_("hamid").get(OWN).text
    assert "You may not recruit in Uzbekistan today" in page
    assert "suspended" in page
    assert "Your vacancies are shown to nobody" in page
    assert "disabled" in as_("hamid").get(f"{OWN}/vacancies/new").text


@pytest.mark.parametrize("name", ["alisher", "farida", "iroda", "komila", "laylo", None])
def test_nobody_else_has_such_a_desk(as_, name):
    client = as_(name)
    for path in PAGES:
        assert client.get(f"{OWN}{path}").status_code == (401 if name is None else 403), path


def test_an_agency_user_without_an_agency_sees_nothing(as_, seeded):
    acts_for(seeded, None)
    assert {as_("hamid").get(f"{OWN}{path}").status_code for path in ("", "/returns", "/complaints")} == {403}


def test_no_page_and_no_answer_tells_who_applied_before_they_agree(as_, seeded, clock):
    """Every page, with its headers, and every act that is refused or done."""
    row, client = candidate(seeded, clock, consent=False), as_("hamid")
    number, here = row.reference, f"{OWN}/vacancies/{vacancy(seeded)}"
    told = [client.get(f"{OWN}{path}") for path in PAGES]
    told += [client.get(path) for path in (here, f"{here}/candidates", f"{OWN}/candidates/{number}", "/en/desk")]
    told += [
        client.post(f"{OWN}/candidates/{number}/{act}", data={"version": "2", "act": act_, **more})
        for act, act_, more in (
            ("contact", "", {}), ("steps", "offer", {}), ("steps", "reject", {}), ("papers", "", {"gate_health": "1"}),
            ("steps", "invite", {"at": "never"}), ("steps", "find_eligible", {}),
        )
    ]  # fmt: skip
    told += [client.post(f"{here}/candidates", data={f"pick_{number}": "9", "act": "find_eligible"})]
    told += [client.post(f"{OWN}/contracts/{kind}", data={}) for kind in ("csv", "xlsx")]
    assert {one.status_code for one in told} >= {200, 303, 422}
    for one in told:
        said = one.text + str(one.headers)
        assert not [secret for secret in (*SECRETS, row.citizen) if secret in said], one.url
        assert one.headers.get("cache-control", "no-store") == "no-store"
