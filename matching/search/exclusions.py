"""What a query excludes: “не в Россию”, “haydovchi emas”, “Koreya va Yaponiyadan boshqa”."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import msgspec

from i18n.scripts import tokens
from matching.lexicon.condition_kinds import OTHER, kind
from matching.lexicon.lexicon import Lexicon
from matching.lexicon.sectors import groups_of
from matching.lexicon.stopwords import STOPWORDS
from matching.search.conditions import GAP

_LIKELY: Final = 0.4  # the score from which on words name a work that may be excluded
_NEARLY: Final = 0.88
_MOST: Final = 4  # words that one negation excludes
_BEFORE: Final = frozenset(
    tokens("не кроме исключая not except no besides помимо excluding outside nor")
)
_AFTER: Final = frozenset(
    tokens(
        "emas boshqa tashqari boʻlmasin basqa emes bolmasın boshqasi tısqarı kerakmas keremas "
        "kerakemas kerekmes istamayman xohlamayman bormayman barmayman boʻmasin yoqmaydi qalmasin"
    )
)
_AND: Final = frozenset(tokens("и или либо va yoki hám yamasa and or ni ни"))
_ATTACHED: Final = "mas"
_ANY_WORDS: Final = frozenset(tokens("anything anywhere any all everything everywhere"))
# Verbs after a noun that “не” denies: россию не предлагать.
_DENIED: Final = frozenset(
    tokens(
        "нужен нужна нужно нужны надо предлагать предлагайте подходит подойдет интересует "
        "интересна рассматриваю рассматривать хочу хотим хотелось поеду еду надобно"
    )
)


class Excluded(msgspec.Struct, frozen=True):
    """The words that are left, and the countries and unit groups that are excluded."""

    rest: list[str]
    countries: tuple[str, ...] = ()
    occupations: frozenset[str] = frozenset()  # unit groups
    sectors: frozenset[str] = frozenset()

    def groups(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The groups to leave out: of each occupation its sub-major group, the first two digits;
        of one beside the wanted work only as much as leaves that."""
        found = set(self.sectors)
        for code in self.occupations:
            apart = [length for length in (2, 3) if not _among(wanted, code[:length])]
            found.add(code[: apart[0] if apart else 4])
        return tuple(sorted(one for one in found if not _all_among(wanted, one)))


def _among(codes: Sequence[str], group: str) -> bool:
    return any(code.startswith(group) for code in codes)


def _all_among(codes: Sequence[str], group: str) -> bool:
    return bool(codes) and all(code.startswith(group) for code in codes)


def take(words: list[str], lexicon: Lexicon) -> Excluded:
    """Take what is excluded; a gap ends what a negation covers."""
    return _take(_detached(words, lexicon), lexicon)


def _detached(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words with each negation as a word of its own after what it denies: Polshamas."""
    apart: list[str] = []
    for at, word in enumerate(words):
        ends = at + 1 == len(words) or words[at + 1] == GAP
        if word in _DENIED and ends and len(apart) > 1 and apart[-1] == "ne":
            apart[-1] = "emas"
        elif word == "but" and apart and apart[-1] in _ANY_WORDS:
            apart[-1] = "ne"
        elif word.endswith(_ATTACHED) and len(word) > 6 and _is_denied(word, lexicon):
            apart += [word.removesuffix(_ATTACHED), "emas"]
        else:
            apart.append(word)
    return apart


def _is_denied(word: str, lexicon: Lexicon) -> bool:
    bare = word.removesuffix(_ATTACHED)
    if word in _AFTER or lexicon.vocabulary.knows(word):
        return False
    return bool(groups_of(bare)) or bare in lexicon.by_key or bool(_places(bare, lexicon))


def _places(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The country that a word names, or those of a region; one that is denied has no city."""
    if word in STOPWORDS or word in _AFTER or kind(word) != OTHER:
        return ()
    where = lexicon.places.find([word])
    if where is None and (region := lexicon.places.region([word], 0)):
        return region
    if where is None and not lexicon.vocabulary.knows(word):
        where = lexicon.places.guess(word)
    return (where[0],) if where else ()


def _take(words: list[str], lexicon: Lexicon) -> Excluded:
    for at, word in enumerate(words):
        for start, end in _spans(words, at, word):
            span = [one for one in words[start:end] if one not in STOPWORDS and one not in _AND]
            places = tuple(where for one in span if (where := _places(one, lexicon)))
            named = () if places or not span else _named(span, lexicon)
            sectors = {group for one in span for group in groups_of(one)} if not places else set()
            if (_all_places(places) and len(places) == len(span)) or named or sectors:
                first, last = min(start, at), max(end, at + 1)
                more = _take([*words[:first], GAP, *words[last:]], lexicon)
                return Excluded(
                    more.rest,
                    tuple(dict.fromkeys((*chain(*places), *more.countries))),
                    more.occupations.union(() if sectors else named),
                    more.sectors.union(sectors),
                )
    return Excluded(words)


def _all_places(places: Sequence[tuple[str, ...]]) -> bool:
    """Whether these are denied together: countries, or a region alone.

    Of “Yevropada faqat Polshamas” the region is where somebody wants to go."""
    return len(places) == 1 or bool(places and all(len(one) == 1 for one in places))


def _named(span: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The unit groups that are likely meant, where most of the words are known."""
    if not all(map(lexicon.vocabulary.knows, span)):
        return ()
    called = lexicon.called(span, lexicon.meant(span))
    if not called or called[0].score < _LIKELY:
        return ()
    return tuple(one.isco08 for one in called if one.score >= _NEARLY * called[0].score)


def _spans(words: Sequence[str], at: int, word: str) -> list[tuple[int, int]]:
    """The words that a negation may cover, most first."""
    if word in _BEFORE:
        last = next((i for i in range(at + 1, len(words)) if words[i] == GAP), len(words))
        return [(at + 1, end) for end in range(min(at + 1 + _MOST, last), at + 1, -1)]
    if word in _AFTER:
        first = next((i + 1 for i in range(at - 1, -1, -1) if words[i] == GAP), 0)
        return [(start, at) for start in range(max(at - _MOST, first), at)]
    return []
