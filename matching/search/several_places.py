"""Several places in a query of which any will do: a region, countries or cities side by side."""

from collections.abc import Sequence
from typing import Final

from i18n.scripts import tokens
from matching.lexicon.everyday_places import REGION_WORDS
from matching.lexicon.lexicon import Lexicon

# Endings and words that say from where somebody or something comes.
FROM: Final = ("dan", "den", "nan", "nen")
_OUT_OF: Final = ("iz", "from")
_OR: Final = frozenset(tokens("или либо yoki yo or va и and yamasa hám"))
_IN: Final = frozenset(tokens("в во in at"))
_LONGEST: Final = 3  # words of the name of a city


def take(words: list[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """Return the other words, the countries, and the keys of the cities."""
    if not any(map(lexicon.places.may_begin, words)):
        return words, (), ()
    rest, keys = cities(words, lexicon)
    rest, found = countries(rest, lexicon)
    return rest, found or tuple(dict.fromkeys(key.partition(":")[0] for key in keys)), keys


def countries(words: list[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...]]:
    """Take a region, or several countries of which any will do."""
    rest, region = list(words), tuple[str, ...]()
    found: dict[str, int] = {}
    for at, word in enumerate(words):
        if more := lexicon.places.region(words, at):
            rest.remove(word)
            region = more
        where = lexicon.places.find([word])
        if where and not where[1]:
            found.setdefault(where[0], at)
    if region:
        rest = [word for word in rest if word not in REGION_WORDS]
    if len(found) < 2 or (_OR.isdisjoint(words) and not _listed(words, sorted(found.values()))):
        return rest, () if found else region
    kept = [word for word in rest if not lexicon.places.find([word])]
    return [word for word in kept if word not in _OR], tuple(found)


def _listed(words: Sequence[str], places: Sequence[int]) -> bool:
    """Whether these stand side by side, and none of them is where somebody comes from."""
    side_by_side = places[-1] - places[0] == len(places) - 1
    return side_by_side and not any(
        words[at].endswith(FROM) or words[max(at - 1, 0)] in _OUT_OF for at in places
    )


def cities(words: list[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...]]:
    """Take cities that stand side by side or with “or” between them, by their keys."""
    at = 0
    while at < len(words):
        found = [one] if (one := _city(words, at, lexicon)) else []
        last = found[0][1] if found else at
        while found and (more := _next_city(words, last, lexicon)):
            found.append(more)
            last = more[1]
        keys = tuple(dict.fromkeys(key for key, _ in found))
        if len(keys) > 1 and not _comes_from(words, at):
            return words[:at] + words[last:], keys
        at = max(last, at + 1)
    return words, ()


def _next_city(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """The city that follows, also one that is called as a word of an occupation: Moskva, Qozon."""
    after_or = at < len(words) and words[at] in _OR
    if after_or:
        at += 2 if at + 1 < len(words) and words[at + 1] in _IN else 1
    return _city(words, at, lexicon, sure=after_or)


def _city(
    words: Sequence[str], at: int, lexicon: Lexicon, *, sure: bool = False
) -> tuple[str, int] | None:
    """The key of the city whose name begins here, and where its name ends."""
    for end in range(min(at + _LONGEST, len(words)), at, -1):
        span = words[at:end]
        where = lexicon.places.find(span)
        where = where or (lexicon.places.named(span) if sure else None)
        if where and where[1]:
            return where[1], end
    return None


def _comes_from(words: Sequence[str], at: int) -> bool:
    """Whether the first of several cities is where somebody comes from: из Ташкента в Казань."""
    return words[at].endswith(FROM) or words[max(at - 1, 0)] in _OUT_OF
