"""Vacancies as columns of small numbers, by kind of work, so that all are scored at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.ranking.score_tables import FACETS, NAMES, Numbers, Values
from matching.scoring import eligibility
from matching.scoring.eligibility import Terms

TERMS: Final = [getattr(Vacancy, field.name) for field in msgspec.structs.fields(Terms)]
# The digits of the occupation that a person and a vacancy must share to be scored at all.
KIND: Final = 2
LONGEST: Final = np.iinfo(np.int32).max - 1
_ROW: Final = np.dtype(
    [
        ("key", "S32"),
        *((name, np.int32) for name in NAMES),
        ("currency", np.int32),
        ("pay", np.int64),
        ("closes", np.int32),
        ("needs", np.int32),
    ]
)


# Facets that are looked up together, since few combinations occur: three rows to add for a vacancy,
# not seven.
TOGETHER: Final = (("trade", "land"), ("years", "age", "currency"), ("tongue", "papers"))


class Joint(msgspec.Struct, frozen=True):
    """The combinations of values of facets that are looked up together, and which each vacancy
    has."""

    values: dict[str, Numbers]
    rows: NDArray[np.intp]


class Kind(msgspec.Struct, frozen=True):
    """The vacancies of one kind of work, or those in some countries, by reference."""

    places: NDArray[np.intp]  # their indexes among all vacancies
    references: NDArray[np.bytes_]
    joints: list[Joint]
    currencies: Numbers
    currency: NDArray[np.intp]
    pay: NDArray[np.int64]
    most: NDArray[np.int64]  # the highest pay in each currency
    closes: Numbers
    needs: Numbers  # the day until which a passport must be valid

    @property
    def size(self) -> int:
        return len(self.closes)

    def reference(self, row: int) -> str:
        return bytes(self.references[row]).decode()


class Columns:
    """All vacancies that may be shown on a day; immutable.

    Changes make a new object, which shares the values.
    """

    def __init__(self, rows: NDArray[Any], values: dict[str, Values]) -> None:
        self.rows, self.values = rows, values
        self._kinds: dict[tuple[str, str], Kind] = {}

    @classmethod
    def build(cls, terms: Iterable[Terms], values: dict[str, Values] | None = None) -> "Columns":
        """Build the columns of these vacancies.

        `values` are given if they are scored together with others.
        """
        values = values or {name: Values() for name in (*NAMES, "currency")}
        return cls(
            np.sort(_rows([one for one in terms if one.isco08], values), order="key"), values
        )

    def with_changes(self, shown: Sequence[Terms], gone: Iterable[str]) -> "Columns":
        """The columns with these vacancies changed and those removed."""
        changed = np.array(sorted({*gone, *(one.reference for one in shown)}), "S30")
        stayed = self.rows[~np.isin(_references(self.rows), changed)]
        fresh = np.sort(_rows([one for one in shown if one.isco08], self.values), order="key")
        places = np.searchsorted(stayed["key"], fresh["key"])
        return Columns(np.insert(stayed, places, fresh), self.values)

    def kinds(self) -> list[str]:
        """The kinds of work with at least one vacancy."""
        return [one.decode() for one in np.unique(self.rows["key"].astype(f"S{KIND}"))]

    def references(self) -> NDArray[np.bytes_]:
        """The references by kind of work, and within it in their order."""
        return _references(self.rows)

    def kind(self, kind: str, wished: str = "") -> Kind:
        """The vacancies of a kind of work, in the wanted countries if there are any."""
        if (kind, wished) not in self._kinds:
            first, last = np.searchsorted(
                self.rows["key"], [kind.encode(), kind.encode() + b"\xff"]
            )
            places = np.arange(first, last)
            if wished:
                there = [
                    at
                    for at, country in enumerate(self.values["land"].all)
                    if country in wished.split(",")
                ]
                places = places[np.isin(self.rows["land"][first:last], there)]
            self._kinds[kind, wished] = _kind(places, self.rows[places])
        return self._kinds[kind, wished]


def read(session: Session, today: date, *only: ColumnElement[bool]) -> list[Terms]:
    """The terms of the vacancies that may be shown today and meet the conditions."""
    rows = select(*TERMS).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.where(vacancies.may_be_shown(today), col(Vacancy.isco08).is_not(None), *only)
    return [Terms(*row) for row in session.execute(rows)]


def _rows(terms: Sequence[Terms], values: dict[str, Values]) -> NDArray[Any]:
    rows = np.empty(len(terms), _ROW)
    rows["key"] = [f"{one.isco08[:KIND]}{one.reference}" for one in terms]
    for name, facet in FACETS.items():
        rows[name] = values[name].numbers(
            tuple(getattr(one, field) for field in facet.asked) for one in terms
        )
    rows["land"] = values["land"].numbers(one.country for one in terms)
    # A pay that is not stated has no currency, so it cannot be compared.
    rows["currency"] = values["currency"].numbers(
        one.currency if one.pay_month is not None else "" for one in terms
    )
    rows["pay"] = [-1 if one.pay_month is None else one.pay_month for one in terms]
    rows["closes"] = [one.closes_on.toordinal() for one in terms]
    rows["needs"] = [min(eligibility.passport_needed(one), LONGEST) for one in terms]
    return rows


def _references(rows: NDArray[Any]) -> NDArray[np.bytes_]:
    """The references without the prefix of the kind of work."""
    plain: NDArray[Any] = (
        np.ascontiguousarray(rows["key"]).view("S1").reshape(len(rows), _ROW["key"].itemsize)
    )
    return np.ascontiguousarray(plain[:, KIND:]).view(f"S{_ROW['key'].itemsize - KIND}").ravel()


def _kind(places: NDArray[np.intp], rows: NDArray[Any]) -> Kind:
    currencies, currency = np.unique(rows["currency"], return_inverse=True)
    most = np.full(len(currencies), -1, np.int64)
    np.maximum.at(most, currency, rows["pay"])
    joints = [_joint(rows, names) for names in TOGETHER]
    own = (rows[name].copy() for name in ("closes", "needs"))
    return Kind(
        places, _references(rows), joints, currencies, currency, rows["pay"].copy(), most, *own
    )


def _joint(rows: NDArray[Any], names: Sequence[str]) -> Joint:
    met, which = np.unique(np.stack([rows[name] for name in names]), axis=1, return_inverse=True)
    return Joint(dict(zip(names, met, strict=True)), which.ravel())
