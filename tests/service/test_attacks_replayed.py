"""What was good once, or is good for somebody else, or was good yesterday: sent again it opens
nothing."""

import html
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service import accounts
from service.accounts import second_factor
from service.casework.scope.advice_tables import Session as Advice
from service.web import context
from tests.support import cast, intruder
from tests.support.intruder import (
    ANOTHER,
    PASSWORD,
    PHONE,
    SECOND,
    digits,
    sit,
    status,
    totp,
    wear,
    workers,
)

__all__ = ["totp", "workers"]
CODE = "/en/sign-in/code"


def way(client) -> str:
    return client.cookies.get("way")


def on_the_way(client, cookie: str) -> None:
    client.cookies.clear()
    client.cookies.set("way", cookie, domain="testserver.local")


def test_digits_of_a_telephone_hold_once_at_whatever_route_and_worker(workers, seeded, clock, totp):
    shown = totp.at(clock())
    first, other = workers
    intruder.by_password(first)
    intruder.by_password(other)
    assert first.post(SECOND, data={"digits": shown}).status_code == 303
    assert other.post(SECOND, data={"digits": shown}).status_code == 422
    wear(first, first.cookies.get(context.COOKIE), seeded)
    assert first.post("/en/me/prove", data={"code": shown}).status_code == 422
    before = totp.at(int(clock().timestamp()) - 30)
    assert first.post("/en/me/prove", data={"code": before}).status_code == 422, (
        "nor those before them"
    )


def test_digits_that_proved_something_do_not_sign_in_nor_do_those_that_showed_the_telephone(
    client, seeded, clock, totp
):
    wear(client, sit(seeded, clock, "chinora"), seeded)
    assert client.post("/en/me/prove", data={"code": totp.at(clock())}).status_code == 303
    client.cookies.clear()
    client.headers.pop(context.TOKEN)
    assert intruder.by_second(client, clock, totp).status_code == 422
    wear(client, sit(seeded, clock, "barno", whole=False))
    seed, telephone = intruder.seed_on(client.get(SECOND).text)
    values = {"digits": telephone.at(clock()), "seed": seed}
    assert client.post(SECOND, data=values).status_code == 200
    wear(client, sit(seeded, clock, "barno", whole=False))
    assert client.post(SECOND, data=values).status_code == 422


def test_a_recovery_code_holds_once_and_not_after_others_were_made(workers, seeded, clock, totp):
    used, unused = intruder.codes(seeded, clock, "chinora")[:2]
    answers = []
    for client, code in zip(
        (*workers, *workers), (used, used, used.lower(), used.replace("-", " ")), strict=True
    ):
        client.cookies.clear()
        intruder.by_password(client)
        answers.append(client.post(SECOND, data={"digits": code}).status_code)
    assert answers == [303, 422, 422, 422]
    intruder.codes(seeded, clock, "chinora")
    client.cookies.clear()
    intruder.by_password(client)
    assert client.post(SECOND, data={"digits": unused}).status_code == 422


def test_a_recovery_code_is_no_other_account_s_and_brings_a_lost_number_back_once(
    client, seeded, clock
):
    mine, foreign = (
        intruder.codes(seeded, clock, "alisher")[0],
        intruder.codes(seeded, clock, "rustam")[0],
    )
    assert intruder.by_recovery(client, seeded, foreign).status_code == 422
    assert intruder.by_recovery(client, seeded, mine).status_code == 303
    again = "+82 10 9999 0000"
    client.cookies.clear()
    assert (
        intruder.by_recovery(client, seeded, mine, old=intruder.NEW_PHONE, new=again).status_code
        == 422
    )
    assert intruder.of_number(seeded, "+821099990000") is None


def test_a_code_sent_to_a_number_holds_once_and_for_what_it_was_sent(client, seeded, clock):
    client.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"})
    code, cookie = digits(seeded), way(client)
    lost = {"where": "nobody", "old": PHONE, "recovery": "x", "phone": PHONE, "channel": "sms"}
    client.post("/en/sign-in/lost", data=lost)
    for_another = digits(seeded)
    on_the_way(client, cookie)
    if for_another != code:
        assert client.post(CODE, data={"code": for_another}).status_code == 422
    assert client.post(CODE, data={"code": code}).status_code == 303
    on_the_way(client, cookie)
    assert client.post(CODE, data={"code": code}).status_code == 422
    wear(client, sit(seeded, clock, "alisher"), seeded)
    for route, sent in (
        ("/en/me/prove/code", "/en/me/prove"),
        ("/en/me/number", "/en/me/number/code"),
    ):
        values = {
            "phone": PHONE,
            "channel": "sms",
            "then": "/en/me",
            "proof": "recovery_code",
            "recovery": "x",
        }
        client.post(route, data=values)
        assert client.post(sent, data={"code": code}).status_code == 422


