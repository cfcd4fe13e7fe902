"""The yearly report at the desk: the state of each year, its figures, and its closing."""

from collections.abc import Callable
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
from i18n import N_
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.reporting import post_return_pages
from service.pages.desk.reporting.report_state_labels import NEXT, STATE
from service.pages.desk.shared import desk_page
from service.reporting.annual import (
    available_years,
    comparison,
    correction_changes,
    drill_down,
    frozen_year,
    verification,
    year_closing,
    years,
)
from service.reporting.annual.comparison import ComparisonLine
from service.reporting.annual.correction_changes import CorrectionChanges
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.year_closing import CorrectionInput, YearCount
from service.reporting.annual.years import Year
from service.reporting.figures import report_digest, report_terms
from service.reporting.figures.figures import Figure, Meaning
from service.reporting.figures.months import Span
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

# The heading of a section, and its figures with their parts.
Section = tuple[str, list[tuple[Meaning, list[ComparisonLine]]]]


class YearRow(msgspec.Struct):
    """A year in the list, with its latest signed edition."""

    year: int
    state: str
    row: ReportYear | None


class NumberInput(msgspec.Struct):
    number: Count = 0


class YearView(msgspec.Struct):
    """One year: its signed editions or current figures, today's figures, and the year before."""

    span: Span
    over: bool
    rows: list[ReportYear]
    row: ReportYear | None
    year: Year
    now: Year
    before: Year | None


@page_get("/desk/report", permission=Permission.REPORT_READ)
def index(request: Req) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        listed = [
            _year_row(session, one, today) for one in available_years.list_years(session, today)
        ]
    return context.page(
        request, "desk/reporting/report.html", listed=listed, states=STATE, acts=NEXT
    )


def _year_row(session: Session, year: int, today: date) -> YearRow:
    rows = frozen_year.list_for_year(session, year)
    return YearRow(year, years.state_of_year(rows, year, today).value, rows[0] if rows else None)


@page_get("/desk/report/{year:int}", permission=Permission.REPORT_READ)
def show(request: Req, year: FromPath[int]) -> Response[Any]:
    return _show(request, year, {})


class YearPage(msgspec.Struct):
    """A year of the report: `opens` are the figures with a list that the reader may open.

    `late` is whether figures changed since signing, `holds` whether the signed row is intact,
    `changes` what the shown correction changes.
    """

    looked: YearView
    names: dict[str, str]
    sections: list[Section]
    late: bool
    opens: set[str]
    holds: bool
    part: Callable[[Figure], str]
    state: str
    newest: ReportYear | None
    closed: ReportYear | None
    seen: str
    draft: bool
    changes: CorrectionChanges | None
    typed: dict[str, str]


