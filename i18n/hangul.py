"""Names of people from Uzbekistan in Hangul, by the rules for foreign words of South Korea."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from i18n.scripts import normalise_apostrophes, to_latin

_WORD: Final = re.compile("[A-Za-zÀ-ɏ'‘’ʻʼ`´ʹ′]+")
# One sound each; ng is one only where no vowel follows: Jahongir has an n and a g.
_SOUND: Final = re.compile("dzh|dj|sh|ch|kh|gh|zh|ts|ng(?![aeiouyʼ])|y[aeou]|[a-zʼ]")
_SAME: Final = {"x": "h", "kh": "h", "q": "k", "w": "v", "gh": "g", "dzh": "j", "dj": "j"}
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_NUCLEUS: Final = {
    "a": "ㅏ",
    "e": "ㅔ",
    "i": "ㅣ",
    "o": "ㅗ",
    "u": "ㅜ",
    "y": "ㅣ",
    "ya": "ㅑ",
    "ye": "ㅖ",
    "yo": "ㅛ",
    "yu": "ㅠ",
}
_AFTER_SH: Final = {"a": "ㅑ", "e": "ㅖ", "i": "ㅣ", "o": "ㅛ", "u": "ㅠ", "y": "ㅣ"}
_ONSET: Final = {
    "b": "ㅂ",
    "v": "ㅂ",
    "d": "ㄷ",
    "g": "ㄱ",
    "j": "ㅈ",
    "z": "ㅈ",
    "zh": "ㅈ",
    "h": "ㅎ",
    "k": "ㅋ",
    "l": "ㄹ",
    "r": "ㄹ",
    "m": "ㅁ",
    "n": "ㄴ",
    "ng": "ㄴ",
    "p": "ㅍ",
    "f": "ㅍ",
    "s": "ㅅ",
    "sh": "ㅅ",
    "t": "ㅌ",
    "ch": "ㅊ",
    "ts": "ㅊ",
}
_CODA: Final = {"m": "ㅁ", "n": "ㄴ", "ng": "ㅇ", "l": "ㄹ"}
# What closes a syllable before a voiceless consonant.
_BEFORE_VOICELESS: Final = {"p": "ㅂ", "f": "ㅂ", "v": "ㅂ", "t": "ㅅ", "k": "ㄱ"}
_VOICELESS: Final = frozenset({"p", "f", "t", "k", "s", "sh", "ch", "ts", "h"})
# Sounds that do not take ㅡ where no vowel follows.
_WITH_I: Final = frozenset({"sh", "ch", "j"})


def to_hangul(name: str) -> str:
    """Transcribe an Uzbek name, in Latin or Cyrillic letters, to Hangul.

    The rules for foreign words (외래어 표기법) have no table for Uzbek. This follows chapter 3,
    section on Russian, with table 19 (Ministry of Culture and Tourism, notice 2005-32;
    korean.go.kr, page P000144), by which names from Central Asia became known: 카리모프, 샵카트.
    Two things differ: b, d, g and z stay voiced, as Uzbek spells them, and Abdu- is 압두-, as is
    usual for names from Arabic. Characters of other scripts stay as they are."""
    return _WORD.sub(lambda word: _word(word[0]), to_latin(name))


def _word(word: str) -> str:
    sounds = _sounds(word)
    syllables: list[list[str]] = []
    for place, sound in enumerate(sounds):
        before = sounds[place - 1] if place else ""
        after = sounds[place + 1] if place + 1 < len(sounds) else ""
        if sound in _NUCLEUS:
            _add_vowel(syllables, sounds, place)
        elif not _is_onset(sounds, place):
            _add_consonant(syllables, sound, after)
        elif sound == "l" and before and syllables and not syllables[-1][2].strip():
            syllables[-1][2] = "ㄹ"
    return "".join(map(_composed, syllables)) or word


def _sounds(word: str) -> list[str]:
    """Return the sounds of a word; of a double consonant one, except mm and nn before a vowel."""
    plain = unicodedata.normalize("NFD", normalise_apostrophes(word).lower().replace("ı", "i"))
    bare = "".join(letter for letter in plain if letter == "ʼ" or letter.isascii())
    bare = re.sub("[^a-zʼ]", "", re.sub("c(?=[eiy])", "s", bare))
    found = [_SAME.get(one, "k" if one == "c" else one) for one in _SOUND.findall(bare)]
    found = [one for one in found if one != "ʼ"]
    return [
        one
        for place, one in enumerate(found)
        if place == 0
        or one != found[place - 1]
        or one in _NUCLEUS
        or (one in ("m", "n") and _is_onset(found, place))
    ]


def _is_onset(sounds: list[str], place: int) -> bool:
    """Return whether a consonant begins a syllable with the vowel after it.

    With ya, ye, yo or yu it does at the start of a cluster (Vyacheslav); else these stand alone
    (Muhammad-yor)."""
    after = sounds[place + 1] if place + 1 < len(sounds) else ""
    if len(after) == 2 and after in _NUCLEUS:
        return place == 0 or sounds[place - 1] not in _NUCLEUS
    return after in _NUCLEUS and sounds[place] not in _NUCLEUS


def _add_vowel(syllables: list[list[str]], sounds: list[str], place: int) -> None:
    sound, before = sounds[place], sounds[place - 1] if place else ""
    if sound == "y" and before == "i":
        return
    onset = before and before not in _NUCLEUS and _is_onset(sounds, place - 1)
    vowel = _AFTER_SH.get(sound) if onset and before == "sh" else None
    syllables.append([_ONSET[before] if onset else "ㅇ", vowel or _NUCLEUS[sound], " "])


def _add_consonant(syllables: list[list[str]], sound: str, after: str) -> None:
    """Close the syllable with a consonant, or give it one of its own with a weak vowel."""
    coda = _CODA.get(sound)
    if after in _VOICELESS:
        coda = coda or _BEFORE_VOICELESS.get(sound)
    elif (sound, after) == ("b", "d") and syllables == [["ㅇ", "ㅏ", " "]]:
        coda = "ㅂ"
    if coda and syllables and syllables[-1][2] == " ":
        syllables[-1][2] = coda
        return
    onset = "ㅍ" if sound == "v" and not after else _ONSET[sound]
    syllables.append([onset, "ㅣ" if sound in _WITH_I else "ㅡ", " "])


def _composed(syllable: list[str]) -> str:
    initial, vowel, final = syllable
    block = _INITIALS.index(initial) * len(_VOWELS) + _VOWELS.index(vowel)
    return chr(0xAC00 + block * len(_FINALS) + _FINALS.index(final))
