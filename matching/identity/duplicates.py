"""Duplicates: records of the same person, found by equal numbers or similar names."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec
from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlmodel import col

from catalog.core import vault
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from matching.identity import document_numbers, name_index, telephones
from matching.identity.name_index import LEAST, NamePair, NamePart, spellings
from matching.identity.name_matching import sound
from matching.identity.persons import Citizen

# The least similarity, of 100, of a name that is shown.
NEAR = 80
# How many names with the same beginning are compared, and how many of them shown.
MOST_COMPARED, MOST = 400, 5


class TooLittle(Refusal):
    slug = "too-little"
    sentence = N_(
        "Enter at least three letters of a name, or a complete telephone, passport or PINFL number."
    )


class SearchInput(msgspec.Struct):
    """What is known of a person who is searched for, as it was typed."""

    name: str = ""
    phone: str = ""
    passport: str = ""
    pinfl: str = ""


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "phone": telephones.international_number,
    "passport": document_numbers.passport_number,
    "pinfl": document_numbers.pinfl_number,
}


def numbers(sought: SearchInput) -> dict[str, str]:
    """The blind indexes of the complete numbers; an incomplete one is ignored while typing."""
    return _numbers(sought)[0]


def require(sought: SearchInput) -> None:
    """Check that each given number is valid and that there is enough to search by.

    Refuses: InvalidInput with NotAPhone, NotAPassport and NotAPinfl; TooLittle.
    """
    marks, errors = _numbers(sought)
    if errors:
        raise InvalidInput(errors)
    if not marks and not name_index.words(sought.name):
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
    """A filter for the people who have one of these numbers."""
    columns = {
        "phone": Citizen.phone_blind,
        "passport": Citizen.passport_blind,
        "pinfl": Citizen.pinfl_blind,
    }
    return and_(
        col(Citizen.erased_at).is_(None),
        or_(*[col(columns[kind]) == mark for kind, mark in marks.items()]),
    )


def has_name(text: str) -> ColumnElement[bool]:
    """A filter for the people who have each of these words in their name.

    This is the one search by name: in any script, order and usual spelling, half typed too.
    """
    found = name_index.matches(text)
    if found is None:
        return false()
    return and_(col(Citizen.erased_at).is_(None), col(Citizen.reference).in_(found))


def references_named(text: str) -> Select[str]:
    """A query for the references of the people who have each of these words in their name."""
    return select(col(Citizen.reference)).where(has_name(text))


def by_name(text: str, within: ColumnElement[bool]) -> list[Select[str, str]]:
    """Queries for the people whose name may be this one, as reference and key.

    First those who have each word; then those of whom one part begins like one word and another
    like a second one, or, for a word alone, whose sound differs in its end.
    """
    asked = name_index.words(text)
    if not asked:
        return []
    people = select(col(Citizen.reference), col(Citizen.name_key))
    return [
        query.where(col(Citizen.erased_at).is_(None), within).limit(MOST_COMPARED)
        for query in (people.where(has_name(text)), *_near(people, asked))
    ]


def _near(people: Select[str, str], asked: Sequence[str]) -> Iterator[Select[str, str]]:
    if len(asked) == 1:
        heard = name_index.sound(asked[0])
        term = name_index.sounds_like(NamePart, heard[:-1] if len(heard) > LEAST else heard)
        found = name_index.union_of(asked[0][:LEAST], term)
        yield people.where(col(Citizen.reference).in_(found))
        return
    paired = people.join(NamePair, col(NamePair.citizen) == col(Citizen.reference))
    for place, word in enumerate(asked):
        if len(word) >= LEAST:
            yield paired.where(name_index.begin_alike(word, (*asked[:place], *asked[place + 1 :])))


def likeness(
    asked: Sequence[str], key: str, alike: Callable[[str, str], float] | None = None
) -> float:
    """How similar a stored name is to the typed words, from 0 to 100, in any order.

    A word may be half typed. The least similar word counts as much as the mean of all: brothers
    share a surname.
    """
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
        return 82.0 if known.startswith(tuple(spellings(word))) else 0.0
    if known.startswith(word):
        return 95.0
    if known[:LEAST] in spellings(word[:LEAST]) and name_index.sound(known).startswith(
        name_index.sound(word)
    ):
        return 90.0
    heard, as_known = sound([word]), sound([known])
    same_sound = len(heard) >= LEAST and fuzz.ratio(heard, as_known) * 0.95
    return max(fuzz.ratio(word, known), same_sound or 0.0)


def nearest(asked: Sequence[str], known: dict[str, str]) -> list[str]:
    """The references of the similar names, most similar first; `known` holds their keys."""
    # The same names recur: each pair of words is compared once.
    alike = cache(_word_similarity)
    scored = [(likeness(asked, key, alike), reference) for reference, key in known.items()]
    return [
        reference
        for score, reference in sorted(scored, key=lambda one: (-one[0], one[1]))
        if score >= NEAR
    ]
