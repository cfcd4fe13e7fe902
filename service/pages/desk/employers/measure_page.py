"""A measure about a country at the desk: what it says, who decided, and the request to end it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import staff_notices
from catalog.core.errors import Refusal
from catalog.core.fields import Line
from catalog.reference import country_measures
from catalog.reference.country_measures import AnswerInput, Measure, MeasureAnswer
from i18n import N_
from service.approvals import measure_requests
from service.infra.access import Permission
from service.pages.desk.shared import desk_page, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class EndInput(msgspec.Struct):
    reason: Line


class MeasurePage(msgspec.Struct, frozen=True):
    """A measure with its answers and the names of officers, and whether it is in force today.

    `may_answer` is whether the reader may answer it."""

    row: Measure
    answers: list[MeasureAnswer]
    officers: dict[str, str]
    holds: bool
    may_answer: bool
    typed: dict[str, str]


def accounts(rows: Iterable[Measure]) -> set[str | None]:
    """Return the accounts of the officers who decided on these measures, as far as there are any."""
    return {
        account
        for row in rows
        for account in (
            row.proposed_by,
            row.confirmed_by,
            row.end_proposed_by,
            row.end_confirmed_by,
        )
    }


@page_get("/desk/measures/{number:str}", permission=Permission.VACANCIES_READ)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show a measure; the notice about it is read with it."""
    answer, on = _page(request, number, {}), context.app_state(request).clock()
    with context.writing(request) as session:
        about = ("measure", (number,))
        staff_notices.mark_opened(session, *about, by=context.actor(request), on=on)
    return answer


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        by = context.actor(request)
        row = country_measures.get(session, number, by=by)
        answers = country_measures.answers(session, [row])[number]
        names = accounts([row]) | {one.officer for one in answers}
        holds = row.is_in_force(today)
        shown = MeasurePage(
            row=row,
            answers=answers,
            officers=desk_page.officer_names(session, names),
            holds=holds,
            may_answer=holds and country_measures.may_answer(session, row, by=by),
            typed={"reason": "", "answer": ""} | typed,
        )
        about = record_requests.of_record(session, number)
        return form_actions.form_page(
            request, "desk/employers/measure.html", shown, about, refusal=refusal
        )


@form_actions.post(
    "/desk/measures/{number:str}",
    permission=Permission.WARNINGS_DECIDE,
    back="/desk/measures/{number}",
    redraw=_page,
    reads=Permission.VACANCIES_READ,
    done=N_("The request is sent. A second person will decide."),
)
def request_end(act: FormAction, number: str) -> None:
    """Request that a measure be ended before its day."""
    reason = act.read(EndInput).reason
    row = country_measures.get(act.session, number, by=act.by, hold=True)
    measure_requests.request_end(act.session, row, reason, by=act.by, on=act.on, day=act.day)


@form_actions.post(
    "/desk/measures/{number:str}/answers",
    permission=Permission.VACANCIES_READ,
    back="/desk/measures/{number}",
    redraw=_page,
    done=N_("Your answer has been sent to the officers who made the decision."),
)
def answer(act: FormAction, number: str) -> None:
    """Answer a notice to the posts of a country."""
    new, row = act.read(AnswerInput), country_measures.get(act.session, number, by=act.by)
    country_measures.answer(act.session, row, new, by=act.by, on=act.on)
