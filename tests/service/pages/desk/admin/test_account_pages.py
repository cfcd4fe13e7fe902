"""Accounts looked after by an administrator, who opens no case."""

import re

import pytest

from catalog.core import journal
from service import accounts
from service.accounts import invitations, second_factor
from tests.support import cast


def of(seeded, name):
    with seeded.read() as session:
        return accounts.find(session, cast.email(name))


def test_whoever_is_invited_gets_a_code_that_opens_their_account(as_, seeded, clock):
    values = {
        "email": "New@musofir.example",
        "name": "Ozoda",
        "role": "attache",
        "post": cast.SEOUL,
    }
    form = as_("laylo").get("/en/desk/accounts/new").text
    values["once"] = re.search(r'name="once" value="([^"]+)"', form)[1]
    first, page = (as_("laylo").post("/en/desk/accounts/new", data=values).text for _ in "12")
    assert "Invitation code" in first, "a double click shows a code that works"
    code = re.search(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}", page)[0]
    assert re.search(r"here: https?://[^ /]+/en/sign-in/invited", page), "it can be dictated"
    with seeded.read() as session:
        account = accounts.find(session, "new@musofir.example")
        assert (account.name, account.post, account.password) == ("Ozoda", cast.SEOUL, None)
        values = invitations.AcceptanceInput("new@musofir.example", code, "x")
        assert (
            invitations.get_invited_account(session, values, on=clock()).reference
            == account.reference
        )


def test_an_account_says_in_which_role_and_where_somebody_works(as_, seeded):
    for name, said in (
        ("davron", "Labour attaché, South Korea: Embassy, Seoul"),
        ("hamid", "Private agency, AG-"),
    ):
        page = as_("laylo").get(f"/en/desk/accounts/{of(seeded, name).reference}").text
        assert said in " ".join(page.split()), name


