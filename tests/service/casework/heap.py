"""Three hundred invented claims in five posts, each of an age, a due day and an officer that can be
told from its number."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import SYSTEM
from catalog.core.fields import tashkent_day
from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.posts import NewPost
from matching.identity.persons import NewCitizen
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, NewClaim, NewLine
from tests.conftest import Clock
from tests.support import cast
from tests.support.cast import CHINORA, DAVRON, ELYOR, MOSCOW, SEOUL

POSTS = [
    NewPost(
        "TR-ANKARA-EMB", "embassy", "TR", "Ankara", "Europe/Istanbul", "invented", Mark.SOURCED
    ),
    NewPost("PL-WARSAW-EMB", "embassy", "PL", "Warsaw", "Europe/Warsaw", "invented", Mark.SOURCED),
    NewPost("KZ-ASTANA-EMB", "embassy", "KZ", "Astana", "Asia/Almaty", "invented", Mark.SOURCED),
]
CODES = [SEOUL, MOSCOW, *(post.code for post in POSTS)]
COUNTRIES = ["KR", "RU", "TR", "PL", "KZ"]
OWNERS = {SEOUL: DAVRON.account, MOSCOW: ELYOR.account}
# So many days ago each was filed, in turn, and in so many days each is due.
AGES, DUES = (1, 29, 30, 90, 91, 180, 181, 400), (-3, 0, 5)
NAMES = ("Botir Invented", "Ботир Ихтирочи", "Gulbahor Madeup", "Oʻktam Yoʻqov")
FIRMS = ("Severny Dvor Stroy", "Северный Двор", "Hanbit Shipyard", "Oʻzgarish Qurilish")


def number(at: int) -> str:
    return f"W-HEAP{at:04}"


def age(at: int) -> int:
    return AGES[at % len(AGES)]


def due(at: int) -> int:
    return DUES[at % len(DUES)]


def owner(at: int) -> str | None:
    """An officer has every other one; the rest are their office's."""
    return None if at % 2 else OWNERS.get(CODES[at % 5], CHINORA.account)


def heap(session: Session, clock, count: int = 300) -> None:
    """Fills the database; every tenth claim is closed, by its state alone."""
    posts.load(session, POSTS, by=SYSTEM, on=clock())
    for at in range(count):
        put(session, clock, at)
    session.flush()


def standing(session: Session, on: datetime, count: int) -> None:
    """The same on ground of its own, to be copied for each test."""
    cast.ground(session, on=on)
    clock = Clock()
    clock.now = on
    heap(session, clock, count)


def put(session: Session, clock, at: int, **values: object) -> Claim:
    on = clock() - timedelta(days=age(at))
    day, line = (
        tashkent_day(on),
        NewLine(list(Component)[at % 2], 100_00, "KRW" if at % 5 == 0 else "USD"),
    )
    claim = NewClaim(
        employer=FIRMS[at % 4],
        country=COUNTRIES[at % 5],
        worked_from=date(2025, 1, 1),
        worked_to=date(2025, 3, 1),
        lines=[line],
        contact=NewCitizen(NAMES[at % 4]),
    )
    row = wage_claims.file(session, claim, by=CHINORA, on=on, day=day, number=number(at)).claim
    row.due = clock.today + timedelta(days=due(at))
    row.owner = owner(at) or row.owner
    row.state = "closed" if at % 10 == 9 else ("received", "negotiation", "court_filed")[at % 3]
    return row
