"""The form of a new time limit, which two officers add; `fact_list` lists and `fact_pages` corrects."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from service.approvals import limit_requests
from service.approvals.limit_requests import LimitProposal
from service.casework.deadlines.time_limits import CountedFrom
from service.infra.access import Permission
from service.pages.desk.shared import record_requests
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
def index(lang: FromPath[str]) -> Response[Any]:
    """Lead from an earlier address to the time limits among all facts."""
    return context.see_other(f"/{lang}/desk/facts?kind=limits")


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