def test_all_mistakes_of_an_invitation_are_shown_at_once(as_):
    page = as_("laylo").post("/en/desk/accounts/new", data={"email": "x y", "role": ""}).text
    assert 'href="#role"' in page
    assert 'href="#email"' in page
    place = {"email": cast.email("davron"), "role": "attache"}
    page = as_("laylo").post("/en/desk/accounts/new", data=place).text
    assert 'href="#email"' in page
    assert 'href="#post"' in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nothing"}, "email"),
        ({"email": cast.email("davron")}, "email"),
        ({"role": "attache"}, "post"),
        ({"role": "agency_user", "agency": "AG-NONE"}, "agency"),
        ({"role": "system"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_typed_words_stay(as_, values, field):
    answer = as_("laylo").post(
        "/en/desk/accounts/new",
        data={"email": "n@m.uz", "role": "auditor", "name": "Kept"} | values,
    )
    assert (
        answer.status_code,
        f'href="#{field}"' in answer.text,
        'value="Kept"' in answer.text,
    ) == (422, True, True)


def test_who_is_moved_is_out_and_comes_back_with_the_new_rights_only(as_, seeded):
    cookie = as_("chinora").cookies.get("sid")
    client, number = as_("laylo"), of(seeded, "chinora").reference
    assert (
        client.post(f"/en/desk/accounts/{number}/place", data={"role": "statistician"}).status_code
        == 303
    )
    as_()
    client.cookies.set("sid", cookie)
    assert client.get("/en/desk").status_code == 401
    assert as_("chinora").get("/en/desk/wages").status_code == 403


def test_who_is_disabled_is_out_at_the_next_request_by_cookie_and_by_key(as_, seeded, clock):
    cookie, number = as_("elyor").cookies.get("sid"), of(seeded, "elyor").reference
    with seeded.write() as session:
        key = accounts.issue_key(
            session, accounts.get(session, number), [], by=cast.LAYLO, on=clock()
        )
    client = as_("laylo")
    assert client.post(f"/en/desk/accounts/{number}/disable").status_code == 303
    assert "The account is disabled." in client.get(f"/en/desk/accounts/{number}").text
    client = as_()
    assert (
        client.get("/api/v1/advice", headers={"authorization": f"Bearer {key}"}).status_code == 401
    )
    client.cookies.set("sid", cookie)
    assert client.get("/en/desk").status_code == 401


def test_who_was_let_in_again_signs_in_anew(as_, seeded):
    number = of(seeded, "mallory").reference
    assert as_("laylo").post(f"/en/desk/accounts/{number}/enable").status_code == 303
    assert of(seeded, "mallory").disabled_at is None


def test_a_lost_telephone_is_forgotten_by_two_people_and_a_new_code_follows(as_, seeded, clock):
    with seeded.write() as session:
        account = accounts.find(session, cast.email("barno"))
        account.second = b"x"
        second_factor.renew_codes(session, account, by=cast.BARNO, on=clock())
        number = account.reference
    at = f"/en/desk/accounts/{number}"
    wrong = as_("laylo").post(f"{at}/forget-second", data={"reason": ""})
    assert (wrong.status_code, 'href="#reason"' in wrong.text) == (422, True)
    asked = as_("laylo").post(f"{at}/forget-second", data={"reason": "Called me from Seoul"})
    assert asked.status_code == 303
    assert "must approve it" in as_("laylo").get(at).text
    with seeded.read() as session:
        assert accounts.get(session, number).second, "nobody removes it alone"
    page = as_("iroda").get("/en/desk/approvals").text
    assert "Called me from Seoul" in page
    request = re.search(r'/en/desk/approvals/(Q-\w+)"', page)[1]
    answer = {"verdict": "agree", "answer": "She told me so"}
    assert as_("iroda").post(f"/en/desk/approvals/{request}", data=answer).status_code == 303
    assert "Invitation code" in as_("laylo").post(f"{at}/invitation").text
    with seeded.read() as session:
        assert (
            accounts.get(session, number).second,
            second_factor.codes_left(session, number),
        ) == (None, 0)


def test_a_key_is_shown_once_narrowed_and_ended(as_, seeded):
    client, number = as_("laylo"), of(seeded, "elyor").reference
    page = client.post(f"/en/desk/accounts/{number}/keys", data={"scope wages:read": "1"}).text
    token = re.search(r"msf_[\w-]+", page)[0]
    assert token not in client.get(f"/en/desk/accounts/{number}").text
    asked = {"authorization": f"Bearer {token}"}
    assert as_().get(f"/api/v1/wages/{cast.CLAIM}", headers=asked).status_code == 200
    assert as_().get("/api/v1/advice", headers=asked).status_code == 403
    with seeded.read() as session:
        (key,) = accounts.keys(session, number)
    assert (
        as_("laylo")
        .post(f"/en/desk/accounts/{number}/revoke", data={"key": key.reference})
        .status_code
        == 303
    )
    assert as_().get(f"/api/v1/wages/{cast.CLAIM}", headers=asked).status_code == 401


def test_a_scope_that_the_role_does_not_have_is_refused(as_, seeded):
    number = of(seeded, "elyor").reference
    answer = as_("laylo").post(
        f"/en/desk/accounts/{number}/keys", data={"scope accounts:write": "1"}
    )
    assert answer.status_code == 422


def test_nobody_changes_their_own_rights(as_, seeded):
    client, number = as_("laylo"), of(seeded, "laylo").reference
    for act in ("disable", "enable", "forget-second"):
        assert client.post(f"/en/desk/accounts/{number}/{act}").status_code == 422
    assert (
        client.post(f"/en/desk/accounts/{number}/place", data={"role": "supervisor"}).status_code
        == 422
    )
    assert of(seeded, "laylo").role == "administrator"


def test_letting_somebody_in_wants_a_secret_typed_within_the_hour(as_, seeded, clock):
    client, number = as_("laylo"), of(seeded, "barno").reference
    for _ in range(4):
        clock.forward(minutes=20)
        client.get("/en/desk")
    for act in ("invitation", "forget-second", "keys"):
        answer = client.post(f"/en/desk/accounts/{number}/{act}")
        assert answer.headers["location"].startswith("/en/me/prove?next=")


def test_an_unknown_act_and_an_unknown_account_are_not_there(as_, seeded):
    client, number = as_("laylo"), of(seeded, "barno").reference
    assert client.post(f"/en/desk/accounts/{number}/promote").status_code == 404
    assert client.post("/en/desk/accounts/U-NONE/disable").status_code == 404
    assert client.get("/en/desk/accounts/U-NONE").status_code == 404
    assert (
        client.post(f"/en/desk/accounts/{number}/revoke", data={"key": "K-NONE"}).status_code == 404
    )


def test_everything_done_to_an_account_is_in_the_journal(as_, seeded):
    client, number = as_("laylo"), of(seeded, "barno").reference
    for act in ("disable", "enable", "invitation", "keys"):
        client.post(f"/en/desk/accounts/{number}/{act}")
    client.post(f"/en/desk/accounts/{number}/place", data={"role": "auditor"})
    with seeded.read() as session:
        acts = [one.act for one in journal.history(session, "account", number)]
    assert acts[-5:] == ["disable", "enable", "invite", "issue_key", "move"]
