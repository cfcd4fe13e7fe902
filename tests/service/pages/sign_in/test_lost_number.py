"""A SIM lost abroad: a recovery code and a new number keep the account."""

import pytest

from catalog.core import outbox
from matching.identity import telephones
from service import accounts
from service.accounts import number_changes, phone_login, second_factor
from service.casework.protection import record_merge
from tests.support import cast

OLD, NEW = "+998 90 000 00 01", "+82 10 1234 5678"


@pytest.fixture
def code(seeded, clock) -> str:
    with seeded.write() as session:
        return second_factor.renew_codes(
            session, accounts.find(session, cast.email("alisher")), by=cast.ALISHER, on=clock()
        )[0]


def ask(client, recovery, old=OLD, new=NEW):
    typed = {"where": "nobody", "old": old, "recovery": recovery, "phone": new, "channel": "sms"}
    return client.post("/en/sign-in/lost", data=typed)


def finish(client, seeded, new=NEW):
    with seeded.read() as session:
        sent = [
            one
            for one in outbox.latest(session)
            if one.number == telephones.international_number(new)
        ]
    return client.post("/en/sign-in/lost/code", data={"code": sent[0].code})


def test_one_comes_in_at_once_and_the_new_number_opens_the_account_after_three_days(
    client, seeded, code, clock
):
    ask(client, code)
    assert finish(client, seeded).headers["location"] == "/en/me"
    assert "678" in client.get("/en/me/number").text
    with seeded.write() as session:
        clock.forward(days=3)
        number_changes.apply_due(session, on=clock(), merge=record_merge.merge_own)
        assert phone_login.find_by_number(session, "+998900000001") is None
        assert phone_login.find_by_number(session, "+821012345678").citizen


def test_the_new_number_that_waits_opens_no_second_account(client, seeded, code, clock):
    ask(client, code)
    finish(client, seeded)
    client.cookies.clear()
    client.post("/en/sign-in", data={"phone": NEW, "channel": "sms"})
    with seeded.read() as session:
        sent = outbox.latest(session, 1)[0].code
    page = client.post("/en/sign-in/code", data={"code": sent})
    assert (page.status_code, "sign in with this number from" in page.text) == (422, True)
    clock.forward(days=3)
    client.post("/en/sign-in", data={"phone": NEW, "channel": "sms"})
    with seeded.read() as session:
        sent = outbox.latest(session, 1)[0].code
    assert client.post("/en/sign-in/code", data={"code": sent}).status_code == 303, (
        "also where no night came between"
    )


def test_where_somebody_else_has_the_old_telephone_nothing_is_sent(client, seeded, code):
    typed = {"where": "others", "old": OLD, "recovery": code, "phone": NEW, "channel": "sms"}
    page = client.post("/en/sign-in/lost", data=typed)
    assert (page.status_code, "Two officers" in page.text) == (200, True)
    with seeded.read() as session:
        assert outbox.latest(session) == []


def test_who_may_have_the_old_telephone_is_asked_and_not_guessed(client, code):
    typed = {"old": OLD, "recovery": code, "phone": NEW, "channel": "sms"}
    assert 'href="#where"' in client.post("/en/sign-in/lost", data=typed).text


def test_the_code_is_used_up(client, seeded, code):
    ask(client, code)
    finish(client, seeded)
    client.cookies.clear()
    ask(client, code)
    assert finish(client, seeded).status_code == 422


def test_no_step_tells_whether_the_old_number_or_the_code_is_known(client, seeded, code):
    pages = []
    for old, recovery in ((OLD, "22222-22222"), ("+998 90 555 55 55", code)):
        client.cookies.clear()
        first = ask(client, recovery, old)
        last = finish(client, seeded)
        pages.append((first.status_code, first.headers["location"], last.status_code, last.text))
    assert pages[0] == pages[1]
    assert pages[0][2] == 422


def test_a_new_number_that_has_an_account_is_not_taken_over(client, seeded, code, clock):
    with seeded.write() as session:
        accounts.find(session, cast.email("barno")).phone_blind = phone_login.mark("+821012345678")
    ask(client, code)
    page = finish(client, seeded)
    assert (page.status_code, "already opens an account" in page.text) == (422, True)
    assert "Add a claim to my account" in page.text, "what to do is said"
    with seeded.read() as session:
        assert phone_login.find_by_number(session, "+998900000001")


@pytest.mark.parametrize(("field", "values"), [("old", {"old": "x"}), ("phone", {"new": "x"})])
def test_a_number_that_is_none_is_told_beside_its_field(client, code, field, values):
    assert f'href="#{field}"' in ask(client, code, **values).text


def test_without_the_first_page_there_is_no_second(client):
    assert client.get("/en/sign-in/lost/code").headers["location"] == "/en/sign-in/lost"
    answer = client.post("/en/sign-in/lost/code", data={"code": "1"})
    assert (answer.status_code, "ask for a new code" in answer.text) == (422, True)
