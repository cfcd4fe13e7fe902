"""The person's calendar as iCalendar files: interviews, departures and check-ins."""

from collections.abc import Iterator
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound
from i18n import N_, Language, gettext
from matching.applications import applications, state_machine
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.identity.persons import Citizen
from matching.journey import check_ins, pre_departure
from matching.placements import arrivals
from matching.placements.placements import State
from service.infra import icalendar
from service.infra.access import Permission
from service.infra.icalendar import Event
from service.pages.shared import account_page
from service.web import context
from service.web.context import Req, page_get

INTERVIEW, DEPARTURE = N_("Job interview"), N_("Departure for work")
# The title is neutral, because somebody else may look at the phone.
CHECK_IN = N_("Sign in to Musofir")


@page_get("/me/calendar.ics", permission=Permission.ME_OPEN)
def show_calendar(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _file(request, context.require_language(lang), "")


@page_get("/me/calendar/{event:str}", permission=Permission.ME_OPEN)
def show_event(request: Req, lang: FromPath[str], event: FromPath[str]) -> Response[Any]:
    """Return one event by the name in its page's link. Refuses: NotFound."""
    return _file(request, context.require_language(lang), event)


def _file(request: Req, lang: Language, name: str) -> Response[Any]:
    account_page.require_citizen(request)
    with context.reading(request) as session:
        citizen = account_page.current_account(request, session).citizen
        person = session.get(Citizen, citizen) if citizen else None
        events = dict(_events(session, person, lang)) if person else {}
    if name and name not in events:
        raise NotFound
    result = icalendar.feed(
        [events[name]] if name else events.values(), on=context.app_state(request).clock()
    )
    headers = {
        "cache-control": "no-store",
        "content-disposition": 'attachment; filename="musofir.ics"',
    }
    return Response(result, media_type=icalendar.MEDIA, headers=headers)


def _events(session: Session, person: Citizen, lang: Language) -> Iterator[tuple[str, Event]]:
    """Yield the person's coming events, each with its name in the address."""
    for row in applications.list_for_person(session, person):
        yield from _application_events(session, row, lang)
    placed = [
        row.reference
        for row in arrivals.list_for_person(session, person.reference)
        if row.state == State.ARRIVED
    ]
    for check in check_ins.list_for_placements(session, placed):
        if check.waits_since is not None:
            name = f"check-in-{check.placement}-{check.day}.ics"
            yield name, Event(uid(name), gettext(lang, CHECK_IN), check.due_on)


def _application_events(
    session: Session, row: Application, lang: Language
) -> Iterator[tuple[str, Event]]:
    if row.interview_at and row.state == At.INTERVIEW:
        name = f"interview-{row.reference}.ics"
        yield name, Event(uid(name), gettext(lang, INTERVIEW), row.interview_at)
    kept = (
        pre_departure.for_application(session, row)
        if At(row.state) in state_machine.BEFORE_DEPARTURE
        else None
    )
    if kept and kept.leaves_at:
        name = f"departure-{row.reference}.ics"
        yield (
            name,
            Event(uid(name), gettext(lang, DEPARTURE), kept.leaves_at, kept.route, local=True),
        )


def uid(name: str) -> str:
    """Return the same identifier for the same event, so that a second import adds nothing.

    It contains no reference used by the service.
    """
    return f"{vault.token('calendar', name)}@musofir"
