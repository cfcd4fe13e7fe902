"""The page of another body: nothing before the code, nothing after consent ends, one answer once."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from service import accounts
from service.casework.protection import referral_actions, referral_links, referrals
from service.casework.protection.referral_actions import Body, NewSending, Pillar
from service.casework.protection.referral_links import NewLink
from service.casework.protection.referrals import Consent, NewReferral, Referral
from tests.support import cast

SECRETS = ("Alisher", "Only at night", "A bed", "Olim", "Moscow")


@pytest.fixture
def case(seeded, clock):
    with seeded.write() as session:
        nodira, chinora = (
            accounts.actor_for(accounts.find(session, cast.email(name)))
            for name in ("nodira", "chinora")
        )
        given = NewReferral(cast.CLAIM, consent=Consent.GIVEN, reach="Only at night")
        row = referrals.refer(session, given, by=chinora, on=clock(), day=cast.TODAY)
        new_sending = NewSending(Body.IOM, Pillar.SUPPORT)
        referral_actions.send(session, row, new_sending, by=nodira, on=clock(), day=cast.TODAY)
        new_link = NewLink("Olim Invented", "A bed for tonight.", name=True)
        made = referral_links.make(session, row, new_link, by=nodira, on=clock())
        return row.reference, f"/en/referral/{made.number}/{made.mark}", made.code


def hidden(page: str, status: str) -> dict[str, str]:
    """The hidden fields of the form that answers with this status."""
    form = next(one for one in page.split("<form")[1:] if f'name="status" value="{status}"' in one)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def status(seeded, number: str) -> tuple[str, str | None]:
    with seeded.read() as session:
        row = session.get_one(Referral, number)
        return row.status, row.why_not


def test_nothing_is_shown_before_the_code_and_the_address_names_nobody(client, case):
    _, address, code = case
    before = client.get(address)
    nowhere = client.get("/en/referral/B-X/Y").text
    assert before.text.replace(address[3:], "") == nowhere.replace("/referral/B-X/Y", "")
    assert (before.headers["cache-control"], before.headers["referrer-policy"]) == (
        "no-store",
        "no-referrer",
    )
    wrong = client.post(address, data={"code": "1" * 10})
    assert (wrong.status_code, "not right for this link" in wrong.text) == (422, True)
    for page in (before.text, wrong.text):
        assert not [one for one in SECRETS if one in page]
    opened = client.post(address, data={"code": code})
    assert (opened.status_code, opened.headers["cache-control"]) == (200, "no-store")
    assert "Alisher Invented" in opened.text
    assert "Only at night" not in opened.text
    assert client.post("/en/referral/B-X/Y", data={"code": code}).status_code == 404


def test_wrong_codes_are_limited_and_a_right_one_then_too(client, case):
    _, address, code = case
    for _ in range(5):
        assert client.post(address, data={"code": "1" * 10}).status_code == 422
    assert client.post(address, data={"code": code}).status_code == 429


def test_every_look_and_answer_is_in_the_journal_under_the_bodys_officer(client, seeded, case):
    number, address, code = case
    page = client.post(address, data={"code": code}).text
    client.post(f"{address}/answer", data=hidden(page, "accepted"))
    asked = select(Entry.act).where(
        col(Entry.reference) == number, col(Entry.account) == address.split("/")[3]
    )
    with seeded.read() as session:
        assert list(session.execute(asked.order_by(col(Entry.position))).scalars()) == [
            "open",
            "answer",
        ]


def test_two_tabs_and_a_repeated_form_answer_once(client, seeded, case):
    number, address, code = case
    first, second = (client.post(address, data={"code": code}).text for _ in range(2))
    accept = hidden(first, "accepted")
    assert "Thank you" in client.post(f"{address}/answer", data=accept).text
    assert "Thank you" in client.post(f"{address}/answer", data=accept).text
    late = client.post(
        f"{address}/answer", data=hidden(second, "rejected") | {"declined": "capacity"}
    )
    assert (late.status_code, "What was the result?" in late.text) == (412, True)
    assert status(seeded, number) == ("accepted", None)
    unforced = {name: value for name, value in accept.items() if name != "once"}
    assert client.post(f"{address}/answer", data=unforced).status_code == 412


def test_an_answer_that_lacks_its_reason_keeps_what_was_typed(client, seeded, case):
    number, address, code = case
    page = client.post(address, data={"code": code}).text
    decline = hidden(page, "rejected") | {"reason": "No bed is free"}
    again = client.post(f"{address}/answer", data=decline)
    assert (again.status_code, "No bed is free" in again.text) == (422, True)
    decline = hidden(again.text, "rejected") | {"declined": "capacity"}
    assert "Thank you" in client.post(f"{address}/answer", data=decline).text
    assert status(seeded, number) == ("rejected", "capacity")
    assert client.post(address, data={"code": code}).status_code == 422


def test_consent_withdrawn_meanwhile_shows_and_takes_nothing_more(client, seeded, clock, case):
    number, address, code = case
    page = client.post(address, data={"code": code}).text
    with seeded.write() as session:
        row = session.get_one(Referral, number)
        referral_actions.withdraw(session, row, by=cast.ALISHER, on=clock(), day=cast.TODAY)
    for path, data in (("", {"code": code}), ("/answer", hidden(page, "accepted"))):
        shut = client.post(address + path, data=data)
        assert (shut.status_code, "does not open anything" in shut.text) == (422, True)
        assert not [one for one in SECRETS if one in shut.text]
    assert status(seeded, number) == ("revoked", None)


def test_a_ticket_of_another_link_or_none_answers_nothing(client, seeded, case):
    number, address, code = case
    form = hidden(client.post(address, data={"code": code}).text, "accepted")
    for ticket in ("", "9999999999.AAAA", form["ticket"][:-1] + "Ў"):
        refused = client.post(f"{address}/answer", data=form | {"ticket": ticket, "once": ""})
        assert (refused.status_code, "Alisher" in refused.text) == (422, False)
    assert status(seeded, number) == ("in_progress", None)
