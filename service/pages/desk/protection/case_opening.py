"""From a session or a claim to a protected case: three questions, what the answers suggest, and the opening of the case."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from service.casework.protection import forced_labour_indicators, referrals, screenings
from service.casework.protection.forced_labour_indicators import Safety, Signs
from service.casework.protection.referrals import NewReferral
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import context
from service.web.context import Form, Req, page_post

_ASKED = Safety.__struct_fields__
_TOLD = tuple(name for name in NewReferral.__struct_fields__ if name != "signs")


@page_post("/desk/cases/safety", permission=Permission.REFERRALS_OPEN)
def ask(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """What the three answers suggest; nothing of it is kept before a case is opened. Refuses: NotFound."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items()}
    safety = forms.read(Safety, {name: typed.get(name, "") for name in _ASKED})
    with context.reading(request) as session:
        come_from = screenings.origin(session, typed.get("origin", ""), by=context.who(request))
        known = screenings.prefilled(session, come_from, by=context.who(request))
    signs = forced_labour_indicators.answered(known, safety)
    return _page(request, {"origin": come_from.reference} | signs_typed(signs), signs)


def signs_typed(signs: Signs) -> dict[str, str]:
    """The signs as a form shows them."""
    return {name: value.value for name, value in msgspec.structs.asdict(signs).items()}


def signs_read(typed: dict[str, str]) -> Signs:
    return forms.read(Signs, {name: typed.get(name, "") for name in Signs.__struct_fields__})


@page_post("/desk/cases/new", permission=Permission.REFERRALS_OPEN)
def refer(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Opens the case, and goes back to where it was heard of: whoever may not read it does not see it again."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    key = typed.pop("once", "")
    try:
        told = msgspec.structs.replace(_told(typed), signs=signs_read(typed))
        with context.writing(request) as session:
            done = context.done_by_form(request, session, key, typed, lambda: _referred(request, session, told))
    except Refusal as refusal:
        return _refused(request, typed, refusal)
    return context.see_other(f"/{lang}/desk/{_place(request, done['reference'], told.origin)}")


def _told(typed: dict[str, str]) -> NewReferral:
    return forms.read(NewReferral, {name: typed.get(name, "") for name in _TOLD})


def _referred(request: Req, session: Session, told: NewReferral) -> dict[str, Any]:
    by, house = context.who(request), context.house(request)
    return {"reference": referrals.refer(session, told, by=by, on=house.clock(), day=house.today).reference}


def _place(request: Req, number: str, origin: str) -> str:
    if access.allows(context.who(request), Permission.REFERRALS_READ):
        return f"cases/{number}"
    return f"advice/{origin}" if origin.startswith("A-") else f"wages/{origin}"


def _refused(request: Req, typed: dict[str, str], refusal: Refusal) -> Response[Any]:
    if isinstance(refusal, NotFound):
        raise refusal
    try:
        signs = signs_read(typed)
    except Refusal:
        signs = Signs()
    return _page(request, typed, signs, refusal)


def _page(request: Req, typed: dict[str, str], signs: Signs, refusal: Refusal | None = None) -> Response[Any]:
    errors, status = forms.by_field(refusal) if refusal else {}, 422 if refusal else 200
    return desk_page.page(
        request, "desk/protection/case_new.html", status=status, headers=context.NO_STORE, harm=True, typed=typed, errors=errors,
        suggestion=forced_labour_indicators.suggests(signs), signs=Signs.__struct_fields__,
    )  # fmt: skip


HANDLERS = [ask, refer]
