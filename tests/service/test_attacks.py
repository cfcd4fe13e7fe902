"""A cookie in the wrong hands: planted before, copied, kept for later. None of them opens anything
(T-17)."""

import msgspec
import pytest

from catalog.core.errors import SignInNeeded
from matching.identity.persons import Citizen
from service import accounts
from service.accounts import login_sessions, number_changes, passwords
from service.approvals import decisions
from service.web import context
from tests.support import cast, intruder
from tests.support.intruder import (
    ANOTHER,
    PASSWORD,
    SECOND,
    WORK,
    account,
    seed_on,
    sit,
    status,
    totp,
    wear,
)

__all__ = ["totp"]
PLANTED = "known-to-somebody-else-0123456789abcdefghij"


@pytest.fixture(params=["phone", "password", "second factor", "invitation", "recovery code"])
def way(request, client, seeded, clock, totp):
    """Goes one of the ways in, with whatever the client brings along; says the cookie it was
    given."""
    invitation = intruder.invitation(seeded, clock, "chinora")
    recovery = intruder.codes(seeded, clock, "alisher")[0]
    ways = {
        "phone": lambda: intruder.by_phone(client, seeded),
        "password": lambda: intruder.by_password(client),
        "second factor": lambda: intruder.by_second(client, clock, totp),
        "invitation": lambda: intruder.by_invitation(client, invitation),
        "recovery code": lambda: intruder.by_recovery(client, seeded, recovery),
    }

    def go() -> str:
        assert ways[request.param]().status_code == 303, "the way leads in"
        return client.cookies.get(context.COOKIE)

    return go


def test_a_cookie_planted_before_is_not_the_one_that_opens(client, way):
    client.cookies.set(context.COOKIE, PLANTED, domain="testserver.local")
    given = way()
    assert given not in (None, PLANTED)
    assert (status(client, PLANTED), status(client, PLANTED, SECOND)) == (401, 303)


def test_whoever_comes_in_as_another_is_the_first_no_more(client, seeded, clock, way):
    before = sit(seeded, clock, "barno")
    wear(client, before, seeded)
    assert way() != before
    assert status(client, before) == 401


def test_the_cookie_between_password_and_second_factor_opens_nothing_and_ends_with_it(
    client, seeded, clock, totp
):
    intruder.by_password(client)
    half = client.cookies.get(context.COOKIE)
    routes = (
        "/en/me",
        "/en/desk",
        "/en/desk/wages",
        f"/api/v1/wages/{cast.CLAIM}",
        "/en/me/second",
        "/en/me/prove",
    )
    assert [status(client, half, route) for route in routes] == [401] * len(routes)
    wear(client, half)
    client.post(SECOND, data={"digits": totp.at(clock())})
    assert (status(client, half), status(client, half, SECOND)) == (401, 303)


