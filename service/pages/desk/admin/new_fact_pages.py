"""The forms of facts that two officers add; `fact_list` lists and `fact_pages` corrects them."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Mistakes, Refusal
from catalog.reference import countries
from i18n import N_
from service.approvals import helpline_requests, limit_requests
from service.approvals.fact_columns import FactKind
from service.approvals.helpline_requests import HelplineProposal
from service.approvals.limit_requests import LimitProposal
from service.casework.deadlines.time_limits import CountedFrom
from service.infra.access import Permission
from service.pages.desk.shared import record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The fields of a form after those that name the fact, in their order.
_FIELDS = {
    FactKind.LIMITS: "length unit counted_from valid_from valid_to en ru uz kaa note source".split(),
    FactKind.HELPLINES: "en ru uz kaa valid_from source".split(),
}
_ABOUT = {
    FactKind.LIMITS: limit_requests.NEW_LIMIT,
    FactKind.HELPLINES: helpline_requests.NEW_HELPLINE,
}
_DONE = N_("The request is sent. A second person will decide.")


class NewFactPage(msgspec.Struct, frozen=True):
    """The form of a new fact: what was typed, countries to choose from, its fields, and the events
    from which a time limit may be counted."""

    kind: FactKind
    typed: dict[str, str]
    codes: list[str]
    columns: list[str]
    events: list[CountedFrom]


@page_get("/desk/limits", permission=Permission.FACTS_CONFIRM)
def index(lang: FromPath[str]) -> Response[Any]:
    """Lead from an earlier address to the time limits among all facts."""
    return context.see_other(f"/{lang}/desk/facts?kind=limits")


@page_get("/desk/limits/new", permission=Permission.FACTS_CONFIRM)
def show_new(request: Req) -> Response[Any]:
    return _page(request, {}, kind=FactKind.LIMITS)


@page_get("/desk/helplines/new", permission=Permission.FACTS_CONFIRM)
def show_new_helpline(request: Req) -> Response[Any]:
    return _page(request, {}, kind=FactKind.HELPLINES)


def _page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, *, kind: FactKind
) -> Response[Any]:
    with context.reading(request) as session:
        home = ["UZ"] if kind is FactKind.HELPLINES else []
        shown = NewFactPage(
            kind=kind,
            typed=typed,
            codes=[*home, *countries.destinations(session)],
            columns=_FIELDS[kind],
            events=list(CountedFrom) if kind is FactKind.LIMITS else [],
        )
        about = record_requests.of_record(session, _ABOUT[kind])
        return form_actions.form_page(
            request, "desk/admin/fact_new.html", shown, about, refusal=refusal
        )


@form_actions.post(
    "/desk/limits",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/limits/new",
    redraw=partial(_page, kind=FactKind.LIMITS),
    done=_DONE,
)
def propose(act: FormAction) -> None:
    """Request that a time limit be added; another officer decides."""
    limit_requests.request(act.session, act.read(LimitProposal), by=act.by, on=act.on)


@form_actions.post(
    "/desk/helplines",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/helplines/new",
    redraw=partial(_page, kind=FactKind.HELPLINES),
    done=_DONE,
)
def propose_helpline(act: FormAction) -> None:
    """Request that a helpline be added; another officer decides."""
    mistakes = Mistakes()
    with mistakes.noted():
        helpline_requests.request(act.session, act.read(HelplineProposal), by=act.by, on=act.on)
    with mistakes.noted():
        helpline_requests.require_number(act.typed.get("telephone", "").strip())
    mistakes.require_none()