def test_the_way_of_one_purpose_is_none_of_another_and_ends_after_ten_minutes(
    client, seeded, clock
):
    client.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"})
    code, cookie = digits(seeded), way(client)
    on_the_way(client, cookie)
    assert client.get("/en/sign-in/lost/code").status_code == 303
    client.cookies.set("claim", cookie, domain="testserver.local")
    assert client.get("/en/wages/file/country").headers["location"].endswith("start?lost")
    for changed in (cookie[:-8] + "AAAAAAA=", cookie[4:], cookie[::-1], "", "é" * 40, "A" * 4000):
        client.cookies.clear()
        assert client.get(CODE, headers={"cookie": f"way={changed}".encode()}).status_code == 303
    clock.forward(minutes=10, seconds=1)
    on_the_way(client, cookie)
    assert (client.get(CODE).status_code, client.post(CODE, data={"code": code}).status_code) == (
        303,
        422,
    )


def test_an_invitation_holds_once_for_one_address_and_a_day(workers, seeded, clock):
    code = intruder.invitation(seeded, clock, "chinora")
    first, other = workers
    assert intruder.by_invitation(first, code, cast.email("davron")).status_code == 422
    assert intruder.by_invitation(first, code).status_code == 303
    assert [intruder.by_invitation(one, code).status_code for one in (other, first)] == [422, 422]
    old = intruder.invitation(seeded, clock, "chinora")
    newer = intruder.invitation(seeded, clock, "chinora")
    assert intruder.by_invitation(other, old).status_code == 422
    clock.forward(hours=24, seconds=1)
    assert intruder.by_invitation(other, newer).status_code == 422


def test_a_claim_begun_or_just_sent_opens_no_longer_than_its_browser_was_told(client, clock):
    """Whoever copies the cookie from a borrowed telephone does not read the claim's secret a day
    later."""
    _tell(client, "Alisher")
    begun = client.cookies.get("claim")
    client.post("/en/wages/file/check")
    sent = client.cookies.get("claim")
    assert _page(client, sent, "done").status_code == 200
    clock.forward(minutes=61)
    assert _page(client, sent, "done").headers["location"].endswith("start?lost")
    assert _page(client, begun, "check").status_code == 200
    clock.forward(hours=11)
    assert _page(client, begun, "check").headers["location"].endswith("start?lost")


def _tell(client, name: str) -> None:
    client.post("/en/wages/file/start", data={"anew": "1"})
    for step, typed in {
        "country": {"country": "RU"},
        "employer": {"employer": "Severny Dvor"},
        "story": {"story": ""},
        "period": {"from_month": "3", "from_year": "2026", "to_month": "8", "to_year": "2026"},
        "amount": {"amount_1": "240 000", "currency_1": "RUB", "component_1": "base_pay"},
        "contact": {"name": name, "phone": "90 000 00 01", "language": "uz"},
    }.items():
        client.post(f"/en/wages/file/{step}", data=typed)


def _page(client, cookie: str, step: str):
    client.cookies.clear()
    return client.get(f"/en/wages/file/{step}", headers={"cookie": f"claim={cookie}"})


def test_an_idempotency_key_of_somebody_else_repeats_nothing_of_theirs(client, seeded, clock):
    values = {
        "channel": "hotline",
        "topic": "contract",
        "level": "advice",
        "outcome": "explained",
        "name": "Zuhra Invented",
    }
    told_by = {}
    for name in ("barno", "davron", "elyor"):
        cookie = sit(seeded, clock, name)
        sent = {
            "cookie": f"{context.COOKIE}={cookie}",
            context.TOKEN: intruder.token(seeded, cookie),
            "idempotency-key": "one-for-all",
        }
        told_by[name] = [
            client.post("/api/v1/advice", json=values, headers=sent).json()["reference"]
            for _ in range(2)
        ]
    assert all(len(set(own)) == 1 for own in told_by.values()), "to oneself it repeats"
    assert len({own[0] for own in told_by.values()}) == 3
    with seeded.read() as session:
        assert session.get(Advice, told_by["davron"][0]).post == cast.SEOUL


