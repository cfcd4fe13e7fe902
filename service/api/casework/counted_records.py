"""API routes of contacts, group sessions and public events: record, read, correct, declare void."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.corrections import Reason
from catalog.core.fields import CountryCode, Line, Region
from service.api import api_routes
from service.api.casework import corrections
from service.api.casework.corrections import Corrected, CorrectionList, VoidReason
from service.casework.advice import contacts, count_corrections, group_sessions
from service.casework.advice.contacts import Minutes, NewContact
from service.casework.advice.count_corrections import Row
from service.casework.advice.group_sessions import (
    Attendance,
    EstimatedReach,
    Means,
    NewEvent,
    NewGroupSession,
)
from service.casework.advice.topics import Channel, Topic
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ClearableOfContact(StrEnum):
    MINUTES = "minutes"
    POST = "post"


class ClearableOfGroup(StrEnum):
    COUNTRY = "country"
    POST = "post"


class ClearableOfEvent(StrEnum):
    TOPIC = "topic"
    COUNTRY = "country"
    POST = "post"


class CountRecorded(msgspec.Struct):
    """The reference of what was recorded."""

    reference: str


class ContactRecord(msgspec.Struct):
    """One contact that did not lead to a session."""

    reference: str
    held_on: date
    channel: Channel
    answered: bool
    minutes: int | None
    post: str | None
    officer: str
    version: int
    void: bool


class GroupSessionRecord(msgspec.Struct):
    """One group session, counted by the people present."""

    reference: str
    held_on: date
    topic: Topic
    channel: Channel
    place: str
    present: int
    country: str | None
    post: str | None
    held_in: str
    officer: str
    version: int
    void: bool


class EventRecord(msgspec.Struct):
    """One public event, which advised nobody."""

    reference: str
    held_on: date
    means: Means
    topic: Topic | None
    place: str
    reached: int
    country: str | None
    post: str | None
    held_in: str
    officer: str
    version: int
    void: bool


class ContactCorrection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong in a contact, and why it is corrected; what is left out stays as it is."""

    reason: Reason
    held_on: date | None = None
    channel: Channel | None = None
    answered: bool | None = None
    minutes: Minutes | None = None
    post: str | None = None
    clear: list[ClearableOfContact] = []


class GroupSessionCorrection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong in a group session, and why it is corrected; what is left out stays."""

    reason: Reason
    held_on: date | None = None
    topic: Topic | None = None
    channel: Channel | None = None
    place: Line | None = None
    present: Attendance | None = None
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region | None = None
    clear: list[ClearableOfGroup] = []


class EventCorrection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong in a public event, and why it is corrected; what is left out stays."""

    reason: Reason
    held_on: date | None = None
    means: Means | None = None
    topic: Topic | None = None
    place: Line | None = None
    reached: EstimatedReach | None = None
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region | None = None
    clear: list[ClearableOfEvent] = []


class CountKind(msgspec.Struct, frozen=True):
    """One kind of record: its noun, its address and operations, and what is sent and answered."""

    noun: str
    path: str
    operation: str
    described: str
    takes: Any
    gives: Any
    correction: Any
    record: Callable[..., Row]


CONTACT = CountKind(
    "contact",
    "/contacts",
    "contact",
    "a contact without a session",
    NewContact,
    ContactRecord,
    ContactCorrection,
    contacts.record,
)
GROUP_SESSION = CountKind(
    "gathering",
    "/group-sessions",
    "group_session",
    "a group session",
    NewGroupSession,
    GroupSessionRecord,
    GroupSessionCorrection,
    group_sessions.record_group_session,
)
EVENT = CountKind(
    "mass_event",
    "/events",
    "event",
    "a public event",
    NewEvent,
    EventRecord,
    EventCorrection,
    group_sessions.record_mass_event,
)


def _recording(kind: CountKind) -> HTTPRouteHandler:
    def record(request: Req, body: RawBody) -> Response[CountRecorded]:
        values = api_routes.read_body(request, body, kind.takes)
        by, home = context.actor(request), context.app_state(request)
        with context.writing(request) as db:

            def recorded() -> dict[str, Any]:
                row = kind.record(db, values, by=by, on=home.clock(), day=home.today)
                return {"reference": count_corrections.reference(row)}

            done = CountRecorded(**api_routes.run_once(request, db, values, recorded))
        location = f"/api/v1{kind.path}/{done.reference}"
        return api_routes.respond(done, status=201, location=location)

    record.__doc__ = f"Record {kind.described}."
    return api_routes.post(
        kind.path,
        operation_id=f"{kind.operation}_record",
        tags=["advice"],
        permission=Permission.ADVICE_WRITE,
        takes=kind.takes,
        gives=CountRecorded,
        located=True,
    )(record)


