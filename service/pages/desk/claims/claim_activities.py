"""Officers' activities on a claim besides its steps, and a post's acceptance or return of it."""

from datetime import date

from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import activities, post_acceptance
from service.casework.workflow.activities import NewAct
from service.casework.workflow.post_acceptance import AcceptInput, ReturnInput
from service.casework.worklists import service_levels
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web.form_actions import Answer, FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/acts",
    permission=Permission.WAGES_WRITE,
    part="act_",
    done=N_("The action is recorded."),
)
def log(act: FormAction, claim: Claim) -> None:
    new_act = act.read(NewAct)
    activities.log(act.session, claim, new_act, by=act.by, on=act.on, day=_local_day(act, claim))


def _came_from(act: FormAction, claim: Claim) -> Answer:
    """Return the page to go back to: the morning list if the action was started there."""
    morning = act.request.query_params.get("from") == "morning"
    return {"page": "morning" if morning else f"wages/{claim.reference}"}


@claim_page.post(
    "/desk/wages/{reference:str}/accepted",
    permission=Permission.WAGES_STEP,
    back="/desk/{page}",
    part="post_",
    done=N_("Claim %(reference)s is accepted."),
)
def accept(act: FormAction, claim: Claim) -> Answer:
    """Accept a claim for a post.

    The button of the morning list takes the usual next action; the form of the claim takes what was
    typed.
    """
    typed, day = act.typed, _local_day(act, claim)
    result = (
        forms.read(AcceptInput, typed, today=day)
        if typed
        else AcceptInput(post_acceptance.FIRST_ACTION, day + post_acceptance.RETURN_PERIOD)
    )
    post_acceptance.accept(act.session, claim, result, by=act.by, on=act.on, day=day)
    return _came_from(act, claim)


@claim_page.post(
    "/desk/wages/{reference:str}/returned",
    permission=Permission.WAGES_STEP,
    back="/desk/{page}",
    part="post_",
    done=N_("Claim %(reference)s is returned to the Agency."),
)
def return_claim(act: FormAction, claim: Claim) -> Answer:
    return_input = act.read(ReturnInput)
    post_acceptance.return_to_desk(
        act.session,
        claim,
        return_input,
        by=act.by,
        on=act.on,
        day=_local_day(act, claim),
    )
    return _came_from(act, claim)


def _local_day(act: FormAction, claim: Claim) -> date:
    """Return today's date in the place of the claim."""
    return service_levels.days(act.session, [claim], act.on)[claim.reference]
