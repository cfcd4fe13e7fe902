"""Codes by the Telegram Gateway: a yes, a no that sends the message another way, and everything
between them."""

import asyncio
import json

import pytest

from service.outside import telegram
from service.outside.supplier import ChannelUnavailable, NotDelivered
from service.outside.telegram import Telegram
from tests.service.outside.fake import letter, say

YES = json.dumps(
    {
        "ok": True,
        "result": {"request_id": "1", "phone_number": "+998900000077", "request_cost": 0.01},
    }
)


def send(delivers, **values) -> None:
    asyncio.run(Telegram("invented-token-17", delivers.url).send(letter(**values)))


def test_it_is_told_the_number_the_code_and_how_long_it_holds(delivers):
    delivers.answer = say(200, YES.encode())
    send(delivers)
    ((path, headers, body),) = delivers.asked
    assert body == {
        "phone_number": "+998900000077",
        "code": "493027",
        "ttl": 600,
        "payload": "M-INVENTED2345",
    }
    assert (path, headers["authorization"]) == (
        "/sendVerificationMessage",
        "Bearer invented-token-17",
    )


def test_it_is_asked_where_telegram_says_it_is():
    assert Telegram("x")._endpoint.url == "https://gatewayapi.telegram.org/sendVerificationMessage"
    assert telegram.GATEWAY.startswith("https://")


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429])
@pytest.mark.parametrize("error", ["PHONE_NUMBER_NOT_FOUND", "ACCESS_TOKEN_INVALID"])
def test_a_no_is_told_by_its_word(delivers, status, error):
    delivers.answer = say(status, json.dumps({"ok": False, "error": error}).encode())
    with pytest.raises(ChannelUnavailable, match=f"^{error}$"):
        send(delivers)


@pytest.mark.parametrize("error", ["no such number +998900000077", "", "A" * 61, "x\nforged line"])
def test_what_else_it_may_write_there_is_not_repeated(delivers, error):
    delivers.answer = say(200, json.dumps({"ok": False, "error": error}).encode())
    with pytest.raises(ChannelUnavailable, match=r"^refused$"):
        send(delivers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"ok"',
        b"{}",
        b'{"ok": 1}',
        b'{"ok": "true"}',
        b"<html>",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"ok": false, "error": 5}',
    ],
)
def test_garbage_is_neither_yes_nor_no(delivers, body):
    delivers.answer = say(200, body)
    with pytest.raises(NotDelivered, match="status 200"):
        send(delivers)


@pytest.mark.parametrize("status", [302, 500, 503])
def test_a_yes_from_a_broken_service_is_no_yes(delivers, status):
    delivers.answer = say(status, YES.encode(), Location="http://127.0.0.1:9/")
    with pytest.raises(NotDelivered, match=f"status {status}"):
        send(delivers)


@pytest.mark.parametrize("code", ["", "12", "123456789", "12345a", "12345\n", "١٢٣٤٥٦"])
def test_what_is_no_code_does_not_go_by_telegram(delivers, code):
    with pytest.raises(ChannelUnavailable):
        send(delivers, code=code)
    assert delivers.asked == []
