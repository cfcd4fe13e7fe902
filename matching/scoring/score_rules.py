"""The rules of the score, each in its own file: the points of each part, and from which day."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent / "sheets"


class Occupation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    same: int
    close: int
    kind: int


class Experience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    most: int
    years_more: int


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: int
    step: int
    most: int


class Most(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    most: int


class Each(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    each: int


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The points of each part.

    A rule has no other fields, and so no points for personal characteristics.
    """

    name: str
    valid_from: date
    source: str
    occupation: Occupation
    experience: Experience
    language: Language
    certificate: Most
    wishes: Each
    availability: Most


def read(text: str) -> Rule:
    """Parse a rule from its file."""
    return msgspec.convert(tomllib.loads(text), Rule)


RULES = tuple(
    sorted(
        (read(path.read_text()) for path in _FOLDER.glob("*.toml")), key=lambda one: one.valid_from
    )
)
# The rule for everybody: a rule is added to the service on the day from which it applies.
CURRENT = RULES[-1]
