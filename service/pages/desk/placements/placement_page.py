"""One placement at the desk: who, what and when, and what became of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.errors import Refusal
from catalog.reference.posts import Post
from matching.identity.persons import Citizen
from matching.journey import departure_arrival, return_migration
from matching.placements import arrivals, placements
from matching.placements.placements import Placement, Why
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class Left(msgspec.Struct):
    departed_on: date


class Came(msgspec.Struct):
    arrived_on: date


class Cancelled(msgspec.Struct):
    why: Why


@page_get("/desk/placements/{reference:str}", permission=Permission.PLACEMENTS_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, reference)


@page_post("/desk/placements/{reference:str}/depart", permission=Permission.PLACEMENTS_WRITE)
def depart(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    placements.require_recorder(context.who(request))
    return done(request, lang, reference, data, _depart)


@page_post("/desk/placements/{reference:str}/arrive", permission=Permission.PLACEMENTS_CONFIRM)
def arrive(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _arrive)


@page_post("/desk/placements/{reference:str}/cancel", permission=Permission.PLACEMENTS_WRITE)
def cancel(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _cancel)


def done(
    request: Req, lang: str, reference: str, data: dict[str, Any], deed: Callable[[Act, Placement], object]
) -> Response[Any]:  # fmt: skip
    access.require(context.who(request), Permission.PLACEMENTS_READ)
    return record_actions.done(
        request, f"/{lang}/desk/placements", reference, data,
        lambda act: arrivals.get(act.session, reference, by=act.by), deed, _page
    )  # fmt: skip


def _depart(act: Act, row: Placement) -> None:
    told, on, day = forms.read(Left, act.typed), act.on, act.day
    departure_arrival.depart(act.session, row, told.departed_on, by=act.by, on=on, day=day)


def _arrive(act: Act, row: Placement) -> None:
    told, on, day = forms.read(Came, act.typed), act.on, act.day
    departure_arrival.arrive(act.session, row, told.arrived_on, by=act.by, on=on, day=day)


def _cancel(act: Act, row: Placement) -> None:
    departure_arrival.cancel(act.session, row, forms.read(Cancelled, act.typed).why, by=act.by, on=act.on)


def _page(
    request: Req, reference: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """The whole placement; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by = context.who(request)
    with context.reading(request) as session:
        row = arrivals.get(session, reference, by=by)
        answer = desk_page.page(
            request, "desk/placements/placement.html", status=auth_middleware.status_of(request, refusal), headers=context.NO_STORE,
            row=row, about=row.country, typed=typed or {}, errors=forms.by_field(refusal),
            acts=arrivals.may(row, by), told=return_migration.of(session, reference), reaches=arrivals.reaches(row, by),
            **_facts(session, row, by),
        )  # fmt: skip
    context.note_read(request, "placement", reference)
    return answer


def _facts(session: Session, row: Placement, by: Who) -> dict[str, Any]:
    """Who confirmed it and through whom they went; statisticians are not told who."""
    return {
        "person": session.get(Citizen, row.citizen) if arrivals.names_people(by) else None,
        "post": session.get(Post, row.post) if row.post else None,
        "applied": departure_arrival.application(session, row),
        "agency": arrivals.agency_names(session, [row])[row.agency],
    }


HANDLERS = [show, depart, arrive, cancel]
