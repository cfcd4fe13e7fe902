"""The link of a case by which the other body reads it and answers: making it and closing it."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from i18n import N_
from service.casework.protection import referral_links, referrals
from service.casework.protection.referral_links import NewLink
from service.casework.protection.referrals import Referral
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.protection import case_pages
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction


@page_post("/desk/cases/{number:str}/link", permission=Permission.REFERRALS_WRITE)
def make(request: Req, number: FromPath[str], data: Form) -> Response[Any]:
    """Make a link and show its address and code, once, on this page.

    Refuses: ConfirmFirst, NotFound."""
    access.require(context.actor(request), Permission.REFERRALS_READ)
    auth_middleware.require_fresh(request)

    def action(act: FormAction) -> Answer:
        row = referrals.get(act.session, number, by=act.by)
        act.require_version(row)
        with forms.errors_under("link_"):
            new_link = act.read(NewLink, "link_")
            made = referral_links.make(act.session, row, new_link, by=act.by, on=act.on)
        return {"link": made}

    try:
        made = form_actions.run(request, data, action, answer_is_secret=True)["link"]
    except Refusal as refusal:
        return case_pages.show_case(request, number, form_actions.typed_values(data), refusal)
    home = context.app_state(request).settings.public_url.rstrip("/")
    address = f"{home}/{context.language(request)}/referral/{made.number}/{made.mark}"
    return case_pages.show_case(request, number, {}, link={"address": address, "code": made.code})


@case_pages.post(
    "/desk/cases/{number:str}/unlink",
    permission=Permission.REFERRALS_WRITE,
    versioned=False,
    done=N_("The links are closed."),
)
def close(act: FormAction, row: Referral) -> None:
    referral_links.close(act.session, row, by=act.by, on=act.on)
