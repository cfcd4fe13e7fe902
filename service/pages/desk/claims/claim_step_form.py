"""The form of a claim's next step, which stays at the claim or opens the next one of the list."""

from copy import copy
from datetime import datetime

from sqlmodel import Session

from i18n import N_, gettext
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason, DuplicateOfWhich
from service.casework.workflow.state_machine import NewStep
from service.infra.access import Permission
from service.pages.desk.claims import claim_clocks, claim_page
from service.web import context, list_neighbours
from service.web.context import Req
from service.web.form_actions import Answer, FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/steps",
    permission=Permission.WAGES_STEP,
    back="{next}",
    done=N_("The step is recorded."),
)
def step(act: FormAction, claim: Claim) -> Answer:
    """Take a step, and stay at the claim or open the next one of the list."""
    values = complete(act.request, act.session, claim, act.read(NewStep), act.on)
    state_machine.take_step(act.session, claim, values, by=act.by, on=act.on, day=act.day)
    return _where_next(act, claim)


def complete(request: Req, session: Session, claim: Claim, typed: NewStep, on: datetime) -> NewStep:
    """Return a step without what belongs to another state, and with its usual next action.

    Refuses: DuplicateOfWhich.
    """
    step = copy(typed)
    if step.to is ClaimState.CLOSED:
        # The day stood in the form before anybody said that nothing follows.
        step.due = None
        if step.closing_reason is ClosingReason.DUPLICATE and not step.duplicate_of:
            raise DuplicateOfWhich("duplicate_of")
    else:
        # A reason for closing may have been chosen before another state was.
        step.closing_reason = None
        _add_usual_action(request, session, claim, step, on)
    if step.to is not ClaimState.ASSIGNED_TO_POST:
        # So may the mission.
        step.post = None
    return step


def _where_next(act: FormAction, claim: Claim) -> Answer:
    """Return the address of the page after a step, and what it says."""
    listed = context.cookie(act.request, list_neighbours.COOKIE)
    near = list_neighbours.find(listed, "/desk/wages", claim.reference)
    if near is None or act.typed.get("then") != "next":
        return {"next": f"/desk/wages/{claim.reference}"}
    return {
        "next": near.following or near.back,
        "reference": claim.reference,
        "done": N_("The step of claim %(reference)s is recorded."),
    }


def _add_usual_action(
    request: Req, session: Session, claim: Claim, step: NewStep, on: datetime
) -> None:
    """Enter the usual next action of the new state, and its day, where they were left empty.

    It is stored in English, and shown to each officer in their language.
    """
    usual = claim_clocks.usual_action(session, claim, step.to, on)
    if usual is None:
        return
    shown = gettext(context.language(request), usual.action)
    if step.next_action.strip() in ("", shown):
        step.next_action = usual.action
    step.due = step.due or usual.due
