"""Officers' activities on a claim besides its steps, and a post's acceptance or return of it."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.claims.wage_claims import Claim
from service.casework.workflow import activities, post_acceptance
from service.casework.workflow.activities import NewAct
from service.casework.workflow.post_acceptance import AcceptInput, ReturnInput
from service.casework.worklists import service_levels
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web import context
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/desk/wages/{reference:str}/acts", permission=Permission.WAGES_WRITE)
def log(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _log)


@page_post("/desk/wages/{reference:str}/accepted", permission=Permission.WAGES_STEP)
def accept(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return _run_and_return(request, lang, reference, data, _accept)


@page_post("/desk/wages/{reference:str}/returned", permission=Permission.WAGES_STEP)
def return_claim(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return _run_and_return(request, lang, reference, data, _return_claim)


def _run_and_return(
    request: Req, lang: str, reference: str, data: dict[str, Any], action: Any
) -> Response[Any]:
    """Run the action, and go back to the morning list if it was started there.

    After a refusal the page of the claim says why.
    """
    morning = request.query_params.get("from") == "morning"
    answer = claim_page.run_action(request, lang, reference, data, action)
    return (
        context.see_other(f"/{lang}/desk/morning")
        if morning and answer.status_code == 303
        else answer
    )


def _log(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("act_"):
        new_act = act.read(NewAct, "act_")
        activities.log(
            act.session, claim, new_act, by=act.by, on=act.on, day=_local_day(act, claim)
        )


def _accept(act: FormAction, claim: Claim) -> None:
    """Accept a claim for a post.

    The button of the morning list takes the usual next action; the form of the claim takes what was
    typed.
    """
    typed, day = forms.fields_under("post_", act.typed), _local_day(act, claim)
    with forms.errors_under("post_"):
        result = (
            forms.read(AcceptInput, typed)
            if typed
            else AcceptInput(post_acceptance.FIRST_ACTION, day + post_acceptance.RETURN_PERIOD)
        )
        post_acceptance.accept(act.session, claim, result, by=act.by, on=act.on, day=day)


def _return_claim(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("post_"):
        return_input = act.read(ReturnInput, "post_")
        post_acceptance.return_to_desk(
            act.session,
            claim,
            return_input,
            by=act.by,
            on=act.on,
            day=_local_day(act, claim),
        )


def _local_day(act: FormAction, claim: Claim) -> date:
    """Return today's date in the place of the claim."""
    return service_levels.days(act.session, [claim], act.on)[claim.reference]
