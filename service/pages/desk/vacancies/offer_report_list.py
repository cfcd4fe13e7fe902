"""The list of scam reports of recruiters, without their stories: those that wait come first."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, not_, select, true
from sqlmodel import col

from catalog.core.fields import CountryCode, tashkent_day
from i18n import N_, NP_
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Link, Sentence, Stamp
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Query,
    QuickFilter,
    Reading,
)


class ReportState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ASIDE = "aside"
    ALL = "all"


_LABELS = {
    ReportState.WAITING: N_("Waiting for officers"),
    ReportState.CONFIRMED: N_("Confirmed"),
    ReportState.ASIDE: N_("Set aside as unfounded"),
    ReportState.ALL: N_("All"),
}
_TERMS: Mapping[ReportState, ColumnElement[bool]] = {
    ReportState.WAITING: scam_reports.waits(),
    ReportState.CONFIRMED: col(Report.confirmed_at).is_not(None),
    ReportState.ASIDE: col(Report.set_aside_at).is_not(None),
    ReportState.ALL: true(),
}
_ONCE = col(Report.first_officer).is_not(None)


class Filter(msgspec.Struct, frozen=True):
    """The filter of the reports, as in the address; `once`: confirmed by one officer."""

    state: ReportState = ReportState.WAITING
    q: queries.Word = ""
    country: CountryCode | None = None
    once: YesNo | None = None
    under_18: YesNo | None = None
    reported_from: date | None = None
    reported_until: date | None = None


class ReportRow(list_columns.RecordRow, frozen=True):
    """A report, how many have its name, how many of those are confirmed, and its first officer."""

    row: Report
    named: int
    confirmed: int
    officer: str


def _terms(_reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    key = scam_reports.key_of(asked.q)
    return [
        _TERMS[asked.state],
        *([col(Report.key).contains(key, autoescape=True)] if asked.q else []),
        *queries.equals(Report, asked, "country"),
        *queries.moments_between(Report.reported_at, asked.reported_from, asked.reported_until),
        *([_ONCE if asked.once is YesNo.YES else not_(_ONCE)] if asked.once else []),
        *([col(Report.under_18).is_(asked.under_18 is YesNo.YES)] if asked.under_18 else []),
    ]


def _facts(reading: Reading, rows: list[Report]) -> list[ReportRow]:
    counts = scam_reports.name_counts(reading.session, [row.key for row in rows])
    officers = desk_page.officer_names(reading.session, [row.first_officer for row in rows])
    return [
        ReportRow(row, *counts[row.key], officers.get(row.first_officer or "", "")) for row in rows
    ]


def _state(one: ReportRow) -> Cell:
    row = one.row
    if row.confirmed_at:
        return Stamp(Sentence(_LABELS[ReportState.CONFIRMED]), "")
    if row.set_aside_at:
        return Sentence(_LABELS[ReportState.ASIDE])
    if row.first_officer:
        return Stamp(Sentence(N_("Confirmed by one officer")), "soon")
    return Sentence(_LABELS[ReportState.WAITING])


def _choices(reading: Reading, _asked: Filter) -> Choices:
    states = [(one.value, list_choices.translated(reading, text)) for one, text in _LABELS.items()]
    return {
        "state": states[1:],
        "country": list_choices.destinations(reading),
        **dict.fromkeys(("once", "under_18"), list_choices.yes_no(reading)),
    }


OFFER_REPORTS = ListView(
    name="offer_reports",
    path="/desk/offer-reports",
    permission=Permission.FACTS_CONFIRM,
    title=N_("Reports about recruiters"),
    counted=NP_("%(num)s report", "%(num)s reports"),
    filter=Filter,
    order="state",
    query=Query(rows=select(Report), key=(col(Report.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    template="desk/vacancies/offer_reports.html",
    quick=(
        QuickFilter(Sentence(_LABELS[ReportState.WAITING]), {}),
        QuickFilter(Sentence(N_("Confirmed by one officer")), {"once": YesNo.YES}),
        QuickFilter(Sentence(N_("Confirmed")), {"state": ReportState.CONFIRMED}),
        QuickFilter(Sentence(N_("Set aside as unfounded")), {"state": ReportState.ASIDE}),
        QuickFilter(Sentence(N_("All")), {"state": ReportState.ALL}),
    ),
    fields=(
        FilterField(
            name="state", label=N_("Status"), empty=_LABELS[ReportState.WAITING], usual=True
        ),
        FilterField(name="q", label=N_("Recruiter"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="once", label=N_("Confirmed by one officer"), empty=N_("Either")),
        FilterField(name="under_18", label=N_("Under 18"), empty=N_("Either")),
        FilterField(name="reported_from", label=N_("Reported on or after"), kind="date"),
        FilterField(name="reported_until", label=N_("Reported on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="recruiter",
            label=N_("Recruiter"),
            cell=lambda one: Link(one.row.recruiter, f"/desk/offer-reports/{one.row.reference}"),
            order=(col(Report.key),),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=_state,
            order=(col(Report.first_officer).is_(None), col(Report.reported_at)),
        ),
        Column(key="officer", label=N_("Confirmed first by"), cell=lambda one: one.officer),
        Column(
            key="reported",
            label=N_("Reported on"),
            cell=lambda one: tashkent_day(one.row.reported_at),
            order=(col(Report.reported_at),),
        ),
        list_columns.country(col(Report.country)),
        Column(key="phone", label=N_("Telephone"), cell=lambda one: one.row.phone),
        Column(
            key="under_18",
            label=N_("Under 18"),
            cell=lambda one: Stamp(Sentence(N_("Yes")), "no") if one.row.under_18 else None,
            order=(col(Report.under_18),),
        ),
        Column(
            key="named",
            label=N_("Reports of this name"),
            cell=lambda one: one.named,
            is_number=True,
        ),
        Column(
            key="confirmed",
            label=N_("Confirmed reports of this name"),
            cell=lambda one: one.confirmed or None,
            is_number=True,
            usual=False,
        ),
        list_columns.reference(col(Report.reference)),
    ),
)


@page_get("/desk/offer-reports", permission=Permission.FACTS_CONFIRM)
def index(request: Req) -> Response[Any]:
    return listing.show(request, OFFER_REPORTS)
