"""The vacancies of today in memory, laid out so that a query touches only what it asks for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from i18n.scripts import tokens
from matching.lexicon import Lexicon
from matching.vocabulary import Vocabulary

Ids = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

TITLE, EMPLOYER, CITY = 1.0, 0.8, 0.6
_LONG_TITLE: Final = 0.03  # what each word of a title takes from the weight of the others
_MOST_WORDS: Final = 24  # of a title
_MOST_KEPT: Final = 50_000


class Document(msgspec.Struct, frozen=True):
    """What search knows of a vacancy."""

    id: str
    title: str
    isco08: str | None = None
    employer: str = ""
    city: str = ""
    country: str = ""
    wage: int | None = None  # a month, in minor units
    currency: str = ""
    languages: tuple[str, ...] | None = None  # () asks for none, None does not say
    housing: bool = False
    open: bool = True
    opens_on: int = 0  # the ordinal of the day


class Codes:
    """Short numbers for the few values of a column."""

    def __init__(self, values: Iterable[str]) -> None:
        self.of = {value: code for code, value in enumerate(sorted(set(values)))}

    def column(self, values: Iterable[str]) -> Ids:
        return np.array([self.of[value] for value in values], np.int32)

    def get(self, value: str) -> int:
        return self.of.get(value, -1)


class Part:
    """One body of vacancies, sorted by unit group and within it the newest first."""

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        order = sorted(documents, key=lambda d: (d.isco08 or "", -d.opens_on, d.id))
        self.documents: list[Document] = order
        self.at = {document.id: at for at, document in enumerate(order)}
        self._spare: list[Weights] = []
        self._standing: dict[str, list[tuple[int, float]]] = {}
        self._columns(order, lexicon)
        self._groups(order)
        self._postings(order)

    def __len__(self) -> int:
        return len(self.documents)

    def _columns(self, order: list[Document], lexicon: Lexicon) -> None:
        where = lru_cache(maxsize=None)(lexicon.places.city_of)
        cities = [where(document.city, document.country) for document in order]
        self.countries, self.cities = Codes(d.country for d in order), Codes(cities)
        self.currencies, self.languages = Codes(d.currency for d in order), Codes(_asked(order))
        self.country = self.countries.column(d.country for d in order)
        self.city = self.cities.column(cities)
        self.currency = self.currencies.column(d.currency for d in order)
        self.wage = np.array([-1 if d.wage is None else d.wage for d in order], np.int64)
        self.housing: Mask = np.array([d.housing for d in order], np.bool_)
        self.open: Mask = np.array([d.open for d in order], np.bool_)
        self.speech = np.array([self._speech(d.languages) for d in order], np.uint64)
        self.opens_on = np.array([d.opens_on for d in order], np.int32)
        newest = sorted(range(len(order)), key=lambda at: (-order[at].opens_on, order[at].id))
        self.every: Ids = np.arange(len(order), dtype=np.int32)
        self.newest: Ids = np.array(newest, np.int32)
        self.rank: Ids = np.empty(len(order), np.int32)
        self.rank[self.newest] = np.arange(len(order), dtype=np.int32)

    def _speech(self, languages: tuple[str, ...] | None) -> int:
        """The languages asked for as bits; the lowest bit says that none is."""
        if languages is None:
            return 0
        return sum(1 << min(1 + self.languages.of[code], 63) for code in set(languages)) or 1

    def _groups(self, order: list[Document]) -> None:
        """Where each unit group begins and ends."""
        self.span: dict[str, tuple[int, int]] = {}
        for at, document in enumerate(order):
            code = document.isco08 or ""
            self.span[code] = (self.span.get(code, (at, at))[0], at + 1)

    def _postings(self, order: list[Document]) -> None:
        """For each term the vacancies that bear it, and with what weight."""
        fields: dict[str, tuple[str, ...]] = {}
        for document in order:
            for text in (document.title, document.employer):
                if text not in fields:
                    fields[text] = tuple(dict.fromkeys(tokens(text)[:_MOST_WORDS]))
        self.vocabulary = Vocabulary(word for words in fields.values() for word in words)
        term_of = self.vocabulary.term_of
        terms = {text: sorted({term_of[word] for word in words}) for text, words in fields.items()}
        owners, bearing, weights = _pairs(order, terms)
        by_term = np.lexsort((owners, bearing))
        self._starts = np.searchsorted(bearing[by_term], np.arange(len(self.vocabulary) + 1))
        self._owners, self._weights = owners[by_term], weights[by_term]

    def standing(self, word: str) -> list[tuple[int, float]]:
        """The terms that are this word of the lexicon, inflected or not; kept, for they are asked for again and again."""
        known = self._standing.get(word)
        if known is None:
            known = [(meant.term, meant.likeness) for meant in self.vocabulary.same(word)]
            if len(self._standing) < _MOST_KEPT:
                self._standing[word] = known
        return known

    def blank(self) -> Weights:
        """A row of zeros, one for each vacancy; give it back blank."""
        try:
            return self._spare.pop()
        except IndexError:
            return np.zeros(len(self), np.float32)

    def give_back(self, *blank: Weights) -> None:
        self._spare.extend(blank)

    def bearing(self, term: int) -> tuple[Ids, Weights]:
        start, end = self._starts[term], self._starts[term + 1]
        return self._owners[start:end], self._weights[start:end]


def _asked(documents: Iterable[Document]) -> set[str]:
    return {code for document in documents for code in document.languages or ()}


def _pairs(order: Sequence[Document], terms: Mapping[str, list[int]]) -> tuple[Ids, Ids, Weights]:
    """(vacancy, term, weight) of every title and employer; a term in both counts once, as of the title."""
    counts, flat, weights = [], [], []
    for document in order:
        title = terms[document.title]
        firm = [term for term in terms[document.employer] if term not in title]
        counts.append(len(title) + len(firm))
        flat += title
        flat += firm
        weights += [TITLE - _LONG_TITLE * min(len(title) - 1, 12)] * len(title)
        weights += [EMPLOYER] * len(firm)
    owners = np.repeat(np.arange(len(order), dtype=np.int32), counts)
    return owners, np.array(flat, np.int32), np.array(weights, np.float32)


class Index:
    """All vacancies: the body of them, those changed since in a small part of their own, and those gone."""

    def __init__(self, lexicon: Lexicon, body: Part, changed: Part, gone: Mask) -> None:
        self.lexicon = lexicon
        self.body = body
        self.changed = changed
        self.gone = gone

    @cached_property
    def jobs(self) -> Counter[str]:
        """How many vacancies are open for each unit group."""
        jobs: Counter[str] = Counter()
        for part, shown in ((self.body, self.body.open & ~self.gone), (self.changed, self.changed.open)):
            for code, (start, end) in part.span.items():
                jobs[code] += int(np.count_nonzero(shown[start:end])) if code else 0
        return jobs

    @classmethod
    def build(cls, documents: Iterable[Document], lexicon: Lexicon) -> "Index":
        body = Part(list(documents), lexicon)
        return cls(lexicon, body, Part([], lexicon), np.zeros(len(body), np.bool_))

    def with_changes(self, changed: Iterable[Document], removed: Iterable[str] = ()) -> "Index":
        """The index as it stands after these changes; this one stays as it was, for whoever is reading it."""
        later = {document.id: document for document in changed}
        leaving = set(removed)
        kept = {document.id: document for document in self.changed.documents if document.id not in leaving}
        fresh = {id: document for id, document in (kept | later).items() if id not in leaving}
        gone = self.gone.copy()
        for id in leaving | later.keys():
            if id in self.body.at:
                gone[self.body.at[id]] = True
        return Index(self.lexicon, self.body, Part(list(fresh.values()), self.lexicon), gone)

    def documents(self) -> list[Document]:
        """Everything that is in it, to build it anew."""
        stay = np.flatnonzero(~self.gone).tolist()
        return [self.body.documents[at] for at in stay] + self.changed.documents
