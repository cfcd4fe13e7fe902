"""Second approvals on the pages: an officer is told to ask, asks, and a supervisor who is somebody
else decides."""

import re

import pytest

from catalog.core.actor import VISITOR
from catalog.core.approvals import ApprovalKind
from i18n import Language, formats
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from service.approvals import decisions
from service.casework.claims import wage_claims
from service.casework.money import payments
from service.casework.money.allocation import DebtSettlement
from service.casework.money.money_entries import Basis, Hand
from service.casework.workflow import claim_approvals, reversals
from service.casework.workflow.claim_approvals import NewApproval
from tests.support import cast, sample_incidents, sample_money
from tests.support.cast import ELYOR, IRODA

PAGE = f"/en/desk/wages/{cast.CLAIM}"
CLOSING = {"to": "closed", "closing_reason": "employer_untraceable", "reason": "The firm is gone"}
ASKED = {"second_asked": "write_off", "second_reason": "The firm is gone"}


@pytest.fixture(autouse=True)
def _accepted(seeded) -> None:
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=ELYOR).state = "accepted"


def send(client, route: str, **values):
    hidden = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))
    return client.post(f"{PAGE}/{route}", data=hidden | values)


def state(seeded) -> str:
    with seeded.read() as session:
        return wage_claims.get(session, cast.CLAIM, by=ELYOR).state


def number(seeded) -> str:
    with seeded.read() as session:
        return decisions.list_waiting(session, by=IRODA)[0].reference


def test_from_refused_to_asked_to_agreed_to_closed(as_, seeded):
    refused = send(as_("chinora"), "steps", **CLOSING)
    assert refused.status_code == 422
    assert "Request approval under “Second approval”." in refused.text
    assert send(as_("chinora"), "approvals", **ASKED).status_code == 303
    assert send(as_("chinora"), "approvals", **ASKED).status_code == 422
    assert "1</span> request is waiting for a second approval" in as_("iroda").get("/en/desk").text
    listed = as_("iroda").get("/en/desk/approvals").text
    assert "Stop trying to recover the money" in listed
    assert "The firm is gone" in listed
    done = as_("iroda").post(
        f"/en/desk/approvals/{number(seeded)}",
        data={"verdict": "agree", "answer": "Twice looked for"},
    )
    assert done.status_code == 303
    assert "Twice looked for" in as_("chinora").get(PAGE).text
    assert send(as_("chinora"), "steps", **CLOSING).status_code == 303
    assert state(seeded) == "closed"


def test_a_no_is_told_with_its_reason(as_, seeded):
    send(as_("chinora"), "approvals", **ASKED)
    as_("iroda").post(
        f"/en/desk/approvals/{number(seeded)}",
        data={"verdict": "decline", "answer": "Write to the court"},
    )
    page = as_("chinora").get(PAGE).text
    assert "Request not approved" in page
    assert "Write to the court" in page
    assert send(as_("chinora"), "steps", **CLOSING).status_code == 422


def test_a_decision_sent_twice_by_a_double_click_is_one(as_, seeded):
    send(as_("chinora"), "approvals", **ASKED)
    client, page = as_("iroda"), f"/en/desk/approvals/{number(seeded)}"
    form = client.get("/en/desk/approvals").text.split(f'action="{page}"')[1]
    once = re.search(r'name="once" value="([^"]+)"', form)[1]
    sent = {"once": once, "verdict": "agree", "answer": "The register says so"}
    assert [client.post(page, data=sent).status_code for _ in "12"] == [303, 303]


def test_whoever_asked_does_not_decide(as_, seeded):
    send(as_("iroda"), "approvals", **ASKED)
    assert "You requested this." in as_("iroda").get("/en/desk/approvals").text
    page = as_("iroda").post(
        f"/en/desk/approvals/{number(seeded)}", data={"verdict": "agree", "answer": "Yes"}
    )
    assert page.status_code == 403
    assert "The person who made the request cannot decide on it." in page.text


@pytest.mark.parametrize(
    ("values", "text"),
    [({"answer": ""}, "#answer"), ({"verdict": ""}, "Choose whether or not you agree.")],
)
def test_a_decision_has_a_verdict_and_a_reason_and_keeps_what_was_typed(as_, seeded, values, text):
    send(as_("chinora"), "approvals", **ASKED)
    page = as_("iroda").post(
        f"/en/desk/approvals/{number(seeded)}",
        data={"verdict": "agree", "answer": "Kept words"} | values,
    )
    assert page.status_code == 422
    assert text in page.text
    assert ("Kept words" in page.text) == ("answer" not in values)


