"""Everything that could stand behind what is published, tried out number by number: what masks are
held against."""

from itertools import product
from types import SimpleNamespace

from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome
from service.reporting.figures.figures import Figure, Unit
from tests.support.cast import BARNO

# So small that all tables can be tried out.
SMALL = SimpleNamespace(people=3, placements=3)
LIMIT = 22
WHOLE, PERSONS = ("advice.sessions", ""), ("advice.persons", "")
POSTS, AT_POSTS = ("advice.sessions_by_posts", ""), ("advice.persons_by_posts", "")
ELSEWHERE, NOT_AT_POSTS = ("sessions elsewhere", ""), ("persons elsewhere", "")


def sessions(topics, countries, posts=None, persons=None, at_posts=None) -> list[Figure]:
    """The figures of a year of advice: a whole, its parts by two dimensions, and what is never more
    than it."""
    items = [Figure("advice.sessions", sum(topics), Unit.SESSION)]
    for key, dimension, values in (
        ("advice.sessions_by_topic", "topic", topics),
        ("advice.sessions_by_country", "country", countries),
    ):
        items += [
            Figure(key, value, Unit.SESSION, dimension={dimension: str(n)})
            for n, value in enumerate(values)
            if value
        ]
    single = (
        ("advice.sessions_by_posts", posts, Unit.SESSION),
        ("advice.persons", persons, Unit.PERSON),
        ("advice.persons_by_posts", at_posts, Unit.PERSON),
    )
    return items + [Figure(key, value, unit) for key, value, unit in single if value is not None]


def possible(figures: list[Figure], *also: dict) -> dict[tuple[str, str], set[int]]:
    """For every figure, and for those whom a part leaves out: all values that fit what is told; a
    hidden one is no nought. Also: numbers believed besides."""
    believed = {name: value for one in also for name, value in one.items()}
    shown = {
        one.name: believed.get(one.name) if one.value is None else one.value for one in figures
    }
    found: dict[tuple[str, str], set[int]] = {}
    for whole in _tries(shown, WHOLE):
        worlds = [_parts(shown, f"advice.sessions_by_{one}", whole) for one in ("topic", "country")]
        worlds.append(_within(shown, whole))
        if all(worlds):
            _keep(found, [{WHOLE: whole}], *worlds)
    return found


def _tries(shown, name) -> list[int]:
    value = shown[name]
    return list(range(1, LIMIT)) if value is None else [value]


def _parts(shown, key: str, whole: int) -> list[dict]:
    names = [name for name in shown if name[0] == key]
    if not names:
        return [{}] if whole == 0 else []
    free = [name for name in names if shown[name] is None]
    left = whole - sum(
        value for name, value in shown.items() if name[0] == key and value is not None
    )
    fits = (one for one in product(range(1, left + 1), repeat=len(free)) if sum(one) == left)
    return [dict(zip(free, one, strict=True)) for one in fits] if free else [{}] * (left == 0)


def _within(shown, whole: int) -> list[dict]:
    if POSTS not in shown:
        return [{}]
    tries = product(_tries(shown, POSTS), _tries(shown, PERSONS), _tries(shown, AT_POSTS))
    return [
        {
            POSTS: posts,
            PERSONS: persons,
            AT_POSTS: there,
            ELSEWHERE: whole - posts,
            NOT_AT_POSTS: persons - there,
        }
        for posts, persons, there in tries
        if max(posts, persons) <= whole and there <= min(posts, persons)
    ]


def _keep(found, *worlds: list[dict]) -> None:
    for world in worlds:
        for one in world:
            for name, value in one.items():
                found.setdefault(name, set()).add(value)


def apart(values: set[int]) -> int:
    return max(values) - min(values)


def advise(session, topic, *, on, day) -> None:
    advice_sessions.log(
        session,
        NewSession(Channel.HOTLINE, topic, Level.ADVICE, Outcome.EXPLAINED),
        by=BARNO,
        on=on,
        day=day,
    )
