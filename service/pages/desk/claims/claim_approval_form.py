"""Form of a claim: request a second person's approval."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.approvals import claim_person
from service.approvals.claim_person import OtherPersonInput
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import claim_approvals
from service.casework.workflow.claim_approvals import NewApproval
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/desk/wages/{reference:str}/approvals", permission=Permission.WAGES_STEP)
def request_approval(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _request_approval, versioned=False)


@page_post("/desk/wages/{reference:str}/person", permission=Permission.WAGES_STEP)
def request_other_person(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Request that the claim be moved to another person."""
    return claim_page.run_action(request, lang, reference, data, _request_person, versioned=False)


def _request_person(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("other_"):
        other = act.read(OtherPersonInput, "other_")
        claim_person.request(act.session, claim, other, by=act.by, on=act.on)


def _request_approval(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("second_"):
        new_approval = act.read(NewApproval, "second_")
        claim_approvals.request_approval(act.session, claim, new_approval, by=act.by, on=act.on)
