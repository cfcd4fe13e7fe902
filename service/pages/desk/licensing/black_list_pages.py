"""The black list at the desk: who is on it and why, and proposals to add an employer.

An agency is proposed for it in its dossier.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.employers import blacklist
from catalog.employers.employers import Employer
from catalog.licensing import proposal_rules, proposals
from catalog.licensing.proposals import NewProposal, ProposedAction
from service.casework.employers import employer_records
from service.infra.access import Permission
from service.pages.desk.licensing.proposal_pages import PROPOSED
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/desk/black-list", permission=Permission.LICENCES_CONFIRM)
def index(request: Req) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        rows = blacklist.entries(session, today)
        waits = proposals.count_waiting(session, by=context.actor(request))
        return context.page(request, "desk/licensing/black_list.html", rows=rows, waits=waits)


@page_get("/desk/black-list/{firm:str}/{proposal:str}", permission=Permission.LICENCES_WRITE)
def show_form(request: Req, firm: FromPath[str], proposal: FromPath[str]) -> Response[Any]:
    return _form(request, firm, proposal, {"entry": request.query_params.get("entry", "")[:12]})


@page_post("/desk/black-list/{firm:str}/{proposal:str}", permission=Permission.LICENCES_WRITE)
def propose(
    request: Req, lang: FromPath[str], firm: FromPath[str], proposal: FromPath[str], data: Form
) -> Response[Any]:

    def action(act: FormAction) -> None:
        new_proposal = act.read(NewProposal)
        proposal_rules.propose(act.session, new_proposal, employer=firm, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data | {"act": proposal},
        action,
        f"/{lang}/desk/proposals",
        partial(_form, request, firm, proposal),
        done=PROPOSED,
    )


class NewEntryPage(msgspec.Struct):
    firm: Employer
    act: str
    typed: dict[str, str]
    number: str


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
        firm = require_found(session.get(Employer, employer))
        return form_actions.form_page(
            request,
            "desk/licensing/black_list_new.html",
            NewEntryPage(
                firm=firm,
                act=act,
                typed={"starts_on": today.isoformat()} | typed,
                number=employer_records.number_of((firm.country, firm.key)),
            ),
            refusal=refusal,
        )
