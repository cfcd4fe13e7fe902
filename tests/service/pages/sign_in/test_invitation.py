"""An invitation is good for one person, once, for a day."""

import pytest

from service import accounts
from service.accounts import invitations, passwords
from tests.support import cast

EMAIL = cast.email("chinora")
GOOD = "yomgʻir tagida choyxona"


@pytest.fixture
def code(seeded, clock) -> str:
    with seeded.write() as session:
        return invitations.invite(session, accounts.find(session, EMAIL), by=cast.LAYLO, on=clock())


def accept(client, code, email=EMAIL, password=GOOD, again=None):
    values = {
        "email": email,
        "code": code,
        "password": password,
        "again": password if again is None else again,
    }
    return client.post("/en/sign-in/invited", data=values)


def test_it_gives_the_password_and_leads_to_the_second_factor(client, seeded, code):
    answer = accept(client, code.lower().replace("-", " "), EMAIL.upper())
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in/second")
    with seeded.read() as session:
        assert passwords.verify(accounts.find(session, EMAIL).password, GOOD)


def test_it_holds_once(client, code):
    accept(client, code)
    assert accept(client, code).status_code == 422


def test_it_holds_for_a_day(client, clock, code):
    clock.forward(hours=24, seconds=1)
    assert accept(client, code).status_code == 422


def test_it_holds_for_its_own_address_only(client, code):
    assert accept(client, code, cast.email("davron")).status_code == 422


def test_a_newer_one_takes_its_place(client, seeded, clock, code):
    with seeded.write() as session:
        invitations.invite(session, accounts.find(session, EMAIL), by=cast.LAYLO, on=clock())
    assert accept(client, code).status_code == 422


def test_a_disabled_account_accepts_none(client, seeded, clock, code):
    with seeded.write() as session:
        accounts.disable(session, accounts.find(session, EMAIL), by=cast.LAYLO, on=clock())
    assert accept(client, code).status_code == 422


@pytest.mark.parametrize("password", ["short", "password1", "musofir2026", "chinora123", "x" * 129])
def test_a_password_that_is_guessed_early_is_refused_and_the_code_still_holds(
    client, code, password
):
    answer = accept(client, code, password=password)
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert password not in answer.text
    assert accept(client, code).status_code == 303


def test_the_two_passwords_must_be_the_same(client, code):
    assert 'href="#again"' in accept(client, code, again="other").text


def test_an_administrators_is_longer(client, seeded, clock):
    with seeded.write() as session:
        code = invitations.invite(
            session, accounts.find(session, cast.email("laylo")), by=cast.IRODA, on=clock()
        )
    assert accept(client, code, cast.email("laylo"), "Xk29$mmqR").status_code == 422
    assert accept(client, code, cast.email("laylo")).status_code == 303


def test_wherever_the_account_was_signed_in_it_is_no_more(client, as_, code):
    before = as_("chinora").cookies.get("sid")
    as_()
    accept(client, code)
    client.cookies.clear()
    client.cookies.set("sid", before)
    assert client.get("/en/desk").status_code == 401
