"""The list of protected cases, which names nobody."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import CountryCode
from catalog.reference import posts
from i18n import N_, NP_
from service.casework.protection import referrals
from service.casework.protection.forced_labour_indicators import Urgency
from service.casework.protection.referral_actions import Body
from service.casework.protection.referrals import Referral, Status
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Due, Labelled, Link, Reference, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class CaseFilter(msgspec.Struct, frozen=True):
    """The filter of cases, as in the query string; those that are open, unless `over`."""

    urgency: Urgency | None = None
    status: Status | None = None
    body: Body | None = None
    referred: YesNo | None = None
    country: CountryCode | None = None
    due_until: date | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    over: YesNo = YesNo.NO


class CaseRow(list_columns.RecordRow, frozen=True):
    """A case with the mission that leads it, and by when somebody must act on it."""

    row: Referral
    mission: str
    due: Due | None

    @property
    def urgency(self) -> Labelled | Stamp:
        label = Labelled("urgency", self.row.urgency)
        is_near = self.row.urgency in (Urgency.EMERGENCY, Urgency.SAME_DAY)
        return Stamp(label, "no") if self.due and is_near else label


class CasesPage(msgspec.Struct, frozen=True):
    """Whether the list shows cases that are over; `harm`: the page offers a quick way out."""

    over: bool
    harm: bool = True


def _terms(reading: Reading, asked: CaseFilter) -> list[ColumnElement[bool]]:
    nobody = col(Referral.body).is_(None)
    return [
        *([~nobody if asked.referred is YesNo.YES else nobody] if asked.referred else []),
        referrals.open_or_over(reading.by, over=asked.over is YesNo.YES),
        *queries.equals(Referral, asked, "urgency", "status", "body", "country"),
        *queries.between(Referral.due, None, asked.due_until),
        *queries.between(Referral.opened_on, asked.opened_from, asked.opened_until),
    ]


def _facts(reading: Reading, rows: list[Referral]) -> list[CaseRow]:
    offices = posts.by_code(reading.session, [row.post for row in rows])
    today = listing.today(reading)
    return [
        CaseRow(
            row,
            list_choices.office(reading, offices.get(row.post or "")),
            None if row.over_on else Due(row.due, today),
        )
        for row in rows
    ]


def _choices(reading: Reading, _asked: CaseFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "referred": list_choices.yes_no(reading),
        "over": [("yes", list_choices.translated(reading, N_("Closed cases")))],
    }


CASES = ListView(
    name="cases",
    path="/desk/cases",
    permission=Permission.REFERRALS_READ,
    title=N_("Cases"),
    counted=NP_("%(num)s case", "%(num)s cases"),
    filter=CaseFilter,
    order="urgency",
    query=Query(rows=select(Referral), key=(col(Referral.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    extra=lambda _reading, asked, _rows: CasesPage(over=asked.over is YesNo.YES),
    template="desk/protection/cases.html",
    fields=(
        FilterField(name="urgency", label=N_("Urgency"), labels="urgency", usual=True),
        FilterField(name="status", label=N_("Status"), labels="referral", usual=True),
        FilterField(name="body", label=N_("Sent to"), labels="body", usual=True),
        FilterField(name="referred", label=N_("Sent to an organisation"), empty=N_("Either")),
        FilterField(name="country", label=N_("Country"), empty=N_("All countries")),
        FilterField(name="due_until", label=N_("Due on or before"), kind="date"),
        FilterField(name="opened_from", label=N_("Opened on or after"), kind="date"),
        FilterField(name="opened_until", label=N_("Opened on or before"), kind="date"),
        FilterField(name="over", label=N_("Cases to show"), empty=N_("Open cases")),
    ),
    columns=(
        Column(
            key="reference",
            label=N_("Case"),
            cell=lambda one: Link(Reference(one.reference), f"/desk/cases/{one.reference}"),
        ),
        Column(
            key="urgency",
            label=N_("Urgency"),
            cell=lambda one: one.urgency,
            order=referrals.BY_URGENCY,
        ),
        Column(key="due", label=N_("Due"), cell=lambda one: one.due, order=(col(Referral.due),)),
        Column(
            key="status",
            label=N_("Status"),
            cell=lambda one: Labelled("referral", one.row.status),
            order=(col(Referral.status),),
        ),
        Column(
            key="consent",
            label=N_("Consent"),
            cell=lambda one: Labelled("consent", one.row.consent),
            order=(col(Referral.consent),),
        ),
        Column(
            key="body",
            label=N_("Sent to"),
            cell=lambda one: Labelled("body", one.row.body or ""),
            order=(col(Referral.body),),
        ),
        Column(
            key="over",
            label=N_("Closed on"),
            cell=lambda one: one.row.over_on,
            order=(col(Referral.over_on),),
        ),
        Column(
            key="opened",
            label=N_("Opened on"),
            cell=lambda one: one.row.opened_on,
            order=(col(Referral.opened_on),),
            usual=False,
        ),
        list_columns.country(col(Referral.country), usual=False),
        Column(key="mission", label=N_("Mission"), cell=lambda one: one.mission, usual=False),
    ),
)


@page_get("/desk/cases", permission=Permission.REFERRALS_READ)
def index(request: Req) -> Response[Any]:
    """Show the list, which names nobody.

    The person is shown in the case itself, and that read is recorded.
    """
    return listing.show(request, CASES)
