"""The worker's check-ins after 30 and 90 days, the answers, and what follows at once."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from matching.journey import check_ins
from matching.journey.check_ins import EARLY, AnswersInput, CheckIn
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.casework.protection import check_in_alarms
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


@page_get("/me/check-ins", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    with context.reading(request) as session:
        placed = {
            row.reference: row
            for row in arrivals.list_for_person(
                session, account_page.current_account(request, session).citizen or ""
            )
        }
        rows = check_ins.list_for_placements(session, list(placed))
        early = context.app_state(request).today + EARLY
        return form_actions.form_page(
            request, "account/check_ins.html", harm=True, rows=rows, placed=placed, early=early
        )


@page_get("/me/check-ins/{number:str}/{day:str}", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str], day: FromPath[str]) -> Response[Any]:
    return _page(request, number, day)


def _find_check_in(request: Req, session: Session, number: str, day: str) -> CheckIn:
    """Return the worker's own check-in.

    Refuses: NotFound for officers and for another person's.
    """
    account_page.require_citizen(request)
    return check_ins.get_own(
        session,
        number,
        forms.parse_hidden_number(day),
        account_page.current_account(request, session).citizen,
    )


class CheckInPage(msgspec.Struct, frozen=True):
    row: CheckIn
    placed: Placement
    typed: dict[str, str]
    called: bool
    grave: bool
    early: date


def _page(
    request: Req,
    number: str,
    day: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    with context.reading(request) as session:
        row = _find_check_in(request, session, number, day)
        placed = session.get_one(Placement, number)
        shown = CheckInPage(
            row=row,
            placed=placed,
            typed=typed or {},
            called=row.needs_call,
            grave=check_ins.suggests_forced_labour(row),
            early=context.app_state(request).today + EARLY,
        )
        return form_actions.form_page(
            request,
            "account/check_in.html",
            shown,
            refusal=refusal,
            harm=True,
            about=placed.country,
        )


@form_actions.post(
    "/me/check-ins/{number:str}/{day:str}",
    permission=Permission.ME_OPEN,
    back="/me/check-ins/{number}/{day}",
    redraw=_page,
    done="",
)
def answer(act: FormAction, number: str, day: str) -> None:
    row = _find_check_in(act.request, act.session, number, day)
    answers_input = forms.read(AnswersInput, act.typed)
    check_in_alarms.answer(act.session, row, answers_input, by=act.by, on=act.on, day=act.day)
