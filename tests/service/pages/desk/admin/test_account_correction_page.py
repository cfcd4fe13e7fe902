"""Correcting an account at the desk: by form, with history."""

import html
import re

import pyotp
import pytest

from service import accounts
from service.accounts import passwords, second_factor
from tests.support import cast
from tests.support.correction_forms import opened

WHY = {"reason": "Misspelt"}
CODE = re.compile(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}")


PASSWORD = "river lantern seven"


@pytest.fixture
def own(seeded, clock) -> tuple[str, pyotp.TOTP]:
    """The page of the only administrator, who has a password and a second factor."""
    seed = second_factor.fresh_seed()
    with seeded.write() as session:
        account = accounts.find(session, cast.email("laylo"))
        account.password = passwords.hash_password(PASSWORD)
        digits = pyotp.TOTP(seed).at(clock())
        second_factor.enrol(session, account, seed, digits, by=cast.LAYLO, on=clock())
    clock.forward(minutes=2)
    return f"/en/desk/accounts/{account.reference}", pyotp.TOTP(seed)


@pytest.fixture
def page(seeded) -> str:
    with seeded.read() as session:
        return f"/en/desk/accounts/{accounts.find(session, cast.email('barno')).reference}"


def test_a_corrected_address_is_shown_with_the_old_one_and_a_code(as_, page):
    cookie = as_("barno").cookies.get("sid")
    client = as_("laylo")
    sent = opened(client, page) | WHY | {"email": "barno@new.example"}
    answer = client.post(f"{page}/correct", data=sent)
    assert CODE.search(answer.text)
    shown = html.unescape(client.get(page).text)
    assert re.search(rf"{cast.email('barno')}\S* → .*barno@new\.example", shown)
    as_()
    client.cookies.set("sid", cookie)
    assert client.get("/en/desk").status_code == 401


def test_the_only_administrator_corrects_their_own_name_and_with_both_secrets_their_address(
    as_, own, clock
):
    (page, totp), client = own, as_("laylo")
    assert f'href="{page}/correct"' in client.get(page).text
    sent = opened(client, page) | WHY | {"name": "Laylo Typed"}
    assert client.post(f"{page}/correct", data=sent).status_code == 303
    assert "Laylo Typed" in client.get(page).text
    sent = opened(client, page) | WHY | {"email": "laylo@new.example"}
    right = {"current": PASSWORD, "digits": totp.at(clock())}
    for wrong in ("current", "digits"):
        answer = client.post(f"{page}/correct", data=sent | right | {wrong: "000000"})
        found = answer.status_code, f'href="#{wrong}"' in answer.text, PASSWORD in answer.text
        assert found == (422, True, False)
    answer = client.post(f"{page}/correct", data=sent | {"email": "laylo", "current": "000000"})
    assert 'href="#email"' in answer.text, "before a password is asked for again"
    answer = client.post(f"{page}/correct", data=sent | right)
    assert answer.status_code == 303, "with no new invitation"
    assert "laylo@new.example" in client.get(page).text, "still signed in"


def test_a_form_sent_twice_shows_a_code_that_works(as_, page):
    client = as_("laylo")
    sent = opened(client, page) | WHY | {"email": "barno@new.example"}
    client.post(f"{page}/correct", data=sent)
    code = CODE.search(client.post(f"{page}/correct", data=sent).text)[0]
    words = dict.fromkeys(("password", "again"), "river lantern seven")
    accepted = {"email": "barno@new.example", "code": code} | words
    assert as_().post("/en/sign-in/invited", data=accepted).status_code == 303


def test_the_code_of_a_disabled_account_is_not_given_out_as_if_it_worked(as_, page):
    client = as_("laylo")
    client.post(f"{page}/disable")
    sent = opened(client, page) | WHY | {"email": "barno@new.example"}
    answer = client.post(f"{page}/correct", data=sent).text
    assert "works only once you enable it again" in answer


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "x y"}, "email"),
        ({"email": cast.email("davron")}, "email"),
        ({"name": " "}, "name"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_mistake_is_shown_beside_its_field(as_, page, wrong, field):
    client = as_("laylo")
    sent = opened(client, page) | WHY | {"name": "Barno Typed"} | wrong
    answer = client.post(f"{page}/correct", data=sent)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)


def test_a_form_opened_before_another_correction_shows_both(as_, page):
    client = as_("laylo")
    form = opened(client, page)
    assert client.post(f"{page}/correct", data=form | WHY | {"name": "Barno B"}).status_code == 303
    late = client.post(f"{page}/correct", data=form | WHY | {"email": "late@musofir.example"})
    assert ("Barno B" in late.text, "late@musofir.example" in late.text) == (True, True)
    assert "late@musofir.example" not in client.get(page).text
