"""One's own account, where one is signed in, and the proof before an act of weight."""

import re

import pyotp
import pytest

from catalog.core import outbox
from i18n.scripts import fold
from matching.identity import persons
from service import accounts
from service.accounts import login_sessions, second_factor
from service.web import context
from tests.support import cast


def test_a_citizen_sees_their_number_only_by_its_end(as_):
    page = as_("alisher").get("/en/me").text
    assert "001" in page
    assert "900000001" not in page


def test_a_citizen_says_how_to_call_them_and_it_is_found_in_every_script(as_, seeded):
    answer = as_("alisher").post("/en/me", data={"name": "Ғайрат Ўктамов", "language": "kaa"})
    assert answer.status_code == 303
    with seeded.read() as session:
        person = session.get(persons.Citizen, accounts.find(session, cast.email("alisher")).citizen)
        assert (person.name, person.language, person.name_key) == (
            "Ғайрат Ўктамов",
            "kaa",
            fold("Gʻayrat Oʻktamov"),
        )


def test_a_name_that_is_missing_is_told_beside_the_field(as_):
    answer = as_("alisher").post("/en/me", data={"name": " ", "language": "kaa"})
    assert (answer.status_code, 'href="#name"' in answer.text) == (422, True)


def test_one_sees_every_browser_and_ends_one(as_, seeded, clock):
    client = as_("barno")
    with seeded.write() as session:
        account = accounts.find(session, cast.email("barno"))
        login_sessions.create(session, account, "Safari, iPhone", whole=True, on=clock())
        other = login_sessions.list_for_account(session, account.reference, on=clock())
        number = next(row.reference for row in other if row.browser == "Safari, iPhone")
    assert "Safari, iPhone" in client.get("/en/me/sign-ins").text
    assert client.post(f"/en/me/sign-ins/{number}/end").headers["location"] == "/en/me/sign-ins"
    assert "Safari, iPhone" not in client.get("/en/me/sign-ins").text


def test_who_ends_the_browser_they_sit_at_is_out(as_):
    client = as_("barno")
    number = re.search(r"sign-ins/(S-\w+)/end", client.get("/en/me/sign-ins").text)[1]
    assert client.post(f"/en/me/sign-ins/{number}/end").headers["location"] == "/en/"
    assert client.get("/en/me").status_code == 401


def test_somebody_elses_browser_is_not_there_to_be_ended(as_):
    number = re.search(r"sign-ins/(S-\w+)/end", as_("barno").get("/en/me/sign-ins").text)[1]
    assert as_("davron").post(f"/en/me/sign-ins/{number}/end").status_code == 404


def test_a_program_has_no_account_page(as_):
    assert as_("barno", key=True).get("/en/me").status_code == 401


def test_an_act_of_weight_after_an_hour_first_asks_for_the_digits_and_comes_back(
    as_, seeded, clock
):
    seed = second_factor.fresh_seed()
    client = as_("chinora")
    with seeded.write() as session:
        account = accounts.find(session, cast.email("chinora"))
        second_factor.enrol(
            session, account, seed, pyotp.TOTP(seed).at(clock()), by=cast.CHINORA, on=clock()
        )
    _an_hour_at_work(client, clock)
    assert client.post("/en/me/codes").headers["location"] == "/en/me/prove?next=%2Fen%2Fme"
    before = client.cookies.get(context.COOKIE)
    answer = client.post(
        "/en/me/prove", data={"code": pyotp.TOTP(seed).at(clock()), "then": "/en/me"}
    )
    assert answer.headers["location"] == "/en/me"
    assert client.cookies.get(context.COOKIE) != before
    client.headers[context.TOKEN] = _token(client)
    assert client.post("/en/me/codes").status_code == 200


def _an_hour_at_work(client, clock):
    for _ in range(4):
        clock.forward(minutes=20)
        client.get("/en/me")


def _token(client) -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get("/en/me").text)[1]


def test_a_citizen_proves_it_by_digits_to_their_own_number(as_, seeded, clock):
    client = as_("alisher")
    _an_hour_at_work(client, clock)
    client.post("/en/me/prove/code", data={"then": "/en/me/number"})
    with seeded.read() as session:
        letter = outbox.latest(session, 1)[0]
    assert letter.number == "+998900000001"
    assert (
        client.post("/en/me/prove", data={"code": "12345x", "then": "/en/me/number"}).status_code
        == 422
    )
    answer = client.post("/en/me/prove", data={"code": letter.code, "then": "/en/me/number"})
    assert answer.headers["location"] == "/en/me/number"
    assert client.get("/en/me/number").status_code == 200


def test_the_digits_of_a_sign_in_are_no_proof(as_, seeded, clock):
    client = as_("alisher")
    _an_hour_at_work(client, clock)
    client.post("/en/sign-in", data={"phone": "+998900000001", "channel": "sms"})
    with seeded.read() as session:
        code = outbox.latest(session, 1)[0].code
    assert client.post("/en/me/prove", data={"code": code}).status_code == 422


@pytest.mark.parametrize("token", [None, "", "somebody-elses"])
def test_a_form_without_its_own_token_does_nothing(as_, token, seeded):
    client = as_("alisher")
    client.headers.pop(context.TOKEN)
    data = {"name": "Changed", "language": "uz"} | ({} if token is None else {"token": token})
    assert client.post("/en/me", data=data).status_code == 403
    with seeded.read() as session:
        assert accounts.find(session, cast.email("alisher")).name == "Alisher"


def test_the_token_of_another_sign_in_does_nothing_either(as_):
    foreign = as_("barno").headers[context.TOKEN]
    client = as_("alisher")
    client.headers.pop(context.TOKEN)
    answer = client.post("/en/me", data={"name": "x", "language": "uz", "token": foreign})
    assert (answer.status_code, "Nothing has been changed" in answer.text) == (403, True)


def test_the_token_stands_in_the_form_itself(as_):
    client = as_("alisher")
    token = _token(client)
    client.headers.pop(context.TOKEN)
    assert (
        client.post(
            "/en/me", data={"name": "Alisher B", "language": "uz", "token": token}
        ).status_code
        == 303
    )
