"""The user's own account: name, language, login sessions, and confirmation of identity.

Identity is confirmed before an action of weight.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields
from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal, require_found
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from service import accounts
from service.accounts import Account, login_sessions, phone_login, second_factor
from service.casework.claims.wage_claims import Claim
from service.casework.worklists import notice_digest
from service.casework.worklists.notice_digest import DigestChoice
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_tasks, claim_draft
from service.pages.shared.account_tasks import OwnClaim, Task
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.citizen_sign_in import CodeInput, count_try, send_code
from service.pages.sign_in.flow_cookie import SignInFlow
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

PROVE = "prove"
_UNSENT = N_("You have begun a wage claim and not sent it yet. Continue it.")


class NameInput(msgspec.Struct):
    name: fields.Line
    language: fields.LanguageCode = "uz"


def current_account(request: Req, session: Session) -> Account:
    """Return the signed-in account. Refuses: SignInNeeded for programs."""
    auth_middleware.login_session(request)
    return accounts.get(session, context.actor(request).account)


def current_person(request: Req, session: Session) -> Citizen:
    """Return the signed-in person.

    Refuses: SignInNeeded for programs, NotFound for officers.
    """
    return require_found(session.get(Citizen, current_account(request, session).citizen or ""))


def own_claim(request: Req, session: Session, number: str) -> Claim:
    """Return a wage claim of the signed-in person, under any of their records.

    Refuses: SignInNeeded for programs, NotFound.
    """
    person = current_person(request, session)
    asked = select(Claim).where(
        col(Claim.reference).in_(fields.possible_references(number, "W")),
        col(Claim.citizen).in_(persons.same_person(person)),
    )
    row: Claim | None = session.execute(asked).scalars().first()
    if row is None:
        raise NotFound
    return row


def require_citizen(request: Req) -> None:
    """Require that the actor is a citizen.

    An officer's name is in the journal, and administrators set it. Refuses: NotFound.
    """
    if context.actor(request).role is not Role.CITIZEN:
        raise NotFound


@page_get("/me", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    return overview(request, {})


class AccountPage(msgspec.Struct, frozen=True):
    account: Account
    person: Citizen | None
    phone: str
    codes_left: int
    contracts: list[Placement]
    agency_names: dict[str, str]
    tasks: list[Task]
    claims: list[OwnClaim]
    digest: DigestChoice
    typed: dict[str, str]


def overview(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    """Show what waits for the user, their claims and contracts, and their own account.

    After a refusal, with what was typed.
    """
    day = context.app_state(request).today
    with context.reading(request) as session:
        account = current_account(request, session)
        person = session.get(Citizen, account.citizen) if account.citizen else None
        known = {"name": account.name, "language": person.language if person else ""}
        contracts = arrivals.list_for_person(session, person.reference) if person else []
        shown = AccountPage(
            account=account,
            person=person,
            phone=persons.mask_number(persons.phone(session, person)) if person else "",
            codes_left=second_factor.codes_left(session, account.reference),
            contracts=contracts,
            agency_names=arrivals.agency_names(session, contracts),
            tasks=[
                *_unsent_claim(request),
                *(account_tasks.list_tasks(session, person, day) if person else []),
            ],
            claims=account_tasks.list_claims(session, person) if person else [],
            digest=notice_digest.current(session, account.reference),
            typed=known | typed,
        )
        return form_actions.form_page(request, "shared/show.html", shown, refusal=refusal)


def _unsent_claim(request: Req) -> list[Task]:
    """Return the wage claim that was begun in this browser and not sent yet, if there is one."""
    draft = claim_draft.read_draft(request)
    if draft is None or draft.done or not draft.typed:
        return []
    return [Task(_UNSENT, f"wages/file/{draft.missing or 'check'}")]


@page_post("/me", permission=Permission.ME_OPEN)
def rename(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    require_citizen(request)

    def action(act: FormAction) -> None:
        values, account = act.read(NameInput), current_account(request, act.session)
        phone_login.set_name_and_language(
            act.session, account, values.name, values.language, by=act.by, on=act.on
        )

    return form_actions.submit(request, data, action, f"/{lang}/me", partial(overview, request))


@page_get("/me/sign-ins", permission=Permission.ME_OPEN)
def list_sign_ins(request: Req) -> Response[Any]:
    here, on = auth_middleware.login_session(request), context.app_state(request).clock()
    with context.reading(request) as session:
        rows = login_sessions.list_for_account(session, context.actor(request).account, on=on)
        return context.page(request, "shared/sign_ins.html", rows=rows, here=here.reference)


@page_post("/me/sign-ins/{number:str}/end", permission=Permission.ME_OPEN)
def end_sign_in(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    here, on = auth_middleware.login_session(request), context.app_state(request).clock()
    with context.writing(request) as session:
        login_sessions.end_own(session, number, by=context.actor(request), on=on)
    if number == here.reference:
        return auth_middleware.clear_login(request, context.see_other(f"/{lang}/"))
    return context.see_other(f"/{lang}/me/sign-ins")


@page_get("/me/prove", permission=Permission.ME_OPEN)
def show_confirm_form(request: Req) -> Response[Any]:
    """Show the page on which a user confirms their identity; citizens are sent a code."""
    return _confirm_page(request, request.query_params.get("next", ""))


class ConfirmPage(msgspec.Struct, frozen=True):
    by_code: bool
    then: str
    sent: SignInFlow | None
    typed: dict[str, str] = {}


def _confirm_page(request: Req, then: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        by_code = current_account(request, session).role == Role.CITIZEN.value
    shown = ConfirmPage(by_code, then, flow_cookie.read_flow(request, PROVE))
    return form_actions.form_page(request, "shared/prove.html", shown, refusal=refusal)


@page_post("/me/prove/code", permission=Permission.ME_OPEN)
def send_confirm_code(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Send a code to the citizen's own number."""
    then = flow_cookie.next_path(str(data.get("then", "")), f"/{lang}/me")
    with context.reading(request) as session:
        account = current_account(request, session)
        own = (
            persons.phone(session, session.get_one(Citizen, account.citizen))
            if account.citizen
            else ""
        )
    try:
        number = send_code(
            request, phone_login.CodeRequestInput(own), f"{PROVE} {account.reference}"
        )
    except Refusal as refusal:
        return _confirm_page(request, then, refusal)
    return flow_cookie.set_flow(
        request, context.see_other(f"/{lang}/me/prove?next={then}"), PROVE, number
    )


