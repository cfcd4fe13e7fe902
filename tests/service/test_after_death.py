"""What a confirmed death ends, and who is paid after it: by pages opened before, merges and races."""

import re

import pytest

from matching.identity import deaths, persons, telephones
from matching.identity.persons import NewCitizen
from service.accounts import phone_login
from service.casework.claims import follow_secret, wage_claims
from service.casework.incidents import relatives
from service.casework.money import failed_payouts, heir_shares, money_entries, payees, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, Method, NonDeliveryReason, PayOut
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from service.casework.money.plausibility import AmountQuestioned
from service.casework.protection import record_merge
from service.casework.scope.incident_tables import Incident, Relative
from tests.service.pages.sign_in.test_citizen_sign_in import PHONE, come_in
from tests.support import cast, sample_incidents, sample_money
from tests.support.cast import ELYOR, IRODA, TODAY

PAGE = f"/en/desk/wages/{cast.CLAIM}"
PAY = {"out_currency": "RUB", "out_on": TODAY.isoformat(), "out_method": "bank"}


@pytest.fixture
def act(clock):
    return {"by": ELYOR, "on": clock(), "day": TODAY}


def two_heirs(session, act, shares=("1/3", "2/3")):
    """100.00 roubles held for two proved heirs."""
    claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
    payments.receive(session, claim, sample_money.new_payment(100_00, Hand.HELD), **act)
    row = sample_incidents.died(session, claim.citizen, on=act["on"])
    names = ("Zqwidow", "Zqson")
    return claim, [
        sample_incidents.heir(session, row, on=act["on"], name=name, share=share).reference
        for name, share in zip(names, shares, strict=False)
    ]


def pay_to(seeded, heir, act):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=heir), **act)


def hidden(client):
    return dict(
        re.findall(r'name="(once|version|seen|out_heir)" value="([^"]*)"', client.get(PAGE).text)
    )


def heirs_paid(seeded):
    with seeded.read() as session:
        return [one.heir for one in money_entries.list_current(session, PayOut, cast.CLAIM)]


def merged_with_the_dead(seeded, clock) -> str:
    """Merge the signed-in Alisher with a record on which his death was confirmed."""
    with seeded.write() as session:
        account = phone_login.find_by_number(session, telephones.international_number(PHONE))
        new = NewCitizen("Alisher Karimov", "+998 90 555 55 55")
        other = persons.record(session, new, by=ELYOR, on=clock())
        sample_incidents.died(session, other.reference, on=clock())
        record_merge.merge_own(session, account.citizen, other.reference, by=IRODA, on=clock())
        assert deaths.day_of_death(session, account.citizen)
        return account.citizen


def test_a_merge_with_the_record_of_the_dead_ends_the_login_sessions(client, seeded, clock):
    come_in(client, seeded)
    merged_with_the_dead(seeded, clock)
    assert client.get("/en/me").status_code == 401


def test_the_telephone_of_the_dead_does_not_download_how_they_died(client, seeded, clock):
    come_in(client, seeded)
    merged_with_the_dead(seeded, clock)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/me/file").text)
    answer = client.post("/en/me/file.json", data={"token": token[1] if token else ""})
    assert "Zqfall from a roof" not in answer.text


def test_a_page_opened_before_the_death_does_not_open_the_claim_after_it(
    client, seeded, clock, act
):
    told = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    page = client.post("/en/wages/follow", data=told).text
    with seeded.write() as session:
        claim, (widow, _son) = two_heirs(session, act)
        payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=widow), **act)
        payments.pay_out(session, claim, sample_money.new_pay_out(33_00), **act)
    assert client.post("/en/wages/follow", data=told).status_code == 422
    # Three times round, two and three hours apart: each page brings a new ticket for four hours.
    for _ in range(3):
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)
        clock.forward(hours=3)
        answer = client.post(
            "/en/wages/follow/evidence",
            data={"ticket": ticket[1] if ticket else "", "done": "1"},
            files={"file": ("", b"")},
        )
        page = answer.text
    assert "Severny Dvor" not in page


