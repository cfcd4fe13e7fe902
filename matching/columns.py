"""Vacancies as columns of small numbers, by kind of work, so that a person is weighed against all of them at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog import vacancies
from catalog.agencies import Agency
from catalog.vacancies import Vacancy
from matching import gates
from matching.gates import Terms
from matching.scales import FACETS, NAMES, Numbers, Values

TERMS: Final = [getattr(Vacancy, field.name) for field in msgspec.structs.fields(Terms)]
# What a person and a vacancy must have in common to be weighed at all: the first digits of the occupation.
KIND: Final = 2
LONGEST: Final = np.iinfo(np.int32).max - 1
_ROW: Final = np.dtype([
    ("key", "S32"), *((name, np.int32) for name in NAMES), ("currency", np.int32), ("pay", np.int64), ("closes", np.int32),
    ("needs", np.int32),
])  # fmt: skip


class Kind(msgspec.Struct, frozen=True):
    """The vacancies of one kind of work, by reference: of each facet the values that occur and which row has which."""

    first: int  # where they begin among all vacancies
    references: NDArray[np.bytes_]
    values: dict[str, Numbers]
    rows: dict[str, NDArray[np.intp]]
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
    """All vacancies that may be shown on a day. Never changed: what is new makes another one, which shares the values."""

    def __init__(self, rows: NDArray[Any], values: dict[str, Values]) -> None:
        self.rows, self.values = rows, values
        self._kinds: dict[str, Kind] = {}

    @classmethod
    def build(cls, terms: Iterable[Terms], values: dict[str, Values] | None = None) -> "Columns":
        """Of these vacancies; with the values of others where both are weighed by one balance."""
        values = values or {name: Values() for name in (*NAMES, "currency")}
        return cls(np.sort(_rows([one for one in terms if one.isco08], values), order="key"), values)

    def with_changes(self, shown: Sequence[Terms], gone: Iterable[str]) -> "Columns":
        """With these vacancies as they are now, in place of what they were, and without those that are gone."""
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

    def kind(self, kind: str) -> Kind:
        if kind not in self._kinds:
            first, last = np.searchsorted(self.rows["key"], [kind.encode(), kind.encode() + b"\xff"])
            self._kinds[kind] = _kind(int(first), self.rows[first:last])
        return self._kinds[kind]


def read(session: Session, today: date, *only: ColumnElement[bool]) -> list[Terms]:
    """The terms of the vacancies that may be shown today, or of those of them for which this holds."""
    rows = select(*TERMS).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.where(vacancies.may_be_shown(today), col(Vacancy.isco08).is_not(None), *only)
    return [Terms(*row) for row in session.execute(rows)]


def _rows(terms: Sequence[Terms], values: dict[str, Values]) -> NDArray[Any]:
    rows = np.empty(len(terms), _ROW)
    rows["key"] = [f"{one.isco08[:KIND]}{one.reference}" for one in terms]
    for name, facet in FACETS.items():
        rows[name] = values[name].numbers(tuple(getattr(one, field) for field in facet.asked) for one in terms)
    rows["land"] = values["land"].numbers(one.country for one in terms)
    # A pay that is not stated has no currency: nothing can be known of it.
    rows["currency"] = values["currency"].numbers(one.currency if one.pay_month is not None else "" for one in terms)
    rows["pay"] = [-1 if one.pay_month is None else one.pay_month for one in terms]
    rows["closes"] = [one.closes_on.toordinal() for one in terms]
    rows["needs"] = [min(gates.passport_needed(one), LONGEST) for one in terms]
    return rows


def _references(rows: NDArray[Any]) -> NDArray[np.bytes_]:
    """Without the kind of work before them."""
    plain: NDArray[Any] = np.ascontiguousarray(rows["key"]).view("S1").reshape(len(rows), _ROW["key"].itemsize)
    return np.ascontiguousarray(plain[:, KIND:]).view(f"S{_ROW['key'].itemsize - KIND}").ravel()


def _kind(first: int, rows: NDArray[Any]) -> Kind:
    found = {name: np.unique(rows[name], return_inverse=True) for name in NAMES}
    currencies, currency = np.unique(rows["currency"], return_inverse=True)
    most = np.full(len(currencies), -1, np.int64)
    np.maximum.at(most, currency, rows["pay"])
    return Kind(
        first,
        _references(rows), {name: one for name, (one, _) in found.items()}, {name: at for name, (_, at) in found.items()},
        currencies, currency, rows["pay"].copy(), most, rows["closes"].copy(),
        rows["needs"].copy(),
    )  # fmt: skip
