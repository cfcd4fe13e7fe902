"""The worker's representatives on a claim and the payee of their money."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.money import payees
from service.casework.money.payees import NewPayee
from service.casework.workflow import representatives
from service.casework.workflow.representatives import NewRepresentative
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.pages.desk.claims.claim_page import FormAction
from service.web.context import Form, Req, page_post


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


def _add_representative(act: FormAction) -> None:
    with forms.errors_under("speaker_"):
        new_representative = forms.read(
            NewRepresentative, forms.fields_under("speaker_", act.typed)
        )
        representatives.appoint(
            act.session,
            act.claim,
            new_representative,
            by=act.by,
            on=act.house.clock(),
            day=act.house.today,
        )


def _withdraw_representative(act: FormAction) -> None:
    representatives.withdraw(
        act.session, act.claim, act.typed.get("number", ""), by=act.by, on=act.house.clock()
    )


def _set_payee(act: FormAction) -> None:
    with forms.errors_under("payee_"):
        new_payee = forms.read(NewPayee, forms.fields_under("payee_", act.typed))
        payees.set_payee(
            act.session, act.claim, new_payee, by=act.by, on=act.house.clock(), day=act.house.today
        )
