"""Early warnings at the desk: what stands out, the arithmetic, and an officer's decision."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from service.casework.employers import early_warnings
from service.casework.employers.early_warnings import Decision
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/warnings", permission=Permission.WARNINGS_DECIDE)
def index(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/desk/warnings/{number:str}", permission=Permission.WARNINGS_DECIDE)
def decide(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    typed = {name: str(data.get(name, "")) for name in Decision.__struct_fields__}
    try:
        with context.writing(request) as session:
            _decide(request, session, number, forms.read(Decision, typed))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, typed, refusal)
    return context.see_other(f"/{lang}/desk/warnings")


def _decide(request: Req, session: Session, number: str, decision: Decision) -> None:
    house, row = context.app_state(request), early_warnings.get(session, number)
    early_warnings.decide(
        session, row, decision, by=context.actor(request), on=house.clock(), day=house.today
    )


def _page(
    request: Req,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    with context.reading(request) as session:
        rows, done = early_warnings.list_waiting(session), early_warnings.decided(session)
        return desk_page.page(
            request,
            "desk/employers/warnings.html",
            status=auth_middleware.refusal_status(request, refusal),
            done=done,
            wrong=wrong,
            rows=[(row, len(early_warnings.published(session, row))) for row in rows],
            typed=typed or {},
            errors=forms.errors_by_field(refusal) if refusal else {},
            officers=desk_page.officer_names(session, {row.officer for row in done}),
        )