def test_a_seed_shown_to_one_account_or_locked_for_another_purpose_is_no_telephone(
    client, seeded, clock
):
    wear(client, sit(seeded, clock, "davron", whole=False))
    seed, telephone = intruder.seed_on(client.get(SECOND).text)
    client.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"})
    for locked in (seed, way(client), seed[:-4] + "AAA=", "x", ""):
        wear(client, sit(seeded, clock, "barno", whole=False))
        assert (
            client.post(SECOND, data={"digits": telephone.at(clock()), "seed": locked}).status_code
            == 422
        )
    with seeded.read() as session:
        assert accounts.find(session, cast.email("barno")).second is None


WRONG = {
    "password": (
        "/en/sign-in/work",
        {"email": cast.email("chinora"), "password": "wrongsecret1"},
        422,
    ),
    "an unknown address": (
        "/en/sign-in/work",
        {"email": "nobody@musofir.example", "password": "wrongsecret1"},
        422,
    ),
    "no first half": (SECOND, {"digits": "wrongsecret1"}, 401),
    "digits": (SECOND, {"digits": "wrongsecret1"}, 422),
    "invitation": (
        "/en/sign-in/invited",
        {
            "email": cast.email("chinora"),
            "code": "wrongsecret1",
            "password": ANOTHER,
            "again": ANOTHER,
        },
        422,
    ),
    "no way": (CODE, {"code": "wrongsecret1"}, 422),
    "no lost way": ("/en/sign-in/lost/code", {"code": "wrongsecret1"}, 422),
    "claim": ("/en/wages/follow", {"reference": cast.CLAIM, "secret": "wrongsecret1"}, 422),
    "proof": ("/en/me/prove", {"code": "wrongsecret1"}, 422),
    "current password": (
        "/en/me/password",
        {"current": "wrongsecret1", "password": ANOTHER, "again": ANOTHER},
        422,
    ),
    "cookie": ("/en/me/codes", {}, 401),
    "form": ("/en/me/codes", {"token": "wrongsecret1"}, 403),
}


def refusals(client, key: str) -> float:
    result = client.get("/metrics", headers={"authorization": f"Bearer {key}", "cookie": ""}).text
    found = [one for family in text_string_to_metric_families(result) for one in family.samples]
    return sum(one.value for one in found if one.name == "musofir_refusals_total")


@pytest.mark.parametrize("kind", WRONG)
def test_whatever_is_wrong_is_told_in_one_sentence_that_gives_nothing_away_and_is_counted(
    client, seeded, clock, totp, kind
):
    with seeded.write() as session:
        key = accounts.issue_key(
            session, accounts.find(session, cast.email("laylo")), [], by=cast.IRODA, on=clock()
        )
        left = second_factor.codes_left(session, intruder.account(seeded, "chinora").reference)
    whole = {"digits": False, "proof": True, "current password": True, "form": True}
    if kind in whole:
        wear(
            client,
            sit(seeded, clock, "chinora", whole=whole[kind]),
            seeded if kind != "form" else None,
        )
    route, typed, expected = WRONG[kind]
    before = refusals(client, key)
    answer = client.post(route, data=typed)
    text = html.unescape(answer.text)
    result = re.findall(
        r"<li>(?:<a [^>]*>)?(.+?)(?:</a>)?</li>",
        text.partition('id="wrong"')[2].partition("</div>")[0],
    )
    assert answer.status_code == expected
    assert len(result or re.findall(r"<h1>(.+?)</h1>", text)) == 1
    secrets = [PASSWORD, ANOTHER, totp.secret, totp.at(clock()), key, "Traceback", "argon2"]
    assert [one for one in secrets if one in text] == []
    assert (
        text.replace('name="code" type="text" value="wrongsecret1"', "").count("wrongsecret1") == 0
    )
    assert "set-cookie" not in answer.headers or "sid=" not in answer.headers["set-cookie"]
    assert refusals(client, key) == before + 1
    with seeded.read() as session:
        assert (
            second_factor.codes_left(session, intruder.account(seeded, "chinora").reference) == left
        )


@pytest.mark.parametrize(
    "header",
    ["Bearer msf_wrongsecret1", "Bearer", "bearer ", "Basic msf_x", "msf_wrongsecret1", "Bearer  "],
)
def test_a_wrong_key_is_told_as_a_problem_and_nothing_more(client, header):
    answer = client.get("/api/v1/advice", headers={"authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "request_id"}
    assert status(client, "x", "/api/v1/advice") == 401
