"""Stems and roots of folded words in all our languages.

haydovchisi and haydovchiga are one word, terish and teruvchi one work. All words here are folded
(i18n.scripts.fold), and their language is not known.
"""

import re
from functools import lru_cache
from typing import Final

# Uzbek and Karakalpak cases, plurals and possessives; a short word keeps its ending.
_UZBEK: Final = re.compile(
    r"(?<=...)(?:l[ae]r(?:i(?:miz|ngiz)?)?)?(?:(?<=....)s?i(?=(?:n[gi]|g[ae]|d[ae])))?"
    r"(?:(?<=[rsh]i|ar)ning|(?<=....)n?(?:da|de)(?:gi|n)?|(?<=....)(?:g[ae]cha|g[ae]|ni|si)|(?<=...k)k[ae])?$"
)
_ENGLISH_PLURAL: Final = re.compile(r"(?<=....)(?<![sui])s$|(?<=...)(?<=[sh])es$")
_RUSSIAN: Final = re.compile(
    r"(?<=....)(?:iami|iam|iah|iu|ia|ie|ami|ogo|ego|omu|emu|imi|aya|uyu|uya|iy|[aeo][mhy]|[eo]v|oe|ih|im|ya|yu|yami|yam|yah)$"
)
_VOWEL: Final = re.compile(r"(?<=....)(?:i?[aeiou]|y)$")
_FEMININE: Final = [
    (re.compile(r"(?<=[bdgjklmnprstzo])(v?sh)is(?:a|u|i|e|ey|am|ami|ah|)$"), r"\1ik"),
    (re.compile(r"(sh|ch)is(?:a|u|e|ey|am|ami|ah|)$"), r"\1ik"),
    (re.compile(r"teln?is(?:a|u|i|e|ey|am|ami|ah|)$"), "tel"),
    (re.compile(r"(?<=...)nis(?:a|u|i|e|ey|am|ami|ah|)$"), "nik"),
]

# Endings of the worker, the activity and the trade, which leave the root of the work.
_DOER: Final = [
    re.compile(r"(?<=...)(?:(?:la|lo|l)?(?:u|o)vchi|i?[vu]?shi|chi)(?:lik)?$"),
    re.compile(r"(?<=...)(?:il)?(?:i|a|la)sh$"),
    # Participles: tozalaydigan, soʻyadigan; tazalaytuǵın.
    re.compile(r"(?<=...)(?:(?:la|lo|i)?(?:ay|a|y)?digan|[aey]?tugin)$"),
    re.compile(r"(?<=...)(?:garchi)?lik$"),
    re.compile(r"(?<=...)(?:ov|ev|iv|al|och|och?n|an)?(?:shik|chik|nik)$"),
    re.compile(r"(?<=...)(?:ov|ev|iv|al)?(?:ka|ki|ku|ke|ok)$"),
    re.compile(r"(?<=...)(?:och|ov|och?)?n(?:oy|aya|iy|i|oe|ie|ogo|ih|oy|uyu)$"),
    re.compile(r"(?<=...)(?:telstvo|telstv|tel|ovanie|anie|enie|stvo)$"),
    re.compile(r"(?<=...)(?:ing|er|ist|istka|uv|ment)$"),
]


@lru_cache(maxsize=1 << 17)
def stems(word: str) -> tuple[str, ...]:
    """The word without case, number and gender, in its possible readings, likeliest first.

    zavoda is Russian, dalada is Uzbek.
    """
    if len(word) < 5 or word[0].isdigit():
        return (word,)
    for ending, masculine in _FEMININE:
        if ending.search(word):
            return (ending.sub(masculine, word),)
    bare = _ENGLISH_PLURAL.sub("", _UZBEK.sub("", word, count=1))
    return tuple(dict.fromkeys([_unvowelled(bare), _unvowelled(word)]))


def _unvowelled(word: str) -> str:
    return _VOWEL.sub("", _RUSSIAN.sub("", word))


@lru_cache(maxsize=1 << 17)
def root(word: str) -> str:
    """The root of the work: svarshik, svarka and svarnoy are one; betonchi and betonshik too."""
    for form in (word, _UZBEK.sub("", word, count=1), *stems(word)):
        for doer in _DOER:
            found = doer.search(form)
            if found:
                return form[: found.start()]
    return stems(word)[0]


_ALIKE: Final = str.maketrans("oeyj", "uiii")


def blur(word: str) -> str:
    """The word with similar vowels made equal: ukituvchi is okituvchi on a Russian keyboard."""
    return word.translate(_ALIKE)
