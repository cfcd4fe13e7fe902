"""Matching of firm names that were typed, heard on the phone or read off a poster."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from math import log

import msgspec
import numpy as np
from rapidfuzz import fuzz, process

from catalog.licensing.licences import number_key
from i18n.scripts import fold
from matching.identity import contact_keys

# Legal forms, which do not identify a firm.
LEGAL_FORMS = frozenset(
    fold(word)
    for word in """ltd limited pvt pte llc inc plc gmbh corp mchj jshj ooo oao zao ao too llp xk hk chp yatt aj
    qmj jsc sp srl srs doo kft sia uab sti""".split()
)
_LEGAL = LEGAL_FORMS | frozenset(
    map(fold, ("xususiy", "bandlik", "agentligi", "korxona", "korxonasi"))
)
# Words that people put around a name when they ask.
_ASKING = frozenset(
    fold(word)
    for word in """litsenziyasi litsenziya litsenziyali bormi raqami raqam nomer номер лицензия лицензии есть ли у
    firma firmasi фирма фирмы kompaniya kompaniyasi компания компании agentligi agentlik агентство агентства
    licence license number licensed is haqiqiymi ishonchlimi rostmi настоящая""".split()
)
# Words that do not identify a body of the state, whose name people put in any order.
_SMALL = frozenset(("agency", "agentlik", "agentligi", "for", "of", "the", "va", "and"))


def _any_of(words: str) -> str:
    """A pattern of any of these words, folded."""
    return "|".join(sorted(map(fold, words.split("|")), key=len, reverse=True))


# Legal forms in full, and what agencies write around a name: these do not identify a firm either.
_AROUND = _any_of(
    "masʼuliyati cheklangan jamiyati|masʼuliyati cheklangan jamiyat|aksiyadorlik jamiyati|chaz|чаз|"
    "общество с ограниченной ответственностью|частное агентство занятости|хба|xba|pea|"
    "xususiy bandlik agentligi|private employment agency|recruiting|рекрутинг|"
    "xorijda ish|chet elda ish|работа за рубежом|filiali|filial|филиали|филиал"
)
_CITIES = _any_of(
    "toshkent|ташкент|samarqand|самарканд|andijon|андижан|fargʻona|фергана|namangan|buxoro|бухара|"
    "xorazm|хорезм|urganch|navoiy|jizzax|джизак|sirdaryo|guliston|surxondaryo|termiz|qashqadaryo|"
    "qarshi|nukus|nókis|qoraqalpogʻiston|qoʻqon"
)
_OF_A_CITY = _any_of("filiali|filial|филиал|sh|shahri|shahar|viloyati|город")
_GENERIC = re.compile(
    rf"\b(?:filial v [a-z]+|{_AROUND}|(?:{_CITIES}) (?:{_OF_A_CITY})|g(?:orod)? (?:{_CITIES}))\b"
)
# What stands before a licence number.
_BEFORE_NUMBER = frozenset(("no", "n", "nr"))
_NUMBER_SIGN = re.compile(r"№|\bN\s?[°º]", re.IGNORECASE)
# What people write in front of a telephone number.
_BEFORE_TELEPHONE = frozenset(
    map(fold, "tel telefon telefoni phone mob whatsapp telegram tg wa me t номер aloqa".split())
)
# Places that people add to a name, or that are part of it.
PLACES = frozenset(
    "hong kong honkong bangladesh uzbekistan ozbekiston toshkent tashkent dhaka".split()
)
# English sounds as they are heard and written in other letters.
_SOUNDS = (
    *(
        ("tion", "shn"),
        ("sion", "shn"),
        ("ph", "f"),
        ("ck", "k"),
        ("sch", "sh"),
        ("w", "v"),
        ("q", "k"),
        ("x", "ks"),
    ),
    *(
        ("j", "zh"),
        ("dzh", "zh"),
        ("gy", "zh"),
        ("ge", "zh"),
        ("gi", "zh"),
        ("ce", "s"),
        ("ci", "s"),
        ("cy", "s"),
    ),
    ("z", "s"),
)


class FirmNames(msgspec.Struct, frozen=True):
    """A firm with its names, past names, licence numbers, and telephones in one text.

    `of_state`: the State Agency, which no other firm can be: its name is known without a note in
    brackets and in any order of words.
    """

    id: str
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    phone: str = ""
    of_state: bool = False


class NameMatch(msgspec.Struct, frozen=True):
    id: str
    score: float


def tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text).replace("&", " and "))


def words_without_form(text: str) -> list[str]:
    """The words of a name without its legal form; all of them if nothing else is left."""
    words = tokens(text)
    return [word for word in words if word not in _LEGAL] or words


def without_form(text: str) -> str:
    """A name as one word without its legal form.

    Two firms with the same name differ by nothing else.
    """
    words = tokens(text)
    return _joined([word for word in words if word not in LEGAL_FORMS] or words)


def without_generic(text: str) -> str:
    """A name as one word without its legal form in full and the words that agencies write around
    it."""
    words = _GENERIC.sub(" ", " ".join(tokens(text)))
    return _joined(query_words(words)) if words.strip() else ""


def query_words(text: str) -> list[str]:
    """The words of a question about a firm, without the words of asking."""
    words = words_without_form(text)
    return [word for word in words if word not in _ASKING] or words


def _number_words(text: str) -> list[str]:
    """The words of a number, without those of asking and what stands before it."""
    return [word for word in tokens(text) if word not in _ASKING | _BEFORE_NUMBER]


def sound(words: Iterable[str]) -> str:
    """The rough sound of a name: its consonants, so that English heard in Cyrillic matches
    English."""
    heard = " ".join(words)
    for letters, as_heard in _SOUNDS:
        heard = heard.replace(letters, as_heard)
    heard = heard.replace("c", "k")
    heard = re.sub(r"(?<=[a-z])[aeiouy]|\b[aeiouy](?=[a-z])", "", heard)
    return re.sub(r"(.)\1", r"\1", heard)


def _joined(words: Iterable[str]) -> str:
    """A name as one word; equal letters that meet become one, as folding does."""
    return re.sub(r"([a-z])\1+", r"\1", "".join(words))


def _unordered(name: str) -> tuple[str, ...]:
    words = tokens(name.partition("(")[0])
    return tuple(sorted(word for word in words if word not in _SMALL))


class Names:
    """All firms of the registers, indexed for lookup."""

    def __init__(self, firms: Iterable[FirmNames]) -> None:
        self._ids: list[str] = []
        self._words: list[list[str]] = []
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._unordered: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._generic: dict[str, set[str]] = defaultdict(set)  # by the name without such words
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._written: dict[str, set[str]] = defaultdict(set)  # the digits of numbers, by key
        self._phones: dict[str, set[str]] = defaultdict(set)
        self.names: dict[str, tuple[str, ...]] = {}
        for firm in firms:
            self._add(firm)
        self._plain = [" ".join(words) for words in self._words]
        self._joined = ["".join(words) for words in self._words]
        self._heard = [sound(words) for words in self._words]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in set(words):
                self._holders[word].append(place)
        self._vocabulary = list(self._holders)
        self._vocabulary_heard = [sound([word]) for word in self._vocabulary]

    @cached_property
    def common(self) -> frozenset[str]:
        """The words in the names of at least one firm in five, which do not identify a firm."""
        least = max(10, len(set(self._ids)) // 5)
        return frozenset(word for word, places in self._holders.items() if len(places) >= least)

    def _add(self, firm: FirmNames) -> None:
        self.names[firm.id] = firm.names
        for name in firm.names:
            words = words_without_form(name)
            if words:
                self._ids.append(firm.id)
                self._words.append(words)
                self._exact[_joined(words)].add(firm.id)
                self._exact[_joined(tokens(name))].add(firm.id)
            if firm.of_state and len(ordered := _unordered(name)) > 1:
                self._unordered[ordered].add(firm.id)
                self._generic[without_generic(name)].add(firm.id)
        for number in firm.numbers:
            for key in filter(None, {number_key(number), re.sub(r"\D", "", number_key(number))}):
                self._numbers[key].add(firm.id)
                self._written[key].add(re.sub(r"\D", "", number))
        for key in contact_keys.number_keys(firm.phone):
            self._phones[key].add(firm.id)

    def exact(self, text: str) -> set[str]:
        """The firms with exactly this name, licence number or telephone; similar ones never
        count."""
        if found := self.of_licence(text):
            return found
        typed = _number_words(_NUMBER_SIGN.sub(" ", text))
        words = [word for word in typed if word not in _BEFORE_TELEPHONE]
        if "".join(words).isdigit() and (found := self.of_telephone(text)):
            return found
        bare = without_generic(text)
        keys = _joined(tokens(text)), _joined(query_words(text)), bare
        found = next((self._exact[key] for key in keys if key in self._exact), set[str]())
        found = found or self._unordered.get(_unordered(text), set())
        return found or (self._generic.get(bare, set()) if bare else set())

    def of_licence(self, text: str) -> set[str]:
        """The firms with exactly this licence number.

        One with gaps or without letters must have all its digits: 12 is not NMN-0012.
        """
        words = [word for word in tokens(_NUMBER_SIGN.sub(" ", text)) if word not in _ASKING]
        whole = len(re.findall(r"\d+", text)) < 2
        for written in ("".join(words), "".join(_number_words(_NUMBER_SIGN.sub(" ", text)))):
            key = number_key(written) if re.fullmatch(r"[a-z]{0,6}[0-9]{2,12}", written) else ""
            found = self._numbers.get(key, set())
            if found and (
                (whole and written[0].isalpha()) or re.sub(r"\D", "", written) in self._written[key]
            ):
                return found
        return set()

    def of_telephone(self, text: str) -> set[str]:
        """The firms with the telephones in a text, each a whole number."""
        keys = contact_keys.number_keys(text)
        return {firm for key in keys for firm in self.with_telephone(key)}

    def with_telephone(self, key: str) -> set[str]:
        """The firms with this telephone, by its key."""
        return self._phones.get(key, set())

    def suggest(self, text: str, most: int = 3) -> list[NameMatch]:
        """The firms with the most similar names, best first, each once; only a suggestion."""
        words = query_words(text)
        kept = [word for word in words if word not in PLACES] or words
        if not self._ids or not "".join(kept):
            return []
        scores = self._scores(kept)
        if kept != words:
            scores = np.maximum(scores, self._scores(words))
        best: dict[str, float] = {}
        for place in np.argsort(-scores, kind="stable")[: most * 12]:
            best.setdefault(self._ids[place], float(scores[place]))
        return [NameMatch(firm, round(score, 1)) for firm, score in best.items() if score >= 45][
            :most
        ]

    def with_words(self, text: str) -> set[str]:
        """The firms in whose names all these words stand; that says nothing of who is meant."""
        holders = [set(self._holders.get(word, ())) for word in query_words(text)]
        return {self._ids[place] for place in set.intersection(*holders)} if holders else set()

    def _scores(self, words: list[str]) -> np.ndarray:
        plain, joined, heard = " ".join(words), "".join(words), sound(words)
        scores = np.maximum(
            _cdist(plain, self._plain, fuzz.ratio),
            _cdist(plain, self._plain, fuzz.token_sort_ratio) - 3,
        )
        scores = np.maximum(scores, _cdist(joined, self._joined, fuzz.ratio) - 1)
        scores = np.maximum(scores, _cdist(heard, self._heard, fuzz.ratio) * 0.95)
        contained = self._contained(words)
        best: np.ndarray = 0.8 * np.maximum(scores, contained) + 0.2 * contained
        return best

    def _contained(self, words: list[str]) -> np.ndarray:
        """How much of the query each name contains; rare words weigh more, shorter names come
        first."""
        total = log(len(self._ids) + 1)
        whole, scores = 0.0, np.zeros(len(self._ids), dtype=np.float32)
        for word in words:
            meant, likeness = self._meant(word)
            weight = total - log(len(self._holders.get(meant, ())) + 0.5)
            whole += weight
            scores[self._holders.get(meant, [])] += weight * likeness
        lengths = np.array(
            [len(words) / max(len(name), len(words)) for name in self._words], dtype=np.float32
        )
        shares: np.ndarray = 100 * scores / whole * (0.8 + 0.15 * lengths)
        return shares

    def _meant(self, word: str) -> tuple[str, float]:
        """The word of a known name that this one stands for, misspelt or misheard."""
        if word in self._holders or len(word) < 4:
            return word, 1.0
        written = _cdist(word, self._vocabulary, fuzz.ratio)
        heard = _cdist(sound([word]), self._vocabulary_heard, fuzz.ratio) * 0.9
        likeness = np.maximum(written, heard)
        place = int(np.argmax(likeness))
        return (
            (self._vocabulary[place], float(likeness[place]) / 100)
            if likeness[place] >= 72
            else (word, 0.0)
        )


def _cdist(text: str, names: list[str], scorer: Callable[..., float]) -> np.ndarray:
    row: np.ndarray = process.cdist([text], names, scorer=scorer, dtype=np.float32)[0]
    return row
