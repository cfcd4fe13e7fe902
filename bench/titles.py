"""Classification of unseen titles, with a third of ESCO and the Russian classification held out.

`./musofir bench titles [SEED]` measures the titles that head an occupation, then the same with
nearly identical titles held out too, and all that ESCO has, including alternative names. Titles
held out are removed from the lexicon as well.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import numpy as np
from rapidfuzz import fuzz, process

from bench import corpus
from i18n.scripts import fold
from matching.lexicon.classifier import Classification, classify_all
from matching.lexicon.lexicon import Lexicon

LEAST_FIRST, LEAST_AMONG = 0.90, 0.97
_HEADS: Final = ("esco", "okz")
_OTHER: Final = "esco-alt"
_ASKED: Final = 3_000
_ALIKE: Final = 90

Held = dict[
    str, tuple[str, str, set[str]]
]  # by folded title: the title as written, its language, and its unit groups


def held_out(heads: bool, seed: int) -> Held:
    """Return a third of the titles; for one in two unit groups either is right."""
    groups, values = defaultdict(set), {}
    for name, source in corpus.titles():
        groups[fold(name.name)].add(name.isco08)
        if source in _HEADS or (source == _OTHER and not heads):
            values[fold(name.name)] = name
    some = sorted(values)
    random.Random(seed).shuffle(some)
    return {
        key: (values[key].name, values[key].language, groups[key]) for key in some[: len(some) // 3]
    }


def known(held: Collection[str], near: bool = False) -> Lexicon:
    """Return a lexicon without the titles held out.

    `near`: nearly identical titles are left out too.
    """
    every = [*corpus.names(), *(name for name, _ in corpus.titles())]
    out = {*held, *(_near(held, sorted({fold(name.name) for name in every})) if near else ())}
    return Lexicon.load([name for name in every if fold(name.name) not in out], corpus.places())


def _near(held: Collection[str], titles: Sequence[str]) -> Iterator[str]:
    """Yield titles of which nine letters in ten are those of a title held out."""
    some = list(held)
    for start in range(0, len(some), 100):
        alike = process.cdist(
            some[start : start + 100], titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, workers=-1
        )
        yield from (titles[place] for place in np.flatnonzero(alike.any(axis=0)))


def measure(heads: bool, seed: int = 7, near: bool = False) -> dict[str, Any]:
    held = held_out(heads, seed)
    asked = list(held.values())[:_ASKED]
    found = classify_all(known(held, near), [title for title, _, _ in asked])
    right = [
        (one, groups, language) for one, (_, language, groups) in zip(found, asked, strict=True)
    ]
    languages = {code: _share([one for one in right if one[2] == code]) for code in ("en", "ru")}
    result = _share(right)
    holds = result["first"] >= LEAST_FIRST and result["among three"] >= LEAST_AMONG
    return {**result, "by language": languages, "holds": holds}


def _share(some: Sequence[tuple[Classification, set[str], str]]) -> dict[str, float]:
    """Return the shares right first and among three, beyond the margin, and right among these."""
    first = [bool(one.ranked) and one.ranked[0][0] in groups for one, groups, _ in some]
    among = [any(code in groups for code, _ in one.ranked[:3]) for one, groups, _ in some]
    sure = [one.isco08 in groups for one, groups, _ in some if one.isco08]
    values = {
        "first": first,
        "among three": among,
        "beyond the margin": [bool(one.isco08) for one, _, _ in some],
    }
    shares = {
        name: sum(each) / max(len(each), 1)
        for name, each in (values | {"of these right": sure}).items()
    }
    return {"asked": len(some)} | {name: round(share, 3) for name, share in shares.items()}


def main(words: Sequence[str]) -> None:
    seed = int(words[0]) if words else 7
    values = {
        "heads": measure(True, seed),
        "heads, near copies held out": measure(True, seed, near=True),
    }
    print(json.dumps(values | {"all": measure(False, seed)}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
