"""Rounds of quota places at the desk: the list, and a new one."""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from catalog.reference import countries
from matching.quota import entries, rounds
from matching.quota.rounds import NewRound, SeatRound, Size
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


@page_get("/desk/seats", permission=Permission.SEATS_RUN)
def index(request: Req) -> Response[Any]:
    return _page(request, {}, None)


class RoundsPage(msgspec.Struct):
    """A page of the rounds: `sizes` are their vacancies and seats, `many` their entries."""

    rows: list[SeatRound]
    sizes: dict[str, Size]
    many: dict[str, int]
    total: int
    page: int
    codes: list[str]


def _page(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    number, today = context.page_number(request), context.app_state(request).today
    with context.reading(request) as session:
        rows = rounds.list_page(session, number)
        numbers = [row.reference for row in rows]
        shown = RoundsPage(
            rows=rows,
            sizes=rounds.sizes(session, numbers),
            many=entries.count_by_round(session, numbers),
            total=rounds.count(session),
            page=number,
            codes=countries.destinations(session),
        )
        return form_actions.form_page(
            request,
            "desk/quota/seats.html",
            shown,
            refusal=refusal,
            typed={"opens_on": today.isoformat()} | typed,
            page_size=rounds.PAGE,
        )


@form_actions.post(
    "/desk/seats", permission=Permission.SEATS_RUN, back="/desk/seats/{reference}", redraw=_page
)
def open_round(act: FormAction) -> Answer:
    """Open a round, which makes the commitment of its lottery public."""
    new_round = act.read(NewRound)
    row = rounds.open_(act.session, new_round, by=act.by, on=act.on, day=act.day)
    return {"reference": row.reference}
