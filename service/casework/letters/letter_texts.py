"""The sentences of letters in every language of letters."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from i18n import fill
from i18n.hangul import to_hangul
from i18n.scripts import to_cyrillic, to_latin, to_russian
from i18n.tongues import LetterLanguage

SENTENCES = Path(__file__).parent / "sentences"
_SCRIPTS = {
    LetterLanguage.KO: to_hangul,
    LetterLanguage.RU: to_russian,
    LetterLanguage.UZ_CYRL: to_cyrillic,
}


@cache
def sentences(language: LetterLanguage) -> dict[str, str]:
    """Return each sentence by its name ("demand.title").

    Uzbek in Cyrillic letters is transliterated from the Latin."""
    if language is LetterLanguage.UZ_CYRL:
        return {name: to_cyrillic(text) for name, text in sentences(LetterLanguage.UZ).items()}
    result = tomllib.loads((SENTENCES / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(result))


def _flat(values: dict[str, Any], within: str = "") -> list[tuple[str, str]]:
    return [
        pair
        for name, value in values.items()
        for pair in (
            _flat(value, f"{within}{name}.")
            if isinstance(value, dict)
            else [(within + name, value)]
        )
    ]


def fill_sentence(language: LetterLanguage, name: str, **facts: str) -> str:
    return fill(sentences(language)[name], facts)


def in_script(language: LetterLanguage, name: str) -> str:
    """Write the name of a person by rule in the script of a language."""
    return _SCRIPTS.get(language, to_latin)(name)


def edition(language: LetterLanguage) -> str:
    """Return the version of the sentences; a change of their meaning needs a new one."""
    return sentences(language)["edition"]
