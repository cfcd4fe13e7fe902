"""A person's card at the desk: who they are, masked; their cases; who looked; and what may be written about them."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from matching.identity import persons as people
from matching.identity.persons import Citizen, Documents, ErasedPerson, NewCitizen
from service.accounts import login_sessions, number_changes, phone_login
from service.accounts.number_changes import NumberChange
from service.casework import people_access
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.people import duplicate_check
from service.pages.desk.shared import desk_page
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.privacy import access_log
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

# So many of the last looks into a file are shown on its card.
LOOKS = 10
_NUMBERS = ("passport", "pinfl", "birth_year")


class NewNumber(msgspec.Struct):
    phone: str


@page_get("/desk/citizens/new", permission=Permission.CITIZENS_WRITE)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _form(request, {"language": lang}, None)


@page_post("/desk/citizens/new", permission=Permission.CITIZENS_WRITE)
def record(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name not in ("once", forms.TOKEN)}
    try:
        if typed.pop("know", ""):
            return _form(request, typed, None, duplicate_check.known(request, typed))
        told = forms.read(NewCitizen, {name: typed.get(name, "") for name in NewCitizen.__struct_fields__})
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            done = context.done_by_form(request, session, key, typed, lambda: _recorded(request, session, told, typed))
    except Refusal as refusal:
        return _form(request, typed, refusal)
    return context.see_other(f"/{lang}/desk/citizens/{done['reference']}")


def _recorded(request: Req, session: Session, told: NewCitizen, typed: dict[str, str]) -> dict[str, Any]:
    by, on = context.who(request), context.house(request).clock()
    row = people.record(session, told, by=by, on=on)
    if any(typed.get(name) for name in _NUMBERS):
        people.set_documents(session, row, _documents(typed), by=by, on=on)
    return {"reference": row.reference}


def _documents(typed: dict[str, str]) -> Documents:
    return forms.read(Documents, {name: typed.get(name, "") for name in _NUMBERS})


def _form(request: Req, typed: dict[str, Any], refusal: Refusal | None, known: Any = None) -> Response[Any]:
    errors, status = forms.by_field(refusal), auth_middleware.status_of(request, refusal)
    return desk_page.page(
        request, "desk/people/citizen_new.html", status=status, typed=typed, errors=errors, known=known
    )


@page_get("/desk/citizens/{reference:str}", permission=Permission.CITIZENS_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return card(request, reference)


@page_post("/desk/citizens/{reference:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """One number in full, on this page and once."""
    context.of_address(lang)
    access.require(context.who(request), Permission.CITIZENS_READ)
    what = str(data.get("what", ""))
    value = revealed(request, what, lambda _session: reference)
    return card(request, reference, shown={what: value}, noted=True)


def revealed(request: Req, what: str, whose: Callable[[Session], str | None]) -> str:
    """A number of somebody within this scope, in full, written down before it leaves.
    Refuses: ConfirmFirst, NotFound, NoSuchValue."""
    auth_middleware.require_fresh(request)
    by, on = context.who(request), context.house(request).clock()
    with context.writing(request) as session:
        row = people_access.get(session, whose(session) or "", by=by)
        return people_access.reveal(session, row, what, by=by, on=on)


@page_post("/desk/citizens/{reference:str}/documents", permission=Permission.CITIZENS_WRITE)
def documents(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _set_documents)


@page_post("/desk/citizens/{reference:str}/number", permission=Permission.CITIZENS_WRITE)
def ask_number(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """The first of two officers asks for another number of somebody who lost theirs."""
    auth_middleware.require_fresh(request)
    return done(request, lang, reference, data, _ask_number)


@page_post("/desk/citizens/{reference:str}/confirm-number", permission=Permission.CITIZENS_WRITE)
def confirm_number(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """The second of two officers confirms it: every sign-in of that account ends."""
    auth_middleware.require_fresh(request)
    return done(request, lang, reference, data, _confirm_number)


def done(
    request: Req, lang: str, reference: str, data: dict[str, Any], deed: Callable[[Act, Citizen], object]
) -> Response[Any]:  # fmt: skip
    access.require(context.who(request), Permission.CITIZENS_READ)
    return record_actions.done(
        request, f"/{lang}/desk/citizens", reference, data,
        lambda act: people_access.get(act.session, reference, by=act.by), deed, card, versioned=False
    )  # fmt: skip


def _set_documents(act: Act, row: Citizen) -> None:
    if row.erased_at:
        raise ErasedPerson
    told = _documents(act.typed)
    if told == Documents():
        raise forms.Missing("passport")
    people.set_documents(act.session, row, told, by=act.by, on=act.on)


def _ask_number(act: Act, row: Citizen) -> None:
    told = forms.read(NewNumber, {"phone": act.typed.get("phone", "")})
    number_changes.ask_change(act.session, row, told.phone, by=act.by, on=act.on)


def _confirm_number(act: Act, row: Citizen) -> None:
    on, asked = act.on, act.typed.get("change", "")
    waiting = number_changes.waiting(act.session, row.reference, on=on)
    change = next((one for one in waiting if one.reference == asked), None)
    if change is None:
        raise NotFound
    account = number_changes.confirm_change(act.session, change, by=act.by, on=on)
    login_sessions.end_all(act.session, account.reference)


def card(
    request: Req, reference: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None, *,
    shown: dict[str, str] | None = None, noted: bool = False,
) -> Response[Any]:  # fmt: skip
    """The card of one person; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by, errors = context.who(request), forms.by_field(refusal)
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=by)
        answer = desk_page.page(
            request,
            "desk/people/citizen.html",
            status=auth_middleware.status_of(request, refusal),
            headers=context.NO_STORE,
            row=row,
            typed=typed or {},
            errors=errors,
            shown=shown or {},
            **_facts(request, session, row),
        )
    if not noted:
        context.note_read(request, "citizen", reference)
    return answer


def _facts(request: Req, session: Session, row: Citizen) -> dict[str, Any]:
    by, on = context.who(request), context.house(request).clock()
    joined, leads = people_access.same_person(session, row, by=by), people_access.leading(session, row, by=by)
    every = [row, *joined]
    filed = people_access.claims(session, every, by=by) if access.allows(by, Permission.WAGES_READ) else []
    talks = people_access.sessions(session, every, by=by) if access.allows(by, Permission.ADVICE_READ) else []
    file = [*(one.reference for one in every), *(one.reference for one in filed), *(one.reference for one in talks)]
    account, changes = (
        phone_login.of_citizen(session, row.reference),
        number_changes.waiting(session, row.reference, on=on),
    )
    return {
        "masks": masks(session, row), "joined": joined, "leads": leads, "claims": filed, "sessions": talks,
        "looks": access_log.of(session, file, oneself=account.reference if account else None, limit=LOOKS),
        "account": account, "changes": [_change(session, one) for one in changes],
        "officers": desk_page.names(session, {one.asked_by for one in changes}),
    }  # fmt: skip


def masks(session: Session, row: Citizen) -> dict[str, str]:
    """Each number of a person, masked; an empty one is not known."""
    return {name: people.masked(people.opened(session, row, name)) for name in people.SEALED}


def _change(session: Session, row: NumberChange) -> tuple[NumberChange, str]:
    return row, people.masked(number_changes.wanted(session, row))


HANDLERS = [ask, record, show, reveal, documents, ask_number, confirm_number]
