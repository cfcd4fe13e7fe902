"""A fact for officers, of any kind: what it states, confirmed and corrected by two.

Whoever confirms sends back a digest of what they read; what changed meanwhile is not confirmed.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import fields
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from catalog.licensing import legal_rules
from catalog.reference import countries, posts
from i18n import N_
from service.approvals import fact_columns, fact_requests
from service.approvals.fact_columns import FactKind
from service.approvals.request_handler import TitlePart
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page, record_requests
from service.privacy import retention
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class FactAmended(Refusal):
    slug = "fact-amended"
    sentence = N_("This has changed since you opened it. Read it again.")


class CorrectionInput(msgspec.Struct):
    reason: Prose


class FactRowPage(msgspec.Struct, frozen=True):
    """One row with the form of its correction; `seen` is a digest of what it states.

    `events` are those from which a time limit can be counted, `first` is who confirmed it first."""

    kind: FactKind
    row: Any
    seen: str
    first: str
    row_title: tuple[TitlePart, ...]
    number_: int
    currency: str
    unit: str
    events: list[CountedFrom]
    columns: list[str]
    typed: dict[str, str]


_CONFIRM: dict[FactKind, Callable[..., object]] = {
    FactKind.COUNTRIES: countries.confirm_fact,
    FactKind.HELPLINES: posts.confirm_hotline,
    FactKind.LAW: legal_rules.confirm,
    FactKind.LIMITS: time_limits.confirm,
    FactKind.RETENTION: retention.confirm,
}


@form_actions.post(
    "/desk/facts/{facts:str}/{row:int}/confirm",
    permission=Permission.FACTS_CONFIRM,
    back="/desk/facts/{facts}/{row}",
    redraw=lambda request, facts, row, _typed, refusal: _row_page(
        request, _kind(facts), row, {}, refusal
    ),
    done=N_("Your confirmation is recorded."),
)
def confirm(act: FormAction, facts: str, row: int) -> None:
    """Confirm a row as it was read; it counts as confirmed once two officers have done so."""
    kind = _kind(facts)
    if act.typed.get("seen", "") != _digest(fact_requests.find(act.session, kind, row)):
        raise FactAmended
    _CONFIRM[kind](act.session, row, by=act.by, on=act.on)


@page_get("/desk/facts/{facts:str}/{row:int}", permission=Permission.FACTS_CONFIRM)
def show_row(request: Req, facts: FromPath[str], row: FromPath[int]) -> Response[Any]:
    return _row_page(request, _kind(facts), row, {})


@page_post("/desk/facts/{facts:str}/{row:int}", permission=Permission.FACTS_CONFIRM)
def correct(
    request: Req, lang: FromPath[str], facts: FromPath[str], row: FromPath[int], data: Form
) -> Response[Any]:
    """Request that a row be corrected; another officer decides."""
    one = _kind(facts)

    def action(act: FormAction) -> None:
        reason = act.read(CorrectionInput).reason
        texts = {name: fields.text(text) for name, text in act.typed.items()}
        typed = _in_minor_units(fact_requests.find(act.session, one, row), texts)
        fact_requests.request_correction(act.session, one, row, typed, reason, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data,
        action,
        f"/{lang}/desk/facts/{one.value}/{row}",
        lambda typed, refusal: _row_page(request, one, row, typed, refusal),
        done=N_("The request is sent. A second person will decide."),
    )


def _row_page(
    request: Req, kind: FactKind, number: int, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = fact_requests.find(session, kind, number)
        names = desk_page.officer_names(session, {row.confirmed_once_by or ""})
        shown = FactRowPage(
            kind=kind,
            row=row,
            seen=_digest(row),
            first=names.get(row.confirmed_once_by, row.confirmed_once_by or ""),
            row_title=fact_requests.title(kind, row),
            number_=number,
            currency=getattr(row, "currency", None) or "",
            unit=row.unit if kind is FactKind.LAW else "",
            events=time_limits.events_for(row.component) if kind is FactKind.LIMITS else [],
            columns=list(fact_columns.COLUMNS[kind]),
            typed=_in_whole_units(row, fact_requests.current(kind, row)) | typed,
        )
        about = record_requests.of_record(session, f"{kind.value}:{number}")
        return form_actions.form_page(
            request, "desk/admin/fact.html", shown, about, refusal=refusal
        )


def _in_whole_units(row: Any, stated: dict[str, str]) -> dict[str, str]:
    """Return what a row states as it is typed into the form, an amount of money in whole units."""
    currency = getattr(row, "currency", None)
    if not currency:
        return stated
    return stated | {"value": forms.format_amount(row.value, currency)}


def _in_minor_units(row: Any, typed: dict[str, str]) -> dict[str, str]:
    """Return the typed texts with an amount of money in minor units. Refuses: forms.NotASum."""
    currency = getattr(row, "currency", None)
    if not currency:
        return typed
    read = forms.with_minor_units(typed | {"currency": currency}, "value", "currency")
    if isinstance(read.get("value"), forms.NotASum):
        raise forms.NotASum("value")
    return {name: str(value) for name, value in read.items()}


def _kind(text: str) -> FactKind:
    if text not in list(FactKind):
        raise NotFound
    return FactKind(text)


def _digest(row: Any) -> str:
    """Return a digest of everything that a row states, but not of who confirmed it."""
    values = {name: str(value) for name, value in row.model_dump().items()}
    for name in ("mark", "confirmed_once_by"):
        values.pop(name)
    return sha256(msgspec.json.encode(sorted(values.items()))).hexdigest()[:16]
