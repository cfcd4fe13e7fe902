"""The form of a new helpline, which two officers add; `fact_list` lists and `fact_pages` corrects."""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from service.approvals import helpline_requests
from service.approvals.helpline_requests import HelplineProposal
from service.infra.access import Permission
from service.pages.desk.shared import record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The fields after country and number, in the order of the form.
_FIELDS = "en ru uz kaa valid_from source".split()


class NewHelplinePage(msgspec.Struct, frozen=True):
    """The form of a new helpline: what was typed, countries to choose from, and its fields."""

    typed: dict[str, str]
    codes: list[str]
    columns: list[str]


@page_get("/desk/helplines/new", permission=Permission.FACTS_CONFIRM)
def show_new(request: Req) -> Response[Any]:
    return _new_page(request, {})


def _new_page(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        shown = NewHelplinePage(
            typed=typed, codes=["UZ", *countries.destinations(session)], columns=_FIELDS
        )
        return form_actions.form_page(
            request,
            "desk/admin/helpline_new.html",
            shown,
            record_requests.of_record(session, helpline_requests.NEW_HELPLINE),
            refusal=refusal,
        )


@form_actions.post(
    "/desk/helplines",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/helplines/new",
    redraw=_new_page,
    done=N_("The request is sent. A second person will decide."),
)
def propose(act: FormAction) -> None:
    """Request that a helpline be added; another officer decides."""
    helpline_requests.request(act.session, act.read(HelplineProposal), by=act.by, on=act.on)
