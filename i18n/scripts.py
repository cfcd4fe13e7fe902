"""Transliteration of Uzbek between Latin and Cyrillic, and one search key for all spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

# Folding: one ASCII key for every spelling and script.

_SILENT: Final = dict.fromkeys(map(ord, "'‘’ʻʼ`´′‛ʹʽ＇ъьЪЬ\u00ad\u200b\u200c\u200d\ufeff"))

_LETTERS: Final = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхыэҳқғўөүұәңһіґєїӯӣ",
            "abvgdeziyklmnoprstufhiehkgoouuanhigeioi",
            strict=True,
        )
    )
    | {
        "ё": "yo",
        "ж": "j",
        "ҷ": "j",
        "җ": "j",
        "ц": "s",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ю": "yu",
        "я": "ya",
    }
    | {
        "ç": "ch",
        "ş": "sh",
        "ș": "sh",
        "ğ": "g",
        "ǵ": "g",
        "ı": "i",
        "ə": "a",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "e",
    }
)

# Cyrillic letters whose sound depends on their neighbours.
_BY_NEIGHBOURS: Final = [
    (
        re.compile("(?<=[аеиоуыэюя])ў|ў(?=[аиоуыэә])"),
        "в",
    ),  # Karakalpak ў next to a vowel is a w: қараўыл
    (
        re.compile("(?<=[бвгджзклмнпрстфхцчшщ])ё(?=\\w)|(?<=при)ё(?=м)"),
        "е",
    ),  # монтёр is typed монтер; бўёқ never
]

_LATIN: Final[list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]] = [
    (
        re.compile("shch(?=i(?:k|ts|c|na|s[aue])|[nea])|shch$|sch(?=i(?:k|ts|c|na|s[aue]))"),
        "sh",
    ),  # never ishchi
    (re.compile("dz?h|zh|dj"), "j"),
    (re.compile("^ex(?=[cpk])|^taxi"), lambda m: "eks" if m[0] == "ex" else "taksi"),
    (re.compile("kh|x"), "h"),
    (re.compile("gh"), "g"),
    (re.compile("ph"), "f"),
    (re.compile("tch"), "ch"),
    (re.compile("ts(?=[^h])|(?<=e)ts$|c(?=[eiy])|(?<=\\d)c$"), "s"),
    (re.compile("c(?!h)|q"), "k"),
    (re.compile("w"), "v"),
    (re.compile("ye"), "e"),
    (re.compile("iy(?!i)"), "i"),
    (re.compile("(?<=[bdfghjklmnprstvz])y(?![aeiouy])"), "i"),
    (re.compile("(?<=[aeou])i"), "y"),
    (re.compile("([cs]h)\\1+|([a-z])\\2+"), lambda m: m[1] or m[2]),
]

_WORDS: Final = re.compile("[^a-z0-9]+")
_LETTER_AND_NUMBER: Final = re.compile("\\b([a-z]) (?=\\d\\b)")  # the visas E-9 and H-2


def fold(text: str) -> str:
    """The search key shared by every spelling of the same words; not for display."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The folded words of a text."""
    plain = text.translate(_SILENT)
    plain = plain.lower() if plain.isascii() else _ascii(plain)
    plain = _LETTER_AND_NUMBER.sub("\\1", _WORDS.sub(" ", plain))
    return [folded for word in plain.split() if (folded := _word(word))]


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    if "ў" in plain or "ё" in plain:
        for pattern, letter in _BY_NEIGHBOURS:
            plain = pattern.sub(letter, plain)
    text = plain.translate(_LETTERS)
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _bare(c) for c in text)


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    if unicodedata.combining(base):
        return ""
    if base.isascii():
        return base
    return f"{ord(letter)}z" if letter.isalnum() else " "  # Hangul and others match only themselves


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> str:
    for pattern, letters in _LATIN:
        word = pattern.sub(letters, word)
    return word


# Transliteration of Uzbek between its two alphabets.

_DATA: Final = Path(__file__).parent / "data"
_ANY: Final = "'‘’ʻʼ`´ʹ′"
_AFTER_O_OR_G: Final = re.compile(f"(?<=[oOgG])[{_ANY}]")
_AMID: Final = re.compile(f"(?<=[^\\W\\d_ʻoOgG])[{_ANY}](?=[^\\W\\d_])")


