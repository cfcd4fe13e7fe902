"""Every page of the demonstration as each of its people: what it links to is there, and no question
or form breaks it."""

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from service import accounts
from service.accounts import Account, login_sessions
from service.accounts.login_sessions import SignIn
from service.pages.public.demonstration_users import DEMONSTRATION_DOMAIN
from service.web import context
from tests.conftest import _opened
from tests.seed.conftest import _demonstration
from tests.support.crawler import LANGUAGES, Crawler, Walk

BASE = "http://testserver.local"
# Two halves of the people, so that on the whole walk each worker walks with one.
HALVES = {
    "outside": (
        "",
        "citizen",
        "agency_user",
        "adviser",
        "claims_officer",
        "protection_officer",
        "auditor",
    ),
    "inside": ("supervisor", "licensing_officer", "attache", "statistician", "administrator"),
}
EVERYBODY = tuple(role for half in HALVES.values() for role in half)
# On the whole walk, so many addresses of one kind for each role: some chains of months have no end.
MANY = 10


@pytest.fixture
def seeded(request):
    """A copy of the demonstration, in a kind of database that a test may name."""
    place = request.getfixturevalue(request.node.callspec.params.get("kind", "files"))
    with place.copied(_demonstration(place)) as url:
        yield from _opened(url)


@pytest.fixture
def walk(client, app_state, seeded, clock):
    """Walks through everything as everybody of some roles; says what was wrong on the way."""
    app_state.settings = msgspec.structs.replace(app_state.settings, demonstration=True)
    client.event_hooks = {}

    def send(method, url, **values):
        client.cookies.clear()
        return client.request(method, url, **values)

    def sign_in(email):
        headers = {"accept-encoding": "identity"}
        if not email:
            return headers, ""
        with seeded.write() as session:
            cookie = login_sessions.create(
                session, accounts.find(session, email), "Firefox", whole=True, on=clock()
            )
            seat = login_sessions.to_login_session(
                session.get_one(SignIn, accounts.hash_token(cookie))
            )
        return headers | {"cookie": f"{context.COOKIE}={cookie}"}, login_sessions.form_token(seat)

    def through(roles, most=1, *, apart=True):
        whole = most > 1
        crawler = Crawler(send, BASE, most, LANGUAGES if apart else LANGUAGES[:1])
        walks = [
            Walk(crawler, email, role, lambda email=email: sign_in(email))
            for email, role in _people(seeded, roles)
        ]
        for one in walks:
            own = {"": "sign-in", "citizen": "me"}.get(one.role, "desk")
            one.begin("/", "/en/", f"/en/{own}", "/en/walk")
        for one in walks:
            if whole or not apart:
                one.ask_strangely(walks, whole=whole)
        for one in walks:
            one.send_forms(apart=apart, whole=whole)
        return crawler

    return through


def _people(seeded, roles):
    """Nobody, if they are asked for, and those of the cast who have one of these roles."""
    with seeded.read() as session:
        found = (
            select(Account)
            .where(col(Account.email).endswith(DEMONSTRATION_DOMAIN))
            .order_by(col(Account.email))
        )
        cast = [
            (row.email, row.role) for row in session.execute(found).scalars() if row.role in roles
        ]
    assert {role for _email, role in cast} == set(roles) - {""}
    return [("", "")] * ("" in roles) + cast


@pytest.mark.parametrize(
    ("apart", "kind"), [pytest.param(True, "server", marks=pytest.mark.repeat), (False, "files")]
)
def test_no_page_breaks_and_no_link_leads_nowhere(walk, apart, kind):
    """Everybody in one walk, so that nothing is asked or sent twice that is the same for all.

    One address of each kind for each role; in `test --repeats` in another language one for all.

    Questions are asked strangely in a plain run. In `test --repeats` forms are sent with one kind
    of nonsense at a time. A page with new neighbours among its tags is read as strictly as the
    standard does; in `test --all`, every page that is built otherwise."""
    crawler = walk(EVERYBODY, apart=apart)
    assert crawler.wrong == []
    assert crawler.requests > 2_500, "or there was nothing to walk through"


@pytest.mark.slow
@pytest.mark.parametrize("half", HALVES)
def test_no_page_breaks_wherever_one_goes(walk, half):
    assert walk(HALVES[half], MANY).wrong == []


BROKEN = '<!doctype html><html lang="en"><title>x</title><p id="a" id="b">{}<p id="c"><b id="c">undefined</p>'


def test_the_walk_sees_what_is_broken():
    answer = type(
        "Answer",
        (),
        {"status_code": 500, "headers": {"content-type": "text/html; charset=a; charset=b"}},
    )()
    answer.text = BROKEN
    crawler = Crawler(lambda *_: None, BASE)
    crawler.check("nobody", "/en/", answer)
    found = " ".join(crawler.wrong)
    assert all(text in found for text in ("500", "kind", "leak", "double id ['c']", "html"))
