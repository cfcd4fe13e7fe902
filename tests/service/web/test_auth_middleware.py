"""The entrance: by which cookie one comes in, and how it is marked, forgotten and kept apart."""

import re

import msgspec
import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from catalog.core import outbox
from service import accounts, app
from service.accounts import login_sessions
from service.accounts.login_sessions import SignIn
from service.infra import rate_limits
from service.web import context
from tests.service.pages.filing.test_file_claim import ANSWERS
from tests.support import cast, source_tree
from tests.support.intruder import workers


@pytest.fixture
def safe(routes, settings, clock):
    """The same service where people come by https."""
    result = msgspec.structs.replace(settings, public_url="https://testserver.local")
    with TestClient(
        app.attach_state(routes, result, clock), base_url="https://testserver.local"
    ) as client:
        client.follow_redirects = False
        yield client


def cookie_of(seeded, clock, name) -> str:
    with seeded.write() as session:
        return login_sessions.create(
            session, accounts.find(session, cast.email(name)), "", whole=True, on=clock()
        )


def test_over_https_only_the_cookie_that_no_other_host_can_set_is_taken(safe, seeded, clock):
    token = cookie_of(seeded, clock, "barno")
    assert safe.get("/en/desk", headers={"cookie": f"sid={token}"}).status_code == 401
    assert safe.get("/en/desk", headers={"cookie": f"__Host-sid={token}"}).status_code == 200


