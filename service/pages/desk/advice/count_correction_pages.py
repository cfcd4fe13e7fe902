"""Contacts, group sessions and mass events at the desk: one record, its correction, its history."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import EditConflict, Refusal
from catalog.reference import countries, posts
from i18n import N_
from service.casework.advice import count_corrections
from service.casework.advice.count_corrections import Row
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import correction_pages, desk_page, record_fields
from service.pages.desk.shared.correction_pages import (
    CorrectionForm,
    CorrectionHistory,
    FactField,
    ShownChange,
)
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction

HEADINGS = {
    "contact": N_("Call without advice"),
    "gathering": N_("Group session"),
    "mass_event": N_("Public event"),
}
CORRECTIONS = {
    "contact": N_("Correct the call without advice"),
    "gathering": N_("Correct the group session"),
    "mass_event": N_("Correct the public event"),
}
# The lists to which a record leads back.
_LISTS = {"contact": "contacts", "gathering": "groups", "mass_event": "events"}


class RecordPage(msgspec.Struct, frozen=True):
    """One record: its facts, and the version that is declared void."""

    heading: str
    noun: str
    reference: str
    listed: str
    facts: list[ShownChange]
    version: int
    void: bool
    officer: str
    typed: dict[str, str]


@page_get("/desk/advice/records/{noun:str}/{reference:str}", permission=Permission.ADVICE_READ)
def show(request: Req, noun: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    return _page(request, noun, reference, {}, None)


@page_get(
    "/desk/advice/records/{noun:str}/{reference:str}/correct", permission=Permission.ADVICE_WRITE
)
def show_form(request: Req, noun: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    return _form(request, noun, reference, {}, None)


def _find_current(act: FormAction, noun: str, reference: str) -> Row:
    """Return a record that is still what the page showed. Refuses: NotFound, EditConflict."""
    row = count_corrections.get(act.session, noun, reference, by=act.by, lock=True)
    if count_corrections.is_void(act.session, row):
        raise count_corrections.VoidRecord
    if str(count_corrections.version(act.session, row)) != act.typed.get("version", ""):
        raise EditConflict
    return row


def _page(
    request: Req, noun: str, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show one record and its history; nobody is named in it. Refuses: NotFound."""
    with context.reading(request) as session:
        row = count_corrections.get(session, noun, reference, by=context.actor(request))
        officers = desk_page.officer_names(session, {row.officer})
        shown = RecordPage(
            heading=HEADINGS[noun],
            noun=noun,
            reference=reference,
            listed=_LISTS[noun],
            facts=correction_pages.shown_facts(_fields(request, session, row)),
            version=count_corrections.version(session, row),
            void=count_corrections.is_void(session, row),
            officer=officers.get(row.officer, row.officer),
            typed=typed,
        )
        past = _history(request, session, noun, reference)
        return form_actions.form_page(
            request, "desk/advice/record.html", shown, past, refusal=refusal
        )


def _form(
    request: Req, noun: str, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form of a correction. Refuses: NotFound, VoidRecord."""
    with context.reading(request) as session:
        row = count_corrections.get(session, noun, reference, by=context.actor(request))
        if count_corrections.is_void(session, row):
            raise count_corrections.VoidRecord
        address = f"/desk/advice/records/{noun}/{reference}"
        form = CorrectionForm(
            heading=CORRECTIONS[noun],
            reference=reference,
            back=address,
            send_to=f"{address}/correct",
            facts=_fields(request, session, row),
            version=count_corrections.version(session, row),
            typed=typed,
        )
        past = _history(request, session, noun, reference)
        return correction_pages.form_page(request, past, form, refusal)


def _history(request: Req, session: Session, noun: str, reference: str) -> CorrectionHistory:
    return correction_pages.history(
        session,
        noun,
        reference,
        lambda: desk_page.office_names(request, posts.list_all(session)),
    )


def _fields(request: Req, session: Session, row: Row) -> list[FactField]:
    facts, by = count_corrections.current(row), context.actor(request)
    country = getattr(facts, "country", None)
    options = {
        "country": correction_pages.codes(countries.destinations(session), country),
        "post": [*desk_page.office_names(request, posts.list_for(session, by)).items()],
    }
    return correction_pages.fact_fields(facts, record_fields.COUNTED, options)


post = partial(form_actions.post, permission=Permission.ADVICE_WRITE, reads=Permission.ADVICE_READ)


@post(
    "/desk/advice/records/{noun:str}/{reference:str}/correct",
    back="/desk/advice/{listed}",
    redraw=_form,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, noun: str, reference: str) -> Answer:
    row = _find_current(act, noun, reference)
    kind = count_corrections.KINDS[noun].facts
    facts, reason = correction_pages.with_reason(
        act, lambda: forms.read(kind, forms.fields_of(kind, act.typed))
    )
    count_corrections.correct(act.session, row, facts, reason, by=act.by, on=act.on, day=act.day)
    return {"listed": _LISTS[noun]}


@post(
    "/desk/advice/records/{noun:str}/{reference:str}/void",
    back="/desk/advice/records/{noun}/{reference}",
    redraw=_page,
    done=N_("The entry is marked as void."),
)
def void(act: FormAction, noun: str, reference: str) -> None:
    row = _find_current(act, noun, reference)
    reason = correction_pages.reason_of(act.typed)
    count_corrections.void(act.session, row, reason, by=act.by, on=act.on)
