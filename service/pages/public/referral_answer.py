"""The page on which another body reads a referral by its link and code, and answers it.

It shows nothing before the code, and the same for every address."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line
from service.casework.protection import referral_links
from service.casework.protection.referral_links import BodyAnswer, ReferralLink, SentReferral
from service.infra.access import Permission
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

_PATH = "/referral/{number:str}/{mark:str}"


class CodeInput(msgspec.Struct):
    code: Line


class ReferralPage(msgspec.Struct, frozen=True):
    """The form for the code, or what the code opened with the ticket of this page."""

    address: str
    sent: SentReferral | None = None
    ticket: str = ""
    answered: bool = False


@page_get(_PATH, permission=Permission.PUBLIC)
def show_form(request: Req, number: FromPath[str], mark: FromPath[str]) -> Response[Any]:
    return _page(request, number, mark)


@page_post(_PATH, permission=Permission.PUBLIC)
def open_referral(
    request: Req, number: FromPath[str], mark: FromPath[str], data: Form
) -> Response[Any]:
    """Show the referral to whoever has the link and its code. Refuses: NotFound."""
    _require_link(request, number, mark)

    def action(act: FormAction) -> Answer:
        code = act.read(CodeInput).code
        return _read(act, number, mark, lambda link: referral_links.require_code(link, code))

    try:
        auth_middleware.count_attempt(request, "referral", number)
        opened = form_actions.run(request, data, action, answer_is_secret=True)
    except Refusal as refusal:
        return _page(request, number, mark, refusal=refusal)
    return _page(request, number, mark, opened)


@page_post(_PATH + "/answer", permission=Permission.PUBLIC)
def answer(request: Req, number: FromPath[str], mark: FromPath[str], data: Form) -> Response[Any]:
    """Record the body's answer, once for each form. Refuses: NotFound."""
    _require_link(request, number, mark)
    typed, sent = form_actions.typed_values(data), str(data.get("ticket", ""))

    def action(act: FormAction) -> None:
        link = referral_links.find(act.session, number, mark)
        referral_links.require_ticket(link, sent, act.on)
        row = referral_links.require_open(act.session, link, act.on)
        act.require_version(row)
        by, given = referral_links.officer_of(act.session, link), act.read(BodyAnswer)
        referral_links.answer(act.session, link, row, given, by=by, on=act.on)

    try:
        form_actions.run(request, data, action)
    except Refusal as refusal:
        return _page(
            request, number, mark, _read_again(request, number, mark, sent), typed, refusal
        )
    return _page(request, number, mark, answered=True)


def _require_link(request: Req, number: str, mark: str) -> None:
    """Require an address that was made here. Refuses: NotFound, TooManyAttempts."""
    with auth_middleware.long_secret_check(request, "referral"), context.reading(request) as found:
        referral_links.find(found, number, mark)


def _read(
    act: FormAction, number: str, mark: str, require: Callable[[ReferralLink], None]
) -> Answer:
    link = referral_links.find(act.session, number, mark)
    require(link)
    row = referral_links.require_open(act.session, link, act.on)
    by = referral_links.officer_of(act.session, link)
    sent = referral_links.read(act.session, link, row, by=by, on=act.on)
    return {"sent": sent, "ticket": referral_links.ticket(link, act.on)}


def _read_again(request: Req, number: str, mark: str, ticket: str) -> Answer | None:
    """Return what a page still shows after a refusal; nothing once its link is closed."""

    def action(act: FormAction) -> Answer:
        return _read(
            act,
            number,
            mark,
            lambda link: referral_links.require_ticket(link, ticket, act.on),
        )

    try:
        return form_actions.run(request, {}, action, answer_is_secret=True)
    except NotFound:
        raise
    except Refusal:
        return None


def _page(
    request: Req,
    number: str,
    mark: str,
    opened: Answer | None = None,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    *,
    answered: bool = False,
) -> Response[Any]:
    address = f"/{context.language(request)}/referral/{number}/{mark}"
    shown = ReferralPage(address, **(opened or {}), answered=answered)
    return form_actions.form_page(
        request, "public/referral_answer.html", shown, refusal=refusal, typed=typed or {}
    )
