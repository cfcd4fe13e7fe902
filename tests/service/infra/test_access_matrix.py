"""Who may open which route: every route as every actor, declared in access_matrix.csv and tried one
by one.

A cell says what somebody gets: `yes` (they are let in, whatever is then said of what they sent),
`sign in` (401), `no` (403), `none` (404: for them there is no such thing). A new route without a
row fails, and so does a row without a route."""

import csv
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute

from service import accounts
from service.accounts import login_sessions
from service.accounts.login_sessions import SignIn
from service.web import context
from tests.support import cast
from tests.support.route_records import address, afresh, changed, table_fingerprints

MATRIX = Path(__file__).parents[2] / "access_matrix.csv"
ACTORS = {
    "anonymous": None,
    "citizen": "alisher",
    "other_citizen": "rustam",
    "adviser": "barno",
    "claims_officer": "chinora",
    "attache": "elyor",
    "attache_elsewhere": "davron",
    "agency_user": "hamid",
    "licensing_officer": "farida",
    "protection_officer": "nodira",
    "supervisor": "iroda",
    "statistician": "jamshid",
    "auditor": "komila",
    "administrator": "laylo",
    "key_one_scope": "elyor",
    "disabled": "mallory",
}
SAID = {401: "sign in", 403: "no", 404: "none"}
# Whoever does one of these is out afterwards, and signs in again for the next; and what one of
# those uses up is there again.
OUT = ("/sign-out", "/walk/", "/sign-in/", "/me/codes", "/me/prove")
USING = (
    "/leave",
    "/end",
    "/searches/{number:int}/drop",
    "/applications/{number:str}/withdraw",
    "/approvals/{approval:str}",
)
# But that somebody looked is written down, when they were seen last, how often they asked, and that
# an agency read the notice of a contest, from which its days are counted; and that a search was in
# vain; and a notice about what is opened has then been read.
LOOKED = (
    *("journal", "attempts", "counters", "upkeep", "contest_notices", "search_misses"),
    "staff_notices",
)
SCOPE = ("wages:read",)
# What a program must say before it is told whether there is such a record.
BODIES = {
    "{approval:str}": {"decision": "decline", "reason": "No"},
    "evidence": {"name": "a.txt", "content": "YQ=="},
    "notes": {"text": "Called"},
    "transfer": {"post": "X-NONE", "reason": "The worker has moved."},
    "changes": {"source": "A letter", "reason": "The number was changed."},
    "answer": {"accept": False, "reason": "Not ours"},
    "payments": {
        "amount": 100,
        "currency": "RUB",
        "payer": "employer",
        "on": "2026-11-20",
        "method": "bank",
    },
    "pay-outs": {"amount": 100, "currency": "RUB", "on": "2026-11-20", "method": "bank"},
    "person": {"citizen": "C-NOBODY", "reason": "Slip"},
    "reversal": {"reason": "Slip"},
    "corrections": {"reason": "Slip"},
    "void": {"reason": "Slip"},
    "steps": {"to": "acknowledged", "next_action": "Call", "due": "2026-12-01"},
}


def routes(client) -> list[tuple[str, str]]:
    found = [route for route in client.app.routes if isinstance(route, HTTPRoute)]
    return sorted(
        (method, route.path)
        for route in found
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    )


def declared() -> dict[tuple[str, str], dict[str, str]]:
    with MATRIX.open(newline="") as file:
        return {(row.pop("method"), row.pop("route")): row for row in csv.DictReader(file)}


def typed(path: str, world: dict[str, str]) -> dict[str, str]:
    """What a form must say before somebody is told whether there is such a record."""
    values = {
        "notes": {"note": "Called"},
        "files": {"kind": "csv"},
        "decisions": {"act": "approve"},
        "confirm-number": {"change": world["change"]},
        "merge": {"other": world["other"], "leads": "neither"},
        "part": {"other": world["other"]},
        "complaint": {"agency": "AG-VALID"},
        "safety": {"origin": world["wages"]},
        "withdrawn": {"number": world["speaker"]},
    }
    return values.get(path.rpartition("/")[2], {})


