"""What a query excludes: “не в Россию”, “haydovchi emas”, “Koreya va Yaponiyadan boshqa”."""

from collections.abc import Sequence
from typing import Final

import msgspec

from i18n.scripts import tokens
from matching.lexicon.lexicon import Lexicon
from matching.lexicon.stopwords import STOPWORDS
from matching.search.conditions import GAP

_LIKELY: Final = 0.4  # the score from which on words name a work that may be excluded
_NEARLY: Final = 0.88
_MOST: Final = 4  # words that one negation excludes
_BEFORE: Final = frozenset(tokens("не кроме исключая not except no besides"))
_AFTER: Final = frozenset(
    tokens("emas boshqa tashqari boʻlmasin basqa emes bolmasın boshqasi tısqarı")
)
_AND: Final = frozenset(tokens("и или либо va yoki hám yamasa and or ni ни"))
# Whole sectors, and products of them: the groups of ISCO-08 in which their workers are.
_SECTORS: Final = {
    word: groups
    for words, groups in (
        (
            "qurilish стройка стройки стройку строительство construction qurılıs",
            ("71", "931", "3123"),
        ),
        ("zavod завод завода фабрика factory fabrika", ("81", "82", "932", "72", "75")),
        ("ferma ферма farm dala dalada поле", ("92", "61")),
        ("мясо мяса мясом мясной goʻsht goʻshtli gósh meat", ("7511", "8160")),
        ("рыба рыбы рыбу baliq balıq fish", ("7511", "622", "9216")),
        ("уход ухода старики стариками стариков qariyalar keksalar qartlar care", ("532",)),
    )
    for word in tokens(words)
}


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
    for at, word in enumerate(words):
        for start, end in _spans(words, at, word):
            span = [one for one in words[start:end] if one not in STOPWORDS and one not in _AND]
            places = tuple(
                where[0]
                for one in span
                if (where := lexicon.places.find([one], lexicon.vocabulary))
            )
            named = () if places or not span else _named(span, lexicon)
            sectors = (
                {group for one in span for group in _SECTORS.get(one, ())} if not places else set()
            )
            if (len(places) == len(span) and places) or named or sectors:
                first, last = min(start, at), max(end, at + 1)
                more = take([*words[:first], GAP, *words[last:]], lexicon)
                return Excluded(
                    more.rest,
                    tuple(dict.fromkeys((*places, *more.countries))),
                    more.occupations.union(() if sectors else named),
                    more.sectors.union(sectors),
                )
    return Excluded(words)


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
