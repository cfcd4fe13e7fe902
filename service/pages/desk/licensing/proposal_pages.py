"""Proposals at the licensing desk: one officer proposes, a second confirms or sends back."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.employers.employers import Employer
from catalog.licensing import (
    agencies,
    licence_applications,
    proposal_decisions,
    proposal_rules,
)
from catalog.licensing.agencies import Agency, AgencyStatus
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Order
from catalog.licensing.proposal_decisions import AnswerInput
from catalog.licensing.proposals import (
    NEEDS,
    PETITION_ACTIONS,
    NewProposal,
    Proposal,
    ProposedAction,
)
from i18n import N_
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page, record_documents
from service.pages.desk.shared.record_documents import RecordDocuments
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class ConfirmOrNot(Refusal):
    slug = "confirm-or-not"
    sentence = N_("Choose whether to confirm the proposal or send it back.")


PROPOSED = N_("The proposal is submitted. A colleague must sign it.")


@page_get(
    "/desk/licences/{external_id:str}/propose/{proposal:str}", permission=Permission.LICENCES_WRITE
)
def show_form(request: Req, external_id: FromPath[str], proposal: FromPath[str]) -> Response[Any]:
    carried = {name: request.query_params.get(name, "")[:12] for name in ("order", "entry")}
    return _form(request, external_id, proposal, carried)


@page_post(
    "/desk/licences/{external_id:str}/propose/{proposal:str}", permission=Permission.LICENCES_WRITE
)
def propose(
    request: Req,
    lang: FromPath[str],
    external_id: FromPath[str],
    proposal: FromPath[str],
    data: Form,
) -> Response[Any]:
    """Propose an action on a licence.

    Nothing takes effect before a second officer has signed, except a suspension in an emergency.
    """

    def action(act: FormAction) -> None:
        if act.session.get(Agency, external_id) is None:
            raise NotFound
        new_proposal = act.read(NewProposal)
        proposal_rules.propose(act.session, new_proposal, agency=external_id, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data | {"act": proposal},
        action,
        f"/{lang}/desk/licences/{external_id}#proposals",
        partial(_form, request, external_id, proposal),
        done=PROPOSED,
    )


class ProposePage(msgspec.Struct):
    standing: AgencyStatus
    act: str
    needs: tuple[str, ...]
    order: Order | None
    applied: list[Petition]
    typed: dict[str, str]


def _form(
    request: Req, external_id: str, act: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the form of one action. Refuses: NotFound."""
    if act not in list(ProposedAction) or (isinstance(refusal, NotFound) and refusal.field is None):
        raise NotFound
    today = context.app_state(request).today
    with context.reading(request) as session:
        standing = agencies.status(session, external_id, today)
        order = _order(session, typed)
        applied = (
            licence_applications.list_waiting(session, external_id)
            if act in PETITION_ACTIONS
            else []
        )
        return form_actions.form_page(
            request,
            "desk/licensing/licence_propose.html",
            ProposePage(
                standing=standing,
                act=act,
                needs=NEEDS.get(ProposedAction(act), ()),
                order=order,
                applied=applied,
                typed={"starts_on": today.isoformat(), "provisional": "false"} | typed,
            ),
            refusal=refusal,
        )


def _order(session: Session, typed: dict[str, str]) -> Order | None:
    number = forms.parse_hidden_number(typed.get("order", ""))
    return session.get(Order, number) if number else None


@page_get("/desk/proposals/{number:str}", permission=Permission.LICENCES_CONFIRM)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {}, None)


class ProposalPage(msgspec.Struct, frozen=True):
    """A proposal with its firm, the order it would lift, and the licence as it is today."""

    row: Proposal
    firm: str
    order: Order | None
    licence_status: AgencyStatus | None
    officers: dict[str, str]
    attached: RecordDocuments
    typed: dict[str, str]


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show one proposal. Refuses: NotFound."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = require_found(session.get(Proposal, number))
        firm: Any = (
            session.get(Employer, row.employer) if row.employer else session.get(Agency, row.agency)
        )
        return form_actions.form_page(
            request,
            "desk/licensing/proposal.html",
            ProposalPage(
                row=row,
                firm=firm.name if firm else "",
                order=session.get_one(Order, row.order) if row.order else None,
                licence_status=agencies.status(session, row.agency, today) if row.agency else None,
                officers=desk_page.officer_names(session, {row.proposed_by, row.decided_by}),
                attached=record_documents.of_record(
                    request, session, RecordKind.PROPOSAL, row.reference
                ),
                typed=typed,
            ),
            refusal=refusal,
        )


@form_actions.post(
    "/desk/proposals/{number:str}",
    permission=Permission.LICENCES_CONFIRM,
    back="/desk/proposals",
    redraw=_page,
    first=auth_middleware.require_fresh,
    done=N_("Your decision on %(number)s is recorded."),
)
def decide(act: FormAction, number: str) -> None:
    """Confirm a proposal or send it back; its proposer may withdraw it.

    Refuses: ConfirmFirst, NotFound.
    """
    session, by, on, verdict = act.session, act.by, act.on, act.typed.get("verdict")
    if verdict == "confirm":
        proposal_decisions.confirm(session, number, by=by, on=on)
    elif verdict == "send_back":
        proposal_decisions.send_back(session, number, act.read(AnswerInput), by=by, on=on)
    elif verdict == "take_back":
        proposal_decisions.take_back(session, number, by=by, on=on)
    else:
        raise ConfirmOrNot("verdict")
