"""The rules of the sheet, each in a file of its own under its name: how many points each part
gives, and from which day on."""

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
    """Points of each part. Nothing else can stand in a rule, and so no points for who somebody
    is."""

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
    """A rule as its file tells it."""
    return msgspec.convert(tomllib.loads(text), Rule)


RULES = tuple(
    sorted(
        (read(path.read_text()) for path in _FOLDER.glob("*.toml")), key=lambda one: one.valid_from
    )
)
# By which everybody is weighed: a rule comes into the house on the day from which it holds.
CURRENT = RULES[-1]