def _reading(kind: CountKind) -> HTTPRouteHandler:
    def show(request: Req, record: FromPath[str]) -> Response[Any]:
        with context.reading(request) as db:
            row = count_corrections.get(db, kind.noun, record, by=context.actor(request))
            facts = count_corrections.current(row)
            answer = kind.gives(
                **{name: getattr(facts, name) for name in facts.__struct_fields__},
                reference=record,
                officer=row.officer,
                version=count_corrections.version(db, row),
                void=count_corrections.is_void(db, row),
            )
        return api_routes.respond(answer, version=answer.version)

    show.__doc__ = f"Show {kind.described}; another post's is answered as if there were none."
    return api_routes.get(
        f"{kind.path}/{{record:str}}",
        operation_id=f"{kind.operation}_show",
        tags=["advice"],
        permission=Permission.ADVICE_READ,
        gives=kind.gives,
        refuses=(404,),
        versioned=True,
    )(show)


# A change of a row by what was sent.
Change = Callable[[Session, Row, Any, Req], None]


def _changing(
    kind: CountKind, action: str, takes: Any, change: Change, said: str
) -> HTTPRouteHandler:
    def handle(request: Req, record: FromPath[str], body: RawBody) -> Response[Corrected]:
        values, by = api_routes.read_body(request, body, takes), context.actor(request)
        with context.writing(request) as db:

            def changed() -> dict[str, Any]:
                row = count_corrections.get(db, kind.noun, record, by=by, lock=True)
                api_routes.require_stated_version(request, count_corrections.version(db, row))
                change(db, row, values, request)
                return {"reference": record, "version": count_corrections.version(db, row)}

            done = Corrected(**api_routes.run_once(request, db, values, changed))
        return api_routes.respond(done, status=201, version=done.version)

    handle.__doc__ = said
    return api_routes.post(
        f"{kind.path}/{{record:str}}/{action}",
        operation_id=f"{kind.operation}_{'correct' if action == 'corrections' else action}",
        tags=["advice"],
        permission=Permission.ADVICE_WRITE,
        takes=takes,
        gives=Corrected,
        refuses=(404, 412),
        versioned=True,
    )(handle)


def _correct(db: Session, row: Row, values: Any, request: Req) -> None:
    home, before = context.app_state(request), count_corrections.current(row)
    given = corrections.given(values, before) | dict.fromkeys(values.clear)
    facts = msgspec.structs.replace(before, **given)
    by, on = context.actor(request), home.clock()
    count_corrections.correct(db, row, facts, values.reason, by=by, on=on, day=home.today)


def _void(db: Session, row: Row, values: VoidReason, request: Req) -> None:
    by, on = context.actor(request), context.app_state(request).clock()
    count_corrections.void(db, row, values.reason, by=by, on=on)


def _correcting(kind: CountKind) -> HTTPRouteHandler:
    said = f"Correct {kind.described}; figures count it as it is from then on."
    return _changing(kind, "corrections", kind.correction, _correct, said)


def _voiding(kind: CountKind) -> HTTPRouteHandler:
    said = f"Declare {kind.described} void: it can still be read, and counts nowhere."
    return _changing(kind, "void", VoidReason, _void, said)


def _history(kind: CountKind) -> HTTPRouteHandler:
    def index(request: Req, record: FromPath[str]) -> Response[CorrectionList]:
        with context.reading(request) as db:
            count_corrections.get(db, kind.noun, record, by=context.actor(request))
            found = corrections.versions(db, kind.noun, record)
        return api_routes.respond(found)

    index.__doc__ = f"List the corrections of {kind.described}, the newest first."
    return api_routes.get(
        f"{kind.path}/{{record:str}}/corrections",
        operation_id=f"{kind.operation}_corrections",
        tags=["advice"],
        permission=Permission.ADVICE_READ,
        gives=CorrectionList,
        refuses=(404,),
    )(index)


record_contact, record_group_session, record_event = map(
    _recording, (CONTACT, GROUP_SESSION, EVENT)
)
show_contact, show_group_session, show_event = map(_reading, (CONTACT, GROUP_SESSION, EVENT))
correct_contact, correct_group_session, correct_event = map(
    _correcting, (CONTACT, GROUP_SESSION, EVENT)
)
void_contact, void_group_session, void_event = map(_voiding, (CONTACT, GROUP_SESSION, EVENT))
contact_history, group_session_history, event_history = map(
    _history, (CONTACT, GROUP_SESSION, EVENT)
)
