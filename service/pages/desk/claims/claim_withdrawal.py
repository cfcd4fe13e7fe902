"""Record the conversation about a withdrawal on the page of its claim, or cancel it."""

from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import withdrawal_actions
from service.casework.workflow.withdrawal_actions import ConversationInput
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.web.form_actions import FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/conversation",
    permission=Permission.WAGES_STEP,
    done=N_("The conversation is recorded."),
)
def record_conversation(act: FormAction, claim: Claim) -> None:
    given = act.read(ConversationInput)
    withdrawal_actions.record_conversation(act.session, claim, given, by=act.by, on=act.on)


@claim_page.post(
    "/desk/wages/{reference:str}/cancel-withdrawal",
    permission=Permission.WAGES_STEP,
    done=N_("The withdrawal is cancelled. The claim goes on."),
)
def cancel(act: FormAction, claim: Claim) -> None:
    withdrawal_actions.cancel(act.session, claim, by=act.by, on=act.on, day=act.day)
