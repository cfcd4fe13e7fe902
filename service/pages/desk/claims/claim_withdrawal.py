"""A claim that its worker withdraws: the talk with the worker alone, and going on with it."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.claims.wage_claims import Claim
from service.casework.workflow import withdrawal_actions
from service.casework.workflow.withdrawal_actions import TalkInput
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/desk/wages/{reference:str}/talk", permission=Permission.WAGES_STEP)
def record_talk(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _record_talk)


@page_post("/desk/wages/{reference:str}/take-back", permission=Permission.WAGES_STEP)
def take_back(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _take_back)


def _record_talk(act: FormAction, claim: Claim) -> None:
    talk = act.read(TalkInput)
    withdrawal_actions.record_talk(act.session, claim, talk, by=act.by, on=act.on)


def _take_back(act: FormAction, claim: Claim) -> None:
    withdrawal_actions.take_back(act.session, claim, by=act.by, on=act.on, day=act.day)
