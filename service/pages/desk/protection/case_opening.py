"""Opening a protected case from a session or a claim: three questions and a suggestion."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from service.casework.protection import forced_labour_indicators, referrals, screenings
from service.casework.protection.forced_labour_indicators import Safety, Signs, Suggestion
from service.casework.protection.referrals import NewReferral
from service.infra import access, responsible_bodies
from service.infra.access import Permission
from service.infra.responsible_bodies import AuthoritiesInUzbekistan
from service.input import forms
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction

_SAFETY_FIELDS = Safety.__struct_fields__
_FIELDS = tuple(name for name in NewReferral.__struct_fields__ if name != "signs")


@page_post("/desk/cases/safety", permission=Permission.REFERRALS_OPEN)
def assess_safety(request: Req, data: Form) -> Response[Any]:
    """Show what the three answers suggest; nothing is stored before a case is opened.

    Refuses: NotFound.
    """
    typed = {name: str(value) for name, value in data.items()}
    safety = forms.read(Safety, {name: typed.get(name, "") for name in _SAFETY_FIELDS})
    with context.reading(request) as session:
        come_from = screenings.get_origin(
            session, typed.get("origin", ""), by=context.actor(request)
        )
        known = screenings.prefilled(session, come_from, by=context.actor(request))
    signs = forced_labour_indicators.add_answers(known, safety)
    return _page(request, {"origin": come_from.reference} | signs_as_typed(signs), signs)


def signs_as_typed(signs: Signs) -> dict[str, str]:
    """Return the signs as a form shows them."""
    return {name: value.value for name, value in msgspec.structs.asdict(signs).items()}


def read_signs(typed: dict[str, str]) -> Signs:
    return forms.read(Signs, forms.fields_of(Signs, typed))


@page_post("/desk/cases/new", permission=Permission.REFERRALS_OPEN)
def refer(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Open the case and go back to where it was reported.

    An officer who may not read the case does not see it again.
    """
    try:
        result = _read_case(form_actions.typed_values(data))
    except Refusal as refusal:
        return _show_refusal(request, form_actions.typed_values(data), refusal)

    def act(form: FormAction) -> Answer:
        row = referrals.refer(form.session, result, by=form.by, on=form.on, day=form.day)
        return {"reference": row.reference}

    return form_actions.submit(
        request,
        data,
        act,
        lambda done: f"/{lang}/desk/{_return_path(request, done['reference'], result.origin)}",
        partial(_show_refusal, request),
    )


def _read_case(typed: dict[str, str]) -> NewReferral:
    referral = forms.read(NewReferral, {name: typed.get(name, "") for name in _FIELDS})
    return msgspec.structs.replace(referral, signs=read_signs(typed))


def _return_path(request: Req, number: str, origin: str) -> str:
    if access.allows(context.actor(request), Permission.REFERRALS_READ):
        return f"cases/{number}"
    return f"advice/{origin}" if origin.startswith("A-") else f"wages/{origin}"


def _show_refusal(request: Req, typed: dict[str, str], refusal: Refusal) -> Response[Any]:
    if isinstance(refusal, NotFound):
        raise refusal
    try:
        signs = read_signs(typed)
    except Refusal:
        signs = Signs()
    return _page(request, typed, signs, refusal)


class NewCasePage(msgspec.Struct, frozen=True):
    """The form of a new case; `responsible` names the bodies responsible for work in Uzbekistan."""

    harm: bool
    typed: dict[str, str]
    suggestion: Suggestion
    signs: tuple[str, ...]
    responsible: AuthoritiesInUzbekistan | None


def _page(
    request: Req, typed: dict[str, str], signs: Signs, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        origin = screenings.find_origin(session, typed.get("origin", ""))
        responsible = responsible_bodies.for_country(
            session, origin.country if origin else None, context.app_state(request).today
        )
        shown = NewCasePage(
            harm=True,
            typed=typed,
            suggestion=forced_labour_indicators.suggest(signs),
            signs=Signs.__struct_fields__,
            responsible=responsible,
        )
        return form_actions.form_page(
            request,
            "desk/protection/case_new.html",
            shown,
            refusal=refusal,
        )
