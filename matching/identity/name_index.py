"""The name index: the parts of persons' names, used by every search by name."""

import re
from collections.abc import Iterable, Sequence
from itertools import permutations, product
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Field, Index, Session, SQLModel, col

from i18n.scripts import tokens

# The least number of letters to search by, and the most words of a name that are read.
LEAST, MOST_WORDS = 3, 5
# The longest part of a name that is stored, in letters, and the most parts that are paired.
MOST, MOST_PAIRED = 200, 12
# Words that only link the name of the father to the others.
LINKS = frozenset(
    word for text in ("oʻgʻli", "ugli", "qizi", "kizi", "uulu") for word in tokens(text)
)
# Letters that replace each other when a name is written in two alphabets or by ear.
SWAPPED = {
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
# One letter for all that replace each other directly or through a third.
_GROUPED = str.maketrans("oueyhk", "aaijgg")
_PLAIN = str.maketrans({"f": "v", "q": "k", "w": "v", "z": "s"})


class NamePart(SQLModel, table=True):
    """One part of a person's name as a search key, with its consonants."""

    __tablename__ = "name_parts"
    # A search reads this index alone, not the rows of all whose name begins alike.
    __table_args__ = (Index("ix_name_parts_part", "part", "sound", "citizen"),)
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    part: str = Field(primary_key=True, max_length=200)
    sound: str = Field(max_length=200)


class NamePair(SQLModel, table=True):
    """How two parts of a person's name begin: three letters of one and two of another.

    It finds misspelt names without reading all that begin like one of the two.
    """

    __tablename__ = "name_pairs"
    __table_args__ = ({"sqlite_with_rowid": False},)
    pair: str = Field(primary_key=True, max_length=5)
    citizen: str = Field(
        primary_key=True, foreign_key="citizens.reference", index=True, max_length=24
    )


PERSONAL = ("citizen", "part", "sound", "pair")


def sound(part: str) -> str:
    """Return the consonants of a part, which most spellings in Latin and Cyrillic share.

    Every vowel at the beginning counts as the same letter; Sherov and Sherova are equal.
    """
    plain = part.translate(_PLAIN)
    heard = re.sub(r"(?<=.)[aeiouy]|(?<=[aeiouy])h$", "", re.sub("^[aeiou]", "a", plain))
    return re.sub(r"(.)\1+", r"\1", heard)


def parts(name: str) -> list[str]:
    """Return the different parts of a name as search keys, without linking words."""
    return list(dict.fromkeys(_all_parts(name)))


def _all_parts(name: str) -> list[str]:
    every = tokens(name)
    return [part for part in every if part not in LINKS] or every


def rows(names: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the index rows of persons, each given as (reference, name)."""
    return [
        {"citizen": number, "part": part, "sound": sound(part)[:MOST]}
        for number, name in names
        for part in dict.fromkeys(one[:MOST] for one in parts(name[:MOST]))
    ]


def pair_rows(names: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the pairs of the names of persons, each given as (reference, name).

    A part that stands twice, as in Ali Ali, is a pair too.
    """
    return [
        {"pair": found, "citizen": number}
        for number, name in names
        for found in dict.fromkeys(
            _pair(one, other)
            for one, other in permutations(_all_parts(name[:MOST])[:MOST_PAIRED], 2)
            if len(one) >= LEAST
        )
    ]


def _pair(one: str, other: str) -> str:
    return f"{one[:LEAST]}{other[:2]}".translate(_GROUPED)


def write(session: Session, names: Sequence[tuple[str, str]]) -> None:
    """Index the names of new persons, each given as (reference, name)."""
    if new := rows(names):
        session.execute(insert(NamePart), new)
    if pairs := pair_rows(names):
        session.execute(insert(NamePair), pairs)


def rewrite(session: Session, number: str, name: str) -> None:
    """Index the new name of a person; with an empty name the person is no longer found."""
    for table in (NamePart, NamePair):
        session.execute(delete(table).where(col(table.citizen) == number))
    write(session, [(number, name)])


def words(text: str) -> list[str]:
    """Return the words to search by; none if too little was typed."""
    found = parts(text)[:MOST_WORDS]
    return found if sum(map(len, found)) >= LEAST else []


def spellings(start: str) -> list[str]:
    """Return all possible spellings of the beginning of a word."""
    return sorted(
        "".join(letters) for letters in product(*[SWAPPED.get(letter, letter) for letter in start])
    )


def matches(text: str) -> Select[Any] | None:
    """Return a query for persons: every typed word must begin a part of their name.

    Two words begin two parts. Script, order and usual spellings do not matter; None if too little
    was typed.
    """
    asked = sorted(words(text), key=len, reverse=True)
    if not asked:
        return None
    if len(asked) == 1 or len(asked[0]) < LEAST:
        terms = [_has(NamePart, other) for other in asked[1:]]
        return union_of(asked[0][:LEAST], _like(NamePart, asked[0]), *terms)
    return select(col(NamePair.citizen)).where(
        begin_alike(asked[0], asked[1:2]), *(_has(NamePair, word) for word in asked)
    )


def union_of(start: str, *terms: ColumnElement[bool]) -> Select[Any]:
    """Return a query for persons with a part that begins so, in any spelling, under these terms.

    Each spelling is one range of the index, so it stays fast with a million persons.
    """
    reads = [
        select(col(NamePart.citizen)).where(_range(NamePart, one), *terms)
        for one in spellings(start)
    ]
    return reads[0] if len(reads) == 1 else select(union_all(*reads).subquery().c.citizen)


def _has(table: Any, word: str) -> ColumnElement[bool]:
    """Return the condition that a part of the person of a row begins with this word."""
    other = aliased(NamePart)
    starts = or_(*[_range(other, one) for one in spellings(word[:LEAST])])
    return (
        select(1)
        .where(col(other.citizen) == col(table.citizen), starts, _like(other, word))
        .correlate(table)
        .exists()
    )


def begin_alike(word: str, others: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a pair begins like the word and like one of the others.

    An initial is like any second letter.
    """
    starts = sorted({_pair(word, other) for other in others})
    return or_(*[col(NamePair.pair).between(one, one.ljust(LEAST + 2, "z")) for one in starts])


def _range(table: Any, start: str) -> ColumnElement[bool]:
    return col(table.part).between(start, f"{start}zzzzzz")


def _like(table: Any, word: str) -> ColumnElement[bool]:
    """A condition that a part begins with the word as typed or as heard."""
    as_typed = col(table.part).between(word, f"{word}zzzzzz")
    if len(word) < LEAST:
        return or_(*[_range(table, one) for one in spellings(word)])
    return or_(as_typed, sounds_like(table, sound(word)))


def sounds_like(table: Any, heard: str) -> ColumnElement[bool]:
    """A condition that a part begins with this sound."""
    return col(table.sound).between(heard, f"{heard}zzzzzz")
