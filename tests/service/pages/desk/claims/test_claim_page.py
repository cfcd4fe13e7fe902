"""One claim at the desk: steps, money, notes, and two officers at once."""

import re
from datetime import date

import msgspec
import pytest

from catalog.core.actor import Role
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewLine
from service.casework.money import money_entries, payments
from service.casework.money.payments import AssessmentInput
from service.casework.worklists import next_actions
from service.infra import access
from service.infra.access import Permission
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads
from tests.support.correction_forms import fields

PAGE = f"/en/desk/wages/{cast.CLAIM}"
DIARY = {
    "employer": "Severny Dvor Stroy",
    "country": "RU",
    "wage": "130 000",
    "currency": "RUB",
    "period": "month",
    "days_a_month": "26",
}
STEP = {"to": "acknowledged", "next_action": "Call the worker", "due": "2026-11-27"}


def hidden(client):
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))


def send(client, route, **values):
    return client.post(f"{PAGE}/{route}", data=hidden(client) | values)


def balance(seeded):
    with seeded.read() as session:
        return money_entries.balances(session, cast.CLAIM)[0]


def test_only_the_steps_that_are_allowed_can_be_chosen(as_):
    page = as_("chinora").get(PAGE).text
    assert '<option value="acknowledged">' in page
    assert '<option value="accepted">' not in page


def test_whoever_calculates_without_a_proved_amount_is_told_so(as_, seeded):
    with seeded.write() as session:
        session.get_one(Claim, cast.CLAIM).state = "screened"
    client, proved = as_("chinora"), "no amount proved by documents has been recorded"
    assert proved in client.get(PAGE).text.lower()
    with seeded.write() as session:
        session.get_one(Claim, cast.CLAIM).state = "calculated"
    assert proved in client.get(PAGE).text.lower()
    assert send(client, "amounts", documented_1="200 000", agreed_1="").status_code == 303
    assert proved not in client.get(PAGE).text.lower()


def test_whoever_settles_without_an_agreed_amount_is_told_so(as_, seeded):
    client = as_("chinora")
    for state, told in (
        ("settlement_offered", "record the agreed amount on this page"),
        ("settled_awaiting_payment", "no agreed amount has been recorded"),
    ):
        with seeded.write() as session:
            session.get_one(Claim, cast.CLAIM).state = state
        assert told in client.get(PAGE).text
    assert send(client, "amounts", documented_1="", agreed_1="200 000").status_code == 303
    assert "no agreed amount has been recorded" not in client.get(PAGE).text


