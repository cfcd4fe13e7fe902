"""No other page acts in the name of whoever is signed in here, and what only looks changes nothing
(T-16)."""

import pytest

from service import accounts
from service.accounts import login_sessions
from service.accounts.login_sessions import SignIn
from service.infra.access import ROLES, Permission
from service.web import context
from tests.service.infra.test_access_matrix import ACTORS, LOOKED, declared, enter, routes
from tests.support import cast
from tests.support.route_records import address, changed, table_fingerprints

SAFE = {"GET", "HEAD"}
EVIL = {"origin": "https://evil.example"}
CROSS = {"sec-fetch-site": "cross-site"}
NULL = {"origin": "null"}
# Who of the cast tries the routes of a permission: the first whose role has it.
CAST = (
    "alisher",
    "chinora",
    "barno",
    "iroda",
    "farida",
    "komila",
    "laylo",
    "elyor",
    "jamshid",
    "hamid",
)
FORM = "application/x-www-form-urlencoded"


def sit(seeded, clock, name: str) -> tuple[dict[str, str], str]:
    """A sign-in of one of the cast: its cookie as a header, and the token of its forms."""
    with seeded.write() as session:
        cookie = login_sessions.create(
            session, accounts.find(session, cast.email(name)), "Firefox", whole=True, on=clock()
        )
        seat = login_sessions.to_login_session(session.get_one(SignIn, accounts.hash_token(cookie)))
    return {"cookie": f"{context.COOKIE}={cookie}"}, login_sessions.form_token(seat)


def unsafe(client) -> list[tuple[str, str, str]]:
    """Every route through which something is changed, with one of the cast who may go through it."""
    handlers = {
        (method, route.path): handler.opt["permission"]
        for route in client.app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if "permission" in handler.opt
    }
    return [(*route, _who_may(handlers[route])) for route in routes(client) if route[0] not in SAFE]


def _who_may(permission: Permission) -> str:
    known = {name: ROLES[cast.PEOPLE[name].role] | {Permission.PUBLIC} for name in CAST}
    return next(name for name in CAST if permission in known[name])


def request_parts(path: str, token: str | None = None) -> dict:
    """What a form or a program sends; what it says is of no account here, but for the token."""
    if path.startswith("/api"):
        return {"json": {}, "headers": {} if token is None else {context.TOKEN: token}}
    return {"data": {"x": "1"} | ({} if token is None else {"token": token}), "headers": {}}


ATTACKS = {
    "no token": (None, {}),
    "an empty one": ("", {}),
    "another sign-in's": ("foreign", {}),
    "a visitor's": ("visitor", {}),
    "from another site": ("own", CROSS),
    "from a neighbour": ("own", {"sec-fetch-site": "same-site"}),
    "from another origin": ("own", EVIL),
    "from our name elsewhere": ("own", {"origin": "http://testserver.local:81"}),
    "from nowhere, no token": (None, NULL),
    "from nowhere, another's": ("foreign", NULL),
    "from nowhere on another site": ("own", NULL | CROSS),
}


@pytest.fixture
def seats(seeded, clock):
    return {name: sit(seeded, clock, name) for name in CAST}


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_no_form_of_another_page_sign_in_or_site_does_anything(
    client, seeded, clock, world, seats, whole
):
    """In a plain run each route is sent two of the attacks in turn; in `test --repeats` all of
    them."""
    foreign, wrong = sit(seeded, clock, "hamid")[1], []
    before = table_fingerprints(seeded)
    for turn, (method, path, name) in enumerate(unsafe(client)):
        cookie, own = seats[name]
        for number, (attack, (whose, more)) in enumerate(ATTACKS.items()):
            if not whole and (number - 2 * turn) % len(ATTACKS) > 1:
                continue
            token = {
                "own": own,
                "foreign": foreign,
                "visitor": login_sessions.form_token(_nobody(clock)),
            }.get(whose, whose)
            sent = request_parts(path, token)
            sent["headers"] |= cookie | more
            client.cookies.clear()
            if (status := client.request(method, address(path, world), **sent).status_code) != 403:
                wrong.append((method, path, attack, status))
    assert wrong == []
    assert changed(before, table_fingerprints(seeded)) == []


