"""A SIM lost abroad: a recovery code and a new number keep the account."""

import re

import pytest

from catalog.ground import outbox
from service import accounts
from service.accounts import numbers, second
from tests import cast

OLD, NEW = "+998 90 000 00 01", "+82 10 1234 5678"


@pytest.fixture
def code(seeded, clock) -> str:
    with seeded.write() as session:
        return second.renew_codes(session, accounts.find(session, cast.email("alisher")), by=cast.ALISHER, on=clock())[
            0
        ]


def ask(client, recovery, old=OLD, new=NEW):
    return client.post("/en/sign-in/lost", data={"old": old, "recovery": recovery, "phone": new, "channel": "sms"})


def finish(client, seeded):
    with seeded.read() as session:
        digits = re.search(r"\d{6}", outbox.latest(session, 1)[0].words)[0]
    return client.post("/en/sign-in/lost/code", data={"code": digits})


def test_the_account_gets_the_new_number_and_the_old_one_opens_it_no_more(client, seeded, code):
    ask(client, code)
    assert finish(client, seeded).headers["location"] == "/en/me"
    assert "678" in client.get("/en/me").text
    with seeded.read() as session:
        assert numbers.known(session, "+998900000001") is None
        assert numbers.known(session, "+821012345678").citizen


def test_the_code_is_used_up(client, seeded, code):
    ask(client, code)
    finish(client, seeded)
    client.cookies.clear()
    ask(client, code, NEW, OLD)
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
        accounts.find(session, cast.email("barno")).phone_blind = numbers.mark("+821012345678")
    ask(client, code)
    assert finish(client, seeded).status_code == 422
    with seeded.read() as session:
        assert numbers.known(session, "+998900000001")


@pytest.mark.parametrize(("field", "told"), [("old", {"old": "x"}), ("phone", {"new": "x"})])
def test_a_number_that_is_none_is_told_beside_its_field(client, code, field, told):
    assert f'href="#{field}"' in ask(client, code, **told).text


def test_without_the_first_page_there_is_no_second(client):
    assert client.get("/en/sign-in/lost/code").headers["location"] == "/en/sign-in/lost"
    answer = client.post("/en/sign-in/lost/code", data={"code": "1"})
    assert (answer.status_code, "ask for a new code" in answer.text) == (422, True)
