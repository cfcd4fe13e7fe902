"""Early warnings at the desk: what stands out, the arithmetic, and an officer's decision."""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from service.casework.employers import early_warnings
from service.casework.employers.early_warnings import Alert, Decision
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class WarningsPage(msgspec.Struct, frozen=True):
    """Warnings that wait, each with the number of vacancies to pause, and those decided.

    `wrong` is the one whose decision was refused.
    """

    rows: list[tuple[Alert, int]]
    done: list[Alert]
    wrong: str
    typed: dict[str, str]
    officers: dict[str, str]


@page_get("/desk/warnings", permission=Permission.WARNINGS_DECIDE)
def index(request: Req) -> Response[Any]:
    return _page(request)


def _page(
    request: Req,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    with context.reading(request) as session:
        rows, done = early_warnings.list_waiting(session), early_warnings.decided(session)
        shown = WarningsPage(
            rows=[(row, len(early_warnings.published(session, row))) for row in rows],
            done=done,
            wrong=wrong,
            typed={"reason": ""} | (typed or {}),
            officers=desk_page.officer_names(session, {row.officer for row in done}),
        )
        return form_actions.form_page(
            request, "desk/employers/warnings.html", shown, refusal=refusal
        )


@form_actions.post(
    "/desk/warnings/{number:str}",
    permission=Permission.WARNINGS_DECIDE,
    back="/desk/warnings",
    redraw=_page,
)
def decide(act: FormAction, number: str) -> None:
    decision, row = act.read(Decision), early_warnings.get(act.session, number)
    early_warnings.decide(act.session, row, decision, by=act.by, on=act.on, day=act.day)
