"""The post responsible for a new claim: one that serves the city of work, else the country's first.

Only posts that are open on the day and take claims are asked. Among those that serve the city, and
else among all of the country, the lowest priority decides (`catalog.reference.posts`).
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n.scripts import tokens
from matching.lexicon.lexicon_terms import City
from matching.lexicon.stemming import stems

# The most words in the name of a city: Rostov na Donu, Naberezhnye Chelny.
_MOST_WORDS = 4
# The letters of an Uzbek or Russian case: Kazan-ning, Moskva-dagi.
_LONGEST_ENDING = 4


def responsible_post(
    session: Session, country: str, city: str, day: date, *, by: Actor
) -> Post | None:
    """Return the post that a claim of this city goes to, or None where the country has none.

    Where no post is known to serve the city, an attaché who files keeps it at their own post.
    """
    here = posts.list_handling(session, day, country)
    if len(here) < 2:
        return here[0] if here else None
    serving = _serving(session, here, country, city)
    own = [post for post in here if by.role is Role.ATTACHE and post.code in by.posts]
    return next(iter(serving or own or here))


def posts_of_city(session: Session, country: str, city: str, day: date) -> list[Post]:
    """Return the posts that are known to serve a city, lowest priority first."""
    here = posts.list_handling(session, day, country)
    return _serving(session, here, country, city)


def _serving(session: Session, here: list[Post], country: str, city: str) -> list[Post]:
    asked = select(col(City.name), col(City.names)).where(col(City.country) == country)
    known = _Cities(tuple(tuple(row) for row in session.execute(asked)))
    place = known.find(city)
    return [post for post in here if place and place in known.names(post.cities)]


class _Cities:
    """The cities of a country by every spelling that we know."""

    def __init__(self, rows: tuple[tuple[str, str], ...]) -> None:
        self._whole, self._inflected = _spellings(rows)

    def find(self, text: str) -> str | None:
        """Return the city that a text names, in any script, with its case and words around it."""
        words = tokens(text)
        if not words:
            return None
        plain = self._whole.get("".join(words))
        return plain or next(self._inside(words), None) or "".join(words)

    def _inside(self, words: list[str]) -> Iterator[str]:
        for length in range(min(len(words), _MOST_WORDS), 0, -1):
            for start in range(len(words) - length + 1):
                part = words[start : start + length]
                if found := self._whole.get("".join(part)):
                    yield found
                for form in _bare_forms(part):
                    if found := self._inflected.get(form):
                        yield found

    def names(self, cities: list[str]) -> set[str | None]:
        """Return the same names that `find` returns, for the cities that a post serves."""
        return {self.find(city) for city in cities}


def _stemmed(words: list[str]) -> str:
    return "".join(stems(word)[0] for word in words)


def _bare_forms(words: list[str]) -> list[str]:
    """Return a name without its case: the last word cut short letter by letter, and as a stem.

    A hyphen marks a stem, which is compared with stems alone: Samarqand is not in Samara."""
    first, last = _stemmed(words[:-1]), words[-1]
    shortest = max(len(last) - _LONGEST_ENDING, 4)
    cut = [first + last[:end] for end in range(len(last) - 1, shortest - 1, -1)]
    return [*cut, *(f"{first}{stem}-" for stem in stems(last))]


@lru_cache(maxsize=64)
def _spellings(rows: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the key of each city by its spellings, and by the forms of `_bare_forms`."""
    whole: dict[str, str] = {}
    inflected: dict[str, str] = {}
    for name, names in rows:
        key = "".join(tokens(name))
        for spelling in (name, *names.split("|")):
            words = tokens(spelling)
            if not words or (spelling.isupper() and len(spelling) == 3):  # an airport code
                continue
            whole.setdefault("".join(words), key)
            if len(words[-1]) > 3:
                first = _stemmed(words[:-1])
                inflected.setdefault(first + words[-1], key)
                inflected.setdefault(f"{first}{stems(words[-1])[0]}-", key)
    return whole, inflected
