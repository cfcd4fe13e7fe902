"""What is carried on the way in stays with its browser, its purpose and its ten minutes."""

import base64

import msgspec
import pytest

from catalog.core import vault
from service.pages.sign_in import flow_cookie


def test_what_was_carried_for_one_purpose_is_nothing_for_another(client):
    client.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"})
    assert client.get("/en/sign-in/code").status_code == 200
    assert client.get("/en/sign-in/lost/code").status_code == 303


@pytest.mark.parametrize(
    "value", ["", "x", "AAAA", base64.urlsafe_b64encode(b"\x01" * 60).decode()]
)
def test_what_is_not_ours_is_nothing(client, value):
    client.cookies.set("way", value)
    assert client.get("/en/sign-in/code").status_code == 303


def test_the_number_cannot_be_read_in_the_browser(client):
    client.post("/en/sign-in", data={"phone": "90 123 45 67", "channel": "sms"})
    kept = client.cookies.get("way").strip('"')
    assert b"1234567" not in base64.urlsafe_b64decode(kept)
    opened = msgspec.json.decode(
        vault.unlock("way", base64.urlsafe_b64decode(kept)), type=flow_cookie.SignInFlow
    )
    assert opened.number == "+998901234567"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/uz/desk/wages", "/uz/desk/wages"),
        ("/uz-Cyrl/me", "/uz-Cyrl/me"),
        ("", "x"),
        ("/", "x"),
        ("/fr/me", "x"),
    ],
)
def test_only_pages_of_ours_are_gone_on_to(asked, led):
    assert flow_cookie.next_path(asked, "x") == led


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example/uz/",
    "http://evil.example/uz/desk",
    "uz/desk",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "/%2f%2fevil.example",
    "/uz//evil.example/",
    "/uz/\\evil.example",
    "//uz/desk",
    "/ /evil.example",
    "/uz/desk\r\nset-cookie: sid=x",
    "/uz/desk\x00",
    "/uz/\u2028x",
    " /uz/desk",
    "\t/uz/desk",
    "?next=/uz/",
    "#/uz/",
    "@evil.example",
    "/@evil.example",
    "/uz.evil.example",
    "/uz:80/desk",
    "/\u0443z/desk",
    "/uz/" + "x" * 300,
]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_no_spelling_leads_to_another_site(asked):
    assert flow_cookie.next_path(asked, "x") == "x"
