"""The list of proposals about licences and the black list, those that wait for a signature first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import tashkent_day
from catalog.employers.employers import Employer
from catalog.licensing import proposals
from catalog.licensing.agencies import Agency
from catalog.licensing.proposals import Outcome, Proposal, ProposedAction
from i18n import N_, NP_, gettext
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Sentence
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Query,
    QuickFilter,
    Reading,
)


class ProposalFilter(msgspec.Struct, frozen=True):
    """The filter of proposals, as in the query string; without an outcome those that wait."""

    outcome: Outcome | None = None
    act: ProposedAction | None = None
    proposed_from: date | None = None
    proposed_until: date | None = None
    signable: YesNo = YesNo.NO


class ProposalRow(list_columns.RecordRow, frozen=True):
    """A proposal with the names of its firm and of the officers."""

    row: Proposal
    firm: str
    proposed_by: str
    decided_by: str


def _terms(reading: Reading, asked: ProposalFilter) -> list[ColumnElement[bool]]:
    signable = proposals.signable(reading.by)
    return [
        *([signable] if asked.signable is YesNo.YES else []),
        col(Proposal.outcome) == (asked.outcome or Outcome.WAITING).value,
        *queries.equals(Proposal, asked, "act"),
        *queries.moments_between(Proposal.proposed_at, asked.proposed_from, asked.proposed_until),
    ]


def _facts(reading: Reading, found: Sequence[Any]) -> list[ProposalRow]:
    numbers = {number for row, *_ in found for number in (row.proposed_by, row.decided_by)}
    officers = desk_page.officer_names(reading.session, numbers)
    return [
        ProposalRow(
            row,
            agency or employer or "",
            officers.get(row.proposed_by, row.proposed_by),
            officers.get(row.decided_by, row.decided_by),
        )
        for row, agency, employer in found
    ]


def _choices(reading: Reading, _asked: ProposalFilter) -> Choices:
    lang = reading.reader.lang
    return {
        "outcome": [(one.value, gettext(lang, one.label)) for one in Outcome],
        "signable": [("yes", list_choices.translated(reading, N_("Only those you can sign")))],
    }


PROPOSALS = ListView(
    name="proposals",
    path="/desk/proposals",
    permission=Permission.LICENCES_CONFIRM,
    title=N_("Second signatures"),
    counted=NP_("%(num)s proposal", "%(num)s proposals"),
    filter=ProposalFilter,
    order="proposed",
    query=Query(
        rows=select(Proposal, col(Agency.name), col(Employer.name))
        .outerjoin(Agency, col(Agency.external_id) == col(Proposal.agency))
        .outerjoin(Employer, col(Employer.reference) == col(Proposal.employer)),
        key=(col(Proposal.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=_choices,
    template="desk/licensing/proposals.html",
    quick=tuple(
        QuickFilter(Sentence(one.label), {} if one is Outcome.WAITING else {"outcome": one})
        for one in Outcome
    ),
    fields=(
        FilterField(name="outcome", label=N_("Status"), empty=Outcome.WAITING.label, usual=True),
        FilterField(name="act", label=N_("Proposal"), labels="proposal", usual=True),
        FilterField(name="signable", label=N_("Your signature")),
        FilterField(name="proposed_from", label=N_("Proposed on or after"), kind="date"),
        FilterField(name="proposed_until", label=N_("Proposed on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="act",
            label=N_("Proposal"),
            cell=lambda one: Link(
                Labelled("proposal", one.row.act), f"/desk/proposals/{one.reference}"
            ),
            order=(col(Proposal.act), col(Proposal.proposed_at)),
        ),
        Column(
            key="firm",
            label=N_("Firm"),
            cell=lambda one: one.firm,
            order=(col(Agency.name), col(Employer.name)),
        ),
        Column(
            key="number",
            label=N_("Decision"),
            cell=lambda one: one.row.number,
            order=(col(Proposal.number),),
        ),
        Column(key="reason", label=N_("Reason"), cell=lambda one: one.row.reason),
        Column(
            key="starts",
            label=N_("In force"),
            cell=lambda one: one.row.starts_on,
            order=(col(Proposal.starts_on),),
        ),
        Column(key="proposed_by", label=N_("Proposed by"), cell=lambda one: one.proposed_by),
        Column(
            key="proposed",
            label=N_("Proposed on"),
            cell=lambda one: tashkent_day(one.row.proposed_at),
            order=(col(Proposal.proposed_at),),
        ),
        Column(
            key="decided",
            label=N_("Decided on"),
            cell=lambda one: one.row.decided_at and tashkent_day(one.row.decided_at),
            order=(col(Proposal.decided_at),),
            usual=False,
        ),
        Column(
            key="decided_by", label=N_("Decided by"), cell=lambda one: one.decided_by, usual=False
        ),
    ),
)


@page_get("/desk/proposals", permission=Permission.LICENCES_CONFIRM)
def index(request: Req) -> Response[Any]:
    return listing.show(request, PROPOSALS)
