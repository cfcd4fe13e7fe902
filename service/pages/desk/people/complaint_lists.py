"""The lists of complaints about agencies: those about one agency at its own desk, and all."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, case, select
from sqlmodel import col

from catalog.licensing.agencies import Agency
from i18n import N_, NP_, formats, gettext
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_deadlines import ResponseTimes
from service.casework.complaints.complaints import Complaint, State, Topic
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import agency_tasks, desk_page, list_columns
from service.web import rendering
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Reference, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading

# What is looked for most, as several states at once.
WAITING, ANSWERED, OFFICERS, OVER, EVERY = "waiting", "answered", "officers", "over", "all"
_STATES = {
    WAITING: (*complaint_decisions.WAITING_STATES,),
    OFFICERS: (*complaint_decisions.REVIEW_STATES,),
    OVER: (State.SETTLED, State.CONFIRMED, State.UNFOUNDED, State.CLOSED),
    EVERY: (*State,),
} | {one.value: (one,) for one in State}
_AGENCY_LINKS = {
    WAITING: N_("Waiting for the agency"),
    ANSWERED: N_("Answered"),
    OFFICERS: N_("With the officers"),
    OVER: N_("Finished"),
}
_OFFICER_LINKS = {name: _AGENCY_LINKS[name] for name in (OFFICERS, WAITING, ANSWERED, OVER)}


class ComplaintFilter(msgspec.Struct, frozen=True):
    """The filter of complaints, as in the query string; no state: what needs an action first."""

    state: Annotated[str, Meta(max_length=16)] = ""
    topic: Topic | None = None
    agency: Annotated[str, Meta(max_length=60)] = ""
    filed_from: date | None = None
    filed_until: date | None = None


class ComplaintRow(list_columns.RecordRow, frozen=True):
    """A complaint with its agency, its next deadline and the officer who upheld it first."""

    row: Complaint
    path: str
    agency: str
    due: Stamp | None
    officer: str


class ComplaintLinks(msgspec.Struct, frozen=True):
    """Links to what is looked for most: the state, its label, and whether it is shown."""

    links: list[tuple[str, str, bool]]


def _usual(reading: Reading) -> str:
    """Return what needs an action from those who read: an agency, or the officers."""
    return WAITING if reading.by.agency else OFFICERS


def _terms(reading: Reading, asked: ComplaintFilter) -> list[ColumnElement[bool]]:
    states = _STATES.get(asked.state) or _STATES[_usual(reading)]
    return [
        complaints.within(reading.by),
        *_in_states(states),
        *queries.equals(Complaint, asked, "topic", "agency"),
        *queries.moments_between(Complaint.filed_at, asked.filed_from, asked.filed_until),
    ]


def _in_states(states: Sequence[State]) -> list[ColumnElement[bool]]:
    """Return the condition of these states: none for all, which are read in the order of an index."""
    if len(states) == len(State):
        return []
    return [col(Complaint.state).in_(sorted(one.value for one in states))]


def _facts(reading: Reading, rows: list[Complaint]) -> list[ComplaintRow]:
    session = reading.session
    promise = complaint_deadlines.in_force(session, listing.today(reading))
    officers = desk_page.officer_names(session, {row.first_officer or "" for row in rows})
    found = select(col(Agency.external_id), col(Agency.name)).where(
        col(Agency.external_id).in_({row.agency for row in rows})
    )
    names = dict(iter(session.execute(found)))
    path = (OWN if reading.by.agency else ALL).path
    return [
        ComplaintRow(
            row=row,
            path=path,
            agency=names[row.agency],
            due=_due(reading, row, promise),
            officer=officers.get(row.first_officer or "", ""),
        )
        for row in rows
    ]


def _due(reading: Reading, row: Complaint, promise: ResponseTimes) -> Stamp | None:
    """Return by when the agency must answer next, or nothing if it need not."""
    if row.state not in complaint_decisions.WAITING_STATES:
        return None
    due, late = agency_tasks.next_deadline(row, promise, reading.now)
    lang = reading.reader.lang
    moment = formats.datetime_(lang, due)
    if late:
        return Stamp(gettext(lang, "overdue since %(moment)s", moment=moment), "no")
    return Stamp(gettext(lang, "due by %(moment)s", moment=moment), "soon")


def _choices(reading: Reading, _asked: ComplaintFilter) -> Choices:
    lang = reading.reader.lang
    found = select(col(Agency.external_id), col(Agency.name)).where(
        col(Agency.external_id).in_(
            select(col(Complaint.agency)).where(complaints.within(reading.by))
        )
    )
    return {
        "state": [
            *((one, gettext(lang, label)) for one, label in _links(reading).items()),
            (EVERY, gettext(lang, "All")),
            *(one for one in rendering.choices(lang, "complaint") if one[0] != ANSWERED),
        ],
        "agency": [(code, name) for code, name in reading.session.execute(found.order_by("name"))],
    }


def _links(reading: Reading) -> dict[str, str]:
    return _AGENCY_LINKS if reading.by.agency else _OFFICER_LINKS


def _extra(reading: Reading, asked: ComplaintFilter, _rows: list[Any]) -> ComplaintLinks:
    shown, lang = asked.state or _usual(reading), reading.reader.lang
    return ComplaintLinks(
        [(one, gettext(lang, label), one == shown) for one, label in _links(reading).items()]
    )


_REFERENCE = Column(
    key="reference",
    label=N_("Complaint"),
    cell=lambda one: Link(Reference(one.reference), f"{one.path}/{one.reference}"),
    order=(col(Complaint.reference),),
)
_TOPIC = Column(
    key="topic",
    label=N_("Subject"),
    cell=lambda one: Labelled("complained", one.row.topic),
    order=(col(Complaint.topic),),
)
_FILED = Column(
    key="filed",
    label=N_("Reported on"),
    cell=lambda one: one.row.filed_at,
    order=(col(Complaint.filed_at),),
)
_STATE = Column(
    key="state",
    label=N_("Status"),
    cell=lambda one: Labelled("complaint", one.row.state),
    order=(
        case({one.value: place for place, one in enumerate(State)}, value=col(Complaint.state)),
    ),
)
_DUE = Column(key="due", label=N_("Due"), cell=lambda one: one.due)
_ANSWERED = Column(
    key="answered",
    label=N_("Answered on"),
    cell=lambda one: one.row.answered_at,
    order=(col(Complaint.answered_at),),
    usual=False,
)
_DECIDED = Column(
    key="decided",
    label=N_("Decided on"),
    cell=lambda one: one.row.decided_at,
    order=(col(Complaint.decided_at),),
    usual=False,
)
_TOPIC_FIELD = FilterField(
    name="topic", label=N_("Subject"), labels="complained", empty=N_("All subjects"), usual=True
)
_DAY_FIELDS = (
    FilterField(name="filed_from", label=N_("Reported on or after"), kind="date"),
    FilterField(name="filed_until", label=N_("Reported on or before"), kind="date"),
)

_list = partial(
    ListView,
    counted=NP_("%(num)s complaint", "%(num)s complaints"),
    filter=ComplaintFilter,
    order="filed",
    query=Query(rows=select(Complaint), key=(col(Complaint.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    extra=_extra,
)

OWN = _list(
    name="own_complaints",
    path="/desk/own/complaints",
    permission=Permission.OWN_OPEN,
    title=N_("Complaints about your agency"),
    template="desk/people/own_complaints.html",
    fields=(
        FilterField(name="state", label=N_("Status"), empty=_AGENCY_LINKS[WAITING], usual=True),
        _TOPIC_FIELD,
        *_DAY_FIELDS,
    ),
    columns=(_REFERENCE, _TOPIC, _FILED, _STATE, _DUE, _ANSWERED, _DECIDED),
)

ALL = _list(
    name="complaints",
    path="/desk/complaints",
    permission=Permission.COMPLAINTS_READ,
    title=N_("Complaints about agencies"),
    template="desk/people/complaints.html",
    fields=(
        FilterField(name="state", label=N_("Status"), empty=_AGENCY_LINKS[OFFICERS], usual=True),
        _TOPIC_FIELD,
        FilterField(name="agency", label=N_("Agency"), empty=N_("All agencies"), usual=True),
        *_DAY_FIELDS,
    ),
    columns=(
        _REFERENCE,
        _TOPIC,
        Column(key="agency", label=N_("Agency"), cell=lambda one: one.agency),
        _FILED,
        _STATE,
        _DUE,
        _ANSWERED,
        Column(
            key="escalated",
            label=N_("With the officers since"),
            cell=lambda one: one.row.escalated_at,
            order=(col(Complaint.escalated_at),),
            usual=False,
        ),
        Column(key="officer", label=N_("Upheld by"), cell=lambda one: one.officer, usual=False),
        _DECIDED,
    ),
)
