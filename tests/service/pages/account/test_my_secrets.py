"""Secrets of one's own account, changed by oneself alone; every other browser is out afterwards."""

import re

import pyotp
import pytest

from service import accounts
from service.accounts import login_sessions, passwords, second_factor
from service.web import context
from tests.support import cast

OLD, NEW = "olma kitob daryo tosh", "yangi parol uchun gap"


@pytest.fixture
def chinora(as_, seeded, clock):
    """Chinora at her desk, with a password, and signed in elsewhere as well."""
    client = as_("chinora")
    with seeded.write() as session:
        account = accounts.find(session, cast.email("chinora"))
        account.password = passwords.hash_password(OLD)
        client.elsewhere = login_sessions.create(
            session, account, "Edge, Windows", whole=True, on=clock()
        )
    return client


def again(client):
    """The page's own token, since the cookie is another now."""
    client.headers[context.TOKEN] = re.search(
        r'name="token" value="([^"]+)"', client.get("/en/me").text
    )[1]
    return client


def out_elsewhere(seeded, client, clock) -> bool:
    with seeded.read() as session:
        return login_sessions.find_by_cookie(session, client.elsewhere, clock()) is None


def test_a_new_password_takes_the_place_of_the_old_one(chinora, seeded, clock):
    before = chinora.cookies.get(context.COOKIE)
    values = {"current": OLD, "password": NEW, "again": NEW}
    assert chinora.post("/en/me/password", data=values).status_code == 303
    with seeded.read() as session:
        kept = accounts.find(session, cast.email("chinora")).password
    assert (passwords.verify(kept, NEW), passwords.verify(kept, OLD)) == (True, False)
    assert chinora.cookies.get(context.COOKIE) != before
    assert out_elsewhere(seeded, chinora, clock)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"current": "wrong", "password": NEW, "again": NEW}, "current"),
        ({"current": OLD, "password": NEW, "again": "other"}, "again"),
        ({"current": OLD, "password": "password", "again": "password"}, "password"),
        ({"current": "", "password": "", "again": ""}, "current"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_changes(chinora, seeded, form, field):
    answer = chinora.post("/en/me/password", data=form)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    with seeded.read() as session:
        assert passwords.verify(accounts.find(session, cast.email("chinora")).password, OLD)


def test_another_telephone_takes_the_place_of_the_old_one(chinora, seeded, clock):
    page = chinora.get("/en/me/second").text
    seed = re.search(r'name="seed" value="([^"]+)"', page)[1]
    plain = re.search(r'<code class="seed">([^<]+)</code>', page)[1].replace(" ", "")
    answer = chinora.post(
        "/en/me/second", data={"seed": seed, "digits": pyotp.TOTP(plain).at(clock())}
    )
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", answer.text)) == 10
    clock.forward(minutes=1)
    with seeded.write() as session:
        account = accounts.find(session, cast.email("chinora"))
        assert second_factor.verify(session, account, pyotp.TOTP(plain).at(clock()), on=clock())
    assert out_elsewhere(seeded, chinora, clock)


def test_wrong_digits_change_no_telephone(chinora, seeded):
    page = chinora.get("/en/me/second").text
    seed = re.search(r'name="seed" value="([^"]+)"', page)[1]
    assert chinora.post("/en/me/second", data={"seed": seed, "digits": "000000"}).status_code == 422
    assert (
        chinora.post("/en/me/second", data={"seed": "AAAA", "digits": "000000"}).status_code == 422
    )
    with seeded.read() as session:
        assert accounts.find(session, cast.email("chinora")).second is None


def test_fresh_recovery_codes_take_the_place_of_the_old_ones(chinora, seeded, clock):
    first = re.findall(r"<code>(\w{5}-\w{5})</code>", chinora.post("/en/me/codes").text)
    then = re.findall(r"<code>(\w{5}-\w{5})</code>", again(chinora).post("/en/me/codes").text)
    assert (len(first), len(then), set(first) & set(then)) == (10, 10, set())
    with seeded.write() as session:
        account = accounts.find(session, cast.email("chinora"))
        assert not second_factor.use_recovery_code(session, account, first[0], on=clock())
        assert second_factor.use_recovery_code(session, account, then[0], on=clock())


@pytest.mark.parametrize(("name", "path"), [("alisher", "password"), ("alisher", "second")])
def test_who_has_no_such_secret_has_no_such_page(as_, name, path):
    assert as_(name).get(f"/en/me/{path}").status_code == 404
    assert (
        as_(name).post(f"/en/me/{path}", data={"phone": "1", "seed": "", "digits": "1"}).status_code
        == 404
    )
