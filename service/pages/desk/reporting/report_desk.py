"""The yearly report at the desk: how each year stands, all figures of one, and the forms by which it is closed and published."""

from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.reporting.report_state_labels import NEXT, STATE
from service.pages.desk.shared import desk_page
from service.reporting.annual import (
    available_years,
    comparison,
    drill_down,
    frozen_year,
    verification,
    year_closing,
    years,
)
from service.reporting.annual.comparison import Line
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.year_closing import Correction
from service.reporting.annual.years import Year
from service.reporting.figures import months, report_digest, report_terms
from service.reporting.figures.figures import Meaning
from service.reporting.figures.months import Span
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class Listed(msgspec.Struct):
    """A year in the list, with what was signed for it last."""

    year: int
    state: str
    row: ReportYear | None


class Number(msgspec.Struct):
    number: Count


class Looked(msgspec.Struct):
    """A year as it is shown: what was signed and how often, or else what the records say; what they say now; the year before."""

    span: Span
    over: bool
    rows: list[ReportYear]
    row: ReportYear | None
    told: Year
    now: Year
    before: Year | None


@page_get("/desk/report", permission=Permission.REPORT_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    today = context.house(request).today
    with context.reading(request) as session:
        listed = [_listed(session, one, today) for one in available_years.those(session, today)]
    return desk_page.page(request, "desk/reporting/report.html", listed=listed, states=STATE, acts=NEXT)


def _listed(session: Session, year: int, today: date) -> Listed:
    rows = frozen_year.of(session, year)
    return Listed(year, years.standing(rows, year, today).value, rows[0] if rows else None)


@page_get("/desk/report/{year:int}", permission=Permission.REPORT_READ)
def show(request: Req, lang: FromPath[str], year: FromPath[int]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, year, {})


def _show(request: Req, year: int, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    by, today = context.who(request), context.house(request).today
    with context.reading(request) as session:
        told = _looked(session, year, request.query_params.get("number"), today)
        signers = {one for row in told.rows for one in (row.signed_by, row.countersigned_by, row.published_by) if one}
        names = desk_page.names(session, signers)
        stands = told.row is None or verification.stands(session, told.row)
    hidden = drill_down.hidden(by=by)
    lines = [one for one in comparison.lines(told.told, told.now, told.before) if one.figure.key not in hidden]
    facts = {
        "looked": told, "names": names, "sections": _sections(told, lines), "late": any(one.late for one in lines),
        "opens": {one for one in told.now.meanings if drill_down.opens(drill_down.of_key(one), by=by)},
        "holds": stands, "part": partial(report_terms.part, context.language(request)),
        "rounding": report_terms.ROUNDED, "state": STATE[told.told.state], "newest": next(iter(told.rows), None),
        "closed": frozen_year.closed(told.rows), "seen": report_digest.fingerprint(told.now.figures), "typed": typed,
        "errors": forms.by_field(refusal),
    }  # fmt: skip
    status = auth_middleware.status_of(request, refusal)
    return desk_page.page(request, "desk/reporting/report_year.html", status=status, headers=context.NO_STORE, **facts)


def _looked(session: Session, year: int, asked: str | None, today: date) -> Looked:
    """Refuses: NotFound, for years out of range and for a number that was not signed."""
    span, rows, over = years.spanned(year, today), frozen_year.of(session, year), years.over(year, today)
    row, now = _chosen(rows, asked), years.live(session, year, today)
    compares = over and year > months.FIRST_YEAR
    before = years.year(session, year - 1, today) if compares else None
    return Looked(span, over, rows, row, years.kept(row) if row else now, now, before)


def _chosen(rows: list[ReportYear], asked: str | None) -> ReportYear | None:
    """What was signed under the number of the address, or last."""
    if asked is None:
        return rows[0] if rows else None
    found = [row for row in rows if str(row.number) == asked]
    if not found:
        raise NotFound
    return found[0]


def _sections(told: Looked, lines: list[Line]) -> list[tuple[str, list[tuple[Meaning, list[Line]]]]]:
    """The figures in their sections, each with what it means and its parts; of one that has none today there is no line."""
    grouped = {key: list(group) for key, group in groupby(lines, key=lambda one: one.figure.key)}
    meanings = told.now.meanings | told.told.meanings
    return [
        (words, [(one, grouped.get(key, [])) for key, one in meanings.items() if key.startswith(f"{name}.")])
        for name, words in report_terms.SECTIONS.items()
    ]


@page_post("/desk/report/{year:int}", permission=Permission.REPORT_CLOSE)
def sign(request: Req, lang: FromPath[str], year: FromPath[int], data: Form) -> Response[Any]:
    """Freezes a year, or a correction of it. Refuses: ConfirmFirst, NotFound."""
    context.of_address(lang)
    auth_middleware.require_fresh(request)
    typed = {name: str(data.get(name, "")) for name in ("act", "why", "seen")}
    try:
        _signed(request, year, typed, str(data.get("once", "")))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, year, typed, refusal)
    return context.see_other(f"/{lang}/desk/report/{year}")


def _signed(request: Req, year: int, typed: dict[str, str], key: str) -> None:
    house, by = context.house(request), context.who(request)
    told = forms.read(Correction, {name: typed[name] for name in ("why", "seen")})
    # The long work, before anybody has to wait for us to write.
    with context.reading(request) as session:
        now = year_closing.taken(session, year, by=by, day=house.today)

    def deed() -> dict[str, Any]:
        if typed["act"] == "correct":
            return {"reference": year_closing.correct(session, now, told, by=by, on=house.clock()).reference}
        return {"reference": year_closing.propose(session, now, told.seen, by=by, on=house.clock()).reference}

    with context.writing(request) as session:
        context.done_by_form(request, session, key, typed, deed)


@page_post("/desk/report/{year:int}/countersign", permission=Permission.REPORT_COUNTERSIGN)
def countersign(request: Req, lang: FromPath[str], year: FromPath[int], data: Form) -> Response[Any]:
    """A supervisor's second signature. Refuses: ConfirmFirst, NotFound."""
    context.of_address(lang)
    return _done(request, year, data, year_closing.countersign)


@page_post("/desk/report/{year:int}/publish", permission=Permission.REPORT_CLOSE)
def publish(request: Req, lang: FromPath[str], year: FromPath[int], data: Form) -> Response[Any]:
    """What two have signed is given to everybody. Refuses: ConfirmFirst, NotFound."""
    context.of_address(lang)
    return _done(request, year, data, partial(year_closing.publish, smallest=context.house(request).settings.smallest))


def _done(request: Req, year: int, data: Form, deed: Any) -> Response[Any]:
    auth_middleware.require_fresh(request)
    try:
        told = forms.read(Number, {"number": str(data.get("number") or "0")})
        with context.writing(request) as session:
            deed(session, year, told.number, by=context.who(request), on=context.house(request).clock())
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, year, {}, refusal)
    return context.see_other(f"/{context.language(request).value}/desk/report/{year}")


HANDLERS = [index, show, sign, countersign, publish]
