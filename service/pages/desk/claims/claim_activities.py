"""What officers do on a claim besides its steps, written down on its page; and a claim that a post accepts or returns."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.workflow import activities, post_acceptance
from service.casework.workflow.activities import NewAct
from service.casework.workflow.post_acceptance import Accepted, Returned
from service.casework.worklists import service_levels
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.pages.desk.claims.claim_page import Act
from service.web import context
from service.web.context import Form, Req, page_post


@page_post("/desk/wages/{reference:str}/acts", permission=Permission.WAGES_WRITE)
def log(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return claim_page.done(request, lang, reference, data, _log)


@page_post("/desk/wages/{reference:str}/accepted", permission=Permission.WAGES_STEP)
def accept(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return _taken(request, lang, reference, data, _accept)


@page_post("/desk/wages/{reference:str}/returned", permission=Permission.WAGES_STEP)
def give_back(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return _taken(request, lang, reference, data, _give_back)


def _taken(request: Req, lang: str, reference: str, data: dict[str, Any], deed: Any) -> Response[Any]:
    """Done from the morning list, it goes back there; refused, the page of the claim says why."""
    morning = request.query_params.get("from") == "morning"
    answer = claim_page.done(request, lang, reference, data, deed)
    return context.see_other(f"/{lang}/desk/morning") if morning and answer.status_code == 303 else answer


def _log(act: Act) -> None:
    with forms.errors_under("act_"):
        told = forms.read(NewAct, forms.fields_under("act_", act.typed))
        activities.log(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=_there(act))


def _accept(act: Act) -> None:
    """By the button of the morning list with what usually comes next, by the form of the claim with what was written there."""
    typed, day = forms.fields_under("post_", act.typed), _there(act)
    with forms.errors_under("post_"):
        told = forms.read(Accepted, typed) if typed else Accepted(post_acceptance.READ, day + post_acceptance.BACK)
        post_acceptance.accept(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=day)


def _give_back(act: Act) -> None:
    with forms.errors_under("post_"):
        told = forms.read(Returned, forms.fields_under("post_", act.typed))
        post_acceptance.give_back(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=_there(act))


def _there(act: Act) -> date:
    """Which day it is where the claim is."""
    return service_levels.days(act.session, [act.claim], act.house.clock())[act.claim.reference]


HANDLERS = [log, accept, give_back]
