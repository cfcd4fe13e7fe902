"""The worker's representatives on a claim and the payee of their money."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.claims.wage_claims import Claim
from service.casework.money import payees
from service.casework.money.payees import NewPayee
from service.casework.workflow import representatives
from service.casework.workflow.representatives import NewRepresentative
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/desk/wages/{reference:str}/representatives", permission=Permission.WAGES_WRITE)
def add_representative(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(
        request, lang, reference, data, _add_representative, versioned=False
    )


@page_post("/desk/wages/{reference:str}/withdrawn", permission=Permission.WAGES_WRITE)
def withdraw_representative(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(
        request, lang, reference, data, _withdraw_representative, versioned=False
    )


@page_post("/desk/wages/{reference:str}/payee", permission=Permission.WAGES_WRITE)
def set_payee(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _set_payee, versioned=False)


def _add_representative(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("speaker_"):
        new_representative = act.read(NewRepresentative, "speaker_")
        representatives.appoint(
            act.session,
            claim,
            new_representative,
            by=act.by,
            on=act.on,
            day=act.day,
        )


def _withdraw_representative(act: FormAction, claim: Claim) -> None:
    representatives.withdraw(act.session, claim, act.typed.get("number", ""), by=act.by, on=act.on)


def _set_payee(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("payee_"):
        new_payee = act.read(NewPayee, "payee_")
        payees.set_payee(act.session, claim, new_payee, by=act.by, on=act.on, day=act.day)
