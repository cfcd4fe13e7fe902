"""The same word stands on a shop sign in Latin, in a passport in Cyrillic and in a message as the telephone allowed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# --- fold: one ASCII key for every spelling and script -------------------------------------------------------------

_SILENT: Final = dict.fromkeys(map(ord, "'‘’ʻʼ`´′‛ʹʽ＇ъьЪЬ\u00ad\u200b\u200c\u200d\ufeff"))

_LETTERS: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэҳқғўөүұәңһіґєїӯӣ", "abvgdeziyklmnoprstufhiehkgoouuanhigeioi", strict=True))
    | {"ё": "yo", "ж": "j", "ҷ": "j", "җ": "j", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
    | {"ç": "ch", "ş": "sh", "ș": "sh", "ğ": "g", "ǵ": "g", "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "æ": "e"}
)

# Where the neighbours decide what a Cyrillic letter says.
_BY_NEIGHBOURS: Final = [
    (re.compile("(?<=[аеиоуыэюя])ў|ў(?=[аиоуыэә])"), "в"),  # Karakalpak ў is a w beside a vowel: қараўыл
    (re.compile("(?<=[бвгджзклмнпрстфхцчшщ])ё(?=\\w)|(?<=при)ё(?=м)"), "е"),  # монтёр is typed монтер; бўёқ never
]

_LATIN: Final = [
    (re.compile("shch(?=i(?:k|ts|c|na|s[aiue])|[nea])|shch$|sch(?=i(?:k|ts|c|na|s[aiue]))"), "sh"),  # never ishchi
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
_LETTER_AND_NUMBER: Final = re.compile("\\b([a-z]) (?=\\d+\\b)")  # the visas E-9 and H-2


def fold(text: str) -> str:
    """The key under which every spelling of the same words meets; not for display."""
    plain = unicodedata.normalize("NFKC", text.translate(_SILENT)).casefold()
    for pattern, letter in _BY_NEIGHBOURS:
        plain = pattern.sub(letter, plain)
    plain = _WORDS.sub(" ", _ascii(plain.translate(_LETTERS))).strip()
    return " ".join(filter(None, map(_word, _LETTER_AND_NUMBER.sub("\\1", plain).split())))


def tokens(text: str) -> list[str]:
    return fold(text).split()


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(c if c.isascii() else f" u{ord(c):x} " if c.isalnum() else " " for c in bare)


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> str:
    for pattern, letters in _LATIN:
        word = pattern.sub(letters, word)
    return word
