"""Secrets tried one after another: so many and no more, at all workers together, from wherever,
whatever headers say (T-20)."""

import math
import re
from itertools import cycle
from typing import NamedTuple

import pyotp
import pytest

from catalog.core import vault
from service import accounts
from service.accounts import code_levels
from service.infra import rate_limits
from service.infra.database import Database
from service.infra.rate_limits import Allowance
from service.web import context
from tests.conftest import Clock
from tests.support import cast, intruder
from tests.support.intruder import (
    ANOTHER,
    NEW_PHONE,
    PASSWORD,
    PHONE,
    SECOND,
    WORK,
    by_invitation,
    digits,
    sit,
    totp,
    wear,
    worker,
    workers,
)

__all__ = ["totp", "workers"]
SECRET = "x-claim-secret"


class SecretForm:
    """Where a secret is taken: what is sent beside it, which one is right at this moment, and what
    is answered to that."""

    def __init__(self, path, right, field="code", *, opens=303, **more: str) -> None:
        self.path, self.right, self.field, self.opens, self.more = path, right, field, opens, more

    def send(self, client, secret: str, **headers: str) -> int:
        return client.post(
            self.path, data=self.more | {self.field: secret}, headers=headers
        ).status_code


class There(NamedTuple):
    """Both workers, asked by one browser."""

    workers: tuple
    seeded: Database
    clock: Clock
    totp: pyotp.TOTP

    def sit(self, name: str, *, whole: bool = True) -> None:
        cookie = sit(self.seeded, self.clock, name, whole=whole)
        for client in self.workers:
            wear(client, cookie, self.seeded if whole else None)

    def send(self, path: str, **typed: str) -> str:
        """Lets a code be sent; says it, and has the way to type it."""
        self.workers[0].post(path, data=typed | {"channel": "sms"})
        same_browser(self.workers[1], self.workers[0])
        return digits(self.seeded)


def same_browser(client, other) -> None:
    for cookie in other.cookies.jar:
        client.cookies.set(cookie.name, cookie.value, domain="testserver.local")
    client.headers[context.TOKEN] = other.headers.get(context.TOKEN, "")


def password(_there: There) -> SecretForm:
    return SecretForm(WORK, lambda: PASSWORD, "password", email=cast.email("chinora"))


def second_factor(there: There) -> SecretForm:
    there.sit("chinora", whole=False)
    return SecretForm(SECOND, lambda: there.totp.at(there.clock()), "digits")


def code(there: There) -> SecretForm:
    sent = there.send("/en/sign-in", phone=PHONE)
    return SecretForm("/en/sign-in/code", lambda: sent)


def lost(there: There) -> SecretForm:
    recovery = intruder.codes(there.seeded, there.clock, "alisher")[0]
    sent = there.send(
        "/en/sign-in/lost", where="nobody", old=PHONE, recovery=recovery, phone=NEW_PHONE
    )
    return SecretForm("/en/sign-in/lost/code", lambda: sent)


def proof(there: There) -> SecretForm:
    there.sit("chinora")
    return SecretForm("/en/me/prove", lambda: there.totp.at(there.clock()))


def citizens_proof(there: There) -> SecretForm:
    there.sit("alisher")
    sent = there.send("/en/me/prove/code")
    return SecretForm("/en/me/prove", lambda: sent)


def new_number(there: There) -> SecretForm:
    there.sit("alisher")
    recovery = intruder.codes(there.seeded, there.clock, "alisher")[0]
    sent = there.send("/en/me/number", phone=NEW_PHONE, proof="recovery_code", recovery=recovery)
    return SecretForm("/en/me/number/code", lambda: sent)


def own_password(there: There) -> SecretForm:
    there.sit("chinora")
    return SecretForm(
        "/en/me/password", lambda: PASSWORD, "current", password=ANOTHER, again=ANOTHER
    )


def new_telephone(there: There) -> SecretForm:
    there.sit("chinora")
    seed, telephone = intruder.seed_on(there.workers[0].get("/en/me/second").text)
    return SecretForm(
        "/en/me/second", lambda: telephone.at(there.clock()), "digits", seed=seed, opens=200
    )


# So many tries of one network, and of all networks together.
CAPS = {
    password: (10, 100),
    second_factor: (5, 30),
    code: (5, 60),
    lost: (5, 60),
    proof: (5, 30),
    citizens_proof: (5, 60),
    new_number: (5, 60),
    own_password: (10, 100),
    new_telephone: (5, 30),
}
# What a request says of where it comes from, without anybody having asked.
SAID = [
    {"x-forwarded-for": f"198.51.{n}.7, 203.0.{n}.9", "x-real-ip": f"10.0.0.{n}"}
    for n in range(200)
]


