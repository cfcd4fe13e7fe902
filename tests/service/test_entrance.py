"""The entrance: by which cookie one comes in, and how it is marked, forgotten and kept apart."""

import msgspec
import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from catalog.ground import outbox
from service import accounts, app, attempts, web
from service.accounts import signins
from service.accounts.signins import SignIn
from tests import cast
from tests.service.pages.test_wages import ANSWERS


@pytest.fixture
def safe(doors, settings, clock):
    """The same house where people come by https."""
    told = msgspec.structs.replace(settings, public_url="https://testserver.local")
    with TestClient(app.move_in(doors, told, clock), base_url="https://testserver.local") as client:
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


def test_whatever_we_leave_in_a_browser_is_marked_so(safe, seeded):
    """The language, the way in, a claim begun, and the sign-in."""
    answers = [safe.get("/en/"), safe.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"})]
    answers += [safe.post("/en/wages/file/start", data={"anew": "1"})]
    answers += [safe.post("/en/sign-in/code", data={"code": _digits(seeded)})]
    told = [one for answer in answers for one in answer.headers.get_list("set-cookie")]
    assert {one.partition("=")[0] for one in told} == {
        f"__Host-{name}" for name in ("lang", "way", "claim", "sid", "known")
    }
    marks = [{part.strip().lower() for part in one.split(";")[1:]} for one in told]
    assert all({"httponly", "secure", "samesite=lax", "path=/"} <= said for said in marks)
    assert not any(part.startswith("domain") for said in marks for part in said)


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


@pytest.mark.parametrize(("name", "door"), [("komila", "/en/desk/journal.csv"), ("alisher", "/en/me/file.json")])
def test_nobody_takes_files_out_again_and_again(as_, name, door):
    assert [as_(name).post(door).status_code for _ in range(11)] == [200] * 10 + [429]


OFFER = {"recruiter": "Soxta Firma"}
CLAIM = msgspec.to_builtins(cast.ALISHERS_CLAIM)


def tell(client, door: str):
    """The same thing told once more, as from another browser."""
    if door == "/en/wages/file/check":
        client.cookies.delete("claim")
        client.post("/en/wages/file/start", data={"anew": "1"})
        for step, typed in ANSWERS.items():
            client.post(f"/en/wages/file/{step}", data=typed)
        return client.post(door)
    return client.post(door, **({"json": CLAIM if "wages" in door else OFFER} if "api" in door else {"data": OFFER}))


@pytest.mark.parametrize(
    "door", ["/en/offers/report", "/api/v1/offers/reports", "/en/wages/file/check", "/api/v1/wages"]
)
def test_no_network_buries_us_in_what_nobody_answers_for(client, as_, monkeypatch, door):
    monkeypatch.setitem(attempts.LIMITS, "told", (attempts.Allowance(2, attempts.HOUR),))
    assert [tell(client, door).status_code // 100 for _ in range(2)] in ([2, 2], [3, 3])
    assert tell(client, door).status_code == 429
    assert tell(as_("chinora"), door).status_code < 400, "an officer answers for it by name"
