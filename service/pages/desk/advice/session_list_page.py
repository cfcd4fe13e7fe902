"""The list of advice sessions at the desk."""

from collections.abc import Sequence
from typing import Any

from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.reference import countries
from i18n import N_, NP_
from matching.identity import persons
from service.casework.advice import session_list
from service.casework.advice.session_list import ME, Filter
from service.casework.scope.advice_tables import Session
from service.infra.access import Permission
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Due, Labelled, Link
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class SessionRow(list_columns.RecordRow, frozen=True):
    """A session with the names of the person and of the officer."""

    row: Session
    person: str
    officer: str
    due: Due | None


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return session_list.terms(asked, reading.by)


def _facts(reading: Reading, rows: list[Session]) -> list[SessionRow]:
    people = persons.names(reading.session, {row.citizen for row in rows if row.citizen})
    officers = desk_page.officer_names(reading.session, {row.officer for row in rows})
    today = listing.today(reading)
    return [
        SessionRow(
            row,
            people.get(row.citizen or "", ""),
            officers.get(row.officer, ""),
            Due(row.follow_up_on, today) if row.follow_up_on else None,
        )
        for row in rows
    ]


def _choices(reading: Reading, _asked: Filter) -> Choices:
    officers = session_list.officers(reading.session, by=reading.by)
    return {
        "country": list_choices.countries(reading, countries.destinations(reading.session)),
        "officer": [
            (ME, list_choices.me(reading)),
            *((one.reference, one.name) for one in officers),
        ],
        "void": [("yes", list_choices.translated(reading, N_("Only void sessions")))],
    }


SESSIONS = ListView(
    name="sessions",
    path="/desk/advice",
    permission=Permission.ADVICE_READ,
    title=N_("Advice sessions"),
    counted=NP_("%(num)s session", "%(num)s sessions"),
    filter=Filter,
    order="-at",
    # Counted less far than other lists: a claims officer's scope is checked for each session.
    query=Query(
        rows=select(Session), key=(col(Session.reference),), terms=_terms, most_counted=200
    ),
    facts=_facts,
    choices=_choices,
    template="desk/advice/advice.html",
    fields=(
        FilterField(
            name="topic", label=N_("Topic"), labels="topic", empty=N_("All topics"), usual=True
        ),
        list_columns.COUNTRY_FIELD,
        FilterField(name="officer", label=N_("Officer"), empty=N_("All officers"), usual=True),
        FilterField(name="day_from", label=N_("From this date"), kind="date"),
        FilterField(name="day_until", label=N_("Up to this date"), kind="date"),
        FilterField(name="channel", label=N_("Channel"), labels="channel"),
        FilterField(name="outcome", label=N_("Outcome"), labels="outcome"),
        FilterField(name="level", label=N_("Level"), labels="level"),
        FilterField(name="region", label=N_("Region"), labels="region"),
        FilterField(name="void", label=N_("Declared void"), empty=N_("No")),
    ),
    columns=(
        Column(
            key="at",
            label=N_("When"),
            cell=lambda one: Link(
                one.row.at if one.row.has_time else one.row.day,
                f"/desk/advice/{one.row.reference}",
            ),
            order=(col(Session.at),),
            indexed=True,
        ),
        Column(key="person", label=N_("Worker"), cell=lambda one: one.person),
        Column(
            key="topic",
            label=N_("Topic"),
            cell=lambda one: Labelled("topic", one.row.topic),
            order=(col(Session.topic), col(Session.at)),
            indexed=True,
        ),
        list_columns.country(col(Session.country), col(Session.at), indexed=True),
        Column(
            key="channel",
            label=N_("Channel"),
            cell=lambda one: Labelled("channel", one.row.channel),
            order=(col(Session.channel),),
        ),
        Column(
            key="outcome",
            label=N_("Outcome"),
            cell=lambda one: Labelled("outcome", one.row.outcome),
            order=(col(Session.outcome),),
        ),
        Column(
            key="follow_up",
            label=N_("Follow-up"),
            cell=lambda one: one.due,
            order=(col(Session.follow_up_on),),
        ),
        Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer),
        Column(
            key="level",
            label=N_("Level"),
            cell=lambda one: Labelled("level", one.row.level),
            usual=False,
        ),
        Column(
            key="region",
            label=N_("Region"),
            cell=lambda one: Labelled("region", one.row.region or ""),
            usual=False,
        ),
        list_columns.reference(),
    ),
)


@page_get("/desk/advice", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, SESSIONS)
