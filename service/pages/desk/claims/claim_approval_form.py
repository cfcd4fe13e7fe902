"""Form of a claim: request a second person's approval."""

from i18n import N_
from service.approvals import claim_person
from service.approvals.claim_person import OtherPersonInput
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import claim_approvals
from service.casework.workflow.claim_approvals import NewApproval
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.web.form_actions import FormAction


@claim_page.post(
    "/desk/wages/{reference:str}/approvals",
    permission=Permission.WAGES_STEP,
    versioned=False,
    part="second_",
    done=N_("The request is sent. A second person will decide."),
)
def request_approval(act: FormAction, claim: Claim) -> None:
    new_approval = act.read(NewApproval)
    claim_approvals.request_approval(act.session, claim, new_approval, by=act.by, on=act.on)


@claim_page.post(
    "/desk/wages/{reference:str}/person",
    permission=Permission.WAGES_STEP,
    versioned=False,
    part="other_",
    done=N_("The request is sent. A second person will decide."),
)
def request_other_person(act: FormAction, claim: Claim) -> None:
    """Request that the claim be moved to another person."""
    other = act.read(OtherPersonInput)
    claim_person.request(act.session, claim, other, by=act.by, on=act.on)
