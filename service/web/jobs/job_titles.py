"""Titles of vacancies in the reader's language, where they are the name of a known occupation."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from catalog.reference.occupations import Occupation
from i18n import Language
from i18n.scripts import to_cyrillic, to_latin, tokens
from matching.lexicon.lexicon import Lexicon
from service.web import rendering

_REMARK = re.compile(r"\s*[(\[].*$")  # “(morning shift)”, which the name of no occupation has


class JobTitle(msgspec.Struct, frozen=True):
    """A title with its language; `original` is the employer's, if it was put into another."""

    text: str
    language: str
    original: str = ""


def title(
    lang: Language, lexicon: Lexicon, occupations: Mapping[str, Occupation], row: Any
) -> JobTitle:
    """Return the title of a vacancy for a reader; Uzbek is put into the reader's alphabet."""
    if row.language == lang.value:
        return JobTitle(row.title, row.language)
    if lang is Language.UZ_CYRL and row.language == Language.UZ.value:
        return JobTitle(to_cyrillic(row.title), lang.value)
    if lang is Language.UZ and row.language == Language.UZ_CYRL.value:
        return JobTitle(to_latin(row.title), lang.value)
    group = occupations.get(row.isco08 or "")
    if group is None or not _names(lexicon, row):
        return JobTitle(row.title, row.language)
    return JobTitle(rendering.localized_text(lang, group, "name"), lang.value, row.title)


@lru_cache(maxsize=1 << 14)
def _key(title: str) -> str:
    """Return a title without its remark as a key of the lexicon."""
    return "".join(tokens(_REMARK.sub("", title)))


def _names(lexicon: Lexicon, row: Any) -> bool:
    """Whether the title is a name of the vacancy's occupation."""
    key = lexicon.by_key.get(_key(row.title))
    return key is not None and any(code == row.isco08 for code, _ in lexicon.meanings[key])
