"""The dossier of an agency: what the register holds, what was decided, what comes near it."""

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.employers.blacklist import BarredKind
from catalog.licensing import owners
from catalog.licensing.agencies import Agency, ImportedStatus
from catalog.licensing.deposits import Deposit
from catalog.licensing.proposals import ProposedAction
from service.approvals import decisions
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, GULNORA

PAGE = "/en/desk/licences/AG-VALID"
MONEY = {
    "deposit_movement": "put_up",
    "deposit_bank": "Namuna Bank",
    "deposit_amount": "1 000 000",
    "deposit_currency": "UZS",
    "deposit_number": "P-1",
    "once": "k" * 20,
}


@pytest.fixture
def ruled(seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
    return seeded


def approve(as_, app_state) -> None:
    """Approve what Farida requested, as Gulnora; Farida herself cannot."""
    with app_state.read() as session:
        (one,) = decisions.list_waiting(session, by=GULNORA)
    decision = {"verdict": "agree", "answer": "Checked with the bank"}
    route = f"/en/desk/approvals/{one.reference}"
    assert as_("farida").post(route, data=decision | {"once": "p" * 20}).status_code == 403
    assert as_("gulnora").post(route, data=decision | {"once": "q" * 20}).status_code == 303


def test_without_a_rule_the_page_says_that_it_knows_none(as_):
    page = as_("farida").get(PAGE).text
    assert "We do not know how much is required today." in page
    assert "The deposit is below the minimum" not in page


def test_a_deposit_below_the_minimum_is_told_until_it_is_whole(as_, ruled):
    client = as_("farida")
    assert "The deposit is below the minimum" in client.get(PAGE).text
    for _ in range(2):
        assert client.post(f"{PAGE}/deposits", data=MONEY).status_code == 303
    page = client.get(PAGE).text
    assert page.count("№ P-1") == 1, "sent twice, written down once"
    assert "1,647,000,000" in page.replace("\N{NO-BREAK SPACE}", " ")
    whole = MONEY | {"deposit_amount": "1 647 000 000", "once": "l" * 20}
    assert client.post(f"{PAGE}/deposits", data=whole).status_code == 303
    assert "The deposit is below the minimum" not in client.get(PAGE).text
    draw = MONEY | {
        "deposit_movement": "drawn",
        "deposit_claim": cast.CLAIM,
        "once": "m" * 20,
    }
    assert client.post(f"{PAGE}/deposits", data=draw).status_code == 303
    assert "The deposit is below the minimum" not in client.get(PAGE).text
    approve(as_, ruled)
    assert "The deposit is below the minimum" in client.get(PAGE).text


def test_a_sum_that_is_none_or_too_large_is_refused_and_kept(as_, ruled, seeded):
    client = as_("farida")
    for number, (wrong, field) in enumerate(
        (
            ({"deposit_amount": "a lot"}, "deposit_amount"),
            ({"deposit_amount": "0"}, "deposit_amount"),
            ({"deposit_amount": "9" * 30}, "deposit_amount"),
            ({"deposit_amount": "-5"}, "deposit_amount"),
            ({"deposit_currency": "XXX"}, "deposit_currency"),
            ({"deposit_bank": ""}, "deposit_bank"),
            ({"deposit_movement": "drawn", "deposit_amount": "99"}, "deposit_claim"),
            (
                {
                    "deposit_movement": "drawn",
                    "deposit_amount": "99",
                    "deposit_claim": cast.CLAIM,
                },
                "deposit_amount",
            ),
            ({"deposit_movement": "given_back", "deposit_number": ""}, "deposit_number"),
        )
    ):
        page = client.post(f"{PAGE}/deposits", data=MONEY | wrong | {"once": f"{number}" * 20})
        assert (page.status_code, f'href="#{field}"' in page.text) == (422, True), wrong
    with seeded.read() as session:
        assert session.execute(select(Deposit)).first() is None


def test_a_draw_names_the_claim_for_which_it_is(as_, ruled, seeded):
    client = as_("farida")
    client.post(f"{PAGE}/deposits", data=MONEY | {"deposit_claim": cast.CLAIM})
    draw = MONEY | {
        "deposit_movement": "drawn",
        "deposit_amount": "600 000",
        "deposit_number": "P-2",
    }
    for number, wrong in enumerate(("W-NOBODY", "W-\0", "x" * 50, "V-1; drop")):
        page = client.post(
            f"{PAGE}/deposits", data=draw | {"deposit_claim": wrong, "once": f"{number}" * 20}
        )
        assert (page.status_code, 'href="#deposit_claim"' in page.text) == (422, True), wrong
    result = draw | {"deposit_claim": f" {cast.CLAIM.lower()} ", "once": "m" * 20}
    assert client.post(f"{PAGE}/deposits", data=result).status_code == 303
    again = client.post(f"{PAGE}/deposits", data=result | {"once": "n" * 20})
    assert (again.status_code, "already been requested" in again.text) == (422, True)
    assert "№ P-2" not in client.get(PAGE).text, "it waits"
    card = as_("gulnora").get("/en/desk/approvals").text
    for label in ("Wage claim", "Employer", "Status"):
        assert f"<dt>{label}</dt>" in card, "whoever decides sees what the money is for"
    approve(as_, ruled)
    assert f"№ P-2 · Wage claim {cast.CLAIM}" in client.get(PAGE).text
    assert cast.CLAIM not in as_("hamid").get("/en/desk/own").text, "the agency reads no claims"
    assert "Money taken from the deposit" in as_("elyor").get(f"/en/desk/wages/{cast.CLAIM}").text
    with seeded.read() as session:
        assert "draw_deposit" in [one.act for one in journal.history(session, "claim", cast.CLAIM)]
        assert [row.claim for row in session.execute(select(Deposit)).scalars()] == [
            None,
            cast.CLAIM,
        ]


def test_what_is_given_back_to_the_agency_is_not_told_as_drawn_for_a_claim(as_, ruled, seeded):
    client = as_("farida")
    client.post(f"{PAGE}/deposits", data=MONEY)
    back = {"deposit_movement": "given_back", "deposit_claim": cast.CLAIM, "once": "m" * 20}
    assert client.post(f"{PAGE}/deposits", data=MONEY | back).status_code == 303
    approve(as_, ruled)
    with seeded.read() as session:
        assert "draw_deposit" not in [
            one.act for one in journal.history(session, "claim", cast.CLAIM)
        ]
        assert [row.claim for row in session.execute(select(Deposit)).scalars()] == [None, None]


def test_a_mistyped_deposit_is_reversed_by_two_and_counts_nowhere(as_, ruled, seeded):
    client = as_("farida")
    client.post(f"{PAGE}/deposits", data=MONEY)
    with seeded.read() as session:
        number = session.execute(select(Deposit.id)).scalar_one()
    slip = {"reversal_movement": str(number), "reversal_reason": "A zero too many"}
    for wrong in ({"reversal_reason": ""}, {"reversal_movement": "x"}):
        page = client.post(f"{PAGE}/reversals", data=slip | wrong | {"once": "r" * 20})
        assert page.status_code == 422, wrong
    assert client.post(f"{PAGE}/reversals", data=slip | {"once": "s" * 20}).status_code == 303
    assert client.post("/en/desk/licences/AG-GRANTED/reversals", data=slip).status_code == 404
    assert "1,000,000" in client.get("/en/desk/approvals").text.replace("\N{NO-BREAK SPACE}", " ")
    approve(as_, seeded)
    page = client.get(PAGE).text
    assert "</s> Reversed" in page
    assert "1,648,000,000" in page.replace("\N{NO-BREAK SPACE}", " "), "all of it is missing"


def test_the_whole_sum_makes_a_granted_licence_live(as_, ruled):
    page = "/en/desk/licences/AG-GRANTED"
    client = as_("farida")
    client.post(f"{page}/deposits", data=MONEY)
    assert "Licence granted, not yet in force" in client.get(page).text
    rest = MONEY | {"deposit_amount": "1 647 000 000", "once": "l" * 20}
    client.post(f"{page}/deposits", data=rest)
    assert "Licence valid" in client.get(page).text


def test_where_no_rule_is_known_an_officer_says_whether_it_is_whole(as_):
    page, client = "/en/desk/licences/AG-GRANTED", as_("farida")
    client.post(f"{page}/deposits", data=MONEY | {"deposit_complete": "no"})
    assert "not yet in force" in client.get(page).text
    client.post(f"{page}/deposits", data=MONEY | {"deposit_complete": "yes", "once": "l" * 20})
    assert "not yet in force" not in client.get(page).text


def test_there_is_no_money_where_there_is_no_licence(as_):
    client = as_("farida")
    for agency in ("AG-UNLICENSED", "NOBODY"):
        assert client.post(f"/en/desk/licences/{agency}/deposits", data=MONEY).status_code == 404


def test_who_comes_back_under_another_name_is_shown_as_a_question(as_, seeded, clock):
    with seeded.write() as session:
        result = cast.agency(
            "XB-0900",
            "Butunlay Boshqa MCHJ",
            ImportedStatus.VALID,
            id="BACK",
            director="Каримов Аброр",
        )
        cast.agencies.register(session, result, by=FARIDA, on=clock())
        owners.record(session, "AG-REVOKED", ["Abror Karimov"], by=FARIDA, on=clock())
        session.get_one(Agency, "AG-REVOKED").director = "Somebody Else"
    page = as_("farida").get("/en/desk/licences/AG-BACK").text
    assert "an owner with this name (Abror Karimov)" in page
    assert "Licence revoked" in page
    assert "The same firm, according to its tax number" not in page


def test_only_the_same_tax_number_is_said_as_a_fact(as_, seeded, clock):
    with seeded.write() as session:
        for agency in ("AG-VALID", "AG-REVOKED"):
            session.get_one(Agency, agency).tax_no = "300000001"
    assert "The same firm, according to its tax number" in as_("farida").get(PAGE).text


def test_a_director_of_the_black_list_is_asked_after_and_not_accused(as_, seeded, clock):
    with seeded.write() as session:
        session.get_one(Agency, "AG-REVOKED").director = "Abror Karimov"
        sample_proposals.signed(session, "AG-EXPIRED", ProposedAction.BAR, code="fraud", on=clock())
        sample_proposals.signed(
            session,
            "AG-REVOKED",
            ProposedAction.BAR,
            barred=BarredKind.DIRECTOR,
            code="fraud",
            on=clock(),
        )
        session.get_one(Agency, "AG-VALID").director = "Karimov Abror"
    page = as_("farida").get(PAGE).text
    assert "Find out whether it is the same person" in page
    assert "Licence valid" in page
    assert (
        "On the blacklist: this agency is not allowed to recruit."
        in as_("farida").get("/en/desk/licences/AG-EXPIRED").text
    )


def test_a_supervisor_reads_it_all_and_changes_nothing(as_):
    client = as_("iroda")
    page = client.get(PAGE)
    assert page.status_code == 200
    for offered in ("/propose/", "/deposits", "/fines", "/inspections", "/apply"):
        assert f"AG-VALID{offered}" not in page.text, offered
    assert client.post(f"{PAGE}/deposits", data=MONEY).status_code == 403
