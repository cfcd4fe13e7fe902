"""Search quality on labelled queries: hit@10, hit@5, precision@5, and the queries that fail.

`./musofir bench quality [FILE] [--unheard]`; without a file, it uses the queries of
bench/labelled.jsonl, which were written without knowledge of the lexicon (docs/measurements.md).
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

import msgspec

from bench import corpus
from i18n.scripts import fold
from matching.lexicon.lexicon import Lexicon
from matching.search.index import Index
from matching.search.search import find

OWN: Final = Path(__file__).parent / "labelled.jsonl"


class Labelled(msgspec.Struct):
    """A query as typed, and the unit groups whose vacancies are hits."""

    query: str
    isco: list[str]
    lang: str = ""
    kind: str = ""


class Answer(msgspec.Struct):
    asked: Labelled
    groups: list[str]  # of the first ten results
    understood: str

    @property
    def right(self) -> list[bool]:
        return [group in self.asked.isco for group in self.groups]


def queries(path: Path) -> list[Labelled]:
    return [msgspec.json.decode(line, type=Labelled) for line in path.read_bytes().splitlines()]


def answers(
    some: list[Labelled], unheard: bool = False, more: int = 20_000, seed: int = 1
) -> list[Answer]:
    """Return the answers to queries.

    With `unheard`, the lexicon lacks every name that equals one of the queries, as if nobody had
    thought of it.
    """
    names = corpus.names()
    made = corpus.documents(names, more, seed)
    if unheard:
        typed = {fold(asked.query).replace(" ", "") for asked in some}
        names = [name for name in names if fold(name.name).replace(" ", "") not in typed]
    group_of = {document.id: document.isco08 for document in made}
    index = Index.build(made, Lexicon.load(names, corpus.places()))
    found = []
    for asked in some:
        result = find(index, asked.query, limit=10)
        groups = [group_of[id] or "" for id in result.ids]
        called = " ".join(
            f"{c.isco08}:{c.score:.2f}:{c.name.name}" for c in result.understood.called[:4]
        )
        found.append(Answer(asked, groups, f"{' '.join(result.understood.words)} -> {called}"))
    return found


def line(label: str, some: list[Answer]) -> str:
    ten = sum(any(answer.right) for answer in some) / len(some)
    five = sum(any(answer.right[:5]) for answer in some) / len(some)
    precise = sum(sum(answer.right[:5]) / 5 for answer in some) / len(some)
    return f"{label:24} {len(some):4}   hit@10 {ten:.3f}   hit@5 {five:.3f}   precision@5 {precise:.3f}"


def main(path: Path, unheard: bool) -> None:
    if not path.exists():
        print(f"{path} is not here: skipped")
        return
    found = answers(queries(path), unheard)
    by: dict[str, list[Answer]] = defaultdict(list)
    for answer in found:
        for label in (
            answer.asked.lang,
            answer.asked.kind,
            f"{answer.asked.lang} {answer.asked.kind}",
        ):
            by[label].append(answer)
    print(line("all", found))
    for label in sorted(by):
        print(line(label, by[label]))
    for answer in found:
        if sum(answer.right[:5]) < 3:
            print(
                "weak" if any(answer.right) else "MISS",
                repr(answer.asked.query),
                *answer.asked.isco,
                end=" ",
            )
            print("got", *answer.groups[:5], "by", answer.understood)


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    main(given[0] if given else OWN, "--unheard" in sys.argv)
