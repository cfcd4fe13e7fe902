"""Confirmed frauds and black-listed names, and which of them a name resembles."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain

import msgspec
import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, BarredName
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import Licence, Order, OrderKind
from matching.fraud import name_distance, scam_reports
from matching.fraud.scam_reports import Report
from matching.identity import contact_keys
from matching.identity.name_matching import Names, query_words, tokens, words_without_form
from matching.identity.personal_names import is_personal

# Below this share of equal letters two names are not compared letter by letter.
_MIN_RATIO = 70


class Fraud(msgspec.Struct, frozen=True):
    """A name of which the public is warned.

    Two officers confirmed this many reports, or it is on the black list for a reason. The name of a
    person is no verdict on others of that name.
    """

    name: str
    reports: int = 0
    barred_for: blacklist.Reason | None = None
    person: bool = False
    agency: str | None = None
    country: str | None = None
    contacts: tuple[str, ...] = ()  # telephones and accounts, as they were reported
    directed: str = ""  # the agency that a black-listed person directed
    revoked_on: date | None = None
    since: date | None = None


class SimilarFraud(msgspec.Struct, frozen=True):
    """A fraud that a name resembles, and the number of letters by which they differ."""

    fraud: Fraud
    letters: int


def is_person(name: str) -> bool:
    """Whether a name is a person's, and not that of a firm called after one."""
    words = tokens(name)
    firm = words != words_without_form(name) or any(map(name_distance.is_firm_word, words))
    return not firm and is_personal(name)


_CONFIRMED = select(func.count(col(Report.confirmed_at)), func.max(col(Report.confirmed_at))).where(
    col(Report.confirmed_at).is_not(None)
)


def version(session: Session) -> tuple[int, datetime | None]:
    """A value that changes whenever another report is confirmed."""
    total, last = session.execute(_CONFIRMED).one()
    return total, last


def read(session: Session, known: Names, today: date) -> "Frauds":
    """All frauds in force today; the firms of the registers (`known`) determine which words are
    common."""
    return Frauds([*_reported(session), *_barred(session, today)], known.common)


def _reported(session: Session) -> list[Fraud]:
    """The confirmed reports, one for each name, with all its telephones and accounts."""
    found = select(col(Report.key), col(Report.recruiter), col(Report.phone)).where(
        col(Report.confirmed_at).is_not(None)
    )
    named: dict[str, list[tuple[str, str]]] = {}
    for key, name, phone in session.execute(
        found.order_by(col(Report.confirmed_at), col(Report.reference))
    ):
        named.setdefault(key, []).append((name, phone))
    return [
        Fraud(
            rows[0][0],
            reports=len(rows),
            person=is_person(rows[0][0]),
            contacts=tuple(phone for _, phone in rows if phone),
        )
        for rows in named.values()
    ]


def _barred(session: Session, today: date) -> list[Fraud]:
    revoked = (
        select(col(Licence.agency), func.max(col(Order.starts_on)).label("day"))
        .join(Order, col(Order.licence) == col(Licence.id))
        .where(col(Order.kind) == OrderKind.REVOKE.value, col(Order.starts_on) <= today)
        .group_by(col(Licence.agency))
        .subquery()
    )
    rows = select(BarredName, col(Employer.country), col(Agency.name), revoked.c.day).where(
        blacklist.in_force(today)
    )
    rows = (
        rows.outerjoin(Employer, col(Employer.reference) == col(BarredName.employer))
        .outerjoin(Agency, col(Agency.external_id) == col(BarredName.agency))
        .outerjoin(revoked, and_(revoked.c.agency == col(BarredName.agency)))
        .order_by(col(BarredName.id))
    )
    return [_barred_fraud(*row) for row in session.execute(rows)]


def _barred_fraud(
    row: BarredName, country: str | None, agency: str | None, revoked_on: date | None
) -> Fraud:
    person = row.kind == BarredKind.DIRECTOR
    return Fraud(
        row.name,
        barred_for=blacklist.Reason(row.reason),
        person=person,
        agency=row.agency if row.kind == BarredKind.AGENCY else None,
        country=country,
        directed=(agency or "") if person else "",
        revoked_on=revoked_on,
        since=row.starts_on,
    )


class Frauds:
    """All frauds, indexed for lookup.

    The register is not consulted here: callers check it first.
    """

    def __init__(self, known: Iterable[Fraud], common: frozenset[str] = frozenset()) -> None:
        self._known = list(known)
        self._common = common
        self._exact: dict[str, Fraud] = {}
        self._contacts: dict[str, Fraud] = {}
        self._forms: list[tuple[Fraud, list[str]]] = []
        for fraud in self._known:
            self._exact.setdefault(scam_reports.key_of(fraud.name), fraud)
            for key in chain(*map(contact_keys.contact_keys, (fraud.name, *fraud.contacts))):
                self._contacts.setdefault(key, fraud)
            handles = [contact_keys.as_words(contact) for contact in fraud.contacts]
            for name in (fraud.name, *handles):
                forms = name_distance.name_forms(words_without_form(name), common, fraud.person)
                self._forms += [(fraud, words) for words in forms]
        self._joined = ["".join(words) for _, words in self._forms]
        self._sorted = [" ".join(sorted(words)) for _, words in self._forms]

    def exact(self, name: str) -> Fraud | None:
        """The fraud of exactly this name, in any alphabet and with any legal form."""
        return self._exact.get(scam_reports.key_of(name)) if name else None

    def of_contact(self, key: str) -> Fraud | None:
        """The fraud with this telephone, account or Telegram name, by its key."""
        return self._contacts.get(key)

    def of_agency(self, agency: str) -> Fraud | None:
        """The black-list entry of an agency in the register."""
        return next((one for one in self._known if one.agency == agency), None)

    def like(self, name: str) -> SimilarFraud | None:
        """The fraud whose name differs only in spelling, spacing or a typing error, if there is
        one."""
        best: SimilarFraud | None = None
        for words in self._typed_forms(name):
            joined, ordered = "".join(words), " ".join(sorted(words))
            scores = np.maximum(_ratios(joined, self._joined), _ratios(ordered, self._sorted))
            for place in np.flatnonzero(scores >= _MIN_RATIO):
                fraud, other = self._forms[int(place)]
                letters = name_distance.name_distance(words, other, person=fraud.person)
                if letters is not None and (best is None or letters < best.letters):
                    best = SimilarFraud(fraud, letters)
        return best

    def nearness(self, name: str, other: str) -> int | None:
        """The number of letters by which two names differ in spelling or typing errors.

        None for different names.
        """
        return name_distance.nearness(name, other, self._common)

    def _typed_forms(self, name: str) -> list[list[str]]:
        return [
            form
            for words in (words_without_form(name), query_words(name))
            for form in name_distance.name_forms(words, self._common)
        ]


def _ratios(text: str, names: Sequence[str]) -> np.ndarray:
    if not names:
        return np.zeros(0, dtype=np.float32)
    row: np.ndarray = process.cdist([text], names, scorer=fuzz.ratio, dtype=np.float32)[0]
    return row