def test_its_marks_are_those_that_browsers_demand(safe, seeded):
    safe.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"})
    from_box = _digits(seeded)
    answer = safe.post("/en/sign-in/code", data={"code": from_box})
    (values,) = [
        one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-sid=")
    ]
    texts = {part.strip().lower() for part in values.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= texts
    assert not any(part.startswith("domain") for part in texts)


def test_whatever_we_leave_in_a_browser_is_marked_so(safe, seeded):
    """The language, the way in, a claim begun, and the sign-in."""
    answers = [
        safe.get("/en/"),
        safe.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"}),
    ]
    answers += [safe.post("/en/wages/file/start", data={"anew": "1"})]
    answers += [safe.post("/en/sign-in/code", data={"code": _digits(seeded)})]
    items = [one for answer in answers for one in answer.headers.get_list("set-cookie")]
    assert {one.partition("=")[0] for one in items} == {
        f"__Host-{name}" for name in ("lang", "way", "claim", "sid")
    }
    marks = [{part.strip().lower() for part in one.split(";")[1:]} for one in items]
    assert all(
        {"httponly", "secure", "samesite=lax", "path=/"} <= marks_of_one for marks_of_one in marks
    )
    assert not any(part.startswith("domain") for marks_of_one in marks for part in marks_of_one)


def _digits(seeded) -> str:
    with seeded.read() as session:
        return outbox.latest(session, 1)[0].code


def test_being_here_is_written_down_now_and_then_and_keeps_one_signed_in(
    client, seeded, clock, as_
):
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
    answer = client.post(f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Mark as called"})
    assert answer.status_code == 201


def test_a_cookie_at_the_api_needs_the_token_as_well(as_):
    client = as_("elyor")
    assert (
        client.post(
            f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Mark as called"}
        ).status_code
        == 201
    )
    client.headers.pop(context.TOKEN)
    assert (
        client.post(
            f"/api/v1/wages/{cast.CLAIM}/notes", json={"text": "Mark as called"}
        ).status_code
        == 403
    )


@pytest.mark.parametrize(
    ("name", "route"), [("komila", "/en/desk/journal.csv"), ("alisher", "/en/me/file.json")]
)
def test_nobody_takes_files_out_again_and_again(as_, name, route):
    assert [as_(name).post(route).status_code for _ in range(11)] == [200] * 10 + [429]


__all__ = ["workers"]
OFFER = {"recruiter": "Soxta Firma"}
CLAIM = msgspec.to_builtins(cast.ALISHERS_CLAIM)


def tell(client, route: str):
    """The same thing told once more, as from another browser."""
    if route == "/en/wages/file/check":
        client.cookies.delete("claim")
        client.post("/en/wages/file/start", data={"anew": "1"})
        for step, typed in ANSWERS.items():
            client.post(f"/en/wages/file/{step}", data=typed)
        return client.post(route)
    if "advice" in route:
        return client.post(route, data=QUESTION)
    return client.post(
        route,
        **({"json": CLAIM if "wages" in route else OFFER} if "api" in route else {"data": OFFER}),
    )


DOORS = ["/en/offers/report", "/api/v1/offers/reports", "/en/wages/file/check", "/api/v1/wages"]


@pytest.mark.parametrize("route", DOORS)
def test_above_the_level_of_a_network_strangers_are_asked_to_come_again_in_a_minute(
    client, as_, monkeypatch, route
):
    monkeypatch.setattr(rate_limits, "NETWORK", rate_limits.Allowance(2, rate_limits.HOUR))
    assert [tell(client, route).status_code // 100 for _ in range(2)] in ([2, 2], [3, 3])
    assert tell(client, route).status_code == 429
    if "api" in route:
        assert tell(client, route).headers["retry-after"] == "60"
    assert tell(as_("chinora"), route).status_code < 400, "an officer answers for it by name"


def test_claims_questions_and_reports_do_not_use_up_each_others_counters(client, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", rate_limits.Allowance(1, rate_limits.HOUR))
    items = [
        tell(client, route).status_code for route in ("/api/v1/wages", "/api/v1/offers/reports")
    ]
    assert [*items, client.post("/en/advice/ask", data=QUESTION).status_code] == [201, 201, 303]


QUESTION = {"topic": "contract", "country": "KR", "text": "They keep my contract. What shall I do?"}
FORMS = {"/en/offers/report": OFFER, "/en/advice/ask": QUESTION, "/en/wages/file/check": {}}


@pytest.mark.parametrize("route", FORMS)
def test_a_form_that_has_to_wait_is_kept_and_taken_a_minute_later(
    client, clock, monkeypatch, route
):
    monkeypatch.setattr(rate_limits, "NETWORK", rate_limits.Allowance(1, rate_limits.HOUR))
    assert tell(client, route).status_code == 303
    page = (
        tell(client, route)
        if "wages" in route
        else client.post(route, data=FORMS[route] | {"once": "k" * 22})
    )
    assert (page.status_code, page.headers["retry-after"]) == (429, "60")
    assert all(value in page.text for value in FORMS[route].values())
    kept = dict(re.findall(r'name="(once|again)" value="([^"]+)"', page.text))
    clock.forward(seconds=59)
    assert client.post(route, data=FORMS[route] | kept).status_code == 429, "a minute is a minute"
    clock.forward(seconds=2)
    for forged in ({}, {"again": "1764000000.AAAA"}, {"again": "x"}):
        assert (
            client.post(route, data=FORMS[route] | kept | {"again": ""} | forged).status_code == 429
        )
    assert client.post(route, data=FORMS[route] | kept).status_code == 303
    if "wages" not in route:
        assert (
            client.post(route, data=FORMS[route] | kept | {"once": "j" * 22}).status_code == 429
        ), "for one form"


def test_what_is_sent_again_with_its_key_is_answered_before_anything_is_counted(
    client, monkeypatch
):
    """After an hour without a line a telephone sends its queue once more."""
    key = {"idempotency-key": "4f0d8c9e-7a51-4c56-9f7f-1f2b3c4d5e6f"}
    monkeypatch.setattr(rate_limits, "NETWORK", rate_limits.Allowance(1, rate_limits.HOUR))
    for route, values in (("/api/v1/wages", CLAIM), ("/api/v1/offers/reports", OFFER)):
        first, again, other = (
            client.post(route, json=values, headers=one) for one in (key, key, {})
        )
        assert (first.status_code, again.status_code, other.status_code) == (201, 201, 429)
        assert again.json() == first.json()
    once = [client.post("/en/offers/report", data=OFFER | {"once": "k" * 22}) for _ in range(2)]
    assert [one.status_code for one in once] == [429, 429], (
        "the page and the programs share a counter"
    )


def test_a_visitors_short_key_gives_nobody_elses_secret(workers):
    first, other = workers
    first.at.address, other.at.address = "203.0.113.5", "198.51.100.5"
    items = [
        one.post("/api/v1/wages", json=CLAIM, headers={"idempotency-key": "claim-01"}).json()
        for one in workers
    ]
    assert items[0]["reference"] != items[1]["reference"]
    assert items[0]["secret"] != items[1]["secret"]


def test_every_cookie_we_give_is_taken_when_somebody_leaves(as_):
    given = set()
    for path in (source_tree.ROOT / "service").rglob("*.py"):
        given |= set(re.findall(r'^_?(?:COOKIE|KNOWN) = "(\w+)"', path.read_text(), re.MULTILINE))
    assert given == set(context.COOKIES) - {"lang", "known"}, (
        "the language is given by the threshold, the other no more"
    )
    for method, route in (("get", "/en/leave"), ("post", "/en/leave"), ("post", "/en/sign-out")):
        answer = getattr(as_("alisher"), method)(route)
        gone = {
            one.partition("=")[0]
            for one in answer.headers.get_list("set-cookie")
            if "Max-Age=0" in one
        }
        assert gone == set(context.COOKIES), route
        assert len(answer.headers.get_list("set-cookie")) == len(context.COOKIES), (
            "and none is given anew"
        )
