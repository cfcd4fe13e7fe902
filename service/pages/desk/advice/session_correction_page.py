"""Correcting an advice session at the desk."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import TooLongAgo
from catalog.reference import countries, posts
from i18n import N_
from service.casework.advice import advice_sessions, session_corrections
from service.casework.advice.session_corrections import SessionFacts
from service.casework.protection import minors
from service.casework.scope import advice_tables
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.advice import session_day
from service.pages.desk.shared import correction_pages, desk_page, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.reporting.figures.months import FIRST_YEAR
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


@page_get("/desk/advice/{number:str}/correct", permission=Permission.ADVICE_WRITE)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {}, None)


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound, VoidSession."""
    with context.reading(request) as session:
        row = advice_sessions.get(session, number, by=context.actor(request))
        if row.voided_at:
            raise session_corrections.VoidSession
        form = CorrectionForm(
            heading=N_("Correct the session"),
            reference=number,
            back=f"/desk/advice/{number}",
            send_to=f"/desk/advice/{number}/correct",
            facts=_fields(request, session, row, typed, refusal),
            version=row.version,
            typed=typed,
            person=row.citizen or "",
        )
        past = history(request, session, number)
        answer = correction_pages.form_page(request, past, form, refusal)
    context.note_read(request, "advice", number)
    return answer


def history(request: Req, session: Session, number: str) -> CorrectionHistory:
    """Return the corrections of a session, with the names of offices."""
    return correction_pages.history(
        session,
        session_corrections.NOUN,
        number,
        lambda: desk_page.office_names(request, posts.list_all(session)),
    )


def _fields(
    request: Req,
    session: Session,
    row: advice_tables.Session,
    typed: dict[str, str],
    refusal: Refusal | None,
) -> list[FactField]:
    """Return the fields of a session, with a tick after a day that is questioned."""
    by, facts = context.actor(request), session_corrections.current(session, row)
    options = {
        "country": correction_pages.codes(countries.destinations(session), facts.country),
        "post": [*desk_page.office_names(request, posts.list_for(session, by)).items()],
    }
    found = correction_pages.fact_fields(facts, record_fields.SESSION, options)
    if "long_ago" in forms.errors_by_field(refusal) or typed.get("long_ago"):
        place = [one.name for one in found].index("day") + 1
        found.insert(place, FactField("long_ago", session_day.IS_MEANT, "tick"))
    return found


@form_actions.post(
    "/desk/advice/{number:str}/correct",
    permission=Permission.ADVICE_WRITE,
    back="/desk/{page}",
    find=lambda act, number: advice_sessions.get(act.session, number, by=act.by),
    redraw=_page,
    reads=Permission.ADVICE_READ,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, row: advice_tables.Session) -> Answer:
    """Correct the session, which may leave the scope of the officer."""
    facts, reason = correction_pages.with_reason(act, lambda: _read_facts(act, row))
    if facts.day != row.day:
        session_day.require_meant(act, facts.day)
    known_age = row.age_band
    session_corrections.correct(act.session, row, facts, reason, by=act.by, on=act.on, day=act.day)
    if row.age_band != known_age:
        minors.refer(act.session, row.reference, by=act.by, on=act.on, day=act.day)
    try:
        advice_sessions.get(act.session, row.reference, by=act.by)
    except NotFound:
        return {"page": "advice"}
    return {"page": f"advice/{row.reference}"}


def _read_facts(act: FormAction, row: advice_tables.Session) -> SessionFacts:
    """Return the facts as typed. Refuses: InvalidInput, TooLongAgo.

    A published year gets a correction of its own; a day before the first report is mistyped."""
    kept = {"occupation_major": row.occupation_major or ""}
    facts = forms.read(SessionFacts, forms.fields_of(SessionFacts, act.typed | kept))
    if facts.day.year < FIRST_YEAR:
        raise TooLongAgo("day")
    return facts
