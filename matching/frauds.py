"""Confirmed frauds by name: those that two officers confirmed, those on the black list, and which of them a name is like."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec
import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog import blacklist
from catalog.blacklist import Barred, BarredName
from catalog.employers import Employer
from i18n.scripts import fold
from matching import reports
from matching.names import Names, asked
from matching.reports import Report

# Words that firms of this kind add to a name or leave out: they do not say which firm it is.
_GENERIC = frozenset(
    fold(word)
    for word in """group grup группа company kompani servis service сервис services center centre центр markaz markazi
    konsalting consulting consult agency agent international internatsional trade treyd invest biznes business
    firma office ofis kompaniyasi koreya korea корея rossiya russia россия polsha poland польша turkiya turkey турция
    germaniya germany европа yevropa europe toshkent tashkent uzbekistan ozbekiston uz""".split()
)
# Letters that stand for each other when one name is heard, or written in another alphabet.
_HEARD = str.maketrans("zuy", "soi")
# Below this share of equal letters two names are not compared letter by letter.
_WORTH_A_LOOK = 70
_MOST_WORDS = 8


class Fraud(msgspec.Struct, frozen=True):
    """A name that everybody is warned of: how many reports two officers confirmed, or for what it is on the black list."""

    name: str
    reports: int = 0
    barred_for: blacklist.Reason | None = None
    person: bool = False
    agency: str | None = None
    country: str | None = None


class Like(msgspec.Struct, frozen=True):
    """A fraud that a name is like, and by how many letters the two differ."""

    fraud: Fraud
    letters: int


def mark(session: Session) -> tuple[int, datetime | None]:
    """What changes whenever another report is confirmed."""
    confirmed = select(func.count(col(Report.confirmed_at)), func.max(col(Report.confirmed_at)))
    total, last = session.execute(confirmed.where(col(Report.confirmed_at).is_not(None))).one()
    return total, last


def read(session: Session, known: Names, today: date) -> "Frauds":
    """All that count today; known are the firms of the registers, by which it is judged what words are common."""
    found = select(col(Report.key), col(Report.recruiter)).where(col(Report.confirmed_at).is_not(None))
    named: dict[str, list[str]] = {}
    for key, name in session.execute(found.order_by(col(Report.confirmed_at), col(Report.reference))):
        named.setdefault(key, []).append(name)
    reported = [Fraud(names[0], reports=len(names)) for names in named.values()]
    return Frauds([*reported, *_barred(session, today)], known.common)


def _barred(session: Session, today: date) -> list[Fraud]:
    rows = select(BarredName, col(Employer.country)).where(blacklist.in_force(today))
    rows = rows.outerjoin(Employer, col(Employer.reference) == col(BarredName.employer)).order_by(col(BarredName.id))
    return [
        Fraud(
            row.name, barred_for=blacklist.Reason(row.reason), person=row.kind == Barred.DIRECTOR,
            agency=row.agency if row.kind == Barred.AGENCY else None, country=country,
        )
        for row, country in session.execute(rows)
    ]  # fmt: skip


class Frauds:
    """All of them, ready to be looked through. Nothing here knows the register: who stands on it is asked before."""

    def __init__(self, known: Iterable[Fraud], common: frozenset[str] = frozenset()) -> None:
        self._known = list(known)
        self._common = common
        self._exact: dict[str, Fraud] = {}
        self._forms: list[tuple[Fraud, list[str]]] = []
        for fraud in self._known:
            self._exact.setdefault(reports.key_of(fraud.name), fraud)
            self._forms += [(fraud, words) for words in self._spelt(fraud.name, fraud.person)]
        self._joined = ["".join(words) for _, words in self._forms]
        self._sorted = [" ".join(sorted(words)) for _, words in self._forms]

    def exact(self, name: str) -> Fraud | None:
        """The one of this very name, in any alphabet and with any legal form."""
        return self._exact.get(reports.key_of(name)) if name else None

    def of_agency(self, agency: str) -> Fraud | None:
        """The entry of the black list about an agency of the register."""
        return next((one for one in self._known if one.agency == agency), None)

    def like(self, name: str) -> Like | None:
        """The one whose name is the same but for spelling, spacing or a slip; None where they are merely similar."""
        best: Like | None = None
        for words in self._spelt(name):
            joined, ordered = "".join(words), " ".join(sorted(words))
            scores = np.maximum(_ratios(joined, self._joined), _ratios(ordered, self._sorted))
            for place in np.flatnonzero(scores >= _WORTH_A_LOOK):
                fraud, other = self._forms[int(place)]
                letters = apart(words, other, person=fraud.person)
                if letters is not None and (best is None or letters < best.letters):
                    best = Like(fraud, letters)
        return best

    def nearness(self, name: str, other: str) -> int | None:
        """By how many letters two names differ that are the same but for spelling or a slip; None where they are not."""
        pairs = [apart(mine, theirs) for mine in self._spelt(name) for theirs in self._spelt(other)]
        return min((letters for letters in pairs if letters is not None), default=None)

    def _spelt(self, name: str, person: bool = False) -> list[list[str]]:
        """A name as it sounds, whole and without the words that do not say which firm it is, where enough is left."""
        words = asked(name)[:_MOST_WORDS]
        if not any(word.isalpha() for word in words):
            return []
        core = [word for word in words if word not in _GENERIC and word not in self._common]
        enough = len(core) > 1 and len("".join(core)) >= 6 and not person
        forms = [words, core] if enough and core != words else [words]
        return [[_heard(word) for word in form] for form in forms]


def _heard(word: str) -> str:
    """One spelling for all that sound alike; jobs are a job."""
    heard = re.sub(r"(.)\1+", r"\1", word.translate(_HEARD))
    return heard.removesuffix("s") if len(heard) > 3 else heard


def _ratios(text: str, names: Sequence[str]) -> np.ndarray:
    if not names:
        return np.zeros(0, dtype=np.float32)
    row: np.ndarray = process.cdist([text], names, scorer=fuzz.ratio, dtype=np.float32)[0]
    return row


def apart(words: Sequence[str], other: Sequence[str], *, person: bool = False) -> int | None:
    """By how many letters two names differ, word by word in any order; None where they are not one name misspelt.
    Short words must be equal, and of two words of a person too: many people are called alike."""
    letters, length = "".join(words), len("".join(other))
    if person and (len(words) != len(other) or len(other) < 3):
        return 0 if sorted(words) == sorted(other) and len(other) > 1 else None
    if letters == "".join(other):
        return 0
    if len(words) == 1 or len(other) == 1:
        allowed = (length >= 8) + (length >= 12)
        slips = OSA.distance(letters, "".join(other), score_cutoff=2)
        return slips if slips <= allowed and letters[0] == other[0][0] and _unnumbered(letters) else None
    return _word_by_word(words, other, min(2, max(1, length // 6)))


def _word_by_word(words: Sequence[str], other: Sequence[str], most: int) -> int | None:
    if len(words) != len(other):
        # Two words run together or one torn apart, with a slip beside it.
        slips = OSA.distance("".join(words), "".join(other), score_cutoff=2)
        return slips if slips <= 1 and len("".join(other)) >= 10 and _unnumbered("".join(words)) else None
    left, total = list(other), 0
    for word in words:
        slips, nearest = min((OSA.distance(word, one), one) for one in left)
        shorter = min(len(word), len(nearest))
        if slips > (shorter >= 5) + (shorter >= 8) or (slips and not _unnumbered(word + nearest)):
            return None
        left.remove(nearest)
        total += slips
    return total if total <= most else None


def _unnumbered(text: str) -> bool:
    """A number in a name is part of it: a slip there is another name."""
    return not re.search(r"\d", text)
