"""Sign-in of citizens by phone number and a code sent to it, without a password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications
from matching.identity import persons, telephones
from matching.identity.persons import Citizen
from matching.profiles import profile_edits
from service import accounts
from service.accounts import Account, code_levels, login_sessions, number_changes, phone_login
from service.accounts.phone_login import CodeChannel, CodeRequestInput
from service.casework.protection import record_merge
from service.infra import rate_limits
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.flow_cookie import SignInFlow
from service.web import auth_middleware, context, form_actions, rendering
from service.web.context import Form, Req, page_get, page_post

PURPOSE = "sign_in"
_APPLY = re.compile(r"/[\w-]+/me/apply/([\w-]{1,24})", re.ASCII)


class CodeInput(msgspec.Struct):
    code: str


@page_get("/sign-in", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _form_page(
        request, {"channel": CodeChannel.SMS.value, "then": request.query_params.get("next", "")}
    )


def _form_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    return form_actions.form_page(request, "sign_in/phone.html", refusal=refusal, typed=typed)


@page_post("/sign-in", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Send a code to the number, whether it is known or not, so that the answer reveals nothing."""
    typed = form_actions.typed_values(data)
    key = form_key(data)
    try:
        asked = forms.read(CodeRequestInput, forms.fields_of(CodeRequestInput, typed))
        number = send_code(request, asked, f"{PURPOSE} {key}")
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    then = flow_cookie.next_path(typed.get("then", ""), "")
    return flow_cookie.set_flow(
        request, context.see_other(f"/{lang}/sign-in/code"), PURPOSE, number, then=then, key=key
    )


def form_key(data: dict[str, Any]) -> str:
    """Return the hidden key of a form that requests a code.

    The code is valid where this form was sent: another browser that requests one for the same
    number neither replaces it nor uses up its attempts.
    """
    key = str(data.get("once", ""))
    return key if re.fullmatch(r"[\w-]{22}", key, re.ASCII) else rendering.fresh_key()


def send_code(request: Req, asked: CodeRequestInput, purpose: str) -> str:
    """Send a code to a number, within the rate limit, and return the number.

    Refuses: NotAPhone, TooManyAttempts.
    """
    auth_middleware.count_attempt(
        request,
        "message",
        f"{purpose.partition(' ')[0]} {telephones.international_number(asked.phone)}",
    )
    on = context.app_state(request).clock()
    with context.writing(request) as session:
        code_levels.require_share(
            session, telephones.international_number(asked.phone), context.network(request), on=on
        )
        return phone_login.send(session, asked, purpose, context.language(request), on=on)


@contextmanager
def count_try(request: Req, kind: str, subject: str, *codes: tuple[str, str]) -> Iterator[None]:
    """Wrap an attempt at codes, each given by number and purpose.

    The attempt is counted before it is made, and over all numbers if it is wrong. Refuses:
    TooManyAttempts.
    """
    on = context.app_state(request).clock()
    with context.writing(request) as session:
        rate_limits.count_attempt(session, kind, subject, context.network(request), on=on)
        for number, purpose in codes:
            phone_login.count_try(session, number, purpose)
    try:
        yield
    except phone_login.WrongCode:
        with context.writing(request) as session:
            code_levels.note_wrong(session, codes[0][0], on=on)
        raise


@page_get("/sign-in/code", permission=Permission.PUBLIC)
def show_code_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    here = flow_cookie.read_flow(request, PURPOSE)
    return code_page(request, here) if here else context.see_other(f"/{lang}/sign-in")


class CodePage(msgspec.Struct, frozen=True):
    here: SignInFlow
    number: str
    lost: bool
    typed: dict[str, str] = {}


def code_page(
    request: Req, here: SignInFlow, refusal: Refusal | None = None, *, lost: bool = False
) -> Response[Any]:
    """Show the form for the code that was sent, also for a `lost` number."""
    shown = CodePage(here, persons.mask_number(here.number), lost)
    return form_actions.form_page(request, "sign_in/code.html", shown, refusal=refusal)


@page_post("/sign-in/code", permission=Permission.PUBLIC)
def sign_in(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    here = flow_cookie.read_flow(request, PURPOSE)
    if here is None:
        return _form_page(request, {"channel": CodeChannel.SMS.value}, phone_login.WrongCode())
    try:
        token = _sign_in(request, here, forms.read(CodeInput, {"code": data.get("code", "")}).code)
    except Refusal as refusal:
        return code_page(request, here, refusal)
    answer = auth_middleware.set_login_cookie(
        request, context.see_other(here.then or f"/{lang}/me"), token
    )
    return context.clear_cookie(request, answer, flow_cookie.COOKIE)


def _sign_in(request: Req, here: SignInFlow, code: str) -> str:
    """Sign in the holder of the number; an earlier login session of this browser ends."""
    on, purpose = context.app_state(request).clock(), f"{PURPOSE} {here.key}"
    with (
        count_try(request, "code", here.number, (here.number, purpose)),
        context.writing(request) as session,
    ):
        number_changes.apply_due(session, on=on, merge=record_merge.merge_own)
        phone_login.use_code(session, here.number, purpose, code, on=on)
        number_changes.require_no_wait(session, here.number)
        account = phone_login.get_or_open(session, here.number, context.language(request), on=on)
        if not phone_login.is_open(session, account):
            raise phone_login.WrongCode("code")
        _keep_application(request, session, account, here.then)
        login_sessions.close(session, auth_middleware.token_of(request))
        return login_sessions.create(
            session, account, auth_middleware.browser_name(request), whole=True, on=on
        )


def _keep_application(request: Req, session: Session, account: Account, then: str) -> None:
    """Keep the application for which the person signs in as a draft, if it can be begun."""
    asked, state = _APPLY.fullmatch(then), context.app_state(request)
    person = session.get(Citizen, account.citizen or "")
    row = session.get(Vacancy, asked[1]) if asked else None
    if row is None or row.quota or person is None:
        return
    profile_edits.lock_profile(session, person)
    with suppress(Refusal):
        applications.begin(
            session,
            person,
            row.reference,
            by=accounts.actor_for(account),
            on=state.clock(),
            day=state.today,
        )
