"""Finding a vacancy: from what was typed to the twenty that fit best, with the reason for each."""

from collections.abc import Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from matching.explain import Fact, reasons
from matching.index import Document, Index, Part
from matching.lexicon import Lexicon
from matching.query import Understood, understand
from matching.vocabulary import Meant

Weights = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

TEXT: Final = 0.85  # a title that says it all, against an occupation that is called so
BOTH: Final = 0.15  # a title that says it, within the occupation
ENOUGH: Final = 0.45  # of what was typed must stand in a title where no occupation was understood
NO_LANGUAGE: Final = "none"


class Filters(msgspec.Struct, frozen=True):
    """What must hold. `wage_min`: in minor units a month, for each currency the least that will do."""

    country: str | None = None
    occupation: str | None = None  # a unit group, or the first digits of one
    wage_min: Mapping[str, int] | None = None
    language: str | None = None  # asked for by the work; "none": asks for no language
    housing: bool | None = None
    open_only: bool = True


class Found(msgspec.Struct, frozen=True):
    """A page of results, how many there are in all, why each is there, and how the query was understood."""

    ids: list[str]
    total: int
    why: list[tuple[Fact, ...]]
    understood: Understood


def find(index: Index, query: str, filters: Filters = Filters(), limit: int = 20, offset: int = 0) -> Found:
    understood = understand(query, index.lexicon)
    found = _find(index, understood, filters, limit, offset)
    if found.total or not (understood.country or understood.city):
        return found
    if understood.city:
        understood = msgspec.structs.replace(understood, city=None, relaxed=True)
        found = _find(index, understood, filters, limit, offset)
    if not found.total:
        understood = msgspec.structs.replace(understood, country=None, relaxed=True)
        found = _find(index, understood, filters, limit, offset)
    return found


def _find(index: Index, understood: Understood, filters: Filters, limit: int, offset: int) -> Found:
    wanted = _words(index, understood)
    runs, total = [], 0
    for part, gone in ((index.body, index.gone), (index.changed, None)):
        if len(part):
            best, count = _best(part, gone, understood, wanted, filters, limit + offset)
            runs.append(best)
            total += count
    page = [document for _, document in islice(merge(*runs, key=_order), offset, offset + limit)]
    why = reasons(page, understood, index.lexicon)
    return Found([document.id for document in page], total, why, understood)


def _order(scored: tuple[int, Document]) -> tuple[int, int, str]:
    score, document = scored
    return -score, -document.opens_on, document.id


# --- the words of titles and employers -----------------------------------------------------------------------------

Wanted = list[tuple[float, dict[str, float]]]  # of each typed word its weight, and the stems that will do


def _words(index: Index, understood: Understood) -> Wanted:
    """What to look for in the vacancies' own words; a guess only where neither lexicon nor vacancies know the word."""
    wanted: Wanted = []
    meant_of = dict(zip(understood.words, understood.meant, strict=True))
    for word in (*understood.words, *understood.named):
        stands = {word: 1.0} | {m.word: m.likeness for m in meant_of.get(word, ())}
        wanted.append((_rarity(meant_of.get(word, ()), index.lexicon), stands | _guesses(index, word, stands)))
    return wanted


def _rarity(meant: Sequence[Meant], lexicon: Lexicon) -> float:
    return float(lexicon.rarity[meant[0].term]) if meant else 1.0


def _guesses(index: Index, word: str, stands: Mapping[str, float]) -> dict[str, float]:
    parts = (index.body.vocabulary, index.changed.vocabulary)
    if len(stands) > 1 or any(part.knows(word) for part in parts):
        return {}
    return {m.word: m.likeness for part in parts for m in part.meant(word)}


# --- one part of the index -----------------------------------------------------------------------------------------


