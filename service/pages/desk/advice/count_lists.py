"""The lists of what is counted beside sessions: calls without advice, group sessions, events."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from catalog.core import corrections
from catalog.core.fields import CountryCode, Region
from catalog.reference import posts
from i18n import N_, NP_
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import Contact
from service.casework.advice.group_sessions import GroupSession, MassEvent, Means
from service.casework.advice.topics import Channel, Topic
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Sentence, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading

Officer = Annotated[str, Meta(max_length=40)]


class ContactFilter(msgspec.Struct, frozen=True):
    """The filter of calls without advice, as in the query string."""

    channel: Channel | None = None
    answered: YesNo | None = None
    officer: Officer = ""
    day_from: date | None = None
    day_until: date | None = None
    void: YesNo | None = None


class GroupSessionFilter(msgspec.Struct, frozen=True):
    """The filter of group sessions, as in the query string."""

    topic: Topic | None = None
    country: CountryCode | None = None
    channel: Channel | None = None
    held_in: Region | None = None
    officer: Officer = ""
    day_from: date | None = None
    day_until: date | None = None
    void: YesNo | None = None


class EventFilter(msgspec.Struct, frozen=True):
    """The filter of public events, as in the query string."""

    means: Means | None = None
    topic: Topic | None = None
    country: CountryCode | None = None
    held_in: Region | None = None
    officer: Officer = ""
    day_from: date | None = None
    day_until: date | None = None
    void: YesNo | None = None


Counted = Contact | GroupSession | MassEvent


class CountRow(msgspec.Struct, frozen=True):
    """A record with the names of its officer and mission, and whether it is void."""

    row: Counted
    noun: str
    reference: str
    officer: str
    mission: str
    void: bool

    @property
    def day(self) -> tuple[Link, Stamp | None]:
        """Return the cell that leads to the record."""
        link = Link(self.row.day, f"/desk/advice/records/{self.noun}/{self.reference}")
        return link, Stamp(Sentence(N_("void")), "no") if self.void else None


def _terms(
    table: Any,
    within: Callable[[Any], ColumnElement[bool]],
    counts: ColumnElement[bool],
    *same: str,
) -> Callable[[Reading, Any], list[ColumnElement[bool]]]:
    """Return the function that gives the conditions of a filter on one of the tables."""

    def terms(reading: Reading, asked: Any) -> list[ColumnElement[bool]]:
        officer = list_choices.officer(asked.officer, reading.by)
        return [
            within(reading.by),
            *queries.equals(table, asked, *same),
            *queries.between(table.day, asked.day_from, asked.day_until),
            *([col(table.officer) == officer] if officer else []),
            *([counts if asked.void is YesNo.NO else ~counts] if asked.void else []),
        ]

    return terms


def _facts(noun: str, key: str) -> Callable[[Reading, list[Any]], list[CountRow]]:
    """Return the function that gives the rows of one of the tables."""

    def facts(reading: Reading, rows: list[Any]) -> list[CountRow]:
        session, numbers = reading.session, [str(getattr(row, key)) for row in rows]
        officers = desk_page.officer_names(session, {row.officer for row in rows})
        offices = posts.by_code(session, [row.post for row in rows])
        void = corrections.void_among(session, (noun,), numbers)
        return [
            CountRow(
                row=row,
                noun=noun,
                reference=number,
                officer=officers.get(row.officer, ""),
                mission=list_choices.office(reading, offices.get(row.post)),
                void=number in void or getattr(row, "voided", False),
            )
            for row, number in zip(rows, numbers, strict=True)
        ]

    return facts


def _choices(
    table: Any, within: Callable[[Any], ColumnElement[bool]]
) -> Callable[[Reading, Any], Choices]:
    def choices(reading: Reading, _asked: Any) -> Choices:
        held = select(col(table.officer)).where(within(reading.by))
        return {
            "country": list_choices.destinations(reading),
            "officer": list_choices.officers(reading, held),
            "answered": list_choices.yes_no(reading),
            "void": list_choices.yes_no(reading),
        }

    return choices


_TOPIC = FilterField(
    name="topic", label=N_("Topic"), labels="topic", empty=N_("All topics"), usual=True
)
_CHANNEL = FilterField(name="channel", label=N_("Channel"), labels="channel")
_REGION = FilterField(name="held_in", label=N_("Region"), labels="region")
_COMMON = (
    FilterField(name="officer", label=N_("Officer"), empty=N_("All officers"), usual=True),
    FilterField(name="day_from", label=N_("From this date"), kind="date"),
    FilterField(name="day_until", label=N_("Up to this date"), kind="date"),
    FilterField(name="void", label=N_("Declared void"), empty=N_("Either")),
)
_OFFICER = Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer)
_MISSION = Column(
    key="mission", label=N_("Mission"), cell=lambda one: one.mission or None, usual=False
)


def _day(table: Any) -> Column:
    return Column(
        key="day",
        label=N_("Day"),
        cell=lambda one: one.day,
        order=(col(table.day),),
        indexed=True,
    )


def _topic(table: Any) -> Column:
    return Column(
        key="topic",
        label=N_("Topic"),
        cell=lambda one: Labelled("topic", one.row.topic or ""),
        order=(col(table.topic),),
    )


def _places(table: Any) -> tuple[Column, ...]:
    return (
        list_columns.country(col(table.country)),
        Column(
            key="place",
            label=N_("Place"),
            cell=lambda one: one.row.place,
            order=(func.lower(col(table.place)),),
        ),
        Column(
            key="region",
            label=N_("Region"),
            cell=lambda one: Labelled("region", one.row.held_in),
            order=(col(table.held_in),),
            usual=False,
        ),
    )


CONTACTS = ListView(
    name="contacts",
    path="/desk/advice/contacts",
    permission=Permission.ADVICE_READ,
    title=N_("Calls without advice"),
    counted=NP_("%(num)s call", "%(num)s calls"),
    filter=ContactFilter,
    order="-day",
    query=Query(
        rows=select(Contact).where(col(Contact.session).is_(None)),
        key=(col(Contact.id).desc(),),
        terms=_terms(Contact, contacts.within, contacts.counts(), "channel"),
    ),
    facts=_facts("contact", "id"),
    choices=_choices(Contact, contacts.within),
    template="desk/advice/contacts.html",
    fields=(
        _CHANNEL,
        FilterField(name="answered", label=N_("Was the call answered?"), empty=N_("Either")),
        *_COMMON,
    ),
    columns=(
        _day(Contact),
        Column(
            key="channel",
            label=N_("Channel"),
            cell=lambda one: Labelled("channel", one.row.channel),
            order=(col(Contact.channel),),
        ),
        Column(
            key="answered",
            label=N_("Was the call answered?"),
            cell=lambda one: Labelled("yes_no", "true" if one.row.answered else "false"),
            order=(col(Contact.answered),),
        ),
        Column(
            key="minutes",
            label=N_("Length in minutes"),
            cell=lambda one: one.row.minutes,
            order=(col(Contact.minutes),),
            is_number=True,
        ),
        _OFFICER,
        _MISSION,
    ),
)

GROUP_SESSIONS = ListView(
    name="group_sessions",
    path="/desk/advice/groups",
    permission=Permission.ADVICE_READ,
    title=N_("Group sessions"),
    counted=NP_("%(num)s group session", "%(num)s group sessions"),
    filter=GroupSessionFilter,
    order="-day",
    query=Query(
        rows=select(GroupSession),
        key=(col(GroupSession.reference),),
        terms=_terms(
            GroupSession,
            lambda by: group_sessions.within(GroupSession, by),
            group_sessions.group_counts(),
            *("topic", "country", "channel", "held_in"),
        ),
    ),
    facts=_facts("gathering", "reference"),
    choices=_choices(GroupSession, lambda by: group_sessions.within(GroupSession, by)),
    template="desk/advice/gatherings.html",
    fields=(_TOPIC, list_columns.COUNTRY_FIELD, _CHANNEL, _REGION, *_COMMON),
    columns=(
        _day(GroupSession),
        _topic(GroupSession),
        *_places(GroupSession),
        Column(
            key="present",
            label=N_("Participants"),
            cell=lambda one: one.row.present,
            order=(col(GroupSession.present),),
            is_number=True,
        ),
        _OFFICER,
        _MISSION,
    ),
)

EVENTS = ListView(
    name="events",
    path="/desk/advice/events",
    permission=Permission.ADVICE_READ,
    title=N_("Public events"),
    counted=NP_("%(num)s event", "%(num)s events"),
    filter=EventFilter,
    order="-day",
    query=Query(
        rows=select(MassEvent),
        key=(col(MassEvent.reference),),
        terms=_terms(
            MassEvent,
            lambda by: group_sessions.within(MassEvent, by),
            group_sessions.event_counts(),
            *("means", "topic", "country", "held_in"),
        ),
    ),
    facts=_facts("mass_event", "reference"),
    choices=_choices(MassEvent, lambda by: group_sessions.within(MassEvent, by)),
    template="desk/advice/gatherings.html",
    fields=(
        FilterField(name="means", label=N_("Type of event"), labels="means_of", usual=True),
        _TOPIC,
        list_columns.COUNTRY_FIELD,
        _REGION,
        *_COMMON,
    ),
    columns=(
        _day(MassEvent),
        Column(
            key="means",
            label=N_("Type of event"),
            cell=lambda one: Labelled("means_of", one.row.means),
            order=(col(MassEvent.means),),
        ),
        _topic(MassEvent),
        *_places(MassEvent),
        Column(
            key="reached",
            label=N_("Approximate reach"),
            cell=lambda one: one.row.reached,
            order=(col(MassEvent.reached),),
            is_number=True,
        ),
        _OFFICER,
        _MISSION,
    ),
)


@page_get("/desk/advice/contacts", permission=Permission.ADVICE_READ)
def list_contacts(request: Req) -> Response[Any]:
    return listing.show(request, CONTACTS)


@page_get("/desk/advice/groups", permission=Permission.ADVICE_READ)
def list_group_sessions(request: Req) -> Response[Any]:
    return listing.show(request, GROUP_SESSIONS)


@page_get("/desk/advice/events", permission=Permission.ADVICE_READ)
def list_events(request: Req) -> Response[Any]:
    return listing.show(request, EVENTS)
