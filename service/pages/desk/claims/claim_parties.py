"""Who speaks for the worker of a claim, and where their money goes, as an officer writes it down."""

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
from service.pages.desk.claims.claim_page import Act
from service.web.context import Form, Req, page_post


@page_post("/desk/wages/{reference:str}/representatives", permission=Permission.WAGES_WRITE)
def name(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return claim_page.done(request, lang, reference, data, _name, versioned=False)


@page_post("/desk/wages/{reference:str}/withdrawn", permission=Permission.WAGES_WRITE)
def withdraw(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return claim_page.done(request, lang, reference, data, _withdraw, versioned=False)


@page_post("/desk/wages/{reference:str}/payee", permission=Permission.WAGES_WRITE)
def pay_to(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return claim_page.done(request, lang, reference, data, _pay_to, versioned=False)


def _name(act: Act) -> None:
    with forms.errors_under("speaker_"):
        told = forms.read(NewRepresentative, forms.fields_under("speaker_", act.typed))
        representatives.name(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=act.house.today)


def _withdraw(act: Act) -> None:
    representatives.withdraw(act.session, act.claim, act.typed.get("number", ""), by=act.by, on=act.house.clock())


def _pay_to(act: Act) -> None:
    with forms.errors_under("payee_"):
        told = forms.read(NewPayee, forms.fields_under("payee_", act.typed))
        payees.pay_to(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=act.house.today)


HANDLERS = [name, withdraw, pay_to]
