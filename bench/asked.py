"""Typical queries of officers: by our functions, by keys only, and as whole pages."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import Session

from bench.caseload import ON
from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from i18n import Language
from i18n.scripts import fold
from matching.identity import persons as people
from matching.identity.duplicates import SearchInput
from matching.identity.name_matching import Names
from matching.identity.persons import Citizen
from service.casework import people_access
from service.casework.advice import session_list
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import Filter
from service.infra.database import Database
from service.input import listing as listing_filter
from service.pages.desk.advice.session_list_page import SESSIONS
from service.pages.desk.record_search import found_people, found_register, search_text
from service.pages.desk.record_search.search_results import Search
from service.pages.shared import claim_records, claim_timeline
from service.web.lists import list_view, listing
from service.web.lists.list_view import Reading
from service.web.reader import Reader

Bare = list[tuple[str, dict[str, Any]]]


class Home(msgspec.Struct):
    """One home with its records, the officer who queries it, and the values of the queries."""

    database: Database
    client: TestClient[Litestar]
    by: Actor
    names: list[str]
    claims: list[str]
    states: list[str]


class Question(msgspec.Struct):
    """One query of an officer in three forms: by our functions, by keys only, and as a page."""

    name: str
    words: Callable[[Home], Sequence[str]]
    ours: Callable[[Session, Home, str], list[str]]
    bare: Callable[[Session, Home, str], Bare]
    page: Callable[[Home, str], str]


def _rows(session: Session, home: Home, state: str) -> list[Claim]:
    asked, times = Filter(state=state), claim_list.times(session, ON)
    counted = claim_list.count(session, asked, by=home.by, times=times)
    return claim_list.read_page(session, asked, 1, by=home.by, times=times, counted=counted)


def _queue(session: Session, home: Home, state: str) -> list[str]:
    rows = _rows(session, home, state)
    wage_claims.next_actions(session, rows)
    return [row.reference for row in rows]


def _queue_by_key(session: Session, home: Home, state: str) -> Bare:
    rows = _rows(session, home, state)
    numbers, owners = (
        {"these": [row.reference for row in rows]},
        {"these": [row.citizen for row in rows]},
    )
    return [("SELECT * FROM claims WHERE reference IN :these", numbers), (_KEYS, owners)]


_KEYS = "SELECT owner, master, wrapped FROM vault_keys WHERE owner IN :these"


def _known(session: Session, home: Home, name: str) -> list[str]:
    return [
        one.reference
        for one in people_access.find_similar(session, SearchInput(name), by=home.by).people
    ]


def _known_by_key(_session: Session, _home: Home, name: str) -> Bare:
    """Return the index ranges in which the two words of the name begin, with as many rows as are
    compared."""
    starts = [word[:3] for word in fold(name).split()]
    asked = (
        "SELECT c.reference, c.name_key FROM name_parts p JOIN citizens c ON c.reference = p.citizen"
        " WHERE p.part BETWEEN :begin AND :end LIMIT 400"
    )
    return [(asked, {"begin": start, "end": f"{start}zzzzzz"}) for start in starts]


def _found(session: Session, home: Home, text: str) -> list[str]:
    typed, day = search_text.read(text), tashkent_day(ON)
    search = Search(session, typed, home.by, Language.EN, day, Names(()))
    kinds = [*found_people.by_name_or_number(search), *found_register.by_name(search)]
    return [one.reference for kind in kinds for one in kind.records]


def _found_by_key(session: Session, home: Home, name: str) -> Bare:
    """Return the index ranges of the name, the claims of whoever is found, and all employers."""
    people = {"these": _known(session, home, name)}
    return [
        *_known_by_key(session, home, name),
        ("SELECT * FROM claims WHERE citizen IN :these", people),
        ("SELECT DISTINCT country, employer FROM claims", {}),
    ]


def _claim(session: Session, home: Home, number: str) -> list[str]:
    claim = wage_claims.get(session, number, by=home.by)
    (
        wage_claims.lines(session, number),
        money_entries.balances(session, number),
        wage_claims.story(session, claim),
    )
    people.phone(session, session.get_one(Citizen, claim.citizen))
    return [
        number,
        *(event.kind for event in claim_timeline.history(claim_records.read(session, claim))),
    ]


_OF_CLAIM = (
    "claim_lines claim_steps claim_notes payments pay_outs deductions undelivered"
    " claim_assignments letters evidence"
)


def _claim_by_key(session: Session, _home: Home, number: str) -> Bare:
    whose = {"these": [session.get_one(Claim, number).citizen]}
    bare: Bare = [
        (f"SELECT * FROM {table} WHERE claim = :claim", {"claim": number})  # noqa: S608
        for table in _OF_CLAIM.split()
    ]
    bare.append(("SELECT * FROM claims WHERE reference = :claim", {"claim": number}))
    bare.append(
        ("SELECT * FROM journal WHERE noun = 'claim' AND reference = :claim", {"claim": number})
    )
    return [*bare, ("SELECT * FROM citizens WHERE reference IN :these", whose), (_KEYS, whose)]


def _got(home: Home, address: str) -> str:
    return _page(home.client.get(address))


def _in_state(home: Home, state: str) -> str:
    return _got(home, f"/en/desk/wages?state={state}")


def _sought(home: Home, name: str) -> str:
    return _page(home.client.post("/en/desk/citizens", data={"name": name}, follow_redirects=True))


def _searched(home: Home, text: str) -> str:
    return _page(home.client.post("/en/desk/search", data={"q": text}, follow_redirects=True))


def _page(answer: Response) -> str:
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def _reading(session: Session, home: Home) -> Reading:
    return Reading(cast(Any, None), session, home.by, Reader(Language.EN, lambda _c, n: n), ON)


def _sessions(session: Session, home: Home, topic: str) -> list[str]:
    """Count the sessions as far as the page does, and read its rows with their names."""
    reading, asked = (
        _reading(session, home),
        listing_filter.read(session_list.Filter, {"topic": topic})[0],
    )
    SESSIONS.query.total(reading, asked)
    order = list_view.order_of(SESSIONS, {})
    return [row.reference for row in SESSIONS.query.page(reading, asked, order, 0, listing.SIZE)]


def _sessions_by_key(session: Session, home: Home, topic: str) -> Bare:
    numbers = {"these": _sessions(session, home, topic)}
    return [("SELECT * FROM advice_sessions WHERE reference IN :these", numbers)]


def _of_topic(home: Home, topic: str) -> str:
    return _got(home, f"/en/desk/advice?topic={topic}")


QUESTIONS = [
    Question(
        "sessions, first page",
        lambda _: [""],
        _sessions,
        _sessions_by_key,
        _of_topic,
    ),
    Question(
        "sessions of a topic", lambda _: ["unpaid_wages"], _sessions, _sessions_by_key, _of_topic
    ),
    Question(
        "claims, first page",
        lambda _: [""],
        _queue,
        _queue_by_key,
        lambda h, _: _got(h, "/en/desk/wages"),
    ),
    Question("claims in a state", lambda home: home.states, _queue, _queue_by_key, _in_state),
    Question("person, other script", lambda home: home.names, _known, _known_by_key, _sought),
    Question("search of the desk", lambda home: home.names, _found, _found_by_key, _searched),
    Question(
        "one claim",
        lambda home: home.claims,
        _claim,
        _claim_by_key,
        lambda h, n: _got(h, f"/en/desk/wages/{n}"),
    ),
]
