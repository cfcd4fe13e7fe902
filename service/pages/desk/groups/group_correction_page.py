"""Correcting the facts of a group at the desk: one form, previewed for each claim, then done."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from i18n import N_
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.worklists import group_corrections
from service.casework.worklists.group_actions import PreviewChanged
from service.casework.worklists.group_corrections import GroupCorrection, SharedFacts
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import correction_pages, record_fields
from service.pages.desk.shared.correction_pages import (
    CorrectionForm,
    CorrectionHistory,
    FactField,
    ShownChange,
)
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# The facts in the order of the form, which is that of the form of a claim.
_NAMES = [name for name in record_fields.CLAIM_HISTORY if name in SharedFacts.__struct_fields__]


class ShownResult(msgspec.Struct, frozen=True):
    """What becomes of one claim; `own` are the facts that it keeps, with their values before."""

    reference: str
    name: str
    own: list[ShownChange]
    refusal: Refusal | None


class GroupCorrectionPage(msgspec.Struct, frozen=True):
    """A correction as it would turn out: `seen` is its digest, `free` how many claims change."""

    reference: str
    changes: list[ShownChange]
    results: list[ShownResult]
    free: int
    seen: str
    names: list[str]
    typed: dict[str, str]


@page_get("/desk/groups/{reference:str}/correct", permission=Permission.WAGES_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _form(request, reference, {})


@page_post("/desk/groups/{reference:str}/correct", permission=Permission.WAGES_WRITE)
def correct(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Preview what becomes of each claim; then correct them, or go back to the form."""
    access.require(context.actor(request), Permission.WAGES_READ)
    if data.get("act") == "keep":
        return form_actions.submit(
            request,
            data,
            partial(_save, reference),
            lambda answer: f"/{lang}/desk/{answer['page']}",
            partial(_preview, request, reference),
            done=N_("The correction is saved."),
        )
    typed = form_actions.typed_values(data)
    if data.get("act") == "change":
        return _form(request, reference, typed)
    return _preview(request, reference, typed)


def history(session: Session, reference: str) -> CorrectionHistory:
    """Return the corrections of a group as its pages show them."""
    return correction_pages.history(session, group_corrections.NOUN, reference)


def _form(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound."""
    by = context.actor(request)
    access.require(by, Permission.WAGES_READ)
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        form = CorrectionForm(
            heading=N_("Correct the group’s facts"),
            reference=reference,
            back=f"/desk/groups/{reference}",
            send_to=f"/desk/groups/{reference}/correct",
            facts=_fields(session, group, by),
            version=0,
            typed=typed,
            note=N_(
                "All claims that state the same as the group are corrected with it. You see each of "
                "them before anything is saved."
            ),
            button=N_("Preview the changes"),
        )
        past = history(session, reference)
        answer = correction_pages.form_page(request, past, form, refusal)
    context.note_read(request, "group", reference)
    return answer


def _fields(session: Session, group: Group, by: Actor) -> list[FactField]:
    facts = group_corrections.shared_facts(session, group, by=by)
    options = {
        "country": correction_pages.codes(countries.worksites(session), group.country),
    }
    return [
        FactField(
            name,
            *record_fields.CLAIM_HISTORY[name],
            corrections.as_text(getattr(facts, name)),
            options.get(name, []),
        )
        for name in _NAMES
    ]


def _preview(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show what becomes of each claim by correcting them and rolling it back.

    A mistake of the form is shown on the form. Refuses: NotFound."""
    if refusal is not None and not isinstance(refusal, PreviewChanged):
        return _form(request, reference, typed, refusal)
    state = context.app_state(request)
    with context.writing(request) as session:
        act = FormAction(
            request, session, typed, context.actor(request), state.clock(), state.today
        )
        try:
            shown = _page(reference, _run(act, reference), typed)
        except NotFound:
            raise
        except Refusal as wrong:
            shown, refusal = None, wrong
        session.rollback()
    if shown is None:
        return _form(request, reference, typed, refusal)
    context.note_read(request, "group", reference)
    return form_actions.form_page(request, "desk/groups/group_correct.html", shown, refusal=refusal)


def _page(
    reference: str, correction: GroupCorrection, typed: dict[str, str]
) -> GroupCorrectionPage:
    results = [
        ShownResult(
            one.member.claim.reference,
            one.member.name,
            [
                correction_pages.shown_change(change, record_fields.CLAIM_HISTORY, {})
                for change in one.own
            ],
            one.refusal,
        )
        for one in correction.results
    ]
    # Those that stay come first.
    results.sort(key=lambda one: one.refusal is None)
    return GroupCorrectionPage(
        reference=reference,
        changes=[
            correction_pages.shown_change(one, record_fields.CLAIM_HISTORY, {})
            for one in correction.changes
        ],
        results=results,
        free=sum(one.refusal is None for one in results),
        seen=correction.digest,
        names=[*_NAMES, "reason", correction_pages.SEEN],
        typed=typed,
    )


def _run(act: FormAction, reference: str, seen: str | None = None) -> GroupCorrection:
    """Correct the group by what was typed; a fact that was not touched stays as it is now."""
    group = groups.get(act.session, reference, by=act.by)
    now = {one.name: one.value for one in _fields(act.session, group, act.by)}
    was = now | correction_pages.seen_values(act.typed)
    touched = {name: act.typed[name] for name in now if act.typed.get(name, was[name]) != was[name]}
    facts, reason = correction_pages.with_reason(
        act, lambda: forms.read(SharedFacts, now | touched)
    )
    return group_corrections.correct(
        act.session, group, facts, reason, seen=seen, by=act.by, on=act.on, day=act.day
    )


def _save(reference: str, act: FormAction) -> Answer:
    """Correct the group; with its country all its claims may leave the scope of the officer."""
    _run(act, reference, act.typed.get("seen", ""))
    try:
        groups.get(act.session, reference, by=act.by)
    except NotFound:
        return {"page": "groups"}
    return {"page": f"groups/{reference}"}
