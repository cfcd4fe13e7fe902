"""The first page of an agency’s own desk: its licence today and why, what waits, and nothing of
anybody else."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.licensing import deposits, legal_rules, licences
from catalog.licensing.deposits import Movement, NewDeposit, NewWithdrawal
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.licensing.licences import Licence, NewOrder, OrderKind
from catalog.reference.countries import Mark
from matching.applications.applications import Application
from matching.contracts import signing
from tests.service.casework.complained import complained
from tests.service.pages.own_desk import OWN, SECRETS, acts_for, candidate, vacancy
from tests.support import sample_proposals
from tests.support.cast import FARIDA, HAMID, TODAY
from tests.support.sample_applications import WORKER
from tests.support.sample_journeys import drafted

PAGES = (
    "",
    "/vacancies",
    "/vacancies/new",
    "/vacancies/file",
    "/candidates",
    "/contracts",
    "/complaints",
    "/returns",
    "/returns/2026-10",
)
# What a recruiter sends about a candidate, and the status of the answer.
ACTS = (
    ("contact", "", {}, 422),
    ("steps", "offer", {}, 422),
    ("steps", "reject", {}, 422),
    ("papers", "", {"gate_health": "1"}, 303),
    ("steps", "invite", {"at": "never", "version": "3"}, 422),
    ("steps", "find_eligible", {"version": "3"}, 303),
    ("steps", "reject", {}, 412),
)


def test_it_says_how_the_licence_stands_and_what_waits(as_, seeded, clock):
    candidate(seeded, clock)
    with seeded.write() as session:
        complaint = complained(session, clock()).reference
        held = session.execute(select(Licence).where(col(Licence.agency) == "AG-VALID")).scalar()
        licences.add_order(
            session,
            held.id,
            NewOrder(OrderKind.SURVEIL, TODAY, "Two complaints"),
            by=FARIDA,
            on=clock(),
        )
    page = as_("hamid").get(OWN).text
    assert "<h1>Oltin Yoʻl Bandlik MCHJ</h1>" in page
    assert "You are allowed to recruit in Uzbekistan today" in page
    assert all(
        text in section(page, "Licence")
        for text in ("XB-0101", "placed under monitoring", "Two complaints")
    )
    waits = re.findall(
        r'<li><a href="([^"]*)">([^<]*)</a>(.*?)</li>', section(page, ("Waiting for you"))
    )
    assert [(path.removeprefix(OWN), text) for path, text, _ in waits] == [
        (
            f"/candidates?vacancy={vacancy(seeded)}&amp;state=submitted",
            "1 candidate is waiting for a first review",
        ),
        (
            "/returns",
            "12 monthly returns are overdue, the oldest for November 2025.",
        ),
        (f"/complaints/{complaint}", "Complaint: They asked for money"),
    ]
    assert ['no">late' in more for _, _, more in waits] == [False, True, False], (
        "the returns are late, and nothing else"
    )


def section(page: str, heading: str) -> str:
    """What stands under a heading of the page."""
    return re.search(rf"<section><h2>{heading}</h2>.*?</section>", page, re.DOTALL)[0]


def test_an_agency_and_an_officer_see_the_same_deposit(as_, seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        held = session.execute(select(Licence).where(col(Licence.agency) == "AG-VALID")).scalar()
        deposits.deposit(
            session,
            held.id,
            NewDeposit("Namuna bank", sample_proposals.WHOLE, "UZS"),
            by=FARIDA,
            on=clock(),
        )
        draw = NewWithdrawal(Movement.DRAWN, 48_000_000_00, "UZS", "Namuna bank", "Q-7")
        deposits.withdraw(session, held.id, draw, by=FARIDA, on=clock())
    mine, theirs = (
        deposit(as_("hamid").get(OWN)),
        deposit(as_("farida").get("/en/desk/licences/AG-VALID")),
    )
    assert "1,600,000,000" in mine.split("Required today")[0], "what was drawn stands there no more"
    assert "1,648,000,000" in mine.split("Required today")[1].split("</dl>")[0]
    assert ("№ Q-7" in mine, "<form" in mine) == (True, False)
    assert "48,000,000" in mine.split("Shortfall")[1].split("</dl>")[0]
    assert mine == theirs.split("<details")[0] + "</section>"


def test_a_rule_that_nobody_confirmed_is_for_the_officers_only(as_, seeded, clock):
    dollars = NewLaw(
        "agency_deposit", 50_000_00, Unit.AMOUNT, Mark.UNCONFIRMED, "somebody said so", "USD"
    )
    with seeded.write() as session:
        legal_rules.load(session, [dollars], by=FARIDA, on=clock())
    mine, theirs = (
        deposit(as_("hamid").get(OWN)),
        deposit(as_("farida").get("/en/desk/licences/AG-VALID")),
    )
    assert ("50,000" in theirs, "somebody said so" in theirs) == (True, True)
    assert "We do not know how much is required today." in mine
    assert ("50,000" in mine, "somebody said so" in mine) == (False, False)


def deposit(page) -> str:
    """What a page says of the deposit."""
    return re.search(r'<section id="deposit">.*?</section>', page.text, re.DOTALL)[0]


def test_whoever_accepted_a_place_waits_for_the_contract_and_for_its_signature(as_, seeded, clock):
    number, waits = (
        candidate(seeded, clock, until="take_offer").reference,
        "1 candidate has accepted a place and is waiting for",
    )

    def waits_after(action) -> bool:
        with seeded.write() as session:
            action(session, session.get_one(Application, number))
        return waits in as_("hamid").get(OWN).text

    arguments = {"on": clock(), "day": clock.today}
    assert waits in as_("hamid").get(OWN).text
    assert not waits_after(lambda session, row: drafted(session, row, on=clock())), (
        "now it lies with the worker"
    )
    assert waits_after(
        lambda session, row: signing.accept(session, row, set(), seen=1, by=WORKER, **arguments)
    )
    assert not waits_after(
        lambda session, row: signing.sign(session, row, clock.today, by=HAMID, **arguments)
    )
    acts_for(seeded, "AG-EXPIRING")
    assert waits not in as_("hamid").get(OWN).text


def test_what_waits_stands_before_what_stays(as_, seeded, clock):
    page = as_("hamid").get(OWN).text
    assert (
        page.index("Waiting for you")
        < page.index("Licence number")
        < page.index("Record over twelve months")
    )


def test_a_suspended_agency_is_told_why_and_what_it_can_still_do(as_, seeded):
    acts_for(seeded, "AG-SUSPENDED")
    page = as_("hamid").get(OWN).text
    assert "You are not allowed to recruit in Uzbekistan today" in page
    assert "suspended" in page
    assert "Your vacancies are hidden from everyone" in page
    assert hands_in(as_("hamid")) == " disabled"


def test_an_agency_that_may_recruit_hands_vacancies_in(as_):
    assert hands_in(as_("hamid")) == ""


def hands_in(client) -> str:
    """What the button says of itself with which a vacancy is handed in."""
    return re.search(
        r'<button accesskey="s"([^>]*)>Submit</button>', client.get(f"{OWN}/vacancies/new").text
    )[1]


@pytest.mark.parametrize("name", ["alisher", "farida", "iroda", "komila", "laylo", None])
def test_nobody_else_has_such_a_desk(as_, name):
    client = as_(name)
    for path in PAGES:
        assert client.get(f"{OWN}{path}").status_code == (401 if name is None else 403), path


def test_an_agency_user_without_an_agency_sees_nothing(as_, seeded):
    acts_for(seeded, None)
    assert {
        as_("hamid").get(f"{OWN}{path}").status_code for path in ("", "/returns", "/complaints")
    } == {403}


def test_no_page_and_no_answer_tells_who_applied_before_they_agree(as_, seeded, clock):
    """Every page, with its headers, and every act that is refused or done."""
    row, client = candidate(seeded, clock, consent=False), as_("hamid")
    number, here = row.reference, f"{OWN}/vacancies/{vacancy(seeded)}"
    items = [client.get(f"{OWN}{path}") for path in PAGES]
    items += [client.get(path) for path in (here, f"{OWN}/candidates/{number}", "/en/desk")]
    items += [
        client.post(f"{OWN}/candidates/{number}/{act}", data={"version": "2", "act": act_, **more})
        for act, act_, more, _ in ACTS
    ]
    items += [
        client.post(f"{here}/candidates", data={f"pick_{number}": "9", "act": "find_eligible"})
    ]
    items += [
        client.post(f"/en/desk/lists/{name}/export", data={"kind": kind})
        for name in ("own_contracts", "own_candidates")
        for kind in ("csv", "xlsx")
    ]
    answers = [*[200] * 12, *[status for *_, status in ACTS], *[200] * 5]
    assert [one.status_code for one in items] == answers
    for one in items:
        content = unpacked(one) + str(one.headers)
        assert not [secret for secret in (*SECRETS, row.citizen) if secret in content], one.url
        assert one.headers["cache-control"] == "no-store", one.url


def unpacked(answer) -> str:
    """All that an answer says, also what stands in a workbook."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