def _nobody(clock):
    """The seat of a cookie that was never given."""
    return login_sessions.LoginSession("", accounts.hash_token(""), clock(), clock())


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_the_same_forms_with_their_own_token_are_heard(client, seeded, clock, world, whole):
    """The sweep above is not refused for another reason: its actors may, and their token counts.
    Our pages send no referrer, and so a browser sends their own forms with `Origin: null`; that
    alone is no reason to refuse. A plain run sends every third form."""
    wrong = []
    for method, path, name in unsafe(client)[:: 1 if whole else 3]:
        cookie, own = sit(seeded, clock, name)
        sent = request_parts(path, own)
        sent["headers"] |= cookie | NULL | {"sec-fetch-site": "same-origin"}
        client.cookies.clear()
        answer = client.request(method, address(path, world), **sent)
        if answer.status_code in (401, 500) or "opened before you last signed in" in answer.text:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


PARTS = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nChanged\r\n--x--'
KINDS = [
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json",
    "",
    f"{FORM};x",
    FORM.upper(),
]


@pytest.mark.parametrize(
    "body",
    [b"name=Changed&language=uz", PARTS, b'{"name": "Changed"}'],
    ids=["form", "parts", "json"],
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_other_kind_of_body_gets_around_the_token(client, seeded, clock, kind, body):
    cookie, _ = sit(seeded, clock, "alisher")
    before = table_fingerprints(seeded)
    answer = client.post("/en/me", content=body, headers=cookie | {"content-type": kind})
    assert answer.status_code in (400, 403)
    assert changed(before, table_fingerprints(seeded)) == []


def test_of_two_tokens_the_first_counts_and_a_header_before_the_form(client, seeded, clock):
    cookie, own = sit(seeded, clock, "alisher")
    name = "name=Changed&language=uz"
    header = cookie | {"content-type": FORM}
    assert (
        client.post("/en/me", content=f"{name}&token=x&token={own}", headers=header).status_code
        == 403
    )
    assert (
        client.post(
            "/en/me", content=f"{name}&token={own}", headers=header | {context.TOKEN: "x"}
        ).status_code
        == 403
    )
    assert client.post(f"/en/me?token={own}", content=name, headers=header).status_code == 403


@pytest.mark.parametrize(
    "name", ["x-http-method-override", "x-http-method", "x-method-override", "_method"]
)
def test_a_method_told_elsewhere_is_not_believed(client, seeded, clock, name):
    cookie, own = sit(seeded, clock, "alisher")
    before = table_fingerprints(seeded)
    for method in ("POST", "DELETE", "PATCH"):
        sent = cookie | {context.TOKEN: own, name: method}
        assert (
            client.get(f"/en/me?_method={method}&name=x&language=uz", headers=sent).status_code
            == 200
        )
        sent[name] = "GET"
        assert (
            client.post("/en/me/sign-ins", data={"_method": "GET"}, headers=sent).status_code == 405
        )
    assert changed(before, table_fingerprints(seeded)) == []


def test_who_only_asks_for_the_head_changes_nothing(client, seeded, clock, world):
    """Who looks at the whole changes nothing either: the access matrix looks as everybody."""
    headers, expected = {actor: enter(seeded, clock, actor) for actor in ACTORS}, declared()
    before, failed = table_fingerprints(seeded, but=LOOKED), []
    for method, path in [one for one in routes(client) if one[0] == "GET"]:
        who = next(
            (actor for actor in ACTORS if expected[method, path][actor] == "yes"), "anonymous"
        )
        client.cookies.clear()
        answer = client.head(address(path, world), headers=headers[who])
        failed += [path] if answer.status_code >= 500 else []
    assert failed == []
    assert changed(before, table_fingerprints(seeded, but=LOOKED)) == []