def _best(
    part: Part, gone: Mask | None, understood: Understood, wanted: Wanted, filters: Filters, limit: int
) -> tuple[list[tuple[int, Document]], int]:
    """The best of one part, as (score, vacancy) in order, and how many there are."""
    may = _may(part, gone, understood, filters)
    if understood.browse:
        at = part.newest if may is None else part.newest[may[part.newest]]
        return [(0, part.documents[i]) for i in at[:limit].tolist()], len(at)
    score = _score(part, understood, wanted)
    at = np.flatnonzero(score)
    if may is not None:
        at = at[may[at]]
    key = (score[at].astype(np.int64) << 32) - part.rank[at]
    total = len(at)
    if total > limit:
        best = np.argpartition(-key, limit)[:limit]
        at, key = at[best], key[best]
    at = at[np.argsort(-key)]
    return [(int(score[i]), part.documents[i]) for i in at.tolist()], total


def _score(part: Part, understood: Understood, wanted: Wanted) -> npt.NDArray[np.int32]:
    """Thousandths: how well the occupation, and the title itself, fit what was typed."""
    text = _text(part, wanted)
    trade = np.zeros(len(part), np.float32)
    for group in understood.called:
        start, end = part.span.get(group.isco08, (0, 0))
        trade[start:end] = group.score
    enough = ENOUGH if not understood.called else max(ENOUGH, understood.called[0].score / 2)
    text[(text < enough) & (trade == 0)] = 0
    return ((np.maximum(trade, TEXT * text) + BOTH * text) * 1000).astype(np.int32)


def _text(part: Part, wanted: Wanted) -> Weights:
    """The share of what was typed that stands in each vacancy's own words."""
    total = np.zeros(len(part), np.float32)
    for rarity, stands in wanted:
        likeness = _terms(part, stands)
        if not likeness:
            continue
        best = np.zeros(len(part), np.float32)
        for term, like in likeness:
            owners, weights = part.bearing(term)
            best[owners] = weights * np.float32(like * rarity)
        total += best
    whole = sum(rarity for rarity, _ in wanted)
    return total / np.float32(max(whole, 0.5))


def _terms(part: Part, stands: Mapping[str, float]) -> list[tuple[int, float]]:
    """The part's terms for these words, the least like first so that the most like is written last."""
    likeness: dict[int, float] = {}
    for word, like in stands.items():
        for meant in part.vocabulary.same(word):
            likeness[meant.term] = max(likeness.get(meant.term, 0), like * meant.likeness)
    return sorted(likeness.items(), key=lambda pair: (pair[1], pair[0]))


def _may(part: Part, gone: Mask | None, understood: Understood, filters: Filters) -> Mask | None:
    """Which vacancies may be shown, None if all may."""
    masks: list[Mask] = [] if gone is None else [~gone]
    if filters.open_only:
        masks.append(part.open)
    for country in filter(None, (understood.country, filters.country)):
        masks.append(part.country == part.countries.get(country))
    if understood.city:
        masks.append(part.city == part.cities.get(understood.city))
    if filters.occupation:
        masks.append(_within(part, filters.occupation))
    if filters.housing is not None:
        masks.append(part.housing == filters.housing)
    if filters.language:
        masks.append(_speaks(part, filters.language))
    if filters.wage_min is not None:
        masks.append(_pays(part, filters.wage_min))
    if not masks:
        return None
    may: Mask = np.logical_and.reduce(masks)
    return may


def _within(part: Part, occupation: str) -> Mask:
    inside = np.zeros(len(part), np.bool_)
    for code, (start, end) in part.span.items():
        if code.startswith(occupation):
            inside[start:end] = True
    return inside


def _speaks(part: Part, language: str) -> Mask:
    bit = 0 if language == NO_LANGUAGE else 1 + part.languages.get(language)
    if language != NO_LANGUAGE and bit == 0:
        return np.zeros(len(part), np.bool_)
    asked: Mask = (part.speech & np.uint64(1 << min(bit, 63))) != 0
    return asked


def _pays(part: Part, least: Mapping[str, int]) -> Mask:
    never = np.iinfo(np.int64).max
    thresholds = np.array([least.get(currency, never) for currency in part.currencies.of], np.int64)
    enough: Mask = part.wage >= thresholds[part.currency]
    return enough
