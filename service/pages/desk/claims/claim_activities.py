"""Officers' activities on a claim besides its steps, and a post's acceptance or return of it."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.workflow import activities, post_acceptance
from service.casework.workflow.activities import NewAct
from service.casework.workflow.post_acceptance import AcceptInput, ReturnInput
from service.casework.worklists import service_levels
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.pages.desk.claims.claim_page import FormAction
from service.web import context
from service.web.context import Form, Req, page_post


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
    request: Req, lang: str, reference: str, data: dict[str, Any], deed: Any
) -> Response[Any]:
    """Run the action, and go back to the morning list if it was started there.

    After a refusal the page of the claim says why.
    """
    morning = request.query_params.get("from") == "morning"
    answer = claim_page.run_action(request, lang, reference, data, deed)
    return (
        context.see_other(f"/{lang}/desk/morning")
        if morning and answer.status_code == 303
        else answer
    )


def _log(act: FormAction) -> None:
    with forms.errors_under("act_"):
        new_act = forms.read(NewAct, forms.fields_under("act_", act.typed))
        activities.log(
            act.session, act.claim, new_act, by=act.by, on=act.house.clock(), day=_local_day(act)
        )


def _accept(act: FormAction) -> None:
    """Accept a claim for a post.

    The button of the morning list takes the usual next action; the form of the claim takes what was
    typed.
    """
    typed, day = forms.fields_under("post_", act.typed), _local_day(act)
    with forms.errors_under("post_"):
        result = (
            forms.read(AcceptInput, typed)
            if typed
            else AcceptInput(post_acceptance.FIRST_ACTION, day + post_acceptance.RETURN_PERIOD)
        )
        post_acceptance.accept(
            act.session, act.claim, result, by=act.by, on=act.house.clock(), day=day
        )


def _return_claim(act: FormAction) -> None:
    with forms.errors_under("post_"):
        return_input = forms.read(ReturnInput, forms.fields_under("post_", act.typed))
        post_acceptance.return_to_desk(
            act.session,
            act.claim,
            return_input,
            by=act.by,
            on=act.house.clock(),
            day=_local_day(act),
        )


def _local_day(act: FormAction) -> date:
    """Return today's date in the place of the claim."""
    return service_levels.days(act.session, [act.claim], act.house.clock())[act.claim.reference]
