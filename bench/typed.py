"""Queries as people type them, by seed: misspelt, in the other script, partial, reordered."""

import random
from collections.abc import Sequence

from bench.engines import Query
from i18n.scripts import to_cyrillic
from matching.lexicon.lexicon import Name


def queries(names: Sequence[Name], count: int, seed: int) -> list[Query]:
    """Return queries labelled with the unit group of their name.

    Half of them also have a country and a least pay.
    """
    chance = random.Random(seed)
    trades = [
        name for name in names if name.kind in ("title", "everyday", "loan") and len(name.name) < 30
    ]
    return [_query(chance, chance.choice(trades)) for _ in range(count)]


def _query(chance: random.Random, name: Name) -> Query:
    typed = name.name
    match chance.randrange(6):
        case 0:
            typed = slip(chance, typed)
        case 1:
            typed = slip(chance, slip(chance, typed))
        case 2 if name.language == "uz":
            typed = to_cyrillic(typed)
        case 3 if len(typed) > 6:
            typed = typed[: len(typed) * 2 // 3].strip()
        case 4:
            typed = " ".join(reversed(typed.split()))
    filtered = chance.random() < 0.5
    return Query(
        typed,
        name.isco08,
        chance.choice(["KR", "RU", "TR", "DE"]) if filtered else None,
        90 if filtered else None,
    )


def slip(chance: random.Random, typed: str) -> str:
    at = chance.randrange(len(typed))
    if chance.random() < 0.5:
        return typed[:at] + typed[at + 1 :] or typed
    return typed[:at] + chance.choice(typed) + typed[at:]
