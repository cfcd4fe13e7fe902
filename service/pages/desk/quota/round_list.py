"""Rounds of quota places at the desk: the list, and a new one."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.reference import countries
from matching.quota import entries, rounds
from matching.quota.rounds import NewRound
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/seats", permission=Permission.SEATS_RUN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, {}, None)


@page_post("/desk/seats", permission=Permission.SEATS_RUN)
def open_(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """From this moment the promise of the lottery is public."""
    context.of_address(lang)
    typed = {name: str(data.get(name, "")) for name in NewRound.__struct_fields__}
    try:
        told = forms.read(NewRound, typed)
        with context.writing(request) as session:
            done = context.done_by_form(
                request, session, str(data.get("once", "")), typed, lambda: _opened(request, session, told)
            )
    except Refusal as refusal:
        return _page(request, typed, refusal)
    return context.see_other(f"/{lang}/desk/seats/{done['reference']}")


def _opened(request: Req, session: Session, told: NewRound) -> dict[str, str]:
    house = context.house(request)
    row = rounds.open_(session, told, by=context.who(request), on=house.clock(), day=house.today)
    return {"reference": row.reference}


def _page(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    number, today = context.page_number(request), context.house(request).today
    with context.reading(request) as session:
        rows = rounds.listed(session, number)
        numbers = [row.reference for row in rows]
        told: dict[str, Any] = {"sizes": rounds.sizes(session, numbers), "many": entries.counted(session, numbers)}
        told |= {"total": rounds.counted(session), "page": number, "page_size": rounds.PAGE, "rows": rows}
        told |= {"codes": countries.destinations(session), "errors": forms.by_field(refusal)}
        return desk_page.page(
            request, "desk/quota/seats.html", status=auth_middleware.status_of(request, refusal),
            typed={"opens_on": today.isoformat()} | typed, **told,
        )  # fmt: skip


HANDLERS = [index, open_]
