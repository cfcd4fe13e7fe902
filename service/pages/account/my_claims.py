"""Adding a wage claim that was filed without signing in to the account of its worker."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line
from service.accounts import login_sessions
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.privacy import claim_takeover
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class ClaimCodeInput(msgspec.Struct):
    """The reference of a claim, with its secret or a recovery code of an earlier account."""

    reference: Line
    code: Line


@page_get("/me/claims/add", permission=Permission.ME_OPEN)
def show_form(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    return _form_page(request, {})


def _form_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the form; a code is not repeated."""
    return form_actions.form_page(
        request, "account/claim_add.html", refusal=refusal, typed=typed | {"code": ""}
    )


@page_post("/me/claims/add", permission=Permission.ME_OPEN)
def add(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Take over a claim into the account by its secret, or by a recovery code.

    Refuses: ConfirmFirst.
    """
    account_page.require_citizen(request)
    typed = form_actions.typed_values(data)
    if claim_takeover.is_recovery_code(typed.get("code", "")):
        auth_middleware.require_fresh(request)
    try:
        given = forms.read(ClaimCodeInput, forms.fields_of(ClaimCodeInput, typed))
        own = _find_own(request, given)
        if own:
            return context.see_other(f"/{lang}/me/claims/{own}")
        if claim_takeover.is_recovery_code(given.code):
            return _add_by_recovery_code(request, lang, given)
        _check_secret(request, given)
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    return _add_by_secret(request, lang, data, given)


def _find_own(request: Req, given: ClaimCodeInput) -> str:
    """Return the reference of a claim that is in the account already, or nothing."""
    with context.reading(request) as session:
        try:
            return account_page.own_claim(request, session, given.reference).reference
        except NotFound:
            return ""


def _check_secret(request: Req, given: ClaimCodeInput) -> None:
    """Check the secret as the page for following a claim does. Refuses: WrongClaimCode."""
    with (
        auth_middleware.long_secret_check(request, "claim", claim_takeover.WrongClaimCode),
        context.reading(request) as session,
    ):
        claim_takeover.require_secret(session, given.reference, given.code)


def _add_by_secret(
    request: Req, lang: str, data: dict[str, Any], given: ClaimCodeInput
) -> Response[Any]:
    def action(act: FormAction) -> Answer:
        person = account_page.current_person(request, act.session)
        claim = claim_takeover.by_secret(
            act.session, given.reference, given.code, person, by=act.by, on=act.on
        )
        return {"reference": claim.reference}

    return form_actions.submit(
        request,
        data,
        action,
        lambda done: f"/{lang}/me/claims/{done['reference']}",
        lambda typed, refusal: _form_page(request, typed, refusal),
    )


def _add_by_recovery_code(request: Req, lang: str, given: ClaimCodeInput) -> Response[Any]:
    """Sign in to the earlier account, which has this number after three days.

    Tries count for this account alone. Refuses: TooManyAttempts, and what
    claim_takeover.by_recovery_code refuses.
    """
    by, state = context.actor(request), context.app_state(request)
    auth_middleware.count_attempt(request, "lost", by.account)
    with context.writing(request) as session:
        earlier = claim_takeover.by_recovery_code(
            session,
            given.reference,
            given.code,
            account_page.current_account(request, session),
            site=state.settings.public_url.rstrip("/"),
            by=by,
            on=state.clock(),
        )
        login_sessions.close(session, auth_middleware.token_of(request))
        name = auth_middleware.browser_name(request)
        token = login_sessions.create(session, earlier, name, whole=True, on=state.clock())
    return auth_middleware.set_login_cookie(request, context.see_other(f"/{lang}/me/number"), token)
