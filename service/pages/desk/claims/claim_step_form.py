"""The form of a claim's next step, which stays at the claim or opens the next one of the list."""

from i18n import N_, gettext
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep
from service.infra.access import Permission
from service.pages.desk.claims import claim_clocks, claim_page
from service.web import context, list_neighbours
from service.web.form_actions import Answer, FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/steps",
    permission=Permission.WAGES_STEP,
    back="{next}",
    done=N_("The step is recorded."),
)
def step(act: FormAction, claim: Claim) -> Answer:
    """Take a step, and stay at the claim or open the next one of the list."""
    values = act.read(NewStep)
    if values.to is ClaimState.CLOSED:
        # The day stood in the form before anybody said that nothing follows.
        values.due = None
    else:
        # A reason for closing may have been chosen before another state was.
        values.closing_reason = None
        _add_usual_action(act, claim, values)
    if values.to is not ClaimState.ASSIGNED_TO_POST:
        # So may the mission.
        values.post = None
    state_machine.take_step(act.session, claim, values, by=act.by, on=act.on, day=act.day)
    return _where_next(act, claim)


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


def _add_usual_action(act: FormAction, claim: Claim, step: NewStep) -> None:
    """Enter the usual next action of the new state, and its day, where they were left empty.

    It is stored in English, and shown to each officer in their language.
    """
    usual = claim_clocks.usual_action(act.session, claim, step.to, act.on)
    if usual is None:
        return
    shown = gettext(context.language(act.request), usual.action)
    if step.next_action.strip() in ("", shown):
        step.next_action = usual.action
    step.due = step.due or usual.due
