"""Why a vacancy was found: which word typed stands for which word of the trade, the title or the employer."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from i18n.scripts import tokens
from matching.index import Document
from matching.lexicon import Called, Lexicon
from matching.query import Understood
from matching.stems import stems


class Fact(msgspec.Struct, frozen=True):
    """The word typed, the word it stands for, the language of that word, how many letters off, and where it stands."""

    typed: str
    matched: str
    language: str = ""
    letters_off: int = 0
    where: str = "name"  # of the occupation; otherwise title, employer, visa


def reasons(page: Sequence[Document], understood: Understood, lexicon: Lexicon) -> list[tuple[Fact, ...]]:
    called = {group.isco08: group for group in understood.called}
    of_group: dict[str, tuple[Fact, ...]] = {}
    why = []
    for document in page:
        group = called.get(document.isco08 or "")
        if group and group.isco08 not in of_group:
            of_group[group.isco08] = _of_name(group, understood, lexicon)
        why.append((of_group[group.isco08] if group else ()) + _of_text(document, understood))
    return why


def _of_name(group: Called, understood: Understood, lexicon: Lexicon) -> tuple[Fact, ...]:
    name = group.name
    if not understood.words:
        return (Fact(" ".join(understood.named), name.name, name.language, 0, name.kind),)
    words = {lexicon.vocabulary.term_of[word]: word for word in tokens(name.name)}
    facts = []
    for typed, meant in zip(understood.words, understood.meant, strict=True):
        hit = next((choice for choice in meant if choice.term in words), None)
        if hit:
            facts.append(Fact(typed, name.name, name.language, hit.letters_off))
    return tuple(facts) or (Fact(" ".join(understood.words), name.name, name.language),)


def _of_text(document: Document, understood: Understood) -> tuple[Fact, ...]:
    """The typed words that stand in the title or the employer's name themselves."""
    typed = {stems(word)[0]: word for word in (*understood.words, *understood.named)}
    return tuple(
        Fact(typed[stem], word, where=where)
        for where, text in (("title", document.title), ("employer", document.employer))
        for stem, word in _as_written(text)
        if stem in typed
    )


@lru_cache(maxsize=1 << 15)
def _as_written(text: str) -> tuple[tuple[str, str], ...]:
    """Each stem with the word it comes from."""
    return tuple((stems(folded)[0], word) for word in text.split() for folded in tokens(word))
