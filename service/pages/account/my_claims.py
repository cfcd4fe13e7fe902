"""The person's own wage claims: withdrawing one while signed in."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service.casework.workflow import withdrawal_actions
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/me/claims/{reference:str}/withdraw", permission=Permission.ME_OPEN)
def withdraw(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Withdraw an own claim. Refuses: NotFound."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        claim = account_page.own_claim(request, act.session, reference)
        withdrawal_actions.request(act.session, claim, by=act.by, on=act.on, day=act.day)

    return form_actions.submit(request, data, action, f"/{lang}/me/file")
