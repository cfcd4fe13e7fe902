"""The rows, fields and columns that many lists of the desk share."""

from typing import Any

import msgspec
from sqlmodel import col

from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.placements.placements import Placement
from service.web.lists.list_cells import Cell, Country, Reference
from service.web.lists.list_view import Column, FilterField


class RecordRow(msgspec.Struct, frozen=True):
    """A row about one record, by whose reference it is known; what else it has is in subclasses."""

    row: Any

    @property
    def reference(self) -> str:
        return str(self.row.reference)


COUNTRY_FIELD = FilterField(
    name="country", label=N_("Country"), empty=N_("All countries"), usual=True
)


def country(*order: Any, indexed: bool = False, usual: bool = True) -> Column:
    """Return the column of the country of a record, which may have none."""
    return Column(
        key="country",
        label=N_("Country"),
        cell=lambda one: Country(one.row.country) if one.row.country else None,
        order=order,
        indexed=indexed,
        usual=usual,
    )


def reference(*order: Any, indexed: bool = False) -> Column:
    """Return the column of the reference of a record, shown to those who choose it."""
    return Column(
        key="reference",
        label=N_("Reference"),
        cell=lambda one: Reference(one.reference),
        order=order,
        indexed=indexed,
        usual=False,
    )


def _place(one: Any) -> Cell:
    return Country(one.row.country, one.row.city) if one.row.country else one.row.city


VACANCY_PLACE = Column(
    key="country",
    label=N_("Country"),
    cell=_place,
    order=(col(Vacancy.country), col(Vacancy.city)),
)
VACANCY_CLOSES = Column(
    key="closes",
    label=N_("Open until"),
    cell=lambda one: one.row.closes_on,
    order=(col(Vacancy.closes_on),),
)
PLACEMENT_EMPLOYER = Column(
    key="employer",
    label=N_("Employer"),
    cell=lambda one: one.row.employer,
    order=(col(Placement.employer),),
)
PLACEMENT_PLACE = Column(
    key="country",
    label=N_("Country"),
    cell=_place,
    order=(col(Placement.country), col(Placement.city)),
)
