"""The entrance: by which cookie one comes in, and how it is marked, forgotten and kept apart."""

import msgspec
import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from catalog.ground import outbox
from service import accounts, app, web
from service.accounts import signins
from service.accounts.signins import SignIn
from tests import cast


@pytest.fixture
def safe(settings, clock):
    """The same house where people come by https."""
    told = msgspec.structs.replace(settings, public_url="https://testserver.local")
    with TestClient(app.create(told, clock), base_url="https://testserver.local") as client:
        client.follow_redirects = False
        yield client


def cookie_of(seeded, clock, name) -> str:
    with seeded.write() as session:
        return signins.open_(session, accounts.find(session, cast.email(name)), "", whole=True, on=clock())


def test_over_https_only_the_cookie_that_no_other_host_can_set_is_taken(safe, seeded, clock):
    token = cookie_of(seeded, clock, "barno")
    assert safe.get("/en/desk", headers={"cookie": f"sid={token}"}).status_code == 401
    assert safe.get("/en/desk", headers={"cookie": f"__Host-sid={token}"}).status_code == 200


def test_its_marks_are_those_that_browsers_demand(safe, seeded):
    safe.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"})
    from_box = _digits(seeded)
    answer = safe.post("/en/sign-in/code", data={"code": from_box})
    (told,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-sid=")]
    said = {part.strip().lower() for part in told.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= said
    assert not any(part.startswith("domain") for part in said)


def _digits(seeded) -> str:
    with seeded.read() as session:
        return outbox.latest(session, 1)[0].code


def test_being_here_is_written_down_now_and_then_and_keeps_one_signed_in(client, seeded, clock, as_):
    as_("barno")
    for _ in range(5):
        clock.forward(minutes=20)
        assert client.get("/en/desk").status_code == 200
    clock.forward(minutes=33)
    assert client.get("/en/desk").status_code == 401


def test_within_two_minutes_it_is_not_written_again(client, seeded, clock, as_):
    as_("barno")
    with seeded.read() as session:
        before = session.execute(select(SignIn.seen_at)).scalars().all()
    clock.forward(minutes=1)
    client.get("/en/desk")
    with seeded.read() as session:
        assert session.execute(select(SignIn.seen_at)).scalars().all() == before


def test_a_key_needs_no_form_token_and_is_never_asked_to_prove_itself(as_, clock):
    client = as_("elyor", key=True)
    clock.forward(hours=5)
    answer = client.post(f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Called"})
    assert answer.status_code == 201


def test_a_cookie_at_the_api_needs_the_token_as_well(as_):
    client = as_("elyor")
    assert client.post(f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Called"}).status_code == 201
    client.headers.pop(web.TOKEN)
    assert client.post(f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Called"}).status_code == 403


@pytest.mark.parametrize("known", ["", "x", "a.b", "é.é", "." * 500])
def test_a_browser_that_only_says_it_was_here_before_has_no_tries_of_its_own(client, known):
    for _ in range(10):
        client.post("/en/sign-in/work", data={"email": "a@b.uz", "password": "x"})
    told = {"cookie": f"known={known}".encode()}
    answer = client.post("/en/sign-in/work", data={"email": "a@b.uz", "password": "x"}, headers=told)
    assert answer.status_code == 429
