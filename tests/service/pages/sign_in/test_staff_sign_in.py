"""Whoever works here comes in by password and second factor, and by nothing less."""

import re

import pyotp
import pytest

from service import accounts
from service.accounts import invitations, passwords, second_factor
from service.web import context
from tests.support import cast

PASSWORD = "olma kitob daryo tosh"
EMAIL = cast.email("chinora")
WORK, SECOND = "/en/sign-in/work", "/en/sign-in/second"


@pytest.fixture
def totp(seeded, clock) -> pyotp.TOTP:
    """Chinora has a password and a telephone that counts."""
    seed = second_factor.fresh_seed()
    with seeded.write() as session:
        account = accounts.find(session, EMAIL)
        account.password = passwords.hash_password(PASSWORD)
        digits = pyotp.TOTP(seed).at(clock())
        second_factor.enrol(session, account, seed, digits, by=cast.CHINORA, on=clock())
    clock.forward(minutes=2)
    return pyotp.TOTP(seed)


def first(client, password=PASSWORD, email=EMAIL, **more):
    return client.post(WORK, data={"email": email, "password": password, **more})


def come_in(client, clock, totp, **more):
    first(client, **more)
    return client.post(SECOND, data={"digits": totp.at(clock())})


def test_password_and_digits_open_the_desk(client, clock, totp):
    assert first(client).headers["location"] == "/en/sign-in/second"
    answer = client.post(SECOND, data={"digits": totp.at(clock())})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk")
    assert client.get("/en/desk").status_code == 200


def test_the_password_alone_opens_nothing(client, totp):
    first(client)
    half = client.cookies.get(context.COOKIE)
    assert half
    assert [client.get(path).status_code for path in ("/en/desk", "/en/me", "/en/desk/wages")] == [
        401
    ] * 3
    assert client.get("/api/v1/advice").status_code == 401


def test_the_cookie_of_the_first_half_is_dead_after_the_second(client, clock, totp):
    first(client)
    half = client.cookies.get(context.COOKIE)
    client.post(SECOND, data={"digits": totp.at(clock())})
    assert client.cookies.get(context.COOKIE) != half
    client.cookies.clear()
    client.cookies.set(context.COOKIE, half)
    assert client.get("/en/desk").status_code == 401
    assert client.get(SECOND).headers["location"] == WORK


def test_the_same_digits_do_not_open_twice(client, clock, totp):
    come_in(client, clock, totp)
    client.cookies.clear()
    assert come_in(client, clock, totp).status_code == 422


def test_a_recovery_code_stands_in_for_the_telephone_once(client, clock, seeded, totp):
    with seeded.write() as session:
        codes = second_factor.renew_codes(
            session, accounts.find(session, EMAIL), by=cast.CHINORA, on=clock()
        )
    first(client)
    assert client.post(SECOND, data={"digits": codes[0].lower()}).status_code == 303
    client.cookies.clear()
    first(client)
    assert client.post(SECOND, data={"digits": codes[0]}).status_code == 422


def test_no_answer_tells_whether_an_address_is_known(client, totp):
    pages = []
    for email in (EMAIL, "nobody@musofir.example", cast.email("mallory"), cast.email("davron")):
        answer = first(client, "not the password", email)
        pages.append((answer.status_code, answer.text.replace(email, "")))
    assert len(set(pages)) == 1


def test_an_unknown_address_takes_as_much_hashing_as_a_known_one(client, totp, monkeypatch):
    hashed = []
    real = passwords._HASHER.verify
    monkeypatch.setattr(passwords, "_HASHER", Watched(passwords._HASHER, hashed))
    for email in (EMAIL, "nobody@musofir.example", cast.email("mallory")):
        first(client, "not the password", email)
    assert real
    assert len(hashed) == 3


class Watched:
    def __init__(self, hasher, seen) -> None:
        self.hasher, self.seen = hasher, seen

    def verify(self, *items):
        self.seen.append(items)
        return self.hasher.verify(*items)

    def __getattr__(self, name):
        return getattr(self.hasher, name)


