"""The list of check-ins with workers abroad: those who need a call first."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, not_, select
from sqlmodel import col

from catalog.core.fields import CountryCode, tashkent_day
from i18n import N_, NP_
from matching.journey import check_in_overview
from matching.journey.check_ins import CheckIn
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import list_choices, list_columns
from service.web.context import Form, Req, page_get, page_post
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Country, Due, Link, Sentence, Stamp
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Query,
    QuickFilter,
    Reading,
)


class Answers(StrEnum):
    """Whether a check-in was answered, and whether its worker needs a call."""

    CALL = "call"
    ANSWERED = "answered"
    WAITING = "waiting"


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address; a worker's name is typed in a form."""

    answers: Answers | None = None
    country: CountryCode | None = None
    employer: queries.Word = ""
    due_from: date | None = None
    due_until: date | None = None
    worker: queries.Word = ""


class CheckInRow(msgspec.Struct, frozen=True):
    """A check-in with its placement and the name of the worker."""

    row: CheckIn
    placed: Placement
    worker: str
    today: date

    @property
    def reference(self) -> str:
        return f"{self.row.placement}/{self.row.day}"


_ANSWERED = col(CheckIn.answered_at).is_not(None)
_LABELS = {
    Answers.CALL: N_("Needs a call"),
    Answers.ANSWERED: N_("Answered"),
    Answers.WAITING: N_("Not answered yet"),
}
_TERMS = {
    Answers.CALL: col(CheckIn.needs_call).is_(True),
    Answers.ANSWERED: _ANSWERED,
    Answers.WAITING: not_(_ANSWERED),
}


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return [
        check_in_overview.listed(listing.today(reading), reading.by),
        *([_TERMS[asked.answers]] if asked.answers else []),
        *queries.equals(Placement, asked, "country"),
        *([queries.contains(Placement.employer, asked.employer)] if asked.employer else []),
        *queries.between(CheckIn.due_on, asked.due_from, asked.due_until),
        *([arrivals.has_worker(asked.worker)] if asked.worker else []),
    ]


def _facts(reading: Reading, found: Sequence[Any]) -> list[CheckInRow]:
    placed = [placement for _row, placement in found]
    names = arrivals.workers(reading.session, placed, by=reading.by)
    today = listing.today(reading)
    return [CheckInRow(row, one, names.get(one.reference, ""), today) for row, one in found]


def _answers(one: CheckInRow) -> Cell:
    row = one.row
    if row.answered_at is None:
        return Due(row.due_on, one.today)
    if row.needs_call:
        return Stamp(Sentence(_LABELS[Answers.CALL]), "no"), tashkent_day(row.answered_at)
    return Sentence(_LABELS[Answers.ANSWERED]), tashkent_day(row.answered_at)


def _choices(reading: Reading, _asked: Filter) -> Choices:
    return {
        "answers": [
            (one.value, list_choices.translated(reading, label)) for one, label in _LABELS.items()
        ],
        "country": list_choices.destinations(reading),
    }


CHECK_INS = ListView(
    name="check_ins",
    path="/desk/check-ins",
    permission=Permission.CHECKINS_READ,
    title=N_("Check-ins"),
    counted=NP_("%(num)s check-in due or answered", "%(num)s check-ins due or answered"),
    filter=Filter,
    hidden=("worker",),
    order="-answers",
    query=Query(
        rows=select(CheckIn, Placement).join(
            Placement, col(Placement.reference) == col(CheckIn.placement)
        ),
        key=(col(CheckIn.placement), col(CheckIn.day)),
        terms=_terms,
    ),
    facts=_facts,
    choices=_choices,
    template="desk/placements/check_ins.html",
    quick=(
        QuickFilter(Sentence(N_("All")), {}),
        *(QuickFilter(Sentence(label), {"answers": one}) for one, label in _LABELS.items()),
    ),
    fields=(
        FilterField(name="answers", label=N_("Answers"), usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        FilterField(name="due_from", label=N_("Due on or after"), kind="date"),
        FilterField(name="due_until", label=N_("Due on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: Link(
                one.worker or Sentence(N_("No name")), f"/desk/check-ins/{one.reference}"
            ),
            order=(arrivals.WORKER_NAME,),
        ),
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: one.placed.employer,
            order=(col(Placement.employer),),
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: (
                Country(one.placed.country, one.placed.city)
                if one.placed.country
                else one.placed.city
            ),
            order=(col(Placement.country), col(Placement.city)),
        ),
        Column(
            key="day",
            label=N_("Day"),
            cell=lambda one: one.row.day,
            order=(col(CheckIn.day), col(CheckIn.due_on)),
            is_number=True,
        ),
        Column(
            key="due",
            label=N_("Due"),
            cell=lambda one: one.row.due_on,
            order=(col(CheckIn.due_on),),
        ),
        Column(
            key="answers",
            label=N_("Answers"),
            cell=_answers,
            order=(col(CheckIn.needs_call), col(CheckIn.due_on)),
            indexed=True,
        ),
    ),
)


@page_get("/desk/check-ins", permission=Permission.CHECKINS_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, CHECK_INS)


@page_post("/desk/check-ins/find", permission=Permission.CHECKINS_READ)
def find(request: Req, data: Form) -> Response[Any]:
    """Show the check-ins of a worker, by name, which is in no address."""
    return listing.show_found(request, CHECK_INS, data)