def test_a_withdrawal_under_pressure_is_on_the_list_until_a_supervisor_looked(as_, seeded, clock):
    values = {
        "to": "closed",
        "closing_reason": "withdrawn_under_pressure",
        "reason": "They came to his house",
    }
    assert send(as_("chinora"), "steps", **values).status_code == 303
    assert "They came to his house" in as_("iroda").get("/en/desk/approvals").text
    for path in ("/en/desk", "/en/desk/supervision"):
        desk = re.sub(r"<[^>]*>", "", as_("iroda").get(path).text)
        assert re.search(r"1\s+claim withdrawn under pressure", desk), path
        assert not re.search(r"\b1\s+request is waiting for a second approval", desk), path
    as_("iroda").post(
        f"/en/desk/approvals/{number(seeded)}", data={"verdict": "agree", "answer": "Called him"}
    )
    assert "No requests are waiting." in as_("iroda").get("/en/desk/approvals").text


def test_only_supervisors_decide(as_, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        asked = claim_approvals.request_approval(
            session, claim, NewApproval(ApprovalKind.DECLINE, "Why"), by=ELYOR, on=clock()
        ).reference
    for name in ("chinora", "elyor", "barno", "nodira"):
        page = as_(name).get("/en/desk/approvals")
        assert (page.status_code, asked in page.text) == (200, False)
        assert "Nothing is waiting for you now." in page.text
        assert (
            as_(name)
            .post(f"/en/desk/approvals/{asked}", data={"verdict": "agree", "answer": "x"})
            .status_code
            == 403
        )
    assert (
        as_("iroda")
        .post("/en/desk/approvals/Q-NONE", data={"verdict": "agree", "answer": "x"})
        .status_code
        == 404
    )


def test_the_card_of_a_reversal_names_the_heir_who_was_paid(as_, seeded, clock):
    act = {"by": ELYOR, "on": clock(), "day": cast.TODAY}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        payments.receive(session, claim, sample_money.new_payment(100, Hand.HELD), **act)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        sample_incidents.heir(session, row, on=clock(), name="Zqwidow Invented")
        paid = payments.pay_out(session, claim, sample_money.new_pay_out(100), **act)
        reversals.request(session, claim, paid.reference, "Slip", by=ELYOR, on=clock())
    page = as_("iroda").get("/en/desk/approvals").text
    assert "Paid out to an heir: Zqwidow Invented" in page
    assert "The worker died on" in page
    assert "Paid out to the worker" not in page
    assert "paid out to the worker<" not in page


def test_an_approver_reads_of_money_what_the_page_of_the_claim_says(as_, seeded, clock):
    act = {"by": ELYOR, "on": clock(), "day": cast.TODAY}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        paid = sample_money.new_payment(100, currency="EUR")
        paid.settles = DebtSettlement("RUB", Basis.AGREED, 90_00)
        received = payments.receive(session, claim, paid, **act)
        reversals.request(session, claim, received.reference, "Slip", by=ELYOR, on=clock())
    client = as_("iroda")
    texts = [client.get(f"/en/desk/{one}").text for one in ("approvals", f"wages/{cast.CLAIM}")]
    for page in texts:
        assert "€1" in page
        assert page.count("of the debt has been paid, counting other currencies") == 1
    assert "received by the worker" not in texts[0]


def test_a_decision_with_a_page_of_its_own_is_linked_for_whoever_may_make_it(as_, seeded, clock):
    with seeded.write() as session:
        report = scam_reports.report(session, NewReport("Firma", "KR"), by=VISITOR, on=clock())
    address, title = "/en/desk/offer-reports", "Reports about recruiters to confirm"
    day = clock.forward(days=2)
    as_("farida").post(f"{address}/{report.reference}/confirm")
    clock.forward(days=1)
    page = as_("gulnora").get("/en/desk/approvals").text
    since = formats.date(Language.EN, day)
    assert f'href="{address}"><strong>{title}</strong></a>: 1, since {since}' in page
    for name in ("farida", "barno"):
        assert title not in as_(name).get("/en/desk/approvals").text, name
    as_("gulnora").post(f"{address}/{report.reference}/confirm")
    assert title not in as_("iroda").get("/en/desk/approvals").text