@pytest.mark.parametrize("kind", CAPS, ids=lambda kind: kind.__name__)
def test_so_many_tries_and_the_right_one_after_them_waits_as_well(
    workers, routes_beside, settings, seeded, clock, totp, kind
):
    route, answers = kind(There(workers, seeded, clock, totp)), []
    for number, client in zip(range(CAPS[kind][0] + 4), cycle(workers), strict=False):
        answers.append(route.send(client, f"wr0ng-{number:04}", **SAID[number]))
    assert [one == 429 for one in answers] == [False] * CAPS[kind][0] + [True] * 4
    assert not {200, 303} & set(answers)
    assert {route.send(client, route.right()) for client in workers} == {429}
    with worker(routes_beside[1], settings, clock) as restarted:
        same_browser(restarted, workers[0])
        assert route.send(restarted, route.right()) == 429
    clock.forward(minutes=5, seconds=1)
    assert route.send(workers[1], route.right()) == route.opens, "and nothing is locked"


@pytest.mark.parametrize("kind", [password, second_factor, proof], ids=lambda kind: kind.__name__)
def test_many_networks_together_have_so_many_tries_and_then_one_an_hour_each(
    workers, seeded, clock, totp, kind
):
    near, far = CAPS[kind]
    route, answers = kind(There(workers, seeded, clock, totp)), []
    for number, client in zip(range(far + 4), cycle(workers), strict=False):
        client.at.address = f"203.0.{number // near}.1"
        answers.append(route.send(client, f"wr0ng-{number:04}"))
    assert [one == 429 for one in answers[: far - near + 1]] == [False] * (far - near + 1)
    again = [
        route.send(workers[0], "wr0ng-again")
        for workers[0].at.address in ("203.0.0.1", "203.0.1.1")
    ]
    assert again == [429, 429], "whoever tried before waits"
    workers[0].at.address = "192.0.2.1"
    assert route.send(workers[0], route.right()) == route.opens, "and whoever did not is let in"


def test_a_code_is_tried_ten_times_and_no_oftener_from_wherever(workers, seeded, clock, totp):
    route = code(There(workers, seeded, clock, totp))
    for number in range(10):
        workers[0].at.address = f"203.0.{number}.1"
        assert route.send(workers[0], f"wr0ng-{number}") == 422
    workers[0].at.address = "203.0.99.1"
    assert route.send(workers[0], route.right()) == 422


def claim_by(client, secret: str, path: str) -> int:
    if "api" in path:
        return client.get(path, headers={SECRET: secret}).status_code
    return client.post(path, data={"reference": cast.CLAIM, "secret": secret}).status_code


@pytest.mark.parametrize(
    "path",
    ["/en/wages/follow", f"/api/v1/wages/{cast.CLAIM}", f"/api/v1/wages/{cast.CLAIM}/history"],
)
def test_whoever_knows_a_claims_reference_keeps_nobody_out(workers, monkeypatch, path):
    """A wrong secret is counted of its network; the right one passes even there."""
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(20, rate_limits.HOUR))
    mine, strange = workers
    answers = [claim_by(strange, f"wr0ng-{number}", path) for number in range(24)]
    assert [one == 429 for one in answers] == [False] * 20 + [True] * 4
    assert claim_by(mine, vault.token("claim", cast.CLAIM), path) == 200


def test_one_network_does_not_try_everybody_whatever_it_says_of_itself(workers, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(50, rate_limits.HOUR))
    route = SecretForm(WORK, str, field="password")
    tried = []
    for number, client in zip(range(52), cycle(workers), strict=False):
        route.more = {"email": f"{number}@musofir.example"}
        tried.append(route.send(client, "x" * 9, **SAID[number]))
    assert tried == [422] * 50 + [429] * 2
    workers[0].at.address = "192.0.2.1"
    assert route.send(workers[0], "x" * 9, **SAID[0]) == 422


def ask_for_digits(client) -> int:
    return client.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"}).status_code


def test_whoever_knows_a_number_keeps_nobody_out(workers, seeded, clock):
    """Neither by messages nor by codes, in a browser that was never here."""
    mine, strange = workers
    mine.at.address = "192.0.2.1"
    for _ in range(3):
        assert [ask_for_digits(strange) for _ in range(4)] == [303] * 3 + [429]
        for number in range(8):
            strange.post("/en/sign-in/code", data={"code": f"{number:06}x"})
        mine.cookies.clear()
        assert intruder.by_phone(mine, seeded).status_code == 303
        clock.forward(minutes=61)