def enter(seeded, clock, actor: str) -> dict[str, str]:
    """The headers by which an actor comes in: a cookie with its form token, or a key."""
    name = ACTORS[actor]
    if name is None:
        return {}
    with seeded.write() as session:
        account = accounts.find(session, cast.email(name))
        if actor == "key_one_scope":
            token = accounts.issue_key(session, account, list(SCOPE), by=cast.LAYLO, on=clock())
            return {"authorization": f"Bearer {token}"}
        cookie = login_sessions.create(session, account, "Firefox, Linux", whole=True, on=clock())
        seat = login_sessions.to_login_session(session.get_one(SignIn, accounts.hash_token(cookie)))
        return {
            "cookie": f"{context.COOKIE}={cookie}",
            context.TOKEN: login_sessions.form_token(seat),
        }


Route = tuple[str, str]


def sample(values: dict[Route, dict[str, str]]) -> dict[Route, set[str]]:
    """For each answer that a route has for anybody, one of the actors who get it, in turn from
    route to route."""
    chosen: dict[Route, set[str]] = {}
    for turn, (route, row) in enumerate(sorted(values.items())):
        groups = [
            [actor for actor in row if row[actor] == answer] for answer in sorted(set(row.values()))
        ]
        chosen[route] = {group[turn % len(group)] for group in groups}
    return chosen


def tried(
    client, seeded, clock, world, chosen: dict[Route, set[str]]
) -> dict[Route, dict[str, str]]:
    """What the chosen actors get at each route. Who only looks changes nothing (T-16)."""
    found: dict[Route, dict[str, str]] = {route: {} for route in routes(client)}
    for actor in ACTORS:
        chosen_here = [route for route in found if actor in chosen.get(route, ())]
        looking = [one for one in chosen_here if one[0] == "GET" and not leaves(one[1])]
        afresh(seeded, clock, world)
        headers, done, before = (
            enter(seeded, clock, actor),
            "",
            table_fingerprints(seeded, but=LOOKED),
        )
        for route in looking:
            found[route][actor] = asked(client, *route, world, headers)
        assert changed(before, table_fingerprints(seeded, but=LOOKED)) == [], actor
        for route in sorted(set(chosen_here) - set(looking), key=lambda one: (leaves(one[1]), one)):
            if leaves(done, USING):
                afresh(seeded, clock, world)
            if leaves(done):
                headers = enter(seeded, clock, actor)
            result = found[route][actor] = asked(client, *route, world, headers)
            # Whoever was refused is in as before.
            done = route[1] if result == "yes" else ""
    return found


def leaves(path: str, by: tuple[str, ...] = OUT + USING) -> bool:
    return any(word in path for word in by)


def asked(client, method: str, path: str, world, headers: dict[str, str]) -> str:
    client.cookies.clear()
    body = BODIES.get(path.rpartition("/")[2], {})
    sent = {"json": body} if path.startswith("/api") else {"data": body | typed(path, world)}
    if path.endswith("/void"):
        # An outdated version: the record stays for those who ask after this one.
        headers = headers | {"if-match": '"0"'}
    answer = client.request(
        method, address(path, world), headers=headers, **(sent if method != "GET" else {})
    )
    assert answer.status_code < 500, (method, path, headers)
    return SAID.get(answer.status_code, "yes")


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_every_route_opens_for_whom_the_matrix_says_and_for_nobody_else(
    client, seeded, clock, world, whole
):
    """In a plain run each answer of a route is asked of one actor; in `test --repeats` of each."""
    expected = declared()
    chosen = {route: set(ACTORS) for route in expected} if whole else sample(expected)
    found = tried(client, seeded, clock, world, chosen)
    assert sorted(set(found) - set(expected)) == [], (
        "add a row for each new route to tests/access_matrix.csv"
    )
    assert sorted(set(expected) - set(found)) == [], (
        "delete the row of each removed route from tests/access_matrix.csv"
    )
    wrong = {
        (*route, actor): f"declared {expected[route][actor]}, is {cell}"
        for route, row in found.items()
        for actor, cell in row.items()
        if expected[route][actor] != cell
    }
    assert wrong == {}
    assert all(
        cell in {"yes", *SAID.values()} for row in expected.values() for cell in row.values()
    )
