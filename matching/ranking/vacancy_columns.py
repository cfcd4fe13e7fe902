"""Vacancies as columns of small numbers, by kind of work, so that a person is weighed against all
of them at once."""

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
# What a person and a vacancy must have in common to be weighed at all: the first digits of the
# occupation.
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


# Facets that are looked up together, since few of their values meet: a vacancy then has three rows
# to add and not seven.
TOGETHER: Final = (("trade", "land"), ("years", "age", "currency"), ("tongue", "papers"))


class Joint(msgspec.Struct, frozen=True):
    """Of facets that are looked up together the values that meet, and which vacancy has which of
    these."""

    values: dict[str, Numbers]
    rows: NDArray[np.intp]


class Kind(msgspec.Struct, frozen=True):
    """The vacancies of one kind of work, or those of them in some countries, by reference."""

    places: NDArray[np.intp]  # where they stand among all vacancies
    references: NDArray[np.bytes_]
    joints: list[Joint]
    currencies: Numbers
    currency: NDArray[np.intp]
    pay: NDArray[np.int64]
    most: NDArray[np.int64]  # the highest pay in each currency
    closes: Numbers
    needs: Numbers  # until which day a passport has to hold

    @property
    def size(self) -> int:
        return len(self.closes)

    def reference(self, row: int) -> str:
        return bytes(self.references[row]).decode()


class Columns:
    """All vacancies that may be shown on a day. Never changed: what is new makes another one, which
    shares the values."""

    def __init__(self, rows: NDArray[Any], values: dict[str, Values]) -> None:
        self.rows, self.values = rows, values
        self._kinds: dict[tuple[str, str], Kind] = {}

    @classmethod
    def build(cls, terms: Iterable[Terms], values: dict[str, Values] | None = None) -> "Columns":
        """Of these vacancies; with the values of others where both are weighed by one balance."""
        values = values or {name: Values() for name in (*NAMES, "currency")}
        return cls(
            np.sort(_rows([one for one in terms if one.isco08], values), order="key"), values
        )

    def with_changes(self, shown: Sequence[Terms], gone: Iterable[str]) -> "Columns":
        """With these vacancies as they are now, in place of what they were, and without those that
        are gone."""
        changed = np.array(sorted({*gone, *(one.reference for one in shown)}), "S30")
        stayed = self.rows[~np.isin(_references(self.rows), changed)]
        fresh = np.sort(_rows([one for one in shown if one.isco08], self.values), order="key")
        places = np.searchsorted(stayed["key"], fresh["key"])
        return Columns(np.insert(stayed, places, fresh), self.values)

    def kinds(self) -> list[str]:
        """The kinds of work of which there is a vacancy."""
        return [one.decode() for one in np.unique(self.rows["key"].astype(f"S{KIND}"))]

    def references(self) -> NDArray[np.bytes_]:
        """By kind of work, and within it by reference."""
        return _references(self.rows)

    def kind(self, kind: str, wished: str = "") -> Kind:
        """Those of a kind of work; where countries are wished for, only what lies there."""
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
    """The terms of the vacancies that may be shown today, or of those of them for which this
    holds."""
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
    # A pay that is not stated has no currency: nothing can be known of it.
    rows["currency"] = values["currency"].numbers(
        one.currency if one.pay_month is not None else "" for one in terms
    )
    rows["pay"] = [-1 if one.pay_month is None else one.pay_month for one in terms]
    rows["closes"] = [one.closes_on.toordinal() for one in terms]
    rows["needs"] = [min(eligibility.passport_needed(one), LONGEST) for one in terms]
    return rows


def _references(rows: NDArray[Any]) -> NDArray[np.bytes_]:
    """Without the kind of work before them."""
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
