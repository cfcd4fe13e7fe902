"""Returns of other bodies: all by year and body, one with its letter, and corrections.

A correction notes what a printed number should be.
"""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import text
from i18n import Language
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.reporting.post_return_labels import label as part_of_post
from service.pages.desk.shared import desk_page
from service.reporting.disclosure import public_masks
from service.reporting.external import body_returns, figure_catalogue, figure_parser
from service.reporting.external.body_returns import BodyFigure, BodyReturn, Earlier, ShouldBeInput
from service.reporting.external.figure_catalogue import Body, Catalogue
from service.reporting.figures import months
from service.reporting.figures.figures import Figure
from service.reporting.monthly import returns_of_year
from service.reporting.monthly.returns_of_year import YearSums
from service.web import context, form_actions, rendering
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class FigureView(msgspec.Struct):
    """A figure of a return in the reader's language, with its corrections, newest first."""

    row: BodyFigure
    heading: str
    part: str
    said: list[BodyFigure | Earlier]


@page_get("/desk/bodies", permission=Permission.BODIES_READ)
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        rows = body_returns.list_returns(session, by=context.actor(request))
    years: dict[int, list[tuple[BodyReturn, int]]] = {}
    for row, count in rows:
        years.setdefault(row.year, []).append((row, count))
    return context.page(request, "desk/reporting/bodies.html", years=years)


class PostSumsPage(msgspec.Struct):
    """The returns of a year added up; `figures` are theirs with labels."""

    summed: YearSums
    figures: list[tuple[Figure, str]]
    year: int
    this: int
    exact: bool


@page_get("/desk/bodies/posts", permission=Permission.BODIES_READ)
def show_posts(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Show the posts' signed monthly returns added up for a year; nothing is entered here."""
    reader, by = context.require_language(lang), context.actor(request)
    this = context.app_state(request).today.year
    year = requested_year(request, this)
    with context.reading(request) as session:
        summed = returns_of_year.sum_returns(session, year, by=by)
    exact = by.role is not Role.STATISTICIAN
    smallest = context.app_state(request).settings.smallest
    shown = (
        summed.figures
        if exact
        else public_masks.mask_figures(summed.figures, edition=f"posts {year}", smallest=smallest)
    )
    items = [(one, part_of_post(reader, one)) for one in shown]
    return context.page(
        request,
        "desk/reporting/bodies_posts.html",
        PostSumsPage(summed, items, year, this, exact),
    )


def requested_year(request: Req, this: int) -> int:
    """Return the year in the address; an invalid or future one is the current year."""
    year = forms.parse_hidden_number(request.query_params.get("year", ""))
    return year if months.FIRST_YEAR <= year <= this else this


@page_get("/desk/bodies/{reference:str}", permission=Permission.BODIES_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(
        request, reference, forms.parse_hidden_number(request.query_params.get("figure", "")), {}
    )


class ReturnPage(msgspec.Struct):
    """One return: all letters of its body and year, its figures, and the one to correct."""

    row: BodyReturn
    figures: list[FigureView]
    letters: list[BodyReturn]
    names: dict[str, str]
    chosen: FigureView | None
    typed: dict[str, str]


def _show(
    request: Req, number: str, figure: int, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show one return.

    Refuses: NotFound, also where a figure is named that is not of this return.
    """
    by, reader = context.actor(request), context.language(request)
    with context.reading(request) as session:
        row = body_returns.get(session, number, by=by)
        result = _figure_views(session, reader, row)
        letters = body_returns.list_versions(session, Body(row.body), row.year, by=by)
        officers = {one.entered_by for one in letters} | {
            correction.should_be_by or "" for one in result for correction in one.said
        }
        names = desk_page.officer_names(session, officers)
    chosen = next((one for one in result if one.row.id == figure), None)
    if figure and chosen is None:
        raise NotFound
    shown = ReturnPage(row, result, letters, names, chosen, typed or _note_values(chosen))
    return form_actions.form_page(request, "desk/reporting/body.html", shown, refusal=refusal)


def _figure_views(session: Session, reader: Language, row: BodyReturn) -> list[FigureView]:
    known, earlier = (
        figure_catalogue.read_catalogue(session),
        body_returns.list_earlier_values(session, row),
    )
    return [
        FigureView(
            one,
            heading(reader, known, one.key),
            part(reader, known, one.key, one.part),
            [one, *earlier.get(one.id or 0, [])] if one.should_be_at else [],
        )
        for one in body_returns.figures(session, row)
    ]


def heading(lang: Language, known: Catalogue, key: str) -> str:
    found = known.heading(key)
    return rendering.localized_text(lang, found) if found else key


def part(lang: Language, known: Catalogue, key: str, part: str) -> str:
    """Return the label of a figure's part; a country is named by the page."""
    found = known.find(key, part)
    return rendering.localized_text(lang, found) if part and found and found.part == part else part


def _note_values(chosen: FigureView | None) -> dict[str, str]:
    """Return the earlier correction of a figure, as it is typed."""
    if chosen is None or chosen.row.should_be is None:
        return {}
    row = chosen.row
    return {
        "value": figure_parser.format_number(chosen.row.should_be, row.unit, row.currency),
        "reason": row.should_be_reason,
    }


def _value(cell: str, row: BodyFigure) -> int | None:
    """Parse the corrected number.

    Refuses: what figure_parser.number refuses, attached to its field.
    """
    plain = " ".join(cell.split())
    if not plain:
        return None
    try:
        return figure_parser.number(plain, row.unit, row.currency)
    except Refusal as refusal:
        refusal.field = "value"
        raise


@form_actions.post(
    "/desk/bodies/{reference:str}/printed/{number:int}",
    permission=Permission.BODIES_WRITE,
    back="/desk/bodies/{reference}#figure-{number}",
    redraw=_show,
)
def note(act: FormAction, reference: str, number: int) -> None:
    """Record what a printed number should be, and why."""
    rows = body_returns.figures(act.session, body_returns.get(act.session, reference, by=act.by))
    row = require_found(next((one for one in rows if one.id == number), None))
    value, reason = (act.typed.get(name, "") for name in ("value", "reason"))
    should_be = ShouldBeInput(_value(value, row), text(reason))
    body_returns.record_should_be(act.session, reference, number, should_be, by=act.by, on=act.on)
