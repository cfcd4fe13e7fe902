"""The demonstration lets anybody in; a real service does not."""

import re

import msgspec
import pytest

from catalog.core.actor import SYSTEM, Role
from service import accounts
from service.accounts import NewAccount
from service.web import context
from tests.support.cast import SEOUL


@pytest.fixture
def walker(seeded, app_state, clock):
    app_state.settings = msgspec.structs.replace(app_state.settings, demonstration=True)
    with seeded.write() as session:
        new_account = NewAccount(
            "chinora@demo.invalid", Role.CLAIMS_OFFICER, "Chinora of the demonstration"
        )
        accounts.add(session, new_account, by=SYSTEM, on=clock())


def test_a_real_service_has_no_such_route(client, settings):
    """Nor is one made by a file that appears in its home."""
    (settings.home / "DEMONSTRATION").touch()
    assert client.get("/en/walk").status_code == 404
    assert client.post("/en/walk/chinora@demo.invalid").status_code == 404


def test_one_press_signs_in_and_another_out(walker, client):
    page = client.get("/en/walk").text
    assert "Chinora of the demonstration" in page
    assert "Move the most overdue claim one step forward" in page
    answer = client.post("/en/walk/chinora@demo.invalid")
    assert answer.headers["location"] == "/en/desk"
    result = answer.headers["set-cookie"].lower()
    assert "httponly" in result
    assert "samesite=lax" in result
    assert client.get("/en/desk").status_code == 200
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/walk").text)[1]
    client.post("/en/sign-out", data={"token": token})
    assert client.get("/en/desk").status_code == 401


def test_nobody_else_can_be_walked_as(walker, client):
    for email in ("chinora@musofir.example", "nobody@demo.invalid"):
        assert client.post(f"/en/walk/{email}").status_code == 404
    assert context.COOKIE not in client.cookies


def test_an_attache_is_shown_with_the_place_and_not_the_code_of_their_post(
    walker, client, seeded, clock
):
    with seeded.write() as session:
        new_account = NewAccount(
            "davron@demo.invalid", Role.ATTACHE, "Davron of the demonstration", post=SEOUL
        )
        accounts.add(session, new_account, by=SYSTEM, on=clock())
    choice = client.get("/en/walk").text
    client.post("/en/walk/davron@demo.invalid")
    for page in (choice, client.get("/en/desk").text):
        assert "Seoul" in page
        assert SEOUL not in page


def test_an_interrupted_form_is_shown_again_to_its_sender_only(walker, client):
    client.post("/en/walk/chinora@demo.invalid")
    page = client.get("/en/desk/citizens").text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    client.cookies.clear()
    sent = {"token": token, "name": "Typed by Chinora"}
    page = client.post("/en/desk/citizens", data=sent, follow_redirects=True).text
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    again = client.post("/en/walk", data={"kept": kept}).text
    assert 'value="Typed by Chinora"' in again
    assert client.get("/en/desk").status_code == 200
    client.cookies.clear()
    assert client.post("/en/walk", data={"kept": kept[:-8]}).status_code == 404
