"""Confirmed frauds and black-listed names, and which of them a name resembles."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec
import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, BarredName
from catalog.employers.employers import Employer
from i18n.scripts import fold
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.identity.name_matching import PLACES, Names, query_words, sound, words_without_form

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
# Below this share of equal letters two names are not compared letter by letter.
_MIN_RATIO = 70
_MOST_WORDS = 8


class Fraud(msgspec.Struct, frozen=True):
    """A name of which the public is warned.

    Two officers confirmed this many reports, or it is on the black list for a reason.
    """

    name: str
    reports: int = 0
    barred_for: blacklist.Reason | None = None
    person: bool = False
    agency: str | None = None
    country: str | None = None


class SimilarFraud(msgspec.Struct, frozen=True):
    """A fraud that a name resembles, and the number of letters by which they differ."""

    fraud: Fraud
    letters: int


def version(session: Session) -> tuple[int, datetime | None]:
    """A value that changes whenever another report is confirmed."""
    confirmed = select(func.count(col(Report.confirmed_at)), func.max(col(Report.confirmed_at)))
    total, last = session.execute(confirmed.where(col(Report.confirmed_at).is_not(None))).one()
    return total, last


def read(session: Session, known: Names, today: date) -> "Frauds":
    """All frauds in force today; the firms of the registers (`known`) determine which words are
    common."""
    found = select(col(Report.key), col(Report.recruiter)).where(
        col(Report.confirmed_at).is_not(None)
    )
    named: dict[str, list[str]] = {}
    for key, name in session.execute(
        found.order_by(col(Report.confirmed_at), col(Report.reference))
    ):
        named.setdefault(key, []).append(name)
    reported = [Fraud(names[0], reports=len(names)) for names in named.values()]
    return Frauds([*reported, *_barred(session, today)], known.common)


def _barred(session: Session, today: date) -> list[Fraud]:
    rows = select(BarredName, col(Employer.country)).where(blacklist.in_force(today))
    rows = rows.outerjoin(Employer, col(Employer.reference) == col(BarredName.employer)).order_by(
        col(BarredName.id)
    )
    return [
        Fraud(
            row.name,
            barred_for=blacklist.Reason(row.reason),
            person=row.kind == BarredKind.DIRECTOR,
            agency=row.agency if row.kind == BarredKind.AGENCY else None,
            country=country,
        )
        for row, country in session.execute(rows)
    ]


class Frauds:
    """All frauds, indexed for lookup.

    The register is not consulted here: callers check it first.
    """

    def __init__(self, known: Iterable[Fraud], common: frozenset[str] = frozenset()) -> None:
        self._known = list(known)
        self._common = common
        self._exact: dict[str, Fraud] = {}
        self._forms: list[tuple[Fraud, list[str]]] = []
        for fraud in self._known:
            self._exact.setdefault(scam_reports.key_of(fraud.name), fraud)
            self._forms += [
                (fraud, words)
                for words in self._forms_of(words_without_form(fraud.name), fraud.person)
            ]
        self._joined = ["".join(words) for _, words in self._forms]
        self._sorted = [" ".join(sorted(words)) for _, words in self._forms]

    def exact(self, name: str) -> Fraud | None:
        """The fraud of exactly this name, in any alphabet and with any legal form."""
        return self._exact.get(scam_reports.key_of(name)) if name else None

    def of_agency(self, agency: str) -> Fraud | None:
        """The black-list entry of an agency in the register."""
        return next((one for one in self._known if one.agency == agency), None)

    def like(self, name: str) -> SimilarFraud | None:
        """The fraud whose name differs only in spelling, spacing or a typing error, if there is
        one."""
        best: SimilarFraud | None = None
        for words in self._forms_of(words_without_form(name)) + self._forms_of(query_words(name)):
            joined, ordered = "".join(words), " ".join(sorted(words))
            scores = np.maximum(_ratios(joined, self._joined), _ratios(ordered, self._sorted))
            for place in np.flatnonzero(scores >= _MIN_RATIO):
                fraud, other = self._forms[int(place)]
                letters = name_distance(words, other, person=fraud.person)
                if letters is not None and (best is None or letters < best.letters):
                    best = SimilarFraud(fraud, letters)
        return best

    def nearness(self, name: str, other: str) -> int | None:
        """The number of letters by which two names differ in spelling or typing errors.

        None for different names.
        """
        forms = self._forms_of(words_without_form(other))
        pairs = [
            name_distance(mine, theirs)
            for mine in self._forms_of(query_words(name))
            for theirs in forms
        ]
        return min((letters for letters in pairs if letters is not None), default=None)

    def _forms_of(self, words: list[str], person: bool = False) -> list[list[str]]:
        """The phonetic forms of a name: whole, and without added words if two distinctive words are
        left."""
        words = words[:_MOST_WORDS]
        if not any(word.isalpha() for word in words):
            return []
        core = [word for word in words if word not in _ADDED and word not in self._common]
        enough = len([word for word in core if word not in _SHARED]) > 1 and len("".join(core)) >= 6
        forms = [words, core] if enough and core != words and not person else [words]
        return [[_phonetic(word) for word in form] for form in forms]


def _phonetic(word: str) -> str:
    """One spelling for all words that sound alike, without a plural s."""
    for written, said in _ENGLISH:
        word = re.sub(written, said, word)
    heard = re.sub(r"(.)\1+", r"\1", word.translate(_PHONETIC_LETTERS))
    return heard.removesuffix("s") if len(heard) > 3 else heard


_COMMON_PHONETIC = frozenset(map(_phonetic, _SHARED))


def _ratios(text: str, names: Sequence[str]) -> np.ndarray:
    if not names:
        return np.zeros(0, dtype=np.float32)
    row: np.ndarray = process.cdist([text], names, scorer=fuzz.ratio, dtype=np.float32)[0]
    return row


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