def test_a_line_without_an_agreed_amount_is_seen_in_what_is_owed_in_all(as_, seeded, clock):
    lines = [NewLine(Component.BASE_PAY, 100_00, "RUB"), NewLine(Component.OVERTIME, 30_00, "RUB")]
    new_claim = msgspec.structs.replace(cast.ALISHERS_CLAIM, lines=lines)
    with seeded.write() as session:
        row = wage_claims.file(
            session, new_claim, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim
        amounts = [AssessmentInput(1, None, 80_00)]
        payments.assess(session, row, amounts, by=cast.CHINORA, on=clock())
        path = f"/en/desk/wages/{row.reference}"
    assert "₽110 is owed in all" in as_("chinora").get(path).text
    assert "is owed in all" not in as_("chinora").get(PAGE).text


def test_a_step_moves_the_claim_and_stands_in_its_history(as_):
    client = as_("chinora")
    assert send(client, "steps", **STEP).status_code == 303
    page = client.get(PAGE).text
    assert "Received → Acknowledged" in page
    assert "· Chinora</p>" in page
    assert "27\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026" in page


def test_a_step_left_without_next_action_gets_the_usual_one_in_each_language(as_, seeded):
    client = as_("chinora")
    assert 'data-usual="acknowledged" data-due="02.12.2026"' in client.get(PAGE).text
    assert send(client, "steps", to="acknowledged", reason="x").status_code == 303
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        assert claim.due == date(2026, 12, 2)
        action = wage_claims.next_action(session, claim)
    assert action == next_actions.ACTIONS[ClaimState.ACKNOWLEDGED]


def test_a_step_takes_a_day_in_words_and_no_reason_for_closing_without_closing(as_, seeded):
    more = {"next_action": "Mine", "due": "через неделю", "closing_reason": "unenforceable"}
    assert send(as_("chinora"), "steps", to="acknowledged", **more).status_code == 303
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
    assert (claim.due, claim.closing_reason) == (date(2026, 12, 2), "")


def test_whoever_comes_second_sees_both_states_and_keeps_their_words(as_):
    client = as_("chinora")
    earlier = hidden(client)
    assert send(client, "steps", **STEP).status_code == 303
    page = client.post(
        f"{PAGE}/steps", data=earlier | STEP | {"once": "q" * 20, "next_action": "My own words"}
    )
    assert page.status_code == 412
    result = page.text.split('role="alert"')[1]
    assert "Received" in result
    assert "Acknowledged: Call the worker" in result
    assert 'value="My own words"' in page.text


def test_a_payment_pressed_twice_is_one_payment(as_, seeded):
    client = as_("chinora")
    result = hidden(client) | {
        "amount": "50 000",
        "currency": "RUB",
        "payer": "employer",
        "method": "bank",
        "hand": "held",
        "on": "2026-11-20",
    }
    for _ in range(2):
        assert client.post(f"{PAGE}/payments", data=result).status_code == 303
    assert (balance(seeded).received, balance(seeded).paid_out) == (50_000_00, 0)
    assert send(client, "pay-outs", **OUT | {"out_amount": "20000"}).status_code == 303
    assert balance(seeded).paid_out == 20_000_00
    refused = send(client, "pay-outs", **OUT | {"out_amount": "40000"})
    assert refused.status_code == 422
    assert 'href="#out_amount"' in refused.text


def test_what_the_papers_show_is_written_line_by_line(as_, seeded):
    client = as_("chinora")
    before = hidden(client)
    assert send(client, "amounts", documented_1="200 000", agreed_1="").status_code == 303
    assert (balance(seeded).documented, balance(seeded).agreed) == (200_000_00, 0)
    late = client.post(f"{PAGE}/amounts", data=before | {"once": "q" * 20, "documented_1": "1"})
    assert late.status_code == 412
    wrong = send(client, "amounts", documented_1="much")
    assert wrong.status_code == 422
    assert 'href="#documented_1"' in wrong.text


def test_a_wage_diary_that_became_a_claim_is_read_by_its_officer_day_by_day(as_):
    diary = as_("rustam").post("/en/me/diary", data=DIARY | {"once": "k" * 24}).headers["location"]
    for day, hours, paid in (("03", "8", "2 000"), ("02", "9:30", ""), ("04", "", "500")):
        typed = {"day": f"2026-11-{day}", "hours": hours, "paid": paid}
        assert as_("rustam").post(diary, data=typed).status_code == 303
    as_("rustam").post(f"{diary}/claim", data={"once": "m" * 24})
    number = re.search(r'class="ref">([^<]+)', as_("rustam").get(diary).text)[1]
    page = as_("chinora").get(f"/en/desk/wages/{number}").text
    part = re.search(r'<section id="diary">.*?</section>', page, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", part).replace("\N{NO-BREAK SPACE}", " ").split())
    for shown in (
        "Agreed pay ₽130,000 · a month",
        "2 days, 17.5 hours",
        "Pay received ₽2,500 Unpaid according to the diary ₽7,500",
        "2 Nov 2026 9:30 – 3 Nov 2026 8:00 ₽2,000 4 Nov 2026 – ₽500",
    ):
        assert shown in words, words
    assert 'id="diary"' not in as_("chinora").get(PAGE).text


def test_days_of_the_diary_after_the_claim_are_not_left_out_of_its_sum(as_, clock):
    diary = as_("rustam").post("/en/me/diary", data=DIARY | {"once": "k" * 24}).headers["location"]
    as_("rustam").post(diary, data={"day": "2026-11-02", "hours": "8"})
    as_("rustam").post(f"{diary}/claim", data={"once": "m" * 24})
    number = re.search(r'class="ref">([^<]+)', as_("rustam").get(diary).text)[1]
    page, form = f"/en/desk/wages/{number}", f"/en/desk/wages/{number}/correct?with=diary"
    assert f'href="{form}"' not in as_("chinora").get(page).text
    clock.forward(minutes=1)
    for day in ("10", "11"):
        as_("rustam").post(diary, data={"day": f"2026-11-{day}", "hours": "8"})
    shown = as_("chinora").get(page).text
    assert "2 more days since the claim was filed: ₽10,000 that" in shown
    assert f'href="{form}"' in shown
    typed = fields(as_("chinora").get(form).text)
    assert (typed["fact_line_1_amount"], typed["fact_worked_to"]) == ("15000", "2026-11-11")
    reason = {"reason": "The diary goes on"}
    assert as_("chinora").post(f"{page}/correct", data=typed | reason).status_code == 303
    assert f'href="{form}"' not in as_("chinora").get(page).text
    assert "noted ₽3,000 received" not in shown
    as_("rustam").post(diary, data={"day": "2026-11-12", "paid": "3000"})
    assert "noted ₽3,000 received" in as_("chinora").get(page).text


def test_a_note_is_for_colleagues(as_):
    client = as_("chinora")
    assert send(client, "notes", note="He called back.").status_code == 303
    assert "He called back." in client.get(PAGE).text
    assert send(client, "notes", note="").status_code == 422


@pytest.mark.parametrize("name", ["chinora", "elyor", "iroda"])
def test_the_number_is_masked_until_it_is_needed(as_, name):
    client = as_(name)
    page = client.get(PAGE).text
    assert "••••001" in page
    assert "900000001" not in page
    shown = client.post(f"{PAGE}/reveal")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    assert 'href="tel:+998900000001"' in shown.text
    assert "Your access has been recorded" in shown.text
    assert "900000001" not in client.get(PAGE).text


def test_a_number_is_shown_to_nobody_without_the_right(as_):
    assert as_("nodira").post(f"{PAGE}/reveal").status_code == 403
    assert as_("davron").post(f"{PAGE}/reveal").status_code == 404
    assert (
        as_("chinora", key=True, scopes=("citizens:reveal",)).post(f"{PAGE}/reveal").status_code
        == 403
    )


def test_every_opening_is_in_the_journal_and_without_it_there_is_no_page(
    as_, seeded, app_state, monkeypatch
):
    client = as_("chinora")
    client.get(PAGE)
    send(client, "steps", to="calculated")  # refused, and the claim is drawn again
    client.post(f"{PAGE}/reveal")
    opened = ("claim", "open", "")
    assert list_reads(seeded) == [opened, opened, opened, ("citizen", "reveal", "phone"), opened]
    cannot_write(app_state.database, monkeypatch)
    lost = client.get(PAGE)
    assert lost.status_code == 503
    assert "Severny" not in lost.text


@pytest.mark.parametrize("route", ["steps", "payments", "pay-outs", "notes", "amounts"])
def test_another_post_s_claim_does_not_exist(as_, route):
    client = as_("davron")
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}/{route}", data={"version": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "route"), [("nodira", "steps"), ("iroda", "payments"), ("nodira", "notes")]
)
def test_a_reader_writes_nothing(as_, name, route):
    assert as_(name).post(f"{PAGE}/{route}", data={}).status_code == 403
    assert f'action="{PAGE}/{route}"' not in as_(name).get(PAGE).text


