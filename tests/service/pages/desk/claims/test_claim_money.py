"""Instalments, fees and undelivered money on the page of a claim, and the list of what waits for
its workers."""

import re

import pytest

from service.casework.claims import follow_secret, wage_claims
from service.casework.money import failed_payouts, instalments, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, Method, NonDeliveryReason, Payer, PayOut
from service.casework.money.payments import AssessmentInput, NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from tests.support import cast, sample_incidents
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/wages/{cast.CLAIM}"
BACK = {"wait_discovery": "notice", "wait_receipt": "R 9"}
PAID = {"waiting_on": "2026-11-25", "waiting_method": "cash", "waiting_receipt": "N 18"}


@pytest.fixture(autouse=True)
def _held(seeded, clock) -> None:
    """Of the 300 that were agreed, 100 came and are held; 40 of them were paid out."""
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        payments.assess(session, claim, [AssessmentInput(1, 300_00, 300_00)], by=ELYOR, on=clock())
        new_payment = NewPayment(
            100_00,
            "RUB",
            Payer.EMPLOYER,
            TODAY,
            Method.BANK,
            Hand.HELD,
            confirm=list(AmountQuestion),
        )
        payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
        payments.pay_out(
            session,
            claim,
            NewPayOut(40_00, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)),
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )


def hidden(client) -> dict[str, str]:
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))


def send(client, route: str, **values):
    return client.post(f"{PAGE}/{route}", data=hidden(client) | values)


def balance(seeded) -> money_entries.Balance:
    with seeded.read() as session:
        return money_entries.balances(session, cast.CLAIM)[0]


def test_the_three_rates_stand_beside_their_sums(as_):
    page = as_("chinora").get(PAGE).text
    assert page.count("13.3% of it has reached the worker") == 2
    assert "0% of it has reached the worker" in page