def _show(
    request: Req, year: int, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    by, lang, state = context.actor(request), context.language(request), context.app_state(request)
    today = state.today
    with context.reading(request) as session:
        result = _find_year(session, year, request.query_params.get("number"), today)
        names = desk_page.officer_names(session, _signers(result.rows))
        stands = result.row is None or verification.is_verified(session, result.row)
    hidden = drill_down.keys_with_hidden_parts(by=by)
    every = comparison.list_lines(result.year, result.now, result.before)
    lines = [one for one in every if one.figure.key not in hidden]
    shown = YearPage(
        looked=result,
        names=names,
        sections=_sections(result, lines),
        late=any(one.late for one in lines),
        opens={
            one
            for one in result.now.meanings
            if drill_down.may_list_records(drill_down.get_definition(one), by=by)
        },
        holds=stands,
        part=partial(report_terms.part, lang, city=state.city(lang)),
        state=STATE[result.year.state],
        newest=next(iter(result.rows), None),
        closed=frozen_year.newest_closed(result.rows),
        draft=not (result.rows and result.rows[0].published_by),
        changes=correction_changes.find(result.rows, result.row, hidden),
        seen=report_digest.fingerprint(result.now.figures),
        typed=typed,
    )
    return form_actions.form_page(
        request,
        "desk/reporting/report_year.html",
        shown,
        refusal=refusal,
        rounding=report_terms.ROUNDING,
    )


def _signers(rows: list[ReportYear]) -> set[str]:
    """Return the officers who signed or published an edition of the year."""
    return {
        one
        for row in rows
        for one in (row.signed_by, row.countersigned_by, row.published_by)
        if one
    }


def _find_year(session: Session, year: int, asked: str | None, today: date) -> YearView:
    """Return one year.

    Refuses: NotFound, for years out of range and for a number that was not signed.
    """
    span, rows, over = (
        years.elapsed_span(year, today),
        frozen_year.list_for_year(session, year),
        years.is_over(year, today),
    )
    row, now = post_return_pages.find_signing(rows, asked), years.count_live(session, year, today)
    compares = over and year - 1 in available_years.list_years(session, today)
    before = years.get_year(session, year - 1, today) if compares else None
    return YearView(span, over, rows, row, years.from_frozen(row) if row else now, now, before)


def _sections(year_view: YearView, lines: list[ComparisonLine]) -> list[Section]:
    """Return the figures by section, each with its meaning and its parts.

    A figure without parts today has no line.
    """
    grouped = {key: list(group) for key, group in groupby(lines, key=lambda one: one.figure.key)}
    meanings = year_view.now.meanings | year_view.year.meanings
    return [
        (
            words,
            [
                (one, grouped.get(key, []))
                for key, one in meanings.items()
                if key.startswith(f"{name}.")
            ],
        )
        for name, words in report_terms.SECTIONS.items()
    ]


@page_post("/desk/report/{year:int}", permission=Permission.REPORT_CLOSE)
def sign(request: Req, lang: FromPath[str], year: FromPath[int], data: Form) -> Response[Any]:
    """Freeze a year, or a correction of it. Refuses: ConfirmFirst, NotFound."""
    auth_middleware.require_fresh(request)
    by, day = context.actor(request), context.app_state(request).today
    typed = form_actions.typed_values(data)
    try:
        correction_input = forms.read(CorrectionInput, typed)
        # Count before the write transaction, so that no other writer has to wait.
        with context.reading(request) as session:
            now = year_closing.count_year(session, year, by=by, day=day)
        form_actions.run(request, data, partial(_sign, now=now, correction_input=correction_input))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, year, typed, refusal)
    return context.see_other(f"/{lang}/desk/report/{year}")


def _sign(act: FormAction, now: YearCount, correction_input: CorrectionInput) -> None:
    if act.typed.get("act") == "correct":
        year_closing.correct(act.session, now, correction_input, by=act.by, on=act.on)
    else:
        year_closing.propose(act.session, now, correction_input.seen, by=act.by, on=act.on)


post = partial(
    form_actions.post,
    back="/desk/report/{year}",
    redraw=_show,
    first=auth_middleware.require_fresh,
)


@post(
    "/desk/report/{year:int}/countersign",
    permission=Permission.REPORT_COUNTERSIGN,
    done=N_("Your signature is recorded."),
)
def countersign(act: FormAction, year: int) -> None:
    """Add a supervisor's second signature. Refuses: ConfirmFirst, NotFound."""
    number = act.read(NumberInput).number
    year_closing.countersign(act.session, year, number, by=act.by, on=act.on)


@post(
    "/desk/report/{year:int}/publish",
    permission=Permission.REPORT_CLOSE,
    done=N_("The report is published."),
)
def publish(act: FormAction, year: int) -> None:
    """Publish what two have signed. Refuses: ConfirmFirst, NotFound."""
    number, smallest = (
        act.read(NumberInput).number,
        context.app_state(act.request).settings.smallest,
    )
    year_closing.publish(act.session, year, number, smallest=smallest, by=act.by, on=act.on)
