"""Payments on the page of a claim: asked about where they cannot be true, and taken back by two."""

import re

import pytest

from service.casework.claims import wage_claims
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand
from service.casework.workflow import ledger
from tests.support import cast, sample_incidents, sample_money
from tests.support.cast import ELYOR

PAGE = f"/en/desk/wages/{cast.CLAIM}"
PAYMENT = {
    "amount": "12000",
    "currency": "RUB",
    "payer": "employer",
    "method": "bank",
    "hand": "held",
    "on": "2026-11-24",
}


def send(client, route: str, **values):
    names = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))
    return client.post(f"{PAGE}/{route}", data=names | values)


def entries(seeded) -> list[ledger.LedgerEntry]:
    with seeded.read() as session:
        return ledger.entries(session, wage_claims.get(session, cast.CLAIM, by=ELYOR))


def test_a_mistyped_amount_is_recorded_only_when_confirmed(as_, seeded):
    client = as_("chinora")
    slip = PAYMENT | {"amount": "999999999"}
    asked = send(client, "payments", **slip)
    assert asked.status_code == 409
    assert "Is this amount right?" in asked.text
    assert "This is more than ten times the amount claimed." in asked.text
    assert 'value="999999999"' in asked.text
    assert entries(seeded) == []
    half = send(client, "payments", **slip, confirm_more_than_owed="1")
    assert half.status_code == 409
    assert '<input type="hidden" name="confirm_more_than_owed" value="1">' in half.text
    assert 'name="confirm_implausible"' in half.text
    done = send(client, "payments", **slip, confirm_more_than_owed="1", confirm_implausible="1")
    assert done.status_code == 303
    assert [one.amount for one in entries(seeded)] == [999_999_999_00]


def test_dollars_settle_a_stated_part_of_the_debt(as_, seeded):
    settles = {"settles.currency": "RUB", "settles.basis": "agreed", "settles.amount": "120 000"}
    dollars = PAYMENT | {"amount": "1500", "currency": "USD", "hand": "worker"}
    assert send(as_("chinora"), "payments", **dollars, **settles).status_code == 303
    with seeded.read() as session:
        roubles = money_entries.balances(session, cast.CLAIM)[0]
    assert (roubles.currency, roubles.in_hand) == ("RUB", 120_000_00)
    page = as_("chinora").get(PAGE).text
    assert "50% of it has reached the worker" in page


def test_money_in_a_currency_not_owed_leads_to_the_debt_that_it_settles(as_):
    page = send(as_("chinora"), "payments", **PAYMENT | {"currency": "USD"}).text
    assert "Nothing is owed in USD." in page
    folded = page.partition("Paid in another currency than the debt")[0].rpartition("<details")[2]
    assert "open" in folded
    page = send(as_("chinora"), "payments", **PAYMENT | {"amount": ""}).text
    assert "Nothing is owed in" not in page


def test_a_settlement_without_its_part_is_refused_beside_the_field(as_, seeded):
    answer = send(
        as_("chinora"),
        "payments",
        **PAYMENT | {"currency": "USD"},
        **{"settles.currency": "RUB", "settles.basis": "agreed"},
    )
    assert answer.status_code == 422
    assert 'id="settles.amount-wrong"' in answer.text
    assert entries(seeded) == []


def test_a_pay_out_of_an_earlier_day_is_recorded_with_its_receipt(as_, seeded):
    client = as_("chinora")
    send(client, "payments", **PAYMENT)
    out = {"amount": "12000", "currency": "RUB", "on": "2026-11-24", "method": "cash"}
    sent = {f"out_{name}": value for name, value in (out | {"receipt": "N 17"}).items()}
    assert send(client, "pay-outs", **sent).status_code == 303
    row = entries(seeded)[1]
    assert (str(row.on), row.method, row.receipt) == ("2026-11-24", "cash", "N 17")
    assert "N 17" in client.get(PAGE).text


@pytest.fixture
def paid(as_, seeded) -> str:
    """The reference of a payment."""
    send(as_("chinora"), "payments", **PAYMENT)
    return entries(seeded)[0].entry


def test_an_entry_is_reversed_by_two_people_and_both_are_shown(as_, seeded, paid):
    client = as_("chinora")
    asked = send(client, "reversals", reversal_entry=paid, reversal_reason="A zero too many")
    assert asked.status_code == 303
    assert "Reversal waiting for a second person" in client.get(PAGE).text
    supervisor = as_("iroda")
    card = supervisor.get("/en/desk/approvals").text
    assert paid in card
    assert "A zero too many" in card
    assert "claimed RUB" in card or "claimed ₽" in card or "240,000" in card
    number = re.search(r'action="/en/desk/approvals/([^"]+)"', card)[1]
    decided = supervisor.post(
        f"/en/desk/approvals/{number}", data={"verdict": "agree", "answer": "Seen"}
    )
    assert decided.status_code == 303
    page = client.get(PAGE).text
    assert ">Reversed<" in page
    assert f"of {paid}" in page
    assert money_left(seeded) == 0


def money_left(seeded) -> int:
    with seeded.read() as session:
        return money_entries.balances(session, cast.CLAIM)[0].received


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reversal_reason": "Slip"}, "reversal_entry"),
        ({"reversal_entry": "E-NOTHERE2", "reversal_reason": "Slip"}, "reversal_entry"),
        ({"reversal_entry": "PAID"}, "reversal_reason"),
    ],
)
def test_a_reversal_without_entry_or_reason_is_refused_beside_its_field(as_, paid, values, field):
    values = {name: paid if value == "PAID" else value for name, value in values.items()}
    answer = send(as_("chinora"), "reversals", **values)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text


def test_more_than_the_share_of_an_heir_is_questioned_with_what_they_received(as_, seeded, clock):
    act = {"by": ELYOR, "on": clock(), "day": cast.TODAY}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        payments.receive(session, claim, sample_money.new_payment(100_00, Hand.HELD), **act)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        sample_incidents.heir(session, row, on=clock(), share="1/3")
    pay = {"out_currency": "RUB", "out_on": cast.TODAY.isoformat(), "out_method": "bank"}
    assert send(as_("chinora"), "pay-outs", **pay, out_amount="30").status_code == 303
    page = " ".join(as_("chinora").get(PAGE).text.split())
    assert "share 1/3, ₽33.33 of ₽100. Already received: ₽30" in page
    asked = send(as_("chinora"), "pay-outs", **pay, out_amount="4")
    assert asked.status_code == 409
    assert "With this payment, the heir will have received more than their share." in asked.text
    pay["out_confirm_more_than_share"] = "1"
    assert send(as_("chinora"), "pay-outs", **pay, out_amount="4").status_code == 303


def test_a_payment_for_heirs_is_preset_to_money_that_we_hold(as_, seeded, clock):
    def preset():
        found = re.findall(r'value="(\w+)" selected', as_("chinora").get(PAGE).text)
        return {"worker", "held", "employer", "insurer"} & {*found}

    assert preset() == {"worker", "employer"}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        sample_incidents.died(session, claim.citizen, on=clock())
        claim.worked_from = claim.worked_to = None
    assert preset() == {"held", "insurer"}
