"""How near two names of firms are, as people type, hear and misspell them."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from i18n.scripts import fold
from matching.identity.name_matching import PLACES, query_words, sound, words_without_form

# Words that firms add to a name or leave out, so they do not identify a firm.
_ADDED = frozenset(
    fold(word)
    for word in """group grup группа company kompani servis service сервис services center centre центр markaz markazi
    konsalting consulting consult agency agent international internatsional trade treyd invest biznes business
    firma office ofis kompaniyasi koreya korea корея rossiya russia россия polsha poland польша turkiya turkey турция
    germaniya germany европа yevropa europe toshkent tashkent uzbekistan ozbekiston uz""".split()
)
# Words of the trade: part of a name, but shared by many firms.
_SHARED = (
    _ADDED
    | PLACES
    | frozenset(
        fold(word)
        for word in """bandlik ish ishlar ishi xizmat mehnat kadr kadrlar migratsiya sayohat turizm tur
    job jobs work works employment recruitment recruiting
    overseas oversea manpower personnel human resource resources travel tour tours
    enterprise enterprises trading placement consultancy consultants consultant career careers global world express
    работа кадры трудоустройство агентство вакансии туризм тур""".split()
    )
)
# Letters that replace each other in a name that was heard, or written in another alphabet.
_PHONETIC_LETTERS = str.maketrans("zuy", "soi")
# English vowels as they are heard: road, dream, euro.
_ENGLISH = (("oa", "o"), ("ea(?=.)", "i"), ("evr", "eur"))
_MOST_WORDS = 8
# With so many equal consonants, in several words, two names are one in two alphabets.
_SURE_SOUND = 10


def name_forms(words: list[str], common: frozenset[str], person: bool = False) -> list[list[str]]:
    """The phonetic forms of a name: whole, and without added words if two distinctive words are
    left."""
    words = words[:_MOST_WORDS]
    if not any(word.isalpha() for word in words):
        return []
    core = distinctive(words, common)
    enough = len([word for word in core if word not in _SHARED]) > 1 and len("".join(core)) >= 6
    forms = [words, core] if enough and core != words and not person else [words]
    return [[_phonetic(word) for word in form] for form in forms]


def distinctive(words: Iterable[str], common: frozenset[str]) -> list[str]:
    """The words of a name that firms do not add to it or leave out."""
    return [word for word in words if word not in _ADDED and word not in common]


def nearness(name: str, other: str, common: frozenset[str]) -> int | None:
    """The number of letters by which two names differ in spelling or typing errors.

    None for different names.
    """
    forms = name_forms(words_without_form(other), common)
    pairs = [
        name_distance(mine, theirs)
        for mine in name_forms(query_words(name), common)
        for theirs in forms
    ]
    return min((letters for letters in pairs if letters is not None), default=None)


def is_firm_word(word: str) -> bool:
    """Whether a folded word is one that firms have in their names."""
    return word in _SHARED


def _phonetic(word: str) -> str:
    """One spelling for all words that sound alike, without a plural s."""
    for written, spelled in _ENGLISH:
        word = re.sub(written, spelled, word)
    heard = re.sub(r"(.)\1+", r"\1", word.translate(_PHONETIC_LETTERS))
    return heard.removesuffix("s") if len(heard) > 3 else heard


_COMMON_PHONETIC = frozenset(map(_phonetic, _SHARED))


def name_distance(
    words: Sequence[str], other: Sequence[str], *, person: bool = False
) -> int | None:
    """The number of letters by which two names differ, in any word order; None for different names.

    Since many people share names, three words must agree for a person, or all to the letter.
    """
    if person and (len(words) != len(other) or len(other) < 3):
        return 0 if sorted(words) == sorted(other) and len(other) > 1 else None
    own = [word for word in other if word not in _COMMON_PHONETIC]
    if not own and len(other) > 1:
        # Only words shared by many firms, so these must be equal.
        return (
            0
            if sorted(sound([word]) for word in words) == sorted(sound([word]) for word in other)
            else None
        )
    if len("".join(own)) < 4:
        return None
    if "".join(words) == "".join(other):
        return 0
    if len(heard := sound(words)) >= _SURE_SOUND and heard == sound(other):
        return 1
    if (
        len(words) != len(other)
        and OSA.distance("".join(words), "".join(other), score_cutoff=2) > 1
    ):
        return None
    slips = [_word_by_word(*pair, len(own)) for pair in _align_words(list(words), list(other))]
    return min((letters for letters in slips if letters is not None), default=None)


def _align_words(words: list[str], other: list[str]) -> Iterable[tuple[list[str], list[str]]]:
    """Both names with equally many words: neighbours in the longer one are joined in every way."""
    if len(words) == len(other):
        yield words, other
    elif abs(len(words) - len(other)) <= 2:
        longer = max(words, other, key=len)
        for place in range(len(longer) - 1):
            joined = [*longer[:place], longer[place] + longer[place + 1], *longer[place + 2 :]]
            yield from (
                _align_words(joined, other) if longer is words else _align_words(words, joined)
            )


def _word_by_word(words: Sequence[str], other: Sequence[str], own: int) -> int | None:
    """The letters by which two names of equally many words differ; None for different names.

    `own` is the number of distinctive words: if it is one, it must be long to be misspelt.
    """
    left, total = list(other), 0
    for word in words:
        slips, nearest = min((_slips(word, one), one) for one in left)
        shared = nearest in _COMMON_PHONETIC
        slips = 0 if shared and sound([word]) == sound([nearest]) else slips
        shorter = min(len(word), len(nearest))
        allowed = (shorter >= 5) + (shorter >= 8)
        if own == 1:
            allowed = 0 if shared else (shorter >= 8) + (shorter >= 12)
        if slips > allowed:
            return None
        left.remove(nearest)
        total += slips
    return total if total <= min(2, max(1, len("".join(other)) // 6)) else None


def _slips(word: str, other: str) -> int:
    """How many letters differ; vowels heard differently count as one.

    A number must be equal.
    """
    letters = OSA.distance(word, other, score_cutoff=3)
    if letters and re.search(r"\d", word + other):
        return _MOST_WORDS
    alike = letters == 2 and min(len(word), len(other)) >= 6 and sound([word]) == sound([other])
    return 1 if alike else letters