def test_after_ten_tries_one_waits_and_nothing_is_locked(client, clock, totp):
    assert [first(client, "wrong").status_code for _ in range(11)] == [422] * 10 + [429]
    assert first(client).status_code == 429
    clock.forward(minutes=6)
    assert first(client).status_code == 303


def test_the_sixth_digits_in_five_minutes_wait(client, clock, totp):
    first(client)
    tries = [client.post(SECOND, data={"digits": "000000"}).status_code for _ in range(6)]
    assert tries[-1] == 429
    assert 303 not in tries


def test_whoever_has_no_second_factor_sets_one_up_before_anything_opens(client, clock, seeded):
    with seeded.write() as session:
        accounts.find(session, EMAIL).password = passwords.hash_password(PASSWORD)
    first(client)
    page = client.get(SECOND).text
    assert client.get("/en/desk").status_code == 401
    seed, plain = _seed(page)
    codes = client.post(SECOND, data={"digits": pyotp.TOTP(plain).at(clock()), "seed": seed})
    assert codes.status_code == 200
    assert len(re.findall(r"<code>[2-9A-Z]{5}-[2-9A-Z]{5}</code>", codes.text)) == 10
    assert client.get("/en/desk").status_code == 200


def _seed(page: str) -> tuple[str, str]:
    hidden = re.search(r'name="seed" value="([^"]+)"', page)[1]
    return hidden, re.search(r'<code class="seed">([^<]+)</code>', page)[1].replace(" ", "")


def test_whoever_mistypes_the_first_digits_keeps_the_same_picture(client, clock, seeded):
    with seeded.write() as session:
        accounts.find(session, EMAIL).password = passwords.hash_password(PASSWORD)
    first(client)
    seed, plain = _seed(client.get(SECOND).text)
    again = client.post(SECOND, data={"digits": "123", "seed": seed})
    assert again.status_code == 422
    assert _seed(again.text)[1] == plain


def test_a_seed_of_another_account_is_not_taken(client, clock, seeded):
    with seeded.write() as session:
        for name in ("chinora", "davron"):
            accounts.find(session, cast.email(name)).password = passwords.hash_password(PASSWORD)
    first(client, email=cast.email("davron"))
    seed, plain = _seed(client.get(SECOND).text)
    first(client)
    assert (
        client.post(
            SECOND, data={"digits": pyotp.TOTP(plain).at(clock()), "seed": seed}
        ).status_code
        == 422
    )


def test_the_first_half_waits_ten_minutes_for_the_second(client, clock, totp):
    first(client)
    clock.forward(minutes=11)
    answer = client.post(SECOND, data={"digits": totp.at(clock())})
    assert (answer.status_code, "You need to sign in first." in answer.text) == (401, True)
    assert client.get("/en/desk").status_code == 401


def test_one_goes_on_where_one_wanted_to_go(client, clock, totp):
    first(client)
    answer = client.post(
        SECOND, data={"digits": totp.at(clock()), "then": "/ru/desk/wages?state=closed"}
    )
    assert answer.headers["location"] == "/ru/desk/wages?state=closed"


def test_signing_out_ends_it_here_and_in_the_database(client, clock, totp):
    come_in(client, clock, totp)
    cookie = client.cookies.get(context.COOKIE)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/me").text)[1]
    answer = client.post("/en/sign-out", data={"token": token})
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert not client.cookies.get(context.COOKIE)
    client.cookies.set(context.COOKIE, cookie)
    assert client.get("/en/desk").status_code == 401


def test_an_invitation_is_no_way_around_the_second_factor(client, clock, seeded, totp):
    with seeded.write() as session:
        code = invitations.invite(session, accounts.find(session, EMAIL), by=cast.LAYLO, on=clock())
    values = {
        "email": EMAIL,
        "code": code,
        "password": "yangi parol uchun gap",
        "again": "yangi parol uchun gap",
    }
    answer = client.post("/en/sign-in/invited", data=values)
    assert answer.headers["location"] == "/en/sign-in/second"
    assert client.get("/en/desk").status_code == 401
    assert "QR" not in client.get(SECOND).text