def test_a_pay_out_goes_to_the_heir_whom_the_page_named(as_, seeded, act):
    with seeded.write() as session:
        _claim, (widow, son) = two_heirs(session, act)
    pay_to(seeded, widow, act)
    client = as_("chinora")
    assert "Zqwidow</strong>" in client.get(PAGE).text
    shown = hidden(client)
    pay_to(seeded, son, act)
    client.post(f"{PAGE}/pay-outs", data=shown | PAY | {"out_amount": "30"})
    assert heirs_paid(seeded) == [], "booked to the son; the page said that the widow is paid"


def test_a_pay_out_is_not_booked_to_the_other_heir_when_the_chosen_one_is_withdrawn(
    as_, seeded, act
):
    with seeded.write() as session:
        _claim, (widow, _son) = two_heirs(session, act)
        incident = session.get_one(Relative, widow).incident
    pay_to(seeded, widow, act)
    client = as_("chinora")
    shown = hidden(client)
    with seeded.write() as session:
        row = session.get_one(Incident, incident)
        relatives.withdraw(session, row, widow, by=ELYOR, on=act["on"])
    client.post(f"{PAGE}/pay-outs", data=shown | PAY | {"out_amount": "30"})
    assert heirs_paid(seeded) == []


def test_yes_to_a_question_about_one_heir_is_no_yes_for_another(as_, seeded, act):
    with seeded.write() as session:
        _claim, (widow, son) = two_heirs(session, act)
    pay_to(seeded, son, act)
    client = as_("chinora")
    pay = hidden(client) | PAY | {"out_amount": "67"}  # 0.34 above the son's share
    assert client.post(f"{PAGE}/pay-outs", data=pay).status_code == 409
    pay_to(seeded, widow, act)  # 33.67 above the widow's
    client.post(f"{PAGE}/pay-outs", data=pay | {"out_confirm_more_than_share": "1"})
    assert heirs_paid(seeded) == []


def test_unclaimed_money_above_a_share_is_questioned(seeded, act):
    with seeded.write() as session:
        claim, (widow, _son) = two_heirs(session, act)
        new = NewUndelivered(NonDeliveryReason.FAILED, TODAY, amount=100_00, currency="RUB")
        row = failed_payouts.flag(session, claim, new, **act)
        payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=widow), **act)
        with pytest.raises(AmountQuestioned):
            failed_payouts.deliver(session, claim, row.id, **act)


def test_what_came_back_from_the_son_is_not_delivered_to_the_widow_unseen(seeded, act):
    with seeded.write() as session:
        claim, (widow, son) = two_heirs(session, act)
        payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=son), **act)
        out = payments.NewPayOut(66_66, "RUB", TODAY, Method.BANK)
        paid = payments.pay_out(session, claim, out, **act)
        new = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=paid.id)
        row = failed_payouts.flag(session, claim, new, **act)
        payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=widow), **act)
        with pytest.raises(AmountQuestioned):
            failed_payouts.deliver(session, claim, row.id, **act)


def test_after_a_merge_the_shares_above_the_whole_are_questioned(seeded, act):
    with seeded.write() as session:
        claim, (widow,) = two_heirs(session, act, ("1/2",))
        new = NewCitizen("Alisher Karimov", "+998 90 555 55 55")
        other = persons.record(session, new, by=ELYOR, on=act["on"])
        row = sample_incidents.died(session, other.reference, on=act["on"])
        again = sample_incidents.heir(session, row, on=act["on"], name="Zqson", share="2/3")
        record_merge.merge_own(session, claim.citizen, other.reference, by=IRODA, on=act["on"])
        rows = [session.get_one(Relative, widow), again]
        due = sum(one.due for one in heir_shares.list_sums(session, claim, rows))
        payees.set_payee(
            session, claim, NewPayee(PayeeMethod.HEIR, relative=again.reference), **act
        )
        out = payments.NewPayOut(66_66, "RUB", TODAY, Method.BANK)
        with pytest.raises(AmountQuestioned):  # 7/6 of the money are due in all
            payments.pay_out(session, claim, out, **act)
        assert due > 100_00


def test_two_numbers_are_not_one_helpline(as_):
    form = {"country": "KR", "number": "112/119", "en": "An", "ru": "В", "uz": "O"}
    form |= {"source": "A notice", "reason": "We had none."}
    answer = as_("farida").post("/en/desk/helplines", data=form)
    assert answer.status_code == 422, "it would be dialled as 112119"
