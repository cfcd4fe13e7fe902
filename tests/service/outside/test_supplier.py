"""Whoever delivers messages may be dead, slow, talkative or hostile: it costs ten seconds, and
nothing is told to others."""

import asyncio
import ssl

import pytest

from service.outside.supplier import MAX_ANSWER_SIZE, Answer, NotDelivered, SupplierEndpoint
from tests.service.outside.fake import Supplier, raw, say

TOKEN = "invented-token-17"


def ask(delivers: Supplier, path: str = "/in") -> Answer:
    return asyncio.run(
        SupplierEndpoint(delivers.url + path, TOKEN).post(
            {"to": "+998900000077", "text": "oʻz"}, **{"X-Id": "M-1"}
        )
    )


def test_it_is_asked_in_json_and_shown_the_token(delivers):
    assert ask(delivers) == Answer(200, b"{}")
    ((path, headers, body),) = delivers.asked
    assert (path, body) == ("/in", {"to": "+998900000077", "text": "oʻz"})
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert (headers["content-type"], headers["x-id"]) == ("application/json", "M-1")


def test_whatever_it_answers_is_returned(delivers):
    delivers.answer = say(503, b"closed")
    assert ask(delivers) == Answer(503, b"closed")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_is_not_followed_to_another_place(delivers, status):
    other = Supplier()
    delivers.answer = say(status, b"", Location=f"{other.url}/elsewhere")
    assert ask(delivers).status == status
    assert len(delivers.asked) == 1
    other.server.server_close()
    assert other.asked == []


@pytest.mark.parametrize("manner", ["silence", "drip", "drip_headers"])
def test_a_slow_one_is_left_when_patience_ends(delivers, impatient, manner):
    delivers.answer = getattr(delivers, manner)
    with pytest.raises(NotDelivered):
        ask(delivers)
    assert 0.9 < impatient() < 5


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\x00\xff\xfe nonsense",
        b"HTTP/1.1 9999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * 300_000,
    ],
)
def test_garbage_is_no_answer(delivers, impatient, text):
    delivers.answer = raw(text)
    with pytest.raises(NotDelivered):
        ask(delivers)
    assert impatient() < 5


def test_it_is_heard_to_64_kb_and_no_further(delivers, impatient):
    delivers.answer = say(200, b"x" * MAX_ANSWER_SIZE)
    assert len(ask(delivers).body) == MAX_ANSWER_SIZE
    delivers.answer = say(200, b"x" * 80_000_000)
    with pytest.raises(NotDelivered, match="too long"):
        ask(delivers)
    assert impatient() < 5


def test_what_is_packed_stays_packed(delivers):
    delivers.answer = say(200, b"\x1f\x8b not to be opened", **{"Content-Encoding": "gzip"})
    assert ask(delivers).body.startswith(b"\x1f\x8b")
    assert delivers.asked[0][1]["accept-encoding"] == "identity"


def test_a_dead_one_is_told_by_a_word_that_names_nobody():
    dead = Supplier()
    dead.server.server_close()
    with pytest.raises(NotDelivered) as values:
        ask(dead)
    assert str(values.value) == "ConnectError"
    assert values.value.__cause__ is None


def test_the_environment_does_not_lead_it_elsewhere(delivers, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(delivers).status == 200


def test_it_must_show_a_certificate():
    route = SupplierEndpoint("https://sms.example/in", TOKEN)
    assert (route._trusted.verify_mode, route._trusted.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_token_is_not_shown():
    route = SupplierEndpoint("https://sms.example/in", TOKEN)
    assert TOKEN not in repr(route)
    assert TOKEN not in str(route)
