"""The five languages of the service and the translation catalogues of its English sentences."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po


class Language(StrEnum):
    """A language of the service.

    The value is its BCP-47 tag, used in addresses (`/uz-Cyrl/…`) and in the `lang` attribute of
    pages.
    """

    UZ = "uz"
    UZ_CYRL = "uz-Cyrl"
    RU = "ru"
    EN = "en"
    KAA = "kaa"

    @classmethod
    def of(cls, code: str) -> "Language":
        """Return the language of this code, or Uzbek for one that the service does not have."""
        return cls(code) if code in set(cls) else cls.UZ


CITIZEN_LANGUAGES = tuple(Language)
STAFF_LANGUAGES = (Language.UZ, Language.UZ_CYRL, Language.RU, Language.EN)
DEFAULT = Language.UZ

NATIVE_NAMES: dict[Language, str] = {
    Language.UZ: "Oʻzbekcha",
    Language.UZ_CYRL: "Ўзбекча",
    Language.RU: "Русский",
    Language.EN: "English",
    Language.KAA: "Qaraqalpaqsha",
}

# CLDR has Karakalpak only in its old Cyrillic alphabet, so our wording comes from i18n/data.
LOCALES: dict[Language, Locale] = {
    Language.UZ: Locale.parse("uz"),
    Language.UZ_CYRL: Locale.parse("uz_Cyrl"),
    Language.RU: Locale.parse("ru"),
    Language.EN: Locale.parse("en_GB"),
    Language.KAA: Locale.parse("kaa"),
}

# CLDR has no plural rule for Karakalpak, so all five rules are listed here and the .po headers are
# checked against them.
PLURALS: dict[Language, tuple[int, str]] = {
    Language.UZ: (2, "(n != 1)"),
    Language.UZ_CYRL: (2, "(n != 1)"),
    Language.RU: (
        3,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
    ),
    Language.EN: (2, "(n != 1)"),
    Language.KAA: (2, "(n != 1)"),
}
WHICH_FORM: dict[Language, Callable[[int], int]] = {
    lang: c2py(rule) for lang, (_, rule) in PLURALS.items()
}

LOCALE = Path(__file__).parent / "locale"
EARLIER = Path(__file__).parent / "data/earlier_sentences.tsv"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
GAP = re.compile(r"%\((\w+)\)s|%%")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translations of one language.

    Jinja calls its `gettext` and `ngettext` for a request.
    """

    language: Language
    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    behind: "Catalogue | None" = None

    def gettext(self, sentence: str) -> str:
        text = self.texts.get(sentence)
        if text is not None:
            return text
        return self.behind.gettext(sentence) if self.behind else sentence

    def ngettext(self, one: str, many: str, n: int) -> str:
        forms = self.plurals.get(one)
        if forms is not None:
            return forms[plural_form(self.language, n)]
        if self.behind:
            return self.behind.ngettext(one, many, n)
        return one if n == 1 else many


def NP_(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that counts something for translation where it is used."""
    return one, many


def N_(sentence: str) -> str:
    """Mark a sentence for translation later, when the language of its reader is known."""
    return sentence


def plural_form(lang: Language, n: int) -> int:
    return WHICH_FORM[lang](abs(n))


def po_path(lang: Language, folder: Path = LOCALE) -> Path:
    return folder / lang.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(lang: Language) -> Catalogue:
    """The catalogue of a language, read once at start.

    What Karakalpak lacks falls back to Uzbek; what the others lack, to English.
    """
    behind = catalogue(Language.UZ) if lang is Language.KAA else None
    earlier = earlier_sentences()
    if lang is Language.EN:
        return Catalogue(lang, earlier, {})
    with po_path(lang).open("rb") as file:
        found = compile_catalogue(lang, read_po(file), behind)
    known = {old: found.texts[new] for old, new in earlier.items() if new in found.texts}
    return replace(found, texts={**known, **found.texts})


@cache
def earlier_sentences() -> dict[str, str]:
    """Sentences that records may hold in an earlier wording, with the wording of today.

    Signed figures keep the sentence under which they were signed, and steps their next action.
    """
    with EARLIER.open(encoding="utf-8", newline="") as file:
        return {row["earlier"]: row["now"] for row in csv.DictReader(file, delimiter="\t")}


def compile_catalogue(
    lang: Language, catalog: Catalog, behind: Catalogue | None = None
) -> Catalogue:
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        sentence, forms = first_form(message.id), as_forms(message.string)
        if not all(forms):
            continue
        texts[sentence] = forms[0]
        if not isinstance(message.id, str):
            plurals[sentence] = forms
    return Catalogue(lang, texts, plurals, behind)


def first_form(sentence: str | list[str] | tuple[str, ...]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def as_forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def gettext(lang: Language, sentence: str, /, **facts: object) -> str:
    return fill(catalogue(lang).gettext(sentence), facts)


def ngettext(lang: Language, one: str, many: str, n: int, /, **facts: object) -> str:
    """Translate a sentence that counts something.

    The number itself is the fact `n` unless the caller gives a formatted one.
    """
    return fill(catalogue(lang).ngettext(one, many, n), {"n": n, **facts})


def fill(text: str, facts: Mapping[str, object]) -> str:
    """Fill the placeholders of a text.

    A missing fact becomes a dash: a page with a gap is better than no page.
    """
    if not PLACEHOLDER.search(text):
        return text

    def put(gap: re.Match[str]) -> str:
        fact = str(facts.get(gap[1], "—")) if gap[1] else "%"
        return str(before_full_stop(fact)) if text.startswith(".", gap.end()) else fact

    return GAP.sub(put, text)


def before_full_stop(fact: Any) -> Any:
    """Return a fact as it stands at the end of a sentence, without a full stop of its own.

    A Russian date has one."""
    return fact[:-1] if isinstance(fact, str) and fact.endswith(".") else fact


def parse_tag(tag: str) -> Language | None:
    """The language of a tag, if it is one of ours.

    Subtags are dropped from the end until one matches: `ru-RU`, `uz_cyrl_UZ` and `KAA-Latn` are all
    known.
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        known = TAGS.get("-".join(parts[:length]))
        if known:
            return known
    return None


TAGS: dict[str, Language] = {lang.value.lower(): lang for lang in Language} | {
    "uz-uz-cyrl": Language.UZ_CYRL
}
LONGEST_HEADER = 2_000
QUALITY = re.compile(r"q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.ASCII | re.IGNORECASE)


def negotiate(cookie: str | None, accept_language: str | None) -> Language:
    """The language the reader chose before, else the one the browser prefers, else Uzbek."""
    chosen = parse_tag(cookie[:40]) if cookie else None
    return chosen or preferred_language(accept_language or "") or DEFAULT


def preferred_language(header: str) -> Language | None:
    wishes = [parse_preference(part) for part in header[:LONGEST_HEADER].split(",")]
    ranked = sorted((entry for entry in wishes if entry[0] > 0), key=lambda entry: -entry[0])
    return next((lang for _, tag in ranked if (lang := parse_tag(tag))), None)


def parse_preference(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    found = QUALITY.fullmatch(weight.strip())
    if weight and not found:
        return 0.0, tag
    return (float(found[1]) if found else 1.0), tag
