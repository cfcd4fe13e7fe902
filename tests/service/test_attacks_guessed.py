"""Secrets tried one after another: so many and no more, at all workers together, from wherever, whatever headers say (T-20)."""

import math
from itertools import cycle
from typing import NamedTuple

import pyotp
import pytest

from catalog.ground import vault
from service import accounts, attempts, web
from service.attempts import Allowance
from service.database import Database
from tests import cast
from tests.conftest import Clock
from tests.service import intruder
from tests.service.intruder import (
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


class Door:
    """Where a secret is taken: what is sent beside it, which one is right at this moment, and what is answered to that."""

    def __init__(self, path, right, field="code", *, opens=303, **more: str) -> None:
        self.path, self.right, self.field, self.opens, self.more = path, right, field, opens, more

    def knock(self, client, secret: str, **headers: str) -> int:
        if self.field == SECRET:
            return client.get(self.path, headers=headers | {SECRET: secret}).status_code
        return client.post(self.path, data=self.more | {self.field: secret}, headers=headers).status_code


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
    client.headers[web.TOKEN] = other.headers.get(web.TOKEN, "")


def password(_there: There) -> Door:
    return Door(WORK, lambda: PASSWORD, "password", email=cast.email("chinora"))


def second_factor(there: There) -> Door:
    there.sit("chinora", whole=False)
    return Door(SECOND, lambda: there.totp.at(there.clock()), "digits")


def code(there: There) -> Door:
    sent = there.send("/en/sign-in", phone=PHONE)
    return Door("/en/sign-in/code", lambda: sent)


def lost(there: There) -> Door:
    recovery = intruder.codes(there.seeded, there.clock, "alisher")[0]
    sent = there.send("/en/sign-in/lost", old=PHONE, recovery=recovery, phone=NEW_PHONE)
    return Door("/en/sign-in/lost/code", lambda: sent)


def proof(there: There) -> Door:
    there.sit("chinora")
    return Door("/en/me/prove", lambda: there.totp.at(there.clock()))


def citizens_proof(there: There) -> Door:
    there.sit("alisher")
    sent = there.send("/en/me/prove/code")
    return Door("/en/me/prove", lambda: sent)


def new_number(there: There) -> Door:
    there.sit("alisher")
    sent = there.send("/en/me/number", phone=NEW_PHONE)
    return Door("/en/me/number/code", lambda: sent)


def own_password(there: There) -> Door:
    there.sit("chinora")
    return Door("/en/me/password", lambda: PASSWORD, "current", password=ANOTHER, again=ANOTHER)


def new_telephone(there: There) -> Door:
    there.sit("chinora")
    seed, telephone = intruder.seed_on(there.workers[0].get("/en/me/second").text)
    return Door("/en/me/second", lambda: telephone.at(there.clock()), "digits", seed=seed, opens=200)


def claim(_there: There) -> Door:
    return Door("/en/wages/follow", lambda: vault.token("claim", cast.CLAIM), "secret", reference=cast.CLAIM, opens=200)


def claim_by_program(_there: There) -> Door:
    return Door(f"/api/v1/wages/{cast.CLAIM}", lambda: vault.token("claim", cast.CLAIM), SECRET, opens=200)


CAPS = {
    password: 10, second_factor: 5, code: 5, lost: 5, proof: 5, citizens_proof: 5, new_number: 5, own_password: 10,
    new_telephone: 5, claim: 20, claim_by_program: 20,
}  # fmt: skip
# What a request says of where it comes from, without anybody having asked.
SAID = [{"x-forwarded-for": f"198.51.{n}.7, 203.0.{n}.9", "x-real-ip": f"10.0.0.{n}"} for n in range(200)]


@pytest.mark.parametrize("many", [False, True], ids=["one network", "many networks"])
@pytest.mark.parametrize("kind", CAPS, ids=lambda kind: kind.__name__)
def test_so_many_tries_and_the_right_one_after_them_waits_as_well(
    workers, doors_beside, settings, seeded, clock, totp, kind, many
):  # fmt: skip
    door, answers = kind(There(workers, seeded, clock, totp)), []
    for number, client in zip(range(CAPS[kind] + 4), cycle(workers), strict=False):
        client.at.address = f"203.0.{number if many else 113}.{number + 1}"
        answers.append(door.knock(client, f"wr0ng-{number:04}", **SAID[number]))
    assert [one == 429 for one in answers] == [False] * CAPS[kind] + [True] * 4
    assert not {200, 303} & set(answers)
    assert {door.knock(client, door.right()) for client in workers} == {429}
    with worker(doors_beside[1], settings, clock) as restarted:
        same_browser(restarted, workers[0])
        assert door.knock(restarted, door.right()) == 429
    clock.forward(minutes=5, seconds=1)
    assert door.knock(workers[1], door.right()) == door.opens, "and nothing is locked"


def test_a_claims_secret_is_counted_however_its_reference_is_written(workers):
    spelt = [
        cast.CLAIM.lower(),
        f"%20{cast.CLAIM}",
        f"{cast.CLAIM}%20%09",
        f"%C2%A0{cast.CLAIM.lower()}",
        f"%0A{cast.CLAIM}",
    ]
    answers = [
        client.get(f"/api/v1/wages/{written}{end}", headers={SECRET: "wrong"}).status_code
        for _, client, written, end in zip(
            range(30), cycle(workers), cycle(spelt), cycle(("", "/history")), strict=False
        )
    ]
    assert answers == [404] * 20 + [429] * 10
    page = workers[0].post("/en/wages/follow", data={"reference": f" {cast.CLAIM.lower()} ", "secret": "wrong"})
    assert page.status_code == 429


def test_one_network_does_not_try_everybody_whatever_it_says_of_itself(workers, monkeypatch):
    monkeypatch.setitem(attempts.LIMITS, "password", (Allowance(1, attempts.HOUR),))
    door = Door(WORK, str, field="password")
    tried = []
    for number, client in zip(range(52), cycle(workers), strict=False):
        door.more = {"email": f"{number}@musofir.example"}
        tried.append(door.knock(client, "x" * 9, **SAID[number]))
    assert tried == [422] * 50 + [429] * 2
    workers[0].at.address = "192.0.2.1"
    assert door.knock(workers[0], "x" * 9, **SAID[0]) == 422


def test_strangers_who_use_up_the_tries_at_a_number_keep_nobody_out_where_they_were_before(workers, seeded, clock):
    mine, strange = workers
    assert intruder.by_phone(mine, seeded).status_code == 303
    known = mine.cookies.get("known")
    clock.forward(minutes=11)
    strange.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"})
    for number in range(60):
        strange.post("/en/sign-in/code", data={"code": f"{number:06}x"})
        strange.cookies.delete("known") if "known" in strange.cookies else None
        strange.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"})
    mine.cookies.clear()
    assert mine.post("/en/sign-in", data={"phone": PHONE, "channel": "sms"}).status_code == 429
    mine.cookies.set("known", known, domain="testserver.local")
    assert intruder.by_phone(mine, seeded).status_code == 303


def test_strangers_do_not_keep_out_whoever_is_invited(workers, seeded, clock):
    """Nor do they guess the code: from each network there are five tries a day, at all workers together."""
    code, (strange, mine) = intruder.invitation(seeded, clock, "chinora"), workers
    tried = []
    for number, client in zip(range(8), cycle(workers), strict=False):
        answer = by_invitation(client, f"2345-{number:04}")
        tried.append(answer.status_code)
    assert tried == [422] * 5 + [429] * 3
    assert by_invitation(strange, code).status_code == 429
    mine.at.address = "192.0.2.1"
    assert by_invitation(mine, code).status_code == 303


def test_what_is_short_is_counted_and_what_is_not_counted_is_long(seeded, clock):
    """The chance to guess one in a year, with every try that the limits leave (T-25)."""
    alphabet, day = 32, max(one.tries for one in attempts.LIMITS["second"])
    with seeded.write() as session:
        key = accounts.issue_key(session, accounts.find(session, cast.email("elyor")), [], by=cast.LAYLO, on=clock())
    recovery = intruder.codes(seeded, clock, "chinora")
    letters = len(recovery[0].replace("-", ""))
    assert 365 * day * len(recovery) / alphabet**letters < 1e-8
    long = [intruder.invitation(seeded, clock, "barno").replace("-", ""), vault.token("claim", cast.CLAIM)]
    bits = [len(one) * math.log2(alphabet) for one in long]
    bits += [len(one.removeprefix("msf_")) * 6 for one in (key, sit(seeded, clock, "barno"))]
    assert min(bits) >= 112
