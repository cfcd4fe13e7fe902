"""API routes that correct advice sessions or declare them void."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from msgspec import Meta

from catalog.core.corrections import Reason
from catalog.core.fields import CountryCode, Major, Region
from matching.identity.persons import AgeBand, Sex
from service.api import api_routes
from service.api.casework import corrections
from service.api.casework.corrections import Corrected, CorrectionList, VoidReason
from service.casework.advice import advice_sessions, session_corrections
from service.casework.advice.contacts import Minutes
from service.casework.advice.session_corrections import SessionFacts
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import minors
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ClearableFact(StrEnum):
    COUNTRY = "country"
    POST = "post"
    MINUTES = "minutes"
    OCCUPATION_MAJOR = "occupation_major"
    FOLLOW_UP_ON = "follow_up_on"
    NOTE = "note"


class AdviceCorrection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong in a session, and why it is corrected; what is left out stays as it is.

    `clear` names the facts that should be empty.
    """

    reason: Reason
    day: date | None = None
    channel: Channel | None = None
    topic: Topic | None = None
    level: Level | None = None
    outcome: Outcome | None = None
    country: CountryCode | None = None
    post: str | None = None
    minutes: Minutes | None = None
    sex: Sex | None = None
    age_band: AgeBand | None = None
    region: Region | None = None
    occupation_major: Major | None = None
    follow_up_on: date | None = None
    note: Annotated[str, Meta(min_length=1, max_length=8_000)] | None = None
    clear: list[ClearableFact] = []


@api_routes.post(
    "/advice/{session:str}/corrections",
    operation_id="advice_correct",
    tags=["advice"],
    permission=Permission.ADVICE_WRITE,
    takes=AdviceCorrection,
    gives=Corrected,
    refuses=(404, 412),
    versioned=True,
)
def correct(request: Req, session: FromPath[str], body: RawBody) -> Response[Corrected]:
    """Correct facts of a session or its note. Figures count it as it is from then on; the earlier
    values stay in its history.
    """
    values, by, home = (
        api_routes.read_body(request, body, AdviceCorrection),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as db:

        def corrected() -> dict[str, Any]:
            row = advice_sessions.get(db, session, by=by)
            api_routes.require_stated_version(request, row.version)
            facts = _facts(session_corrections.current(db, row), values)
            known_age, on, day = row.age_band, home.clock(), home.today
            session_corrections.correct(db, row, facts, values.reason, by=by, on=on, day=day)
            if row.age_band != known_age:
                minors.refer(db, session, by=by, on=on, day=day)
            return {"reference": session, "version": row.version}

        done = Corrected(**api_routes.run_once(request, db, values, corrected))
    return api_routes.respond(done, status=201, version=done.version)


def _facts(current: SessionFacts, values: AdviceCorrection) -> SessionFacts:
    usual: dict[str, Any] = dict.fromkeys(ClearableFact) | {"note": ""}
    cleared = {name.value: usual[name] for name in values.clear}
    return msgspec.structs.replace(current, **(corrections.given(values, current) | cleared))


@api_routes.post(
    "/advice/{session:str}/void",
    operation_id="advice_void",
    tags=["advice"],
    permission=Permission.ADVICE_WRITE,
    takes=VoidReason,
    gives=Corrected,
    refuses=(404, 412),
    versioned=True,
)
def void(request: Req, session: FromPath[str], body: RawBody) -> Response[Corrected]:
    """Declare a session void: it can still be read, and counts nowhere. It cannot be restored."""
    values, by, on = (
        api_routes.read_body(request, body, VoidReason),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.writing(request) as db:

        def voided() -> dict[str, Any]:
            row = advice_sessions.get(db, session, by=by)
            api_routes.require_stated_version(request, row.version)
            session_corrections.void(db, row, values.reason, by=by, on=on)
            return {"reference": session, "version": row.version}

        done = Corrected(**api_routes.run_once(request, db, values, voided))
    return api_routes.respond(done, status=201, version=done.version)


@api_routes.get(
    "/advice/{session:str}/corrections",
    operation_id="advice_corrections",
    tags=["advice"],
    permission=Permission.ADVICE_READ,
    gives=CorrectionList,
    refuses=(404,),
)
def index(request: Req, session: FromPath[str]) -> Response[CorrectionList]:
    """The corrections of a session, the newest first: who changed what, when and why."""
    with context.reading(request) as db:
        row = advice_sessions.get(db, session, by=context.actor(request))
        found = corrections.versions(db, session_corrections.NOUN, row.reference)
    context.note_read(request, "advice", session)
    return api_routes.respond(found)
