"""What every request crosses, and what every answer carries on its way out."""

import asyncio
import re
from ipaddress import ip_network

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from service import app
from service.infra.settings import Settings
from service.web import security_middleware
from tests.support import source_tree

PROXY = (ip_network("10.0.0.0/24"),)


def crossed(client: str, proxies=PROXY, **headers: str) -> tuple[str, str, bool]:
    """The client and scheme that are believed, and whether plain http was told of."""
    items = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "client": (client, 1), "scheme": "http", "headers": items}
    plainly = security_middleware.apply_proxy_headers(scope, proxies)
    return scope["client"][0], scope["scheme"], plainly


def test_the_proxy_is_believed_about_who_asks_and_how():
    result = crossed("10.0.0.7", x_forwarded_for="203.0.113.9", x_forwarded_proto="https")
    assert result == ("203.0.113.9", "https", False)
    assert crossed("10.0.0.7", x_forwarded_proto="http")[2]


@pytest.mark.parametrize(
    ("client", "proxies"), [("203.0.113.5", PROXY), ("10.0.0.7", ()), ("nonsense", PROXY)]
)
def test_nobody_else_is_believed(client, proxies):
    result = crossed(
        client,
        proxies,
        x_forwarded_for="198.51.100.1",
        x_forwarded_proto="https",
        forwarded="for=1.2.3.4",
    )
    assert result == (client, "http", False)


@pytest.mark.parametrize(
    ("line", "client"),
    [
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.0.0.8", "203.0.113.9"),
        ("10.0.0.8", "10.0.0.7"),
        ("", ""),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_what_somebody_wrote_before_the_proxy_is_not_believed(line, client):
    assert crossed("10.0.0.7", x_forwarded_for=line)[0] == client


def test_a_scheme_that_is_none_is_plain():
    assert crossed("10.0.0.7", x_forwarded_proto="https, http")[1:] == ("http", True)


def behind_proxy(routes: Litestar, settings: Settings, clock, address: str) -> TestClient:
    """A client that comes by this address, to a service known by https."""
    result = msgspec.structs.replace(
        settings, public_url="https://musofir.uz", proxy=("10.0.0.7",), allowed_hosts=()
    )
    made = app.attach_state(routes, result, clock)

    async def from_there(scope, receive, send):
        scope["client"] = (address, 1)
        await made(scope, receive, send)

    return TestClient(from_there, base_url="http://musofir.uz")


def test_what_comes_by_plain_http_is_refused_in_one_sentence(routes, settings, clock):
    with behind_proxy(routes, settings, clock, "10.0.0.7") as client:
        page = client.get("/en/", headers={"x-forwarded-proto": "http"})
        result = client.get(
            "/api/v1/agencies", headers={"x-forwarded-proto": "http", "accept-language": "en"}
        )
        assert [page.status_code, result.status_code] == [403, 403]
        assert "only over HTTPS" in page.text
        assert result.json()["type"] == "/problems/only-by-https"
        assert client.get("/en/", headers={"x-forwarded-proto": "https"}).status_code == 200


def test_somebody_else_cannot_say_by_what_others_come(routes, settings, clock):
    with behind_proxy(routes, settings, clock, "203.0.113.5") as client:
        assert client.get("/health/live", headers={"x-forwarded-proto": "http"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/en/", "/health/live", "/nowhere", "/api/v1/agencies", "/static/x/y.css"]
)
def test_a_name_that_is_not_ours_is_not_answered(client, path):
    for named in ("evil.example", "testserver.local.evil.example", "a@testserver.local", "[", ""):
        answer = client.get(path, headers={"host": named})
        assert (answer.status_code, "evil" in answer.text) == (400, False), named


def test_a_request_has_an_id_of_ours_and_not_the_one_it_brought(client):
    first = client.get("/api/v1/nothing", headers={"x-request-id": "mine"})
    second = client.get("/api/v1/nothing", headers={"x-request-id": "mine"})
    assert re.fullmatch("[0-9a-f]{16}", first.headers["x-request-id"])
    assert (
        first.headers["x-request-id"]
        == first.json()["request_id"]
        != second.headers["x-request-id"]
    )
    assert "mine" not in first.text


def test_where_no_page_can_be_drawn_one_sentence_is_said(client, monkeypatch):
    def fall(*_words, **_told):
        raise RuntimeError("a secret")

    monkeypatch.setattr("service.web.context.page", fall)
    answer = client.get("/en/danger")
    assert (answer.status_code, answer.headers["content-type"]) == (
        500,
        "text/plain; charset=utf-8",
    )
    assert answer.text == security_middleware._SERVER_ERROR
    assert answer.headers["content-security-policy"]


def test_where_there_is_no_room_it_says_when_to_come_again():
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "path": "/en/",
        "raw_path": b"/en/",
        "query_string": b"",
        "headers": [],
        "method": "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "state": {},
    }
    asyncio.run(security_middleware.answer_overloaded(scope, None, send))
    headers = dict(sent[0]["headers"])
    assert (sent[0]["status"], headers[b"retry-after"]) == (503, b"5")
    assert headers[b"content-security-policy"]
    assert sent[1]["body"].decode() == security_middleware._BUSY


def test_no_page_has_style_or_script_inside():
    """The policy allows none; what describes a vacancy to search engines is data, and never run."""
    inside = re.compile(
        r"<style|\sstyle=|<script(?![^>]*(?:src=|application/ld\+json))|\son[a-z]+=|javascript:",
        re.I,
    )
    found = [
        path.name
        for path in source_tree.TEMPLATES.rglob("*.html")
        if inside.search(path.read_text())
    ]
    assert found == []
    assert "unsafe" not in security_middleware.HEADERS["content-security-policy"]