@page_post("/me/prove", permission=Permission.ME_OPEN)
def confirm_identity(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    then = flow_cookie.next_path(str(data.get("then", "")), f"/{lang}/me")
    try:
        digits = (
            forms.read(CodeInput, {"code": data.get("code", "")}).code
            if not _is_demonstration(request)
            else ""
        )
        token = _confirm_identity(request, digits)
    except Refusal as refusal:
        return _confirm_page(request, then, refusal)
    answer = context.clear_cookie(request, context.see_other(then), flow_cookie.COOKIE)
    return auth_middleware.set_login_cookie(request, answer, token)


def _is_demonstration(request: Req) -> bool:
    """Return whether this is the demonstration.

    There nobody has a secret, so pressing the button is the proof.
    """
    return context.app_state(request).settings.demonstration


def _confirm_identity(request: Req, digits: str) -> str:
    """Confirm the identity and return a new token for the login cookie.

    Refuses: TooManyAttempts, WrongCode, WrongDigits.
    """
    by, on = context.actor(request), context.app_state(request).clock()
    if _is_demonstration(request):
        with context.writing(request) as session:
            return login_sessions.rotate(session, auth_middleware.login_session(request), on=on)
    if by.role is Role.CITIZEN:
        here = flow_cookie.read_flow(request, PROVE)
        number, purpose = here.number if here else "", f"{PROVE} {by.account}"
        with (
            count_try(request, "code", by.account, (number, purpose)),
            context.writing(request) as session,
        ):
            phone_login.use_code(session, number, purpose, digits, on=on)
            return login_sessions.rotate(session, auth_middleware.login_session(request), on=on)
    auth_middleware.count_attempt(request, "second", by.account)
    with context.writing(request) as session:
        if not second_factor.verify(session, current_account(request, session), digits, on=on):
            raise second_factor.WrongDigits("code")
        return login_sessions.rotate(session, auth_middleware.login_session(request), on=on)
