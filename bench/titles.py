"""How well titles that nobody has seen are classified: a third of those of ESCO and of the Russian classification held out.

`./musofir bench titles [SEED]`; twice: of the titles that head an occupation, and of all that ESCO knows, its other names
included. What is held out is taken from the lexicon as well.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from bench import corpus
from i18n.scripts import fold
from matching.classifying import Classified, classify_all
from matching.lexicon import Lexicon

LEAST_FIRST, LEAST_AMONG = 0.90, 0.97
_HEADS: Final = ("esco", "okz")
_OTHER: Final = "esco-alt"
_ASKED: Final = 3_000

Held = dict[str, tuple[str, str, set[str]]]  # by the folded title: as written, its language, and its unit groups


def held_out(heads: bool, seed: int) -> Held:
    """A third of the titles; one that stands in two unit groups is right with either."""
    groups, told = defaultdict(set), {}
    for name, source in corpus.titles():
        groups[fold(name.name)].add(name.isco08)
        if source in _HEADS or (source == _OTHER and not heads):
            told[fold(name.name)] = name
    some = sorted(told)
    random.Random(seed).shuffle(some)
    return {key: (told[key].name, told[key].language, groups[key]) for key in some[: len(some) // 3]}


def known(held: Collection[str]) -> Lexicon:
    """The lexicon and the other titles, as if nobody had ever heard of what is held out."""
    every = [*corpus.names(), *(name for name, _ in corpus.titles())]
    return Lexicon.load([name for name in every if fold(name.name) not in held], corpus.places())


def measure(heads: bool, seed: int = 7) -> dict[str, Any]:
    held = held_out(heads, seed)
    asked = list(held.values())[:_ASKED]
    found = classify_all(known(held), [title for title, _, _ in asked])
    right = [(one, groups, language) for one, (_, language, groups) in zip(found, asked, strict=True)]
    languages = {code: _share([one for one in right if one[2] == code]) for code in ("en", "ru")}
    told = _share(right)
    holds = told["first"] >= LEAST_FIRST and told["among three"] >= LEAST_AMONG
    return {**told, "by language": languages, "holds": holds}


def _share(some: Sequence[tuple[Classified, set[str], str]]) -> dict[str, float]:
    """Right first and among three of all; how many are beyond the margin, and how many of these are right."""
    first = [bool(one.ranked) and one.ranked[0][0] in groups for one, groups, _ in some]
    among = [any(code in groups for code, _ in one.ranked[:3]) for one, groups, _ in some]
    sure = [one.isco08 in groups for one, groups, _ in some if one.isco08]
    told = {"first": first, "among three": among, "beyond the margin": [bool(one.isco08) for one, _, _ in some]}
    shares = {name: sum(each) / max(len(each), 1) for name, each in (told | {"of these right": sure}).items()}
    return {"asked": len(some)} | {name: round(share, 3) for name, share in shares.items()}


def main(words: Sequence[str]) -> None:
    seed = int(words[0]) if words else 7
    print(json.dumps({"heads": measure(True, seed), "all": measure(False, seed)}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
