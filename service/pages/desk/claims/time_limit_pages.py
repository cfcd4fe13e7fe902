"""The time limits of all countries for officers, with their sources and confirmation by two."""

import hashlib
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import NotFound, Refusal
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import TimeLimit
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/desk/limits", permission=Permission.FACTS_CONFIRM)
def index(request: Req) -> Response[Any]:
    return _page(request, None)


@page_post("/desk/limits/{number:int}/confirm", permission=Permission.FACTS_CONFIRM)
def confirm(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    """Confirm a time limit; two officers must do so.

    What was shown must still be what is stored.
    """

    def action(act: FormAction) -> None:
        _require_seen(act.session, number, act.typed.get("seen", ""))
        time_limits.confirm(act.session, number, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data,
        action,
        f"/{lang}/desk/limits#limit-{number}",
        lambda _typed, refusal: _page(request, refusal),
    )


def _require_seen(session: Session, number: int, seen: str) -> None:
    row = session.get(TimeLimit, number)
    if row is None:
        raise NotFound
    if seen != limit_summary(row):
        raise time_limits.LimitAmended


def limit_summary(row: TimeLimit) -> str:
    """Return a limit in short; the officer who confirms sends back what they read."""
    period = (row.component, row.length, row.unit, row.counted_from, row.valid_from, row.valid_to)
    texts = hashlib.sha256("\0".join((row.en, row.ru, row.uz, row.kaa)).encode()).hexdigest()
    return "/".join(map(str, (*period, row.source, texts[:16])))


def _page(request: Req, refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        asked = select(TimeLimit).order_by(
            col(TimeLimit.country), col(TimeLimit.component), col(TimeLimit.valid_from)
        )
        rows = list(session.execute(asked).scalars())
        names = desk_page.officer_names(
            session, {row.confirmed_once_by for row in rows if row.confirmed_once_by}
        )
        return form_actions.form_page(
            request,
            "desk/claims/limits.html",
            refusal=refusal,
            rows=rows,
            names=names,
            said_of=limit_summary,
        )