def normalise_apostrophes(text: str) -> str:
    """Normalise typed apostrophes: ʻ in oʻ and gʻ, ʼ between other letters."""
    return _AMID.sub("ʼ", _AFTER_O_OR_G.sub("ʻ", text))


def has_cyrillic(text: str) -> bool:
    """Whether a text contains a Cyrillic letter."""
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


def to_cyrillic(text: str) -> str:
    """Transliterate Uzbek to Cyrillic.

    Placeholders, tags, addresses, codes and foreign names stay unchanged.
    """
    return _LATIN_PIECE.sub(
        lambda piece: (
            _cyrillic(normalise_apostrophes(piece["word"])) if piece["word"] else piece[0]
        ),
        text,
    )


def to_russian(text: str) -> str:
    """Write an Uzbek name in Russian letters: as in Cyrillic, without the four letters of Uzbek."""
    written = to_cyrillic(text)
    for pattern, letters in (("йў", "ю"), ("Йў", "Ю"), ("ЙЎ", "Ю")):
        written = written.replace(pattern, letters)
    return written.translate(_RUSSIAN_LETTERS)


def to_latin(text: str) -> str:
    return _CYRILLIC_PIECE.sub(
        lambda piece: _latin(piece["word"]) if piece["word"] else piece[0], text
    )


# Never transliterated: placeholders, tags, entities, addresses; codes (E-9, B1, MS-26-4K7, ko:A2),
# settings (MUSOFIR_LINE) and numerals. Every repetition is bounded so that a long text cannot take long.
_UNCHANGED: Final = r"""%\(\w{1,40}\)[a-z]|%%|<[^<>]{0,500}>|&\#?\w{1,10};|(?:https?://|www\.)[^\s<>]+|[\w.+-]{1,64}@[\w.-]+\w|@\w+
    |\b(?:[a-z0-9-]{1,40}\.){1,4}(?:uz|com|org|net|gov|int|ru|kr|kz|app)\b(?:/[^\s<>]*)?"""
_CODE: Final = (
    r"\b(?=[A-Z0-9-]{0,30}[0-9])[A-Z][A-Z0-9]{0,4}(?:-[A-Z0-9]+)*|\b[IVX]{2,}\b"
    r"|\b[a-z]{2}:[ABC][12]\b|\b[A-Z]{2,}(?:_[A-Z]+){1,6}\b"
)
_ABC: Final = "[A-Za-zÀ-ɏ]"
_LATIN_PIECE: Final = re.compile(
    rf"{_UNCHANGED}|{_CODE}|(?P<word>{_ABC}(?:{_ABC}|[{_ANY}](?={_ABC})|(?<=[oOgG])[{_ANY}])*)",
    re.VERBOSE,
)
_CYRILLIC_PIECE: Final = re.compile(rf"{_UNCHANGED}|(?P<word>[Ѐ-ӿ]+)", re.VERBOSE)
_FOREIGN: Final = re.compile("[wWÀ-ɏ]|[cC](?![hH])")  # Uzbek has no w, no bare c, no accents
_LONGEST_ENDING: Final = 20
_ENDINGS: Final = re.compile(
    "(?:lar|ning|niki|ni|gacha|ga|ka|qa|dan|dagi|da|dek|day|dir|lik|li|siz|chilik|chi|cha|lash|la|sh|iy|viy|ik"
    "|imiz|ingiz|im|ing|i|si|miz|ngiz|m|ng|man|mi|ku|roq)*"
)