@pytest.mark.parametrize("route", ["steps", "payments", "pay-outs", "notes", "amounts"])
def test_who_may_write_sees_no_claim_of_another_region(as_, monkeypatch, route):
    writes = {Permission.WAGES_WRITE, Permission.WAGES_STEP, Permission.WAGES_PAY}
    monkeypatch.setitem(access.ROLES, Role.ADVISER, access.ROLES[Role.ADVISER] | writes)
    page = as_("barno").post(f"{PAGE}/{route}", data={"note": ""})
    assert page.status_code == 404
    assert "Severny" not in page.text


def test_a_step_that_cannot_be_taken_is_named_in_the_reader_s_words(as_):
    client = as_("chinora")
    result = hidden(client) | STEP | {"to": "accepted"}
    page = client.post(f"/ru{PAGE.removeprefix('/en')}/steps", data=result).text
    assert "Из состояния «Получено» заявление нельзя перевести в «Принято»" in page
    assert "«received»" not in page


def test_a_form_sent_again_with_other_words_can_be_sent_once_more(as_):
    client = as_("chinora")
    first = hidden(client) | {"note": "He called."}
    assert client.post(f"{PAGE}/notes", data=first).status_code == 303
    again = client.post(f"{PAGE}/notes", data=first | {"note": "He called twice."})
    assert again.status_code == 422
    assert "already been sent with different answers" in again.text
    fresh = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', again.text))
    assert (
        client.post(f"{PAGE}/notes", data=fresh | {"note": "He called twice."}).status_code == 303
    )
    assert "He called twice." in client.get(PAGE).text


PAID = {
    "amount": "50 000",
    "currency": "RUB",
    "payer": "employer",
    "method": "bank",
    "hand": "held",
    "on": "2026-11-20",
}
OUT = {"out_currency": "RUB", "out_on": "2026-11-25", "out_method": "bank"}


def test_the_same_payment_from_two_windows_is_recorded_once(as_, seeded):
    client = as_("chinora")
    first, second = hidden(client), hidden(client)
    assert client.post(f"{PAGE}/payments", data=first | PAID).status_code == 303
    assert client.post(f"{PAGE}/payments", data=second | PAID).status_code == 412
    assert balance(seeded).received == 50_000_00


@pytest.mark.parametrize("typed", ["-5", "1.200", "much"])
def test_a_sum_that_was_not_understood_is_asked_for_again(as_, seeded, typed):
    page = send(as_("chinora"), "payments", **PAID | {"amount": typed})
    assert page.status_code == 422
    assert "Enter an amount in digits" in page.text
    assert balance(seeded).received == 0


def test_money_may_come_in_any_currency_of_the_claim_or_the_usual_ones(as_):
    client = as_("chinora")
    with_krw = send(client, "payments", **PAID | {"currency": "KRW", "confirm_more_than_owed": "1"})
    assert with_krw.status_code == 303
    offered = re.findall(r'<option value="([A-Z]{3})"', client.get(PAGE).text)
    assert {"RUB", "KRW", "USD", "EUR", "UZS"} <= set(offered)
