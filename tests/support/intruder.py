"""An intruder's means: any network address, a copied cookie, patience; and ways to sign in."""

import re
from contextlib import contextmanager

import pyotp
import pytest
from litestar.testing import TestClient

from catalog.core import outbox
from matching.identity import telephones
from service import accounts, app
from service.accounts import invitations, login_sessions, passwords, phone_login, second_factor
from service.accounts.login_sessions import SignIn
from service.web import context
from tests.support import cast

PASSWORD, ANOTHER = "olma kitob daryo tosh", "yangi parol uchun gap"
PHONE, NEW_PHONE = "+998 90 000 00 01", "+82 10 1234 5678"
WORK, SECOND = "/en/sign-in/work", "/en/sign-in/second"


class Elsewhere:
    """The network address of the next request, as the connection reports it."""

    def __init__(self, route) -> None:
        self.route, self.address = route, "203.0.113.5"

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            scope["client"] = (self.address, 40_000)
        await self.route(scope, receive, send)


@contextmanager
def worker(routes, settings, clock):
    """Yield one process of the service; client.at is its visitor's network address."""
    made = app.attach_state(routes, settings, clock)
    made.asgi_handler = at = Elsewhere(made.asgi_handler)
    with TestClient(made) as client:
        client.follow_redirects, client.at = False, at
        yield client
    made.asgi_handler = at.route


@pytest.fixture
def workers(routes, routes_beside, settings, clock):
    """Two processes over one database."""
    with (
        worker(routes, settings, clock) as first,
        worker(routes_beside[0], settings, clock) as other,
    ):
        yield first, other


@pytest.fixture
def totp(seeded, clock) -> pyotp.TOTP:
    """Chinora's second factor; she also has a password."""
    seed = second_factor.fresh_seed()
    with seeded.write() as session:
        account = accounts.find(session, cast.email("chinora"))
        account.password = passwords.hash_password(PASSWORD)
        second_factor.enrol(
            session, account, seed, pyotp.TOTP(seed).at(clock()), by=cast.CHINORA, on=clock()
        )
    clock.forward(minutes=2)
    return pyotp.TOTP(seed)


def account(seeded, name: str):
    with seeded.read() as session:
        return accounts.find(session, cast.email(name))


def codes(seeded, clock, name: str) -> list[str]:
    """Return new recovery codes."""
    with seeded.write() as session:
        return second_factor.renew_codes(
            session, accounts.find(session, cast.email(name)), by=cast.PEOPLE[name], on=clock()
        )


def invitation(seeded, clock, name: str) -> str:
    with seeded.write() as session:
        return invitations.invite(
            session, accounts.find(session, cast.email(name)), by=cast.LAYLO, on=clock()
        )


def sit(seeded, clock, name: str, *, whole: bool = True) -> str:
    """Return the cookie of a browser in which one of the cast is signed in."""
    with seeded.write() as session:
        return login_sessions.create(
            session, accounts.find(session, cast.email(name)), "Edge", whole=whole, on=clock()
        )


def token(seeded, cookie: str) -> str:
    """Return the form token of this login session."""
    with seeded.read() as session:
        return login_sessions.form_token(
            login_sessions.to_login_session(session.get_one(SignIn, accounts.hash_token(cookie)))
        )


def digits(seeded) -> str:
    """Return the code in the newest message."""
    with seeded.read() as session:
        return outbox.latest(session, 1)[0].code


def new_number(client, seeded, phone: str = NEW_PHONE) -> dict[str, str]:
    """Request another number for the signed-in person.

    Returns the codes sent to it and to the old one.
    """
    client.post("/en/me/number", data={"phone": phone, "channel": "sms", "proof": "old_number"})
    with seeded.read() as session:
        sent = {one.number: one.code for one in outbox.latest(session, 2)}
    new = telephones.international_number(phone)
    return {"code": sent.pop(new), "old_code": sent.popitem()[1]}


def wear(client, cookie: str, seeded=None) -> None:
    """Make the client the browser with this cookie.

    It sends its form token if the login session is valid.
    """
    client.cookies.clear()
    for name, value in ((context.COOKIE, cookie), ("lang", "en")):
        client.cookies.set(name, value, domain="testserver.local")
    client.headers.pop(context.TOKEN, None)
    if seeded is not None:
        client.headers[context.TOKEN] = token(seeded, cookie)


def status(client, cookie: str, path: str = "/en/me") -> int:
    """Return the status for a browser that has this cookie and nothing else."""
    client.cookies.clear()
    return client.get(path, headers={"cookie": f"{context.COOKIE}={cookie}"}).status_code


def by_phone(client, seeded, phone: str = PHONE):
    client.post("/en/sign-in", data={"phone": phone, "channel": "sms"})
    return client.post("/en/sign-in/code", data={"code": digits(seeded)})


def by_password(client, password: str = PASSWORD, email: str = cast.email("chinora")):
    return client.post(WORK, data={"email": email, "password": password})


def by_second(client, clock, totp):
    by_password(client)
    return client.post(SECOND, data={"digits": totp.at(clock())})


def by_invitation(client, code: str, email: str = cast.email("chinora")):
    values = {"email": email, "code": code, "password": ANOTHER, "again": ANOTHER}
    return client.post("/en/sign-in/invited", data=values)


def by_recovery(client, seeded, code: str, old: str = PHONE, new: str = NEW_PHONE):
    typed = {"where": "nobody", "old": old, "recovery": code, "phone": new, "channel": "sms"}
    client.post("/en/sign-in/lost", data=typed)
    return client.post("/en/sign-in/lost/code", data={"code": digits(seeded)})


def seed_on(page: str) -> tuple[str, pyotp.TOTP]:
    """Return the hidden seed of an enrolment page, and the phone that it enrols."""
    hidden = re.search(r'name="seed" value="([^"]+)"', page)[1]
    return hidden, pyotp.TOTP(
        re.search(r'<code class="seed">([^<]+)</code>', page)[1].replace(" ", "")
    )


def of_number(seeded, phone: str):
    with seeded.read() as session:
        return phone_login.find_by_number(session, phone)


# Headers that differ in each answer.
_OWN = {"x-request-id", "date", "set-cookie", "content-length", "content-encoding"}


def comparable_answer(answer, *typed: str) -> tuple:
    """Return all that an answer says, without what differs each time and what was typed."""
    text = answer.text
    for one in (*typed, answer.headers["x-request-id"]):
        text = text.replace(one, "")
    text = re.sub('name="once" value="[^"]*"', 'name="once"', text)
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in _OWN)
    cookies = [
        re.sub("=[^;]*", lambda value: f"={len(value[0])}", one, count=1)
        for one in answer.headers.get_list("set-cookie")
    ]
    return answer.status_code, text, headers, cookies
