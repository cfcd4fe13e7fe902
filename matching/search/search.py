"""Search: from a query to the best vacancies, with the reasons for each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from heapq import merge
from itertools import repeat
from typing import Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from catalog.core.exchange_rates import RateTable
from matching.lexicon.lexicon import GroupMatch, Lexicon, distinct
from matching.lexicon.sectors import groups_of_all
from matching.lexicon.stopwords import STOPWORDS
from matching.lexicon.vocabulary import WordMatch
from matching.search import relaxation
from matching.search.explain import Fact, Reasons
from matching.search.filters import ALL, Filters, matching_mask
from matching.search.index import Index, Part
from matching.search.packed_vacancies import Document
from matching.search.query import NEARLY, SURE, ParsedQuery, parse_query
from matching.search.relaxation import Applied

Ids = npt.NDArray[np.int32]
Scores = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

TEXT: Final = 0.85  # the weight of a fully matching title, relative to a matching occupation
ASTRAY: Final = 0.4  # the same if the vacancy is known to be of another occupation
BOTH: Final = 0.15  # a matching title within the occupation
NAMED: Final = 0.5  # a named employer or visa, besides the occupation
ENOUGH: Final = 0.45  # the share of the query that a title must contain if no occupation matches


class Order(StrEnum):
    """The order of results: best fit, highest pay a month, newest, or soonest to close."""

    FIT = "fit"
    PAY = "pay"
    NEWEST = "newest"
    CLOSING = "closing"


class SearchResult(msgspec.Struct, frozen=True):
    """A page of results, their total, the reasons for each, and the parsed query."""

    ids: list[str]
    total: int
    why: Sequence[tuple[Fact, ...]]
    understood: ParsedQuery
    met: bool = True  # if the occupation is sure, whether any of it was found


def find(
    index: Index,
    query: str,
    filters: Filters = ALL,
    limit: int = 20,
    offset: int = 0,
    *,
    order: Order = Order.FIT,
    rates: RateTable | None = None,
) -> SearchResult:
    """The best vacancies for a query. Pay in words and the order by pay need the rates.

    Where nothing fits everything that the words state, as little of it as possible is let go:
    other conditions, then the closeness of the work, and the place last.
    """
    understood = parse_query(query, index.lexicon, index.firms, index.has_word)
    page = _Page(limit, offset, order, rates)
    stated, understood = relaxation.applied(filters, understood, rates)
    return _Attempts(index, understood, stated, filters, page).best()


class _Attempts(msgspec.Struct, frozen=True):
    """The searches of one query, from the strictest to the widest."""

    index: Index
    understood: ParsedQuery
    stated: Applied
    asked: Filters
    page: "_Page"

    def best(self) -> SearchResult:
        first = self._of((), self.stated)
        if first.total and first.met:
            return first
        return self._in_sector() or self._there() or self._near() or self._elsewhere(first)

    def _of(self, gone: tuple[str, ...], left: Applied) -> SearchResult:
        understood = left.of(self.understood, (*self.understood.relaxed, *gone))
        return _find(self.index, understood, left.filters(self.asked), self.page)

    def _in_sector(self) -> SearchResult | None:
        """Any work of the sector, where the query names only that: a factory, a building site."""
        words = (word for word in self.understood.words if word not in STOPWORDS)
        if not (self.stated.values and (groups := groups_of_all(words))):
            return None
        wider = relaxation.in_sector(self.index, self.understood, groups)
        found = msgspec.structs.replace(self, understood=wider)._of((), self.stated)
        return found if _is_found(found) else None

    def _there(self) -> SearchResult | None:
        """The work in the place that is stated, with as few conditions let go as it takes."""
        barest = self.stated.barest
        if not barest[0] or not _is_found(self._of(*barest)):
            return None
        tries = (self._of(*attempt) for attempt in self.stated.wider())
        return next(filter(_is_found, tries), None)

    def _near(self) -> SearchResult | None:
        """Neighbouring work in the place that is stated: of its minor group, or its sub-major."""
        placed = self.asked.country or any(map(self.stated.values.get, _PLACED))
        for digits in (3, 2) if placed and self.understood.called else ():
            wider = relaxation.nearby(self.index, self.understood, digits)
            near = msgspec.structs.replace(self, understood=wider)
            found = near._of((), self.stated)
            if _is_found(found):
                return found
            if fewer := near._there():
                return fewer
        return None

    def _elsewhere(self, found: SearchResult) -> SearchResult:
        for attempt in self.stated.elsewhere():
            wider = self._of(*attempt)
            found = wider if wider.total and (wider.met or not found.total) else found
            if _is_found(found):
                return found
        return found if found.met else _of_other_work(found)


def _of_other_work(found: SearchResult) -> SearchResult:
    relaxed = (*found.understood.relaxed, "occupation") if found.total else found.understood.relaxed
    return msgspec.structs.replace(
        found, understood=msgspec.structs.replace(found.understood, relaxed=relaxed)
    )


_PLACED: Final = ("country", "countries", "city")


def _is_found(found: SearchResult) -> bool:
    return found.total > 0 and found.met


class _Page(NamedTuple):
    """Which results in which order."""

    limit: int
    offset: int
    order: Order
    rates: RateTable | None


def _find(index: Index, understood: ParsedQuery, filters: Filters, page: _Page) -> SearchResult:
    wanted = _words(index, understood)
    runs: list[list[Hit]] = []
    total = 0
    for part, gone in ((index.body, index.gone), (index.changed, None)):
        if len(part):
            best, count = _best(part, gone, understood, wanted, filters, page)
            runs.append(best)
            total += count
    best = runs[0] if len(runs) == 1 else list(merge(*runs))
    shown = best[page.offset : page.offset + page.limit]
    why = Reasons(partial(_documents, shown), understood, index.lexicon)
    ids = [id for _, _, id, _, _ in shown]
    return SearchResult(ids, total, why, understood, _is_satisfied(understood, best))


# A vacancy that is found: minus its score, minus its day, its reference, and where it is. In order,
# the best come first.
Hit = tuple[int, int, str, Part, int]


def _documents(hits: Iterable[Hit]) -> Iterator[Document]:
    return (part.documents[at] for _, _, _, part, at in hits)


def _is_satisfied(understood: ParsedQuery, best: Sequence[Hit]) -> bool:
    """Whether one of the best results is of a surely named occupation, or of its minor group (the
    first three digits), or of the neighbours that are looked for; if none is named so, any result
    will do."""
    digits, least = understood.alike, SURE
    if digits != 3 or understood.neighbours:
        least = min(SURE, NEARLY * understood.called[0].score)
    sure = {one.isco08[:digits] for one in understood.called if one.score >= least}
    return not sure or any((one.isco08 or "")[:digits] in sure for one in _documents(best[:5]))


# The words of titles and employers.

Wanted = list[tuple[float, dict[str, float]]]  # for each typed word its weight, and its stems


def _words(index: Index, understood: ParsedQuery) -> Wanted:
    """The words to find in the vacancies' own texts.

    Typing errors are considered only if neither lexicon nor vacancies know the word.
    """
    wanted: Wanted = []
    meant_of = dict(zip(understood.words, understood.meant, strict=True))
    named = () if understood.words and understood.called else understood.named
    for word in (*understood.words, *named):
        stands = {word: 1.0} | {
            m.word: m.likeness for m in meant_of.get(word, ()) if m.likeness > ENOUGH
        }
        wanted.append(
            (_rarity(meant_of.get(word, ()), index.lexicon), stands | _guesses(index, word, stands))
        )
    return wanted


def _rarity(meant: Sequence[WordMatch], lexicon: Lexicon) -> float:
    return float(lexicon.rarity[meant[0].term]) if meant else 1.0


def _guesses(index: Index, word: str, stands: Mapping[str, float]) -> dict[str, float]:
    if len(stands) > 1 or index.has_word(word):
        return {}
    parts = (index.body.postings.vocabulary, index.changed.postings.vocabulary)
    return {m.word: m.likeness for part in parts for m in part.meant(word)}


# Search in one part of the index.


def _best(
    part: Part,
    gone: Mask | None,
    understood: ParsedQuery,
    wanted: Wanted,
    filters: Filters,
    page: _Page,
) -> tuple[list[Hit], int]:
    """The best vacancies of one part in order, and how many there are."""
    limit, by_fit = page.limit + page.offset, page.order is Order.FIT
    if understood.browse:
        at = part.newest[
            matching_mask(part, part.newest, gone, filters, understood.country, understood.city)
        ]
        if by_fit:
            return _hits(part, at[:limit], np.zeros(limit, np.int64)), len(at)
        score = np.zeros(len(at), np.int64)
    else:
        at, score = _scored(part, understood, wanted)
        shown = matching_mask(part, at, gone, filters, understood.country, understood.city)
        at, score = at[shown], score[shown]
    if not by_fit:
        at = at[score >= _close_fit(understood)]
        score = _ORDERS[page.order](part, at, page.rates)
    key = (score << 32) - part.rank[at]
    total = len(at)
    if total > limit:
        best = np.argpartition(-key, limit)[:limit]
        at, score, key = at[best], score[best], key[best]
    order = np.argsort(-key)
    return _hits(part, at[order], score[order]), total


def _hits(part: Part, at: Ids, score: Scores) -> list[Hit]:
    days, ids = part.opens_on[at], part.documents.ids[at].tolist()
    references = (id.decode() for id in ids)
    return list(zip((-score).tolist(), (-days).tolist(), references, repeat(part), at.tolist()))


def _close_fit(understood: ParsedQuery) -> float:
    """The score from which on a vacancy is of the work that is meant, not only like it."""
    return 1000 * NEARLY * understood.called[0].score if understood.called else 0


def _by_pay(part: Part, at: Ids, rates: RateTable | None) -> Scores:
    """Whole soum a month, or -1 where pay or rate is not known."""
    worth = np.array([_soum(currency, rates) for currency in part.currencies.of], np.float64)
    pay = part.wage[at]
    soum = pay * worth[part.currency[at]] if len(worth) else pay.astype(np.float64)
    return np.where((pay < 0) | (soum <= 0), -1, np.minimum(soum, _MOST_SOUM)).astype(np.int64)


def _soum(currency: str, rates: RateTable | None) -> float:
    """How many soum one minor unit of a currency is worth; 0 if there is no rate."""
    large = rates.convert(_LARGE, currency, "UZS") if rates else None
    return (large or 0) / _LARGE / 100


_LARGE: Final = 10**6  # minor units, so that the rate is not rounded
_MOST_SOUM: Final = 2**31 - 1
_ORDERS: Final[dict[Order, Callable[[Part, Ids, RateTable | None], Scores]]] = {
    Order.PAY: _by_pay,
    Order.NEWEST: lambda part, at, _: part.numbers["opens_on"][at].astype(np.int64),
    Order.CLOSING: lambda part, at, _: -part.numbers["closes_on"][at].astype(np.int64),
}


def _scored(part: Part, understood: ParsedQuery, wanted: Wanted) -> tuple[Ids, Scores]:
    """The vacancies that may be meant, with their scores in thousandths.

    A score combines the unit group and the vacancy's own words.
    """
    text = part.blank()
    bearing = _text(part, wanted, text)
    sure = understood.called[0].score if understood.called else 0.0
    alone = np.float32(TEXT - (TEXT - ASTRAY) * sure)
    inside, trade = _groups(part, (*understood.called, *understood.neighbours))
    result = text[inside]
    text[inside] = 0
    score = np.maximum(trade, alone * result) + BOTH * result
    if understood.words and understood.named:
        score += NAMED * _named_shares(part, understood.named, inside)
    outside = bearing[text[bearing] >= max(ENOUGH, sure / 2)]
    if len(outside):
        outside = distinct([outside])
        start, end = part.span.get("", (0, 0))
        worth = np.where(
            (outside >= start) & (outside < end), np.float32(TEXT), alone
        ) + np.float32(BOTH)
        inside, score = (
            np.concatenate([inside, outside]),
            np.concatenate([score, text[outside] * worth]),
        )
    text[bearing] = 0
    part.give_back(text)
    return inside, (score * 1000).astype(np.int64)


def _named_shares(part: Part, named: Sequence[str], inside: Ids) -> Weights:
    """The share of the words of an employer or a visa that each of these vacancies contains."""
    text = part.blank()
    bearing = _text(part, [(1.0, {word: 1.0}) for word in named], text)
    share = text[inside]
    text[bearing] = 0
    part.give_back(text)
    return share


def _groups(part: Part, called: Sequence[GroupMatch]) -> tuple[Ids, Weights]:
    """The vacancies of the matching unit groups, each with the score of its group."""
    spans = [part.span.get(group.isco08, (0, 0)) for group in called]
    places = [part.every[start:end] for start, end in spans] or [part.every[:0]]
    scores = np.array([group.score for group in called], np.float32)
    return np.concatenate(places), np.repeat(scores, [end - start for start, end in spans])


def _text(part: Part, wanted: Wanted, text: Weights) -> Ids:
    """Write the share of the query in each vacancy's own words; return their indexes."""
    best = part.blank()
    whole = max(sum(rarity for rarity, _ in wanted), 0.5)
    places: list[Ids] = []
    for rarity, stands in wanted:
        into, here = best if places else text, []
        for term, like in _terms(part, stands):
            owners, weights = part.postings.bearing(term)
            into[owners] = weights * np.float32(like * rarity / whole)
            here.append(owners)
        if here and into is best:
            owners = _joined(here)
            text[owners] += best[owners]
            best[owners] = 0
        places += here
    part.give_back(best)
    return _joined(places) if places else part.every[:0]


def _joined(several: list[Ids]) -> Ids:
    return several[0] if len(several) == 1 else np.concatenate(several)


def _terms(part: Part, stands: Mapping[str, float]) -> list[tuple[int, float]]:
    """The part's terms for these words, least similar first so that the most similar is written
    last."""
    likeness: dict[int, float] = {}
    for word, like in stands.items():
        for term, near in part.postings.standing(word):
            likeness[term] = max(likeness.get(term, 0), like * near)
    return sorted(likeness.items(), key=lambda pair: (pair[1], pair[0]))
