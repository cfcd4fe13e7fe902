"""Names that CLDR lacks: nearly all Karakalpak, soum, and common names of a few countries."""

from functools import cache, lru_cache
from pathlib import Path

from i18n import Language
from i18n.scripts import to_cyrillic

DATA = Path(__file__).parent / "data"

Table = dict[str, dict[Language, str]]


@cache
def load_table(name: str) -> Table:
    """A table of names by code and language.

    One row for each code, one column for each language; an empty cell means that the table has no
    name.
    """
    head, *rows = [
        line.split("\t") for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    languages = [Language(tag) for tag in head[1:]]
    return {
        row[0]: {lang: cell for lang, cell in zip(languages, row[1:], strict=True) if cell}
        for row in rows
    }


def lookup(name: str, code: str, lang: Language) -> str | None:
    """The name of a code in a table, if it has one.

    Cyrillic Uzbek is transliterated from the Latin unless the table holds an exception.
    """
    row = load_table(name).get(code, {})
    if lang is Language.UZ_CYRL and lang not in row and Language.UZ in row:
        return to_cyrillic(row[Language.UZ])
    return row.get(lang)


@lru_cache(maxsize=4096)
def phrase(lang: Language, code: str) -> str:
    """A short fixed wording, complete in all five languages."""
    return lookup("phrases", code, lang) or code


@lru_cache(maxsize=4096)
def phrase_forms(lang: Language, code: str) -> tuple[str, ...]:
    """The plural forms of a phrase, or the names of the months."""
    return tuple(phrase(lang, code).split("|"))
