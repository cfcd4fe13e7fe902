"""A return told by telephone: an officer or a post takes it down, by the questions and the deed of the worker’s own page."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal
from matching.identity.persons import Citizen
from matching.journey import return_migration
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.account import my_return
from service.pages.desk.shared import desk_page
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/placements/{reference:str}/home", permission=Permission.CHECKINS_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, reference)


@page_post("/desk/placements/{reference:str}/home", permission=Permission.CHECKINS_WRITE)
def tell(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    access.require(context.who(request), Permission.CHECKINS_READ)
    return record_actions.done(
        request, f"/{lang}/desk/placements", reference, data, lambda act: _reached(act.session, reference, act.by), _tell,
        _page, versioned=False,
    )  # fmt: skip


def _reached(session: Session, reference: str, by: Who) -> Placement:
    """Refuses: NotFound."""
    row = arrivals.get(session, reference, by=by)
    if not arrivals.reaches(row, by):
        raise NotFound
    return row


def _tell(act: Act, row: Placement) -> None:
    return_migration.tell(act.session, row, my_return.read(act.typed), by=act.by, on=act.on, day=act.day)


def _page(
    request: Req, reference: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """The questions, or what was answered; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by, today = context.who(request), context.house(request).today
    with context.reading(request) as session:
        row = _reached(session, reference, by)
        told = return_migration.of(session, reference)
        answer = desk_page.page(
            request, "desk/placements/home.html", status=auth_middleware.status_of(request, refusal), headers=context.NO_STORE,
            row=row, told=told, person=session.get_one(Citizen, row.citizen), typed=typed or {}, about=row.country,
            errors=forms.by_field(refusal), insurances=return_migration.insurances(session, row.country, today),
            opens=row.state in my_return.AWAY and access.allows(by, Permission.CHECKINS_WRITE),
            officer=_officer(session, reference),
        )  # fmt: skip
    context.note_read(request, "placement", reference)
    return answer


def _officer(session: Session, reference: str) -> str:
    """Who took it down, if the worker did not tell it themselves."""
    entries = [one for one in journal.of(session, "homecoming", reference) if one.role != "citizen"]
    return next(iter(desk_page.names(session, {one.account for one in entries}).values()), "")


HANDLERS = [show, tell]