def test_a_plan_is_saved_shown_and_seen_when_it_is_late(as_, seeded, clock):
    client = as_("chinora")
    parts = {
        "part_currency": "RUB",
        "part_amount_1": "120",
        "part_due_1": "2026-11-26",
        "part_amount_3": "180",
        "part_due_3": "2026-12-26",
    }
    assert send(client, "instalments", **parts).status_code == 303
    with seeded.read() as session:
        assert [
            one.came for one in instalments.by_claims(session, [cast.CLAIM], TODAY)[cast.CLAIM]
        ] == [100_00, 0]
    assert "Instalment overdue" not in client.get("/en/desk/wages").text
    clock.forward(days=2)
    assert "Instalment overdue since" in as_("chinora").get("/en/desk/wages").text
    assert send(as_("chinora"), "instalments", part_currency="RUB").status_code == 303
    assert "Instalment overdue since" not in as_("chinora").get("/en/desk/wages").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"part_amount_2": "much", "part_due_2": "2026-12-01"}, "part_amount_2"),
        ({"part_amount_1": "300"}, "part_due_1"),
        ({"part_amount_1": "299", "part_due_1": "2026-12-01"}, "part_amount_1"),
        (
            {"part_amount_1": "300", "part_due_1": "2026-12-01", "part_currency": ""},
            "part_currency",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_kept_in_the_form(as_, values, field):
    page = send(as_("chinora"), "instalments", **{"part_currency": "RUB"} | values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_a_fee_is_listed_once_and_shown(as_, seeded):
    client = as_("chinora")
    result = hidden(client) | {"fee_fee": "bank_fee", "fee_amount": "1.50", "fee_currency": "RUB"}
    for _ in "12":
        assert client.post(f"{PAGE}/fees", data=result).status_code == 303
    assert (balance(seeded).deducted, balance(seeded).held) == (1_50, 58_50)
    assert "Bank fee · ₽1.50" in client.get(PAGE).text
    refused = send(client, "fees", fee_fee="tax", fee_amount="59", fee_currency="RUB")
    assert refused.status_code == 422
    assert 'href="#fee_amount"' in refused.text


def test_nothing_held_and_no_pay_out_chosen_is_told_at_the_pay_out(as_):
    held = {"fee_fee": "tax", "fee_amount": "60", "fee_currency": "RUB"}
    assert send(as_("chinora"), "fees", **held).status_code == 303
    values = BACK | {"wait_hurdle": "payout_failed", "wait_since": "2026-11-25"}
    refused = send(as_("chinora"), "undelivered", **values, wait_pay_out="")
    assert (refused.status_code, 'href="#wait_pay_out"' in refused.text) == (422, True)


def test_a_pay_out_that_came_back_waits_on_the_list_until_it_is_delivered(as_, seeded):
    client = as_("chinora")
    with seeded.read() as session:
        (out,) = money_entries.list_current(session, PayOut, cast.CLAIM)
    values = BACK | {
        "wait_hurdle": "payout_failed",
        "wait_since": "2026-11-25",
        "wait_pay_out": str(out.id),
    }
    assert send(client, "undelivered", **values).status_code == 303
    assert send(client, "undelivered", **values).status_code == 422
    assert (balance(seeded).paid_out, balance(seeded).undelivered) == (0, 40_00)
    assert "Alisher Invented" in client.get("/en/desk/unclaimed").text
    past = client.get("/en/desk/unclaimed?page=9").text
    assert "The list does not have this many pages." in past
    assert "All the money has reached" not in past
    assert "Alisher Invented" not in as_("davron").get("/en/desk/unclaimed").text
    page = as_("chinora").get(PAGE).text
    assert f'<option value="{out.id}"' not in page, "it cannot come back a second time"
    number = re.search(r'name="waiting_number" value="(\d+)"', page)[1]
    assert send(as_("chinora"), "delivered", **PAID, waiting_number=number).status_code == 303
    assert (balance(seeded).paid_out, balance(seeded).undelivered) == (40_00, 0)
    assert (
        "All the money has reached the workers or their heirs."
        in as_("chinora").get("/en/desk/unclaimed").text
    )


def test_waiting_money_above_the_share_of_an_heir_is_paid_when_confirmed(as_, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        (out,) = money_entries.list_current(session, PayOut, cast.CLAIM)
        back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=out.id)
        row = failed_payouts.flag(session, claim, back, by=ELYOR, on=clock(), day=TODAY)
        incident = sample_incidents.died(session, claim.citizen, on=clock())
        sample_incidents.heir(session, incident, on=clock(), share="1/3")
        values = PAID | {"waiting_number": str(row.id), "waiting_currency": "RUB"}
    assert "The heirs" in as_("chinora").get("/en/desk/unclaimed").text
    part = values | {"waiting_amount": "40,01"}
    assert send(as_("chinora"), "delivered", **part).status_code == 422
    part["waiting_amount"] = "10"
    assert (
        "Another heir is paid now"
        in send(as_("chinora"), "delivered", **part, waiting_heir="X-OTHER").text
    )
    assert send(as_("chinora"), "delivered", **part).status_code == 303
    assert balance(seeded).undelivered == 30_00
    page = as_("chinora").get(PAGE).text
    assert re.findall(r"₽(\S+) · The money was returned", page) == ["10", "30"]
    values["waiting_number"] = re.search(r'name="waiting_number" value="(\d+)"', page)[1]
    asked = send(as_("chinora"), "delivered", **values)
    assert asked.status_code == 409
    assert 'name="waiting_confirm_more_than_share"' in asked.text
    values["waiting_confirm_more_than_share"] = "1"
    assert send(as_("chinora"), "delivered", **values).status_code == 303
    assert balance(seeded).undelivered == 0


def test_held_money_of_somebody_who_cannot_be_found_waits_too(as_, seeded):
    values = BACK | {
        "wait_hurdle": "worker_not_found",
        "wait_since": "2026-11-25",
        "wait_amount": "60",
        "wait_currency": "RUB",
    }
    assert send(as_("chinora"), "undelivered", **values | {"wait_amount": "61"}).status_code == 422
    assert send(as_("chinora"), "undelivered", **values).status_code == 303
    assert (balance(seeded).held, balance(seeded).undelivered) == (0, 60_00)


def test_a_return_and_its_delivery_show_how_and_by_which_paper(as_, seeded):
    client = as_("chinora")
    with seeded.read() as session:
        (out,) = money_entries.list_current(session, PayOut, cast.CLAIM)
    values = {
        "wait_hurdle": "payout_failed",
        "wait_since": "2026-11-25",
        "wait_pay_out": str(out.id),
    }
    missing = send(client, "undelivered", **values, wait_receipt="R 9")
    assert ('href="#wait_discovery"' in missing.text, 'value="R 9"' in missing.text) == (True, True)
    send(client, "undelivered", **BACK, **values)
    page = client.get(PAGE).text
    assert re.search(r"Notice of the bank or post office\s*· R 9", page)
    number = {"waiting_number": re.search(r'name="waiting_number" value="(\d+)"', page)[1]}
    early = send(client, "delivered", **PAID | number | {"waiting_on": "2026-11-24"})
    assert ('href="#waiting_on"' in early.text, 'value="N 18"' in early.text) == (True, True)
    assert send(client, "delivered", **PAID, **number).status_code == 303
    assert "<span>N 18</span>" in client.get(PAGE).text


@pytest.mark.parametrize("route", ["instalments", "fees", "undelivered", "delivered"])
def test_whoever_comes_second_sees_that_the_claim_changed(as_, route):
    client = as_("chinora")
    earlier = hidden(client)
    assert (
        send(client, "fees", fee_fee="tax", fee_amount="1", fee_currency="RUB").status_code == 303
    )
    late = earlier | {
        "once": "q" * 20,
        "fee_fee": "tax",
        "fee_amount": "1",
        "fee_currency": "RUB",
        "waiting_number": "1",
    }
    assert client.post(f"{PAGE}/{route}", data=late).status_code == 412


def test_the_worker_sees_what_was_taken_and_what_waits(as_, client):
    send(as_("chinora"), "fees", fee_fee="bank_fee", fee_amount="1", fee_currency="RUB")
    send(
        as_("chinora"),
        "undelivered",
        **BACK,
        wait_hurdle="worker_not_found",
        wait_since="2026-11-25",
        wait_amount="5",
        wait_currency="RUB",
    )
    as_()
    pair = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    page = client.post("/en/wages/follow", data=pair).text
    assert "Bank fee · ₽1" in page
    assert "₽5 · The recipient cannot be found" in page


@pytest.mark.parametrize(("component", "offered"), [("overtime", True), ("fee_refund", False)])
def test_a_payment_without_a_line_is_offered_only_where_it_is_accepted(
    as_, seeded, component, offered
):
    with seeded.write() as session:
        owed = {"component": component, "currency": "RUB", "claimed": 3}
        session.add(wage_claims.Line(claim=cast.CLAIM, number=9, **owed))
    assert ("No particular line" in as_("chinora").get(PAGE).text) == offered
