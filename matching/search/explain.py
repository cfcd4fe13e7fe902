"""Why a vacancy was found: which typed word matches which word of occupation, title or employer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import overload

import msgspec

from i18n.scripts import tokens
from matching.lexicon.lexicon import GroupMatch, Lexicon
from matching.lexicon.stemming import stems
from matching.search.packed_vacancies import Document
from matching.search.query import ParsedQuery

_LONGEST = 4  # words of a name
_EDGES = '.,;:!?()[]«»“”„"/–—'  # punctuation around a word


class Fact(msgspec.Struct, frozen=True):
    """The word typed, the word it stands for, the language of that word, how many letters off, and
    where it stands."""

    typed: str
    matched: str
    language: str = ""
    letters_off: int = 0
    where: str = "name"  # of the occupation; otherwise title, employer, visa


class Reasons(Sequence[tuple[Fact, ...]]):
    """The reasons for each vacancy of a page, computed when they are read."""

    def __init__(
        self,
        page: Callable[[], Iterable[Document]],
        understood: ParsedQuery,
        lexicon: Lexicon,
    ) -> None:
        self._page, self._understood, self._lexicon = page, understood, lexicon

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, at: int) -> tuple[Fact, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Fact, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Fact, ...] | Sequence[tuple[Fact, ...]]:
        return self._all[at]

    @cached_property
    def _all(self) -> list[tuple[Fact, ...]]:
        understood = self._understood
        of_group = {group.isco08: group for group in understood.called}
        named = lru_cache(partial(_of_name, understood=understood, lexicon=self._lexicon))
        typed = {stems(word)[0]: word for word in _typed(understood)}
        return [
            (
                named(group) + _of_title(document, understood, self._lexicon)
                if (group := of_group.get(document.isco08 or ""))
                else ()
            )
            + _of_text(document, typed)
            for document in self._page()
        ]


def _typed(understood: ParsedQuery) -> tuple[str, ...]:
    return *understood.words, *understood.named, *understood.firm_words


def _of_name(group: GroupMatch, understood: ParsedQuery, lexicon: Lexicon) -> tuple[Fact, ...]:
    name = group.name
    if not understood.words:
        return (Fact(" ".join(understood.named), name.name, name.language, 0, name.kind),)
    # In the spelling of the lexicon: the first of “caregiver” and “care giver”.
    words = {
        lexicon.vocabulary.term_of[word]
        for word in lexicon.keys[lexicon.by_key["".join(tokens(name.name))]]
    }
    facts = []
    for typed, meant in zip(understood.words, understood.meant, strict=True):
        hit = next((choice for choice in meant if choice.term in words), None)
        if hit:
            facts.append(Fact(typed, name.name, name.language, hit.letters_off))
    return tuple(facts) or (Fact(" ".join(understood.words), name.name, name.language),)


def _of_title(document: Document, understood: ParsedQuery, lexicon: Lexicon) -> tuple[Fact, ...]:
    """The name in the title that means the same work in other words: payvandchi ~ Сварщик."""
    if not understood.words:
        return ()
    for first, last, joined in _parts_of_title(document.title):
        key = lexicon.by_key.get(joined)
        meanings = lexicon.meanings[key] if key is not None else ()
        if rows := [row for code, row in meanings if code == document.isco08]:
            written = " ".join(document.title.split()[first:last])
            name = min(
                (lexicon.names[row] for row in rows),
                key=lambda one: one.name.lower() != written.lower(),
            )
            typed = " ".join(understood.words)
            return (Fact(typed, written.strip(_EDGES), name.language, where="title"),)
    return ()


@lru_cache(maxsize=1 << 14)
def _parts_of_title(title: str) -> list[tuple[int, int, str]]:
    """Each run of words, the longest first: the indices where it starts and ends, and its key of
    the lexicon."""
    folded = ["".join(_folded(word)) for word in title.split()]
    return [
        (start, start + length, "".join(folded[start : start + length]))
        for length in range(min(len(folded), _LONGEST), 0, -1)
        for start in range(len(folded) - length + 1)
    ]


def _of_text(document: Document, typed: Mapping[str, str]) -> tuple[Fact, ...]:
    """The typed words that occur in the title or the employer's name."""
    return tuple(
        Fact(word, written[stem], where=where)
        for where, written in (
            ("title", _words_by_stem(document.title)),
            ("employer", _words_by_stem(document.employer)),
        )
        for stem, word in typed.items()
        if stem in written
    )


@lru_cache(maxsize=1 << 15)
def _words_by_stem(text: str) -> dict[str, str]:
    """Each stem with the word from which it comes."""
    return {
        stems(folded)[0]: word.strip(_EDGES) for word in text.split() for folded in _folded(word)
    }


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> tuple[str, ...]:
    """One word as it is folded, which takes longer than all else here: titles share their words."""
    return tuple(tokens(word))
