"""The search index of today's vacancies in memory."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from matching.lexicon.lexicon import Lexicon
from matching.search.firm_names import FirmNames
from matching.search.packed_vacancies import Document, PackedVacancies
from matching.search.postings import Postings

Ids = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


# The columns of numbers and of plain answers, by the names of the vacancy's fields.
NOT_STATED: Final = -1
_NUMBERS: Final[dict[str, type[np.signedinteger[Any]]]] = {
    "wage": np.int64,
    "pay_hour": np.int64,
    "opens_on": np.int32,
    "closes_on": np.int32,
    "hours": np.int32,
    "months": np.int32,
    "experience": np.int32,
}
FLAGS: Final = ("housing", "meals", "travel", "insurance", "no_fee", "state_programme")


class Codes:
    """Short numbers for the few values of a column, in the order in which they came."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self.rows = array("i")

    def add(self, value: str) -> None:
        self.rows.append(self.of.setdefault(value, len(self.of)))

    def column(self) -> Ids:
        return np.array(self.rows, np.int32)

    def get(self, value: str) -> int:
        return self.of.get(value, -1)


class Part:
    """A part of the index, sorted by unit group and within it newest first."""

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon) -> None:
        self.documents = PackedVacancies(documents)
        self._spare: list[Weights] = []
        self._columns(lexicon)
        self._ranks()
        self.postings = Postings(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def _columns(self, lexicon: Lexicon) -> None:
        """Build the columns for filters, and the range of each unit group."""
        where = lru_cache(maxsize=50_000)(lexicon.places.learn)
        codes = self.countries, self.cities, self.currencies, self.firms, self.agencies = (
            Codes(),
            Codes(),
            Codes(),
            Codes(),
            Codes(),
        )
        self.languages: dict[str, int] = {}
        self.span: dict[str, tuple[int, int]] = {}
        speech = array("Q")
        numbers = {name: array("q") for name in _NUMBERS}
        flags = {name: bytearray() for name in (*FLAGS, "open")}
        for at, document in enumerate(self.documents):
            city = where(document.city, document.country)
            values = document.country, city, document.currency, document.employer, document.agency
            for code, value in zip(codes, values, strict=True):
                code.add(value)
            speech.append(self._speech(document.languages))
            for name, column in numbers.items():
                value = getattr(document, name)
                column.append(NOT_STATED if value is None else value)
            for name, flag in flags.items():
                flag.append(getattr(document, name))
            group = document.isco08 or ""
            self.span[group] = (self.span.get(group, (at, at))[0], at + 1)
        self.country, self.city, self.currency, self.firm, self.agency = (
            code.column() for code in codes
        )
        self.speech = np.array(speech)
        self.numbers = {name: np.array(column, _NUMBERS[name]) for name, column in numbers.items()}
        self.flags: dict[str, Mask] = {
            name: np.frombuffer(bytes(flag), np.bool_) for name, flag in flags.items()
        }
        self.wage, self.opens_on = self.numbers["wage"], self.numbers["opens_on"]
        self.open = self.flags["open"]

    @cached_property
    def firm_names(self) -> tuple[str, ...]:
        return *self.firms.of, *self.agencies.of

    @cached_property
    def known_firms(self) -> FirmNames:
        return FirmNames(self.firm_names)

    def _speech(self, languages: tuple[str, ...] | None) -> int:
        """The required languages as bits; the lowest bit means that none is required."""
        if languages is None:
            return 0
        return (
            sum(
                {
                    1 << min(1 + self.languages.setdefault(code, len(self.languages)), 63)
                    for code in languages
                }
            )
            or 1
        )

    def _ranks(self) -> None:
        """All vacancies newest first, those of one day by reference; and the rank of each."""
        self.every: Ids = np.arange(len(self), dtype=np.int32)
        self.newest: Ids = np.lexsort((self.documents.ids, -self.opens_on)).astype(np.int32)
        self.rank: Ids = np.empty(len(self), np.int32)
        self.rank[self.newest] = self.every

    def blank(self) -> Weights:
        """A row of zeros, one for each vacancy; it must be given back zeroed."""
        try:
            return self._spare.pop()
        except IndexError:
            return np.zeros(len(self), np.float32)

    def give_back(self, *blank: Weights) -> None:
        self._spare.extend(blank)


class Index:
    """All vacancies: the body, a small part with those changed since, and those removed."""

    def __init__(self, lexicon: Lexicon, body: Part, changed: Part, gone: Mask) -> None:
        self.lexicon = lexicon
        self.body = body
        self.changed = changed
        self.gone = gone

    @cached_property
    def jobs(self) -> Counter[str]:
        """How many vacancies are open for each unit group."""
        jobs: Counter[str] = Counter()
        for part, shown in self._shown():
            for code, (start, end) in part.span.items():
                jobs[code] += int(np.count_nonzero(shown[start:end])) if code else 0
        return jobs

    @cached_property
    def there(self) -> Counter[tuple[str, str]]:
        """How many vacancies are open in each country, and in each of its cities by key."""
        there: Counter[tuple[str, str]] = Counter()
        for part, shown in self._shown():
            for codes, rows in ((part.countries, part.country), (part.cities, part.city)):
                many = np.bincount(rows[shown], minlength=len(codes.of))
                there.update(
                    {
                        (place[:2], place[2:] and place): int(many[at])
                        for place, at in codes.of.items()
                    }
                )
        return there

    def countries_with_jobs(self) -> list[str]:
        """The countries with an open vacancy."""
        return sorted(code for (code, city), many in self.there.items() if many and not city)

    def _shown(self) -> tuple[tuple[Part, Mask], ...]:
        """Both parts, with a mask of their open vacancies."""
        return (self.body, self.body.open & ~self.gone), (self.changed, self.changed.open)

    @cached_property
    def firms(self) -> FirmNames:
        """The names of the employers and agencies of all vacancies."""
        new = set(self.changed.firm_names) - set(self.body.firm_names)
        if not new:
            return self.body.known_firms
        return FirmNames(new.union(self.body.firm_names))

    def has_word(self, word: str) -> bool:
        """Whether a title or an employer's name has this word, in any form."""
        return any(part.postings.vocabulary.knows(word) for part in (self.body, self.changed))

    @classmethod
    def build(cls, documents: Iterable[Document], lexicon: Lexicon) -> "Index":
        body = Part(documents, lexicon)
        return cls(lexicon, body, Part([], lexicon), np.zeros(len(body), np.bool_))

    def with_changes(self, changed: Iterable[Document], removed: Iterable[str] = ()) -> "Index":
        """The index after these changes; this one stays unchanged for its readers."""
        later = {document.id: document for document in changed}
        leaving = set(removed)
        kept = {
            document.id: document
            for document in self.changed.documents
            if document.id not in leaving
        }
        fresh = {id: document for id, document in (kept | later).items() if id not in leaving}
        gone = self.gone.copy()
        for place in map(self.body.documents.place, leaving | later.keys()):
            if place is not None:
                gone[place] = True
        return Index(self.lexicon, self.body, Part(list(fresh.values()), self.lexicon), gone)

    def by(self, lexicon: Lexicon) -> "Index":
        """The same vacancies with another lexicon; rebuilt only if its place names differ."""
        if lexicon.places.same(self.lexicon.places):
            lexicon.places.follow(self.lexicon.places)
            return Index(lexicon, self.body, self.changed, self.gone)
        return Index.build(self.documents(), lexicon)

    def documents(self) -> Iterator[Document]:
        """All vacancies in the index, to rebuild it."""
        stay = np.flatnonzero(~self.gone).tolist()
        return chain((self.body.documents[at] for at in stay), self.changed.documents)
