"""API routes of advice sessions: record one during the call, and read those within one's scope."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from msgspec import Meta
from sqlmodel import Session

from matching.identity.persons import AgeBand, Citizen, Sex
from service.api import api_routes
from service.api.api_routes import PagedQuery
from service.api.casework import responsible_bodies
from service.api.casework.responsible_bodies import ResponsibleBodies
from service.casework import people_access
from service.casework.advice import advice_sessions, contacts
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import minors
from service.casework.scope import advice_tables
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class AdviceQuery(PagedQuery):
    cursor_name = "AdviceQuery"
    topic: Topic | None = None
    void: Annotated[bool, Meta(description="Sessions declared void, in place of all others.")] = (
        False
    )


class AdviceLogged(msgspec.Struct):
    """The session's reference, and that of the legal problem it belongs to. For work in
    Uzbekistan `responsible` tells who is responsible there."""

    reference: str
    matter: str
    responsible: ResponsibleBodies | None


class AdviceSession(msgspec.Struct):
    """One conversation as it was noted; the note itself is told for one session at a time."""

    reference: str
    matter: str
    at: datetime
    day: date
    channel: Channel
    topic: Topic
    level: Level
    outcome: Outcome
    country: str | None
    post: str | None
    region: str
    sex: Sex
    age_band: AgeBand
    occupation_major: str | None
    officer: str
    follow_up_on: date | None
    version: int
    voided_at: datetime | None


class AdviceDetail(AdviceSession, kw_only=True):
    """One conversation with its note, its length and, where one was given, the caller's name."""

    name: str | None
    note: str
    minutes: int | None


class AdvicePage(msgspec.Struct):
    items: list[AdviceSession]
    total: int
    next: str | None


@api_routes.post(
    "/advice",
    operation_id="advice_log",
    tags=["advice"],
    permission=Permission.ADVICE_WRITE,
    takes=NewSession,
    gives=AdviceLogged,
    refuses=(404, 409),
    located=True,
)
def log(request: Req, body: RawBody) -> Response[AdviceLogged]:
    """Note an advice session. `matter` continues an earlier problem, `citizen` is somebody known
    within one's scope. Somebody who may be known already is asked about by 409 `same-person`.
    """
    values = api_routes.read_body(request, body, NewSession)
    with context.writing(request) as session:
        done = api_routes.run_once(request, session, values, lambda: _log(request, session, values))
        responsible = responsible_bodies.build(request, session, values.country)
    return api_routes.respond(
        AdviceLogged(**done, responsible=responsible),
        status=201,
        location=f"/api/v1/advice/{done['reference']}",
    )


def _log(request: Req, session: Session, new_session: NewSession) -> dict[str, str]:
    """Log the session; about somebody under 18 a protection officer has it at once."""
    by, home = context.actor(request), context.app_state(request)
    on, day = home.clock(), home.today
    person = people_access.choose_caller(session, new_session, by=by, on=on)
    row = advice_sessions.log(session, new_session, by=by, on=on, day=day, person=person)
    minors.refer(session, row.reference, by=by, on=on, day=day)
    return {"reference": row.reference, "matter": row.matter}


@api_routes.get(
    "/advice",
    operation_id="advice_index",
    tags=["advice"],
    permission=Permission.ADVICE_READ,
    asks=AdviceQuery,
    gives=AdvicePage,
)
def index(request: Req) -> Response[AdvicePage]:
    """List the sessions within one's scope, the newest first."""
    asked, by = api_routes.read_query(request, AdviceQuery), context.actor(request)
    offset = api_routes.page_offset(asked)
    with context.reading(request) as session:
        rows = advice_sessions.latest(
            session,
            by=by,
            limit=asked.limit,
            offset=offset,
            topic=asked.topic,
            void=asked.void,
        )
        total = advice_sessions.count(session, by=by, topic=asked.topic, void=asked.void)
        items = [AdviceSession(**_session_fields(row)) for row in rows]
    onward = api_routes.next_cursor(asked, api_routes.next_offset(offset, asked.limit, total))
    return api_routes.respond_page(request, AdvicePage(items, total, onward), onward)


@api_routes.get(
    "/advice/{reference:str}",
    operation_id="advice_show",
    tags=["advice"],
    permission=Permission.ADVICE_READ,
    gives=AdviceDetail,
    refuses=(404,),
    versioned=True,
)
def show(request: Req, reference: FromPath[str]) -> Response[AdviceDetail]:
    """One session with its note; another post's session is answered as if there were none."""
    with context.reading(request) as session:
        row = advice_sessions.get(session, reference, by=context.actor(request))
        caller = session.get(Citizen, row.citizen) if row.citizen else None
        contact = contacts.of_session(session, reference)
        advice_detail = AdviceDetail(
            **_session_fields(row),
            name=caller.name if caller else None,
            note=advice_sessions.note(session, row),
            minutes=contact.minutes if contact else None,
        )
    context.note_read(request, "advice", reference)
    return api_routes.respond(advice_detail, version=advice_detail.version)


_ENUM_FIELDS = {
    "channel": Channel,
    "topic": Topic,
    "level": Level,
    "outcome": Outcome,
    "sex": Sex,
    "age_band": AgeBand,
}


def _session_fields(row: advice_tables.Session) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in AdviceSession.__struct_fields__}
    return plain | {name: kind(plain[name]) for name, kind in _ENUM_FIELDS.items()}
