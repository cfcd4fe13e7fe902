"""The same person written down twice: by their numbers, which are equal or not, and by names, which
only come near."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product

import msgspec
from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, and_, or_, select, true, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from catalog.core import vault
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from i18n.scripts import tokens
from matching.identity import persons
from matching.identity.name_matching import sound
from matching.identity.persons import Citizen

# Nobody is looked for by less than this.
LEAST = 3
# A name that comes nearer than this, of 100, is shown.
NEAR = 80
# So many names with the same beginning are compared, and so many of them shown.
MOST_COMPARED, MOST = 400, 5
# Those whose names are read, beside those who are told.
_NAMED = aliased(Citizen)


class TooLittle(Refusal):
    slug = "too-little"
    sentence = N_("Write at least three letters of a name, or a complete number.")


class SearchInput(msgspec.Struct):
    """What is known of somebody who is looked for, as it was typed."""

    name: str = ""
    phone: str = ""
    passport: str = ""
    pinfl: str = ""


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "phone": persons.international_number,
    "passport": persons.passport_number,
    "pinfl": persons.pinfl_number,
}


def numbers(sought: SearchInput) -> dict[str, str]:
    """The fingerprints of the numbers that are whole; while somebody types, half of one is none
    yet."""
    return _numbers(sought)[0]


def require(sought: SearchInput) -> None:
    """That each number told is one, and that enough was told.
    Refuses: InvalidInput with NotAPhone, NotAPassport and NotAPinfl; TooLittle."""
    marks, errors = _numbers(sought)
    if errors:
        raise InvalidInput(errors)
    if not marks and not name_words(sought.name):
        raise TooLittle("name")


def _numbers(sought: SearchInput) -> tuple[dict[str, str], list[Refusal]]:
    marks: dict[str, str] = {}
    errors: list[Refusal] = []
    for kind, read in _NORMALISERS.items():
        try:
            if typed := getattr(sought, kind).strip():
                marks[kind] = vault.blind(kind, read(typed))
        except Refusal as refusal:
            errors.append(refusal)
    return marks, errors


def by_number(marks: dict[str, str]) -> ColumnElement[bool]:
    """For the database: the people who have one of these numbers."""
    columns = {
        "phone": Citizen.phone_blind,
        "passport": Citizen.passport_blind,
        "pinfl": Citizen.pinfl_blind,
    }
    return and_(
        col(Citizen.erased_at).is_(None),
        or_(*[col(columns[kind]) == mark for kind, mark in marks.items()]),
    )


def name_words(name: str) -> list[str]:
    """The words by which a name is looked for, none when too little was typed."""
    found = tokens(name)[:5]
    return found if sum(map(len, found)) >= LEAST else []


def by_name(asked: Sequence[str], within: ColumnElement[bool]) -> list[Select[str, str]]:
    """For the database: the people whose name may be this one, as reference and key. Each question
    reads one stretch of the index for each spelling, so that it stays short among a million: keys
    that begin as one of the words does and hold a second one's beginning. No row is read but of
    whoever is left."""
    key, questions = col(_NAMED.name_key), []
    for place, word in enumerate(asked):
        others = [other for number, other in enumerate(asked) if number != place]
        if len(word) < LEAST:
            continue
        holds = [
            key.like(f"% {start}%") for other in others for start in sorted(_spellings(other[:2]))
        ]
        term = and_(col(_NAMED.erased_at).is_(None), or_(*holds) if holds else true())
        starts = sorted(_spellings(word[:LEAST])) if others else [word]
        reads = [
            select(col(_NAMED.reference)).where(key.between(start, f"{start}zzzzzz"), term)
            for start in starts
        ]
        meant = col(Citizen.reference).in_(union_all(*reads))
        questions.append(
            select(col(Citizen.reference), col(Citizen.name_key))
            .where(meant, within)
            .limit(MOST_COMPARED)
        )
    return questions


# Letters that stand for each other when one name is written in two alphabets or by ear.
_SWAPPED = {
    "o": "oua",
    "u": "uo",
    "a": "ao",
    "i": "ie",
    "e": "ei",
    "j": "jy",
    "y": "yj",
    "h": "hg",
    "k": "kg",
    "g": "gkh",
}


def _spellings(start: str) -> set[str]:
    """The beginning of a word in all spellings it may have."""
    return {
        "".join(letters) for letters in product(*[_SWAPPED.get(letter, letter) for letter in start])
    }


def likeness(
    asked: Sequence[str], key: str, alike: Callable[[str, str], float] | None = None
) -> float:
    """How near a name on record comes to the words typed, from 0 to 100, in whatever order; a word
    may be half typed. The word that fits least counts as much as all together: brothers share a
    surname."""
    known, scores = key.split(), []
    pairs = sorted(
        (
            ((alike or _word_similarity)(word, other), word, other)
            for word in asked
            for other in known
        ),
        reverse=True,
    )
    left, free = list(asked), list(known)
    for score, word, other in pairs:
        if word in left and other in free:
            left.remove(word)
            free.remove(other)
            scores.append(score)
    if not scores:
        return 0.0
    return (sum(scores) / len(scores) + min(scores)) / 2 - 2 * len(left)


def _word_similarity(word: str, known: str) -> float:
    if word == known:
        return 100.0
    if len(word) < LEAST:
        return 82.0 if known.startswith(tuple(_spellings(word))) else 0.0
    if known.startswith(word):
        return 95.0
    heard, as_known = sound([word]), sound([known])
    same_sound = len(heard) >= LEAST and fuzz.ratio(heard, as_known) * 0.95
    return max(fuzz.ratio(word, known), same_sound or 0.0)


def nearest(asked: Sequence[str], known: dict[str, str]) -> list[str]:
    """The references of those whose name comes near, the nearest first; known holds their keys."""
    # The same surnames and names come again and again: each is compared once.
    alike = cache(_word_similarity)
    scored = [(likeness(asked, key, alike), reference) for reference, key in known.items()]
    return [
        reference
        for score, reference in sorted(scored, key=lambda one: (-one[0], one[1]))
        if score >= NEAR
    ]
