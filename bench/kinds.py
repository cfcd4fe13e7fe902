"""Search quality by kind of query: plain, misspelt, other script, other language, partial.

Further kinds name a city or a firm. The label of a query comes from the fields of the vacancies,
never from their text (`./musofir bench search` prints it).
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from bench import corpus
from bench.engines import Engine, Query
from bench.typed import slip
from i18n.scripts import fold, to_cyrillic, to_latin
from matching.lexicon.lexicon import Name
from matching.search.packed_vacancies import Document

EACH: Final = 40
_APOSTROPHES: Final = "ʻʼ'’‘`"
_ELSEWHERE: Final = (
    "Hyundai-Steel",
    "Emaar",
    "Sejong",
)  # these words also mean the firm of a country, or a city
_TITLES: Final = ("title", "everyday", "loan")


class Labelled(msgspec.Struct):
    """A query, its kind, and a function that tells whether a vacancy answers it."""

    kind: str
    query: Query
    answers: Callable[[Document], bool]


def made(names: Sequence[Name], documents: Sequence[Document], seed: int) -> Iterator[Labelled]:
    """Yield forty queries of each kind."""
    chance = random.Random(seed)
    trades = [name for name in names if name.kind in _TITLES and 5 < len(name.name) < 30]
    groups: dict[str, set[str]] = defaultdict(set)
    for name in names:
        groups[fold(name.name)].add(name.isco08)
    for kind, change in _CHANGED.items():
        fit = [
            name
            for name in trades
            if change(random.Random(0), name) not in (None, name.name) or kind == "plain"
        ]
        for name in chance.sample(fit, EACH):
            typed = change(chance, name) or name.name
            yield Labelled(kind, Query(typed, name.isco08), _Answers(groups[fold(name.name)]))
    yield from _somewhere(chance, documents, trades, groups)


class _Answers(msgspec.Struct):
    """Predicate: a vacancy has the trade and, if requested, is in the city and of the firm."""

    groups: set[str]
    town: Sequence[str] = ()
    firm: str = ""

    def __call__(self, one: Document) -> bool:
        there = not self.town or one.city in self.town
        return (
            one.isco08 in self.groups
            and there
            and (not self.firm or self.firm in one.employer.split())
        )


def _plain(_chance: random.Random, name: Name) -> str:
    return name.name


def _one_slip(chance: random.Random, name: Name) -> str:
    return slip(chance, name.name)


def _two_slips(chance: random.Random, name: Name) -> str:
    return slip(chance, slip(chance, name.name))


def _other_script(_chance: random.Random, name: Name) -> str | None:
    return (
        to_cyrillic(name.name)
        if name.language == "uz"
        else to_latin(name.name)
        if name.language == "ru"
        else None
    )


def _half_typed(_chance: random.Random, name: Name) -> str | None:
    return name.name[: len(name.name) * 2 // 3].strip() if len(name.name) > 7 else None


def _apostrophe(chance: random.Random, name: Name) -> str | None:
    if name.language != "uz":
        return None
    written = chance.choice(["'", "`", "´", "’", ""])
    return "".join(written if letter in _APOSTROPHES else letter for letter in name.name)


def _turned_round(_chance: random.Random, name: Name) -> str:
    return " ".join(reversed(name.name.split()))


_CHANGED: Final[dict[str, Callable[[random.Random, Name], str | None]]] = {
    "plain": _plain,
    "one slip": _one_slip,
    "two slips": _two_slips,
    "other script": _other_script,
    "half typed": _half_typed,
    "apostrophe": _apostrophe,
    "turned round": _turned_round,
}


def _somewhere(
    chance: random.Random,
    documents: Sequence[Document],
    trades: Sequence[Name],
    groups: dict[str, set[str]],
) -> Iterator[Labelled]:
    """Yield queries in another language than the title, with a respelt city, and with a firm."""
    spelled = {
        (country, name): town
        for country, towns in corpus.cities().items()
        for town in towns
        for name in town
    }
    called = {(name.isco08, name.language): name.name for name in trades}
    fit = [one for one in documents if one.open and one.employer.split()[0] not in _ELSEWHERE]
    for one in chance.sample(fit, EACH):
        group, town, firm = (
            one.isco08 or "",
            spelled[one.country, one.city],
            one.employer.split()[0],
        )
        trade = chance.choice(
            [name for (code, _), name in called.items() if code == group] or [one.title]
        )
        answers = _Answers(groups[fold(trade)])
        yield Labelled("another language", Query(trade, group), answers)
        there = chance.choice([name for name in town if len(name) > 3] or town)
        yield Labelled(
            "with a town",
            Query(f"{trade} {there}", group),
            msgspec.structs.replace(answers, town=town),
        )
        yield Labelled(
            "with a firm",
            Query(f"{firm} {trade}", group),
            msgspec.structs.replace(answers, firm=firm),
        )


def found(engine: Engine, asked: Sequence[Labelled], of: dict[str, Document]) -> dict[str, float]:
    """Return the share of queries of each kind with an answer among the first ten."""
    hits: dict[str, list[bool]] = {}
    for one in asked:
        page = [of[id] for id in engine.search(one.query)[:10]]
        hits.setdefault(one.kind, []).append(any(map(one.answers, page)))
    values = {kind: round(sum(each) / len(each), 3) for kind, each in hits.items()}
    return values | {"all": round(sum(map(sum, hits.values())) / len(asked), 3)}
