"""The time limits of all countries for officers, with their sources and confirmation by two.

Two officers also add limits here; `fact_pages` corrects them."""

import hashlib
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal, require_found
from catalog.reference import countries
from i18n import N_
from service.approvals import limit_requests
from service.approvals.limit_requests import LimitProposal
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, TimeLimit
from service.infra.access import Permission
from service.pages.desk.shared import desk_page, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The fields of a new limit after its country and subject, in the order of the form.
_FIELDS = "length unit counted_from valid_from valid_to en ru uz kaa note source".split()


class NewLimitPage(msgspec.Struct, frozen=True):
    """The form of a new time limit: countries to choose from, its fields, and events it may start
    from."""

    typed: dict[str, str]
    codes: list[str]
    columns: list[str]
    events: list[CountedFrom]


@page_get("/desk/limits", permission=Permission.FACTS_CONFIRM)
def index(request: Req) -> Response[Any]:
    return _page(request, None)


@page_get("/desk/limits/new", permission=Permission.FACTS_CONFIRM)
def show_new(request: Req) -> Response[Any]:
    return _new_page(request, {})


def _new_page(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        shown = NewLimitPage(
            typed=typed,
            codes=countries.destinations(session),
            columns=_FIELDS,
            events=list(CountedFrom),
        )
        return form_actions.form_page(
            request,
            "desk/claims/limit_new.html",
            shown,
            record_requests.of_record(session, limit_requests.NEW_LIMIT),
            refusal=refusal,
        )


def _require_seen(session: Session, number: int, seen: str) -> None:
    row = require_found(session.get(TimeLimit, number))
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


@form_actions.post(
    "/desk/limits",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/limits/new",
    redraw=_new_page,
    done=N_("The request is sent. A second person will decide."),
)
def propose(act: FormAction) -> None:
    """Request that a limit be added; another officer decides."""
    limit_requests.request(act.session, act.read(LimitProposal), by=act.by, on=act.on)


@form_actions.post(
    "/desk/limits/{number:int}/confirm",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/limits#limit-{number}",
    redraw=lambda request, _number, _typed, refusal: _page(request, refusal),
)
def confirm(act: FormAction, number: int) -> None:
    """Confirm a time limit; two officers must do so.

    What was shown must still be what is stored.
    """
    _require_seen(act.session, number, act.typed.get("seen", ""))
    time_limits.confirm(act.session, number, by=act.by, on=act.on)