def test_a_code_that_somebody_else_asks_for_takes_nobodys_place(workers, seeded, clock):
    mine, strange = workers
    strange.at.address = "198.51.100.1"
    ask_for_digits(mine)
    code = digits(seeded)
    ask_for_digits(strange)
    for number in range(5):
        strange.post("/en/sign-in/code", data={"code": f"{number:06}x"})
    assert strange.post("/en/sign-in/code", data={"code": code}).status_code == 429
    clock.forward(minutes=6)
    assert strange.post("/en/sign-in/code", data={"code": code}).status_code == 422, (
        "it holds where it was asked for"
    )
    assert mine.post("/en/sign-in/code", data={"code": code}).status_code == 303


def test_a_lost_number_that_is_only_said_counts_against_nobodys_sign_in(workers, seeded, clock):
    mine, strange = workers
    values = {
        "where": "nobody",
        "old": PHONE,
        "recovery": "22222-22222",
        "phone": "+44 7700 900123",
        "channel": "sms",
    }
    strange.post("/en/sign-in/lost", data=values)
    answers = [
        strange.post("/en/sign-in/lost/code", data={"code": f"{n:06}x"}).status_code
        for n in range(7)
    ]
    assert answers == [422] * 5 + [429] * 2
    assert intruder.by_phone(mine, seeded).status_code == 303, "from the same network"


def test_strangers_do_not_keep_out_whoever_is_invited(workers, seeded, clock, monkeypatch):
    """A wrong code is counted of its network; the right one passes even there."""
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(5, rate_limits.HOUR))
    code, tried = intruder.invitation(seeded, clock, "chinora"), []
    for number, client in zip(range(8), cycle(workers), strict=False):
        tried.append(by_invitation(client, f"2345-{number:04}").status_code)
    assert tried == [422] * 5 + [429] * 3
    assert by_invitation(workers[0], code).status_code == 303


def test_wrong_codes_over_all_numbers_make_new_ones_longer_with_two_tries(
    workers, seeded, monkeypatch, caplog
):
    monkeypatch.setattr(code_levels, "WRONG", (Allowance(6, rate_limits.HOUR),))
    client = workers[0]
    for number in range(3):
        client.at.address = f"203.0.{number}.1"
        client.post("/en/sign-in", data={"phone": f"+4477009001{number}0", "channel": "sms"})
        for wrong in ("111111x", "222222x"):
            client.post("/en/sign-in/code", data={"code": wrong})
    assert [one.message for one in caplog.records].count(
        "very many wrong codes: new codes have eight digits"
    ) == 1
    for tries, answer in ((2, 422), (1, 303)):
        client.at.address = f"192.0.{tries}.1"
        ask_for_digits(client)
        assert re.fullmatch("[0-9]{8}", digits(seeded))
        for _ in range(tries):
            client.post("/en/sign-in/code", data={"code": "000000x"})
        assert client.post("/en/sign-in/code", data={"code": digits(seeded)}).status_code == answer


def test_wrong_codes_at_one_number_make_its_own_longer(workers, seeded, monkeypatch):
    monkeypatch.setattr(code_levels, "WRONG_AT_NUMBER", Allowance(3, rate_limits.DAY))
    client = workers[0]
    ask_for_digits(client)
    for number in range(3):
        client.post("/en/sign-in/code", data={"code": f"{number:06}x"})
    ask_for_digits(client)
    assert len(digits(seeded)) == 8
    client.post("/en/sign-in", data={"phone": "+998 90 777 77 77", "channel": "sms"})
    assert len(digits(seeded)) == 6


def test_what_is_short_is_counted_and_what_is_not_counted_is_long(seeded, clock):
    """The chance to guess one in a year, with every try that the limits leave (T-25)."""
    far = rate_limits.LIMITS["lost"].far
    alphabet, day = 32, far.tries * (rate_limits.DAY // far.within)
    with seeded.write() as session:
        key = accounts.issue_key(
            session, accounts.find(session, cast.email("elyor")), [], by=cast.LAYLO, on=clock()
        )
    recovery = intruder.codes(seeded, clock, "chinora")
    letters = len(recovery[0].replace("-", ""))
    assert 365 * day * len(recovery) / alphabet**letters < 1e-8
    long = [
        intruder.invitation(seeded, clock, "barno").replace("-", ""),
        vault.token("claim", cast.CLAIM),
    ]
    bits = [len(one) * math.log2(alphabet) for one in long]
    bits += [len(one.removeprefix("msf_")) * 6 for one in (key, sit(seeded, clock, "barno"))]
    assert min(bits) >= 112