def change_password(client, clock, totp):
    return client.post(
        "/en/me/password", data={"current": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    )


def change_second(client, clock, totp):
    seed, telephone = seed_on(client.get("/en/me/second").text)
    return client.post("/en/me/second", data={"seed": seed, "digits": telephone.at(clock())})


def renew_codes(client, clock, totp):
    return client.post("/en/me/codes")


def prove(client, clock, totp):
    return client.post("/en/me/prove", data={"code": totp.at(clock())})


@pytest.mark.parametrize("change", [change_password, change_second, renew_codes, prove])
def test_every_change_of_a_secret_gives_another_cookie_and_the_copied_one_is_dead(
    client, seeded, clock, totp, change
):
    here, elsewhere, half = (
        sit(seeded, clock, "chinora", whole=whole) for whole in (True, True, False)
    )
    wear(client, here, seeded)
    assert change(client, clock, totp).status_code in (200, 303)
    given = client.cookies.get(context.COOKIE)
    assert given != here
    assert (status(client, here), status(client, given)) == (401, 200)
    others_end = change is not prove
    assert status(client, elsewhere) == (401 if others_end else 200)
    assert (status(client, half, SECOND) == 303) is others_end


def test_a_citizens_new_number_does_the_same(client, seeded, clock):
    here, elsewhere = (sit(seeded, clock, "alisher") for _ in range(2))
    wear(client, here, seeded)
    codes = intruder.new_number(client, seeded)
    assert client.post("/en/me/number/code", data=codes).status_code == 303
    given = client.cookies.get(context.COOKIE)
    assert [status(client, one) for one in (here, elsewhere, given)] == [401, 401, 200]


def test_a_second_tap_that_comes_too_late_is_asked_to_sign_in(seeded, clock):
    cookie = sit(seeded, clock, "barno")
    with seeded.write() as session:
        seat = login_sessions.find_by_cookie(session, cookie, clock())[1]
        login_sessions.rotate(session, seat, on=clock())
    with pytest.raises(SignInNeeded), seeded.write() as session:
        login_sessions.rotate(session, seat, on=clock())


def by_administrator(act: str, **typed: str):
    """An ending that an administrator brings about."""

    def end(client, seeded, clock, _cookie) -> None:
        wear(client, sit(seeded, clock, "laylo"), seeded)
        number = account(seeded, "chinora").reference
        assert client.post(f"/en/desk/accounts/{number}/{act}", data=typed).status_code in (
            200,
            303,
        )

    return end


def sign_out(client, seeded, clock, cookie) -> None:
    wear(client, cookie, seeded)
    client.post("/en/sign-out")


def end_from_elsewhere(client, seeded, clock, cookie) -> None:
    with seeded.read() as session:
        seat = login_sessions.find_by_cookie(session, cookie, clock())[1]
    wear(client, sit(seeded, clock, "chinora"), seeded)
    assert client.post(f"/en/me/sign-ins/{seat.reference}/end").status_code == 303


def accept(client, seeded, clock, _cookie) -> None:
    assert (
        intruder.by_invitation(client, intruder.invitation(seeded, clock, "chinora")).status_code
        == 303
    )


def wait_half_an_hour(client, seeded, clock, _cookie) -> None:
    clock.forward(minutes=33)


def work_all_day(client, seeded, clock, cookie) -> None:
    for _ in range(37):
        clock.forward(minutes=20)
        status(client, cookie)


ENDINGS = {
    "signed out": sign_out,
    "ended from elsewhere": end_from_elsewhere,
    "a new password by invitation": accept,
    "idle": wait_half_an_hour,
    "twelve hours": work_all_day,
    "disabled": by_administrator("disable"),
    "moved": by_administrator("place", role="auditor"),
    "telephone lost": by_administrator("forget-second", reason="Stolen"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_has_ended_opens_nothing_and_does_nothing(client, seeded, clock, totp, ending):
    cookie = sit(seeded, clock, "chinora")
    own = intruder.token(seeded, cookie)
    assert status(client, cookie) == 200
    ENDINGS[ending](client, seeded, clock, cookie)
    client.headers.pop(context.TOKEN, None)
    routes = ("/en/me", "/en/desk", "/en/desk/wages", f"/api/v1/wages/{cast.CLAIM}")
    assert [status(client, cookie, route) for route in routes] == [401] * 4
    body = {"text": "from the grave"}
    sent = {"cookie": f"{context.COOKIE}={cookie}", context.TOKEN: own}
    assert (
        client.post(f"/api/v1/wages/{cast.CLAIM}/notes", json=body, headers=sent).status_code == 401
    )
    assert client.post("/en/me/codes", headers=sent).status_code == 401


def test_who_is_let_in_again_does_not_come_in_by_the_cookie_of_before(client, seeded, clock, totp):
    cookie, half = (sit(seeded, clock, "chinora", whole=whole) for whole in (True, False))
    for act in ("disable", "enable"):
        by_administrator(act)(client, seeded, clock, cookie)
    client.headers.pop(context.TOKEN)
    assert (status(client, cookie), status(client, half, SECOND)) == (401, 303)


def test_a_number_given_anew_by_two_officers_ends_every_sign_in_of_before(client, seeded, clock):
    cookie = sit(seeded, clock, "alisher")
    with seeded.write() as session:
        person = session.get_one(Citizen, account(seeded, "alisher").citizen)
        asked = number_changes.request_change(
            session, person, intruder.NEW_PHONE, by=cast.CHINORA, on=clock()
        ).reference
        number = person.reference
    wear(client, sit(seeded, clock, "elyor"), seeded)
    assert (
        client.post(
            f"/en/desk/citizens/{number}/confirm-number", data={"change": asked}
        ).status_code
        == 303
    )
    assert status(client, cookie) == 401


def test_a_password_alone_opens_nothing_once_the_telephone_was_forgotten(
    client, seeded, clock, totp
):
    """Or whoever stole both would only have to wait for the owner to report the telephone."""
    by_administrator("forget-second", reason="Stolen")(client, seeded, clock, "")
    with seeded.write() as session:
        (asked,) = decisions.list_waiting(session, by=cast.IRODA)
        more = {"day": clock.today, "home": cast.NO_FILES}
        decisions.approve(session, asked.reference, by=cast.IRODA, on=clock(), **more)
    client.cookies.clear()
    client.headers.pop(context.TOKEN)
    assert intruder.by_password(client).status_code == 422
    assert client.get(SECOND).headers["location"] == WORK


def test_whoever_finds_an_administrators_browser_open_lets_nobody_in(client, seeded, clock):
    """Neither by a new account nor by a better role: an hour after the last secret it is asked for
    again."""
    cookie, number = sit(seeded, clock, "laylo"), account(seeded, "barno").reference
    for _ in range(4):
        clock.forward(minutes=20)
        assert status(client, cookie, "/en/desk/accounts") == 200
    wear(client, cookie, seeded)
    values = {"email": "friend@musofir.example", "role": "supervisor"}
    answers = [client.post("/en/desk/accounts/new", data=values)]
    answers += [client.post(f"/en/desk/accounts/{number}/place", data={"role": "supervisor"})]
    assert all(one.headers["location"].startswith("/en/me/prove") for one in answers)
    assert account(seeded, "barno").role == "adviser"


def test_a_secret_of_one_kind_is_none_of_another(client, seeded, clock, totp):
    """A cookie is no key, a key no cookie, the token of a form neither, and none of them is heard
    from an address."""
    cookie = sit(seeded, clock, "elyor")
    with seeded.write() as session:
        elyor = accounts.find(session, cast.email("elyor"))
        key = accounts.issue_key(session, elyor, [], by=cast.LAYLO, on=clock())
        kept = [
            accounts.hash_token(cookie),
            accounts.hash_token(key),
            passwords.hash_password(PASSWORD),
        ]
    secrets = [cookie, key, intruder.token(seeded, cookie), *kept]
    route = f"/api/v1/wages/{cast.CLAIM}"
    assert [status(client, one, route) for one in secrets] == [200] + [401] * 5
    bearer = [
        client.get(route, headers={"authorization": f"Bearer {one}"}).status_code for one in secrets
    ]
    assert bearer == [401, 200] + [401] * 4
    for one in (cookie, key):
        asked = [
            f"{route}?sid={one}&access_token={one}&key={one}&token={one}",
            f"{route};sid={one}",
        ]
        assert {client.get(path).status_code for path in asked} == {401}
        other = {
            "x-api-key": one,
            "x-sid": one,
            context.TOKEN: one,
            "proxy-authorization": f"Bearer {one}",
        }
        assert client.get(route, headers=other).status_code == 401
        assert client.get(route, headers={"authorization": f"Basic {one}"}).status_code == 401


def test_walking_as_one_of_the_cast_gives_a_cookie_of_its_own(
    client, app_state, settings, seeded, clock
):
    app_state.settings = msgspec.structs.replace(settings, demonstration=True)
    with seeded.write() as session:
        accounts.find(session, cast.email("barno")).email = "barno@demo.invalid"
    before = sit(seeded, clock, "chinora")
    wear(client, before, seeded)
    assert client.post("/en/walk/barno@demo.invalid").status_code == 303
    given = client.cookies.get(context.COOKIE)
    assert (given != before, status(client, before), status(client, given)) == (True, 401, 200)