_TO_CYRILLIC: Final = [
    (re.compile(latin), cyrillic)
    for latin, cyrillic in (
        *(
            ("sʼh", "сҳ"),
            ("oʻ", "ў"),
            ("gʻ", "ғ"),
            ("sh", "ш"),
            ("ch", "ч"),
            ("yo", "ё"),
            ("yu", "ю"),
            ("ya", "я"),
        ),
        *(("ts(?=iя|iё|iy|io)", "ц"), ("(?<=[kpn])s(?=iя)", "ц")),  # migratsiya, aksiya
        ("(?<=[bdfghjklmnpqrstvxzшчғ])ye", "ье"),  # premyera
        ("ye", "е"),
        ("(?<=\\w\\w)e(?=va?$)", "е"),  # surnames
        ("(?<![^aeiouўёюя])e", "э"),  # at the start of a word or a syllable
    )
]
_TO_LATIN: Final = [
    (re.compile(cyrillic), latin)
    for cyrillic, latin in (
        *(("(?<=ў)ъ|[ъь](?=[ёюя])", ""), ("[ъь]е|(?<![^аеёиоуўэюяы])е", "ye"), ("ьо", "yo")),
        *(("(?<![аеёиоуўэюя])ц", "s"), ("сҳ", "sʼh")),
    )
]
_CYRILLIC_LETTERS: Final = str.maketrans("abdefghijklmnopqrstuvxyzʼ", "абдефгҳижклмнопқрстувхйзъ")
_RUSSIAN_LETTERS: Final = str.maketrans("ўқғҳЎҚҒҲ", "укгхУКГХ")
_LATIN_LETTERS: Final = str.maketrans(
    dict(zip("абвгдежзийкқлмнопрстуфхҳъыэ", "abvgdejziykqlmnoprstufxhʼie", strict=True))
    | {
        "ў": "oʻ",
        "ғ": "gʻ",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ё": "yo",
        "ю": "yu",
        "я": "ya",
        "ц": "ts",
        "ь": "",
    }
)


@cache
def _loans() -> dict[str, str]:
    """Russian loan words whose spelling does not follow from sound: sirk, цирк; albom, альбом."""
    return dict(line.split("\t") for line in _lines("loans.tsv"))


@cache
def _loans_back() -> dict[str, str]:
    back = {cyrillic: latin for latin, cyrillic in _loans().items()}
    return {cyrillic.removesuffix("ь"): latin for cyrillic, latin in back.items()} | back


# An abbreviation with an ending: OAVdagi.
_SHORT = re.compile("([A-Z]{2,})([a-zʻʼ]{2,})")


@cache
def _always_latin() -> frozenset[str]:
    return frozenset(_lines("latin_kept.tsv"))


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="utf-8").splitlines()[1:]


@lru_cache(maxsize=1 << 14)
def _cyrillic(word: str) -> str:
    if _FOREIGN.search(word) or word in _always_latin():
        return word
    for end in range(len(word), max(1, len(word) - _LONGEST_ENDING), -1):
        stem, rest = word[:end], word[end:].removeprefix("ʼ")
        if not _ENDINGS.fullmatch(rest.lower()):
            continue
        # Codes in small letters take no ending: they stay as they must be typed.
        if rest.islower() and not stem.islower() and stem in _always_latin():
            return stem + _spell(rest, _TO_CYRILLIC, _CYRILLIC_LETTERS)
        if (loan := _loans().get(stem.lower())) and rest == word[end:]:
            loan = loan.removesuffix("ь") if rest else loan
            return _like(word, loan + _spell(rest.lower(), _TO_CYRILLIC, _CYRILLIC_LETTERS))
    if short := _SHORT.fullmatch(word):
        return "".join(map(_cyrillic, short.groups()))
    return _like(word, _spell(word.lower(), _TO_CYRILLIC, _CYRILLIC_LETTERS))


@lru_cache(maxsize=1 << 14)
def _latin(word: str) -> str:
    for end in range(len(word), max(1, len(word) - _LONGEST_ENDING), -1):
        loan = _loans_back().get(word[:end].lower())
        rest = _spell(word[end:].lower(), _TO_LATIN, _LATIN_LETTERS)
        if loan and _ENDINGS.fullmatch(rest):
            return _like(word, loan + rest)
    return _like(word, _spell(word.lower(), _TO_LATIN, _LATIN_LETTERS))


def _spell(
    word: str, rules: list[tuple[re.Pattern[str], str]], letters: dict[int, str] | dict[int, int]
) -> str:
    for pattern, spelling in rules:
        word = pattern.sub(spelling, word)
    return word.translate(letters)


def _like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word
