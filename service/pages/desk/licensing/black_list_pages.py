"""The black list at the desk: who is on it and why, and proposals to add an employer.

An agency is proposed for it in its dossier.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.employers import blacklist
from catalog.employers.employers import Employer
from catalog.licensing import proposal_rules, proposals
from catalog.licensing.proposals import NewProposal, ProposedAction
from service.casework.employers import employer_records
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/black-list", permission=Permission.LICENCES_CONFIRM)
def index(request: Req) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        rows = blacklist.entries(session, today)
        waits = proposals.count_waiting(session, by=context.actor(request))
        return desk_page.page(request, "desk/licensing/black_list.html", rows=rows, waits=waits)


@page_get("/desk/black-list/{firm:str}/{proposal:str}", permission=Permission.LICENCES_WRITE)
def show_form(request: Req, firm: FromPath[str], proposal: FromPath[str]) -> Response[Any]:
    return _form(request, firm, proposal, {"entry": request.query_params.get("entry", "")[:12]})


@page_post("/desk/black-list/{firm:str}/{proposal:str}", permission=Permission.LICENCES_WRITE)
def propose(
    request: Req, lang: FromPath[str], firm: FromPath[str], proposal: FromPath[str], data: Form
) -> Response[Any]:
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD} | {
        "act": proposal
    }
    key = typed.pop("once", "")
    try:
        with context.writing(request) as session:
            context.run_form_once(
                request, session, key, typed, lambda: _propose(request, session, firm, typed)
            )
    except Refusal as refusal:
        return _form(request, firm, proposal, typed, refusal)
    return context.see_other(f"/{lang}/desk/proposals")


def _propose(
    request: Req, session: Session, employer: str, typed: dict[str, str]
) -> dict[str, Any]:
    values, on = forms.read(NewProposal, typed), context.app_state(request).clock()
    return {
        "proposal": proposal_rules.propose(
            session, values, employer=employer, by=context.actor(request), on=on
        ).reference
    }


def _form(
    request: Req, employer: str, act: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the form for an employer abroad. Refuses: NotFound."""
    if act not in (ProposedAction.BAR, ProposedAction.UNBAR) or (
        isinstance(refusal, NotFound) and refusal.field is None
    ):
        raise NotFound
    today = context.app_state(request).today
    with context.reading(request) as session:
        firm = session.get(Employer, employer)
        if firm is None:
            raise NotFound
        return desk_page.page(
            request,
            "desk/licensing/black_list_new.html",
            status=auth_middleware.refusal_status(request, refusal),
            firm=firm,
            act=act,
            typed={"starts_on": today.isoformat()} | typed,
            errors=forms.errors_by_field(refusal),
            number=employer_records.number_of((firm.country, firm.key)),
        )
