"""One's own account: name and language, where one is signed in, and the proof that it is oneself before an act of weight."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.placements import arrivals
from service import access, accounts, entrance, forms, web
from service.access import Permission
from service.accounts import Account, numbers, second, signins
from service.pages import way
from service.pages.sign_in import Digits, sent, trying
from service.pages.way import NO_STORE
from service.web import Form, Req, page_get, page_post

PROVE = "prove"


class Named(msgspec.Struct):
    name: fields.Line
    language: fields.Tongue = "uz"


def page(request: Req, template: str, refusal: Refusal | None = None, **facts: Any) -> Response[Any]:
    """A page of one's own account, which nobody keeps."""
    by, errors = web.who(request), forms.by_field(refusal)
    may = {permission.value for permission in Permission if access.allows(by, permission)}
    shown: dict[str, Any] = {"may": may, "errors": errors} | facts
    return web.page(request, template, status=entrance.status_of(request, refusal), headers=NO_STORE, **shown)


def mine(request: Req, session: Session) -> Account:
    """The account of whoever sits here. Refuses: SignInNeeded for programs."""
    entrance.seat(request)
    return accounts.get(session, web.who(request).account)


def person(request: Req, session: Session) -> Citizen:
    """The person who sits here. Refuses: SignInNeeded for programs, NotFound for officers."""
    row = session.get(Citizen, mine(request, session).citizen or "")
    if row is None:
        raise NotFound
    return row


def require_citizen(request: Req) -> None:
    """Only citizens; how an officer is called stands in the journal and is for administrators to say. Refuses: NotFound."""
    if web.who(request).role is not Role.CITIZEN:
        raise NotFound


@page_get("/me", permission=Permission.ME_OPEN)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return overview(request, {})


def overview(request: Req, typed: dict[str, Any], refusal: Refusal | None = None) -> Response[Any]:
    """One's own account and contracts; refused, with what was typed."""
    with web.reading(request) as session:
        account = mine(request, session)
        person = session.get(Citizen, account.citizen) if account.citizen else None
        phone = persons.masked(persons.phone(session, person)) if person else ""
        codes = second.codes_left(session, account.reference)
        known = {"name": account.name, "language": person.language if person else ""}
        facts: dict[str, Any] = {"account": account, "person": person, "phone": phone, "codes_left": codes}
        facts["contracts"] = rows = arrivals.of(session, person.reference) if person else []
        facts["agency_names"] = arrivals.agency_names(session, rows)
        return page(request, "me/show.html", refusal, typed=known | typed, **facts)


@page_post("/me", permission=Permission.ME_OPEN)
def rename(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    typed = {name: str(data.get(name, "")) for name in ("name", "language")}
    require_citizen(request)
    try:
        told, on = forms.read(Named, typed), web.house(request).clock()
        with web.writing(request) as session:
            numbers.rename(session, mine(request, session), told.name, told.language, by=web.who(request), on=on)
    except Refusal as refusal:
        return overview(request, typed, refusal)
    return web.see_other(f"/{lang}/me")


@page_get("/me/sign-ins", permission=Permission.ME_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    here, on = entrance.seat(request), web.house(request).clock()
    with web.reading(request) as session:
        rows = signins.of_account(session, web.who(request).account, on=on)
        return page(request, "me/sign_ins.html", rows=rows, here=here.reference)


@page_post("/me/sign-ins/{number:str}/end", permission=Permission.ME_OPEN)
def end(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    here, on = entrance.seat(request), web.house(request).clock()
    with web.writing(request) as session:
        signins.end(session, number, by=web.who(request), on=on)
    if number == here.reference:
        return entrance.let_out(request, web.see_other(f"/{lang}/"))
    return web.see_other(f"/{lang}/me/sign-ins")


@page_get("/me/prove", permission=Permission.ME_OPEN)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The page on which somebody shows once more that it is they; citizens are sent a code."""
    web.of_address(lang)
    return _ask(request, request.query_params.get("next", ""))


def _ask(request: Req, then: str, refusal: Refusal | None = None) -> Response[Any]:
    with web.reading(request) as session:
        account = mine(request, session)
        by_code = account.role == Role.CITIZEN.value
        return page(
            request, "me/prove.html", refusal, by_code=by_code, then=then, sent=way.carried(request, PROVE), typed={}
        )


@page_post("/me/prove/code", permission=Permission.ME_OPEN)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Sends a code to the citizen's own number."""
    web.of_address(lang)
    then = way.onward(str(data.get("then", "")), f"/{lang}/me")
    with web.reading(request) as session:
        account = mine(request, session)
        own = persons.phone(session, session.get_one(Citizen, account.citizen)) if account.citizen else ""
    try:
        number = sent(request, numbers.Asked(own), f"{PROVE} {account.reference}")
    except Refusal as refusal:
        return _ask(request, then, refusal)
    return way.carry(request, web.see_other(f"/{lang}/me/prove?next={then}"), PROVE, number)


@page_post("/me/prove", permission=Permission.ME_OPEN)
def prove(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    then = way.onward(str(data.get("then", "")), f"/{lang}/me")
    try:
        digits = forms.read(Digits, {"code": data.get("code", "")}).code if not _walks(request) else ""
        token = _proved(request, digits)
    except Refusal as refusal:
        return _ask(request, then, refusal)
    return entrance.let_in(request, way.arrived(request, web.see_other(then)), token)


def _walks(request: Req) -> bool:
    """In the demonstration nobody has a secret: there, pressing the button is the proof."""
    return web.house(request).settings.demonstration


def _proved(request: Req, digits: str) -> str:
    """The cookie in place of the one before. Refuses: TooMany, WrongCode, WrongDigits."""
    by, on = web.who(request), web.house(request).clock()
    if _walks(request):
        with web.writing(request) as session:
            return signins.rotate(session, entrance.seat(request), on=on)
    if by.role is Role.CITIZEN:
        here = way.carried(request, PROVE)
        number, purpose = here.number if here else "", f"{PROVE} {by.account}"
        with trying(request, "code", by.account, (number, purpose)), web.writing(request) as session:
            numbers.take(session, number, purpose, digits, on=on)
            return signins.rotate(session, entrance.seat(request), on=on)
    entrance.attempt(request, "second", by.account)
    with web.writing(request) as session:
        if not second.take(session, mine(request, session), digits, on=on):
            raise second.WrongDigits("code")
        return signins.rotate(session, entrance.seat(request), on=on)


HANDLERS = [show, rename, index, end, ask, send, prove]
