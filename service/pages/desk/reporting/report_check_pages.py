"""The checks of a printed report: findings to explain, what holds, statisticians' remarks."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from i18n import N_, Language, gettext
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.reporting.annual import remarks
from service.reporting.annual.remarks import NewRemark, Remark
from service.reporting.checks import check_sentences, report_checks
from service.reporting.checks.report_checks import Finding
from service.reporting.checks.verdicts import Verdict
from service.reporting.external import body_returns
from service.reporting.figures import months
from service.reporting.figures.printed_figure import PrintedFigure
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The suffix of a figure's name where the figure appears a second time.
REPEAT_SUFFIX = ".again"
WHOLE_REPORT = N_("The whole report")


class RemarkView(msgspec.Struct):
    """A remark as it is shown: its text, the language of it, and what it is about."""

    row: Remark
    text: str
    tongue: str
    about: str


@page_get("/desk/report/{year:int}/checks", permission=Permission.BODIES_READ)
def show(request: Req, year: FromPath[int]) -> Response[Any]:
    return _show(request, year, {"corrects": request.query_params.get("correct", "")})


class ChecksPage(msgspec.Struct):
    """The checks of a year: `checks` has each with the places of its figures.

    `entered` says whether there are printed figures at all, `wrong` is the number that do not
    hold, `waiting` that of those without a remark, `verdicts` the labels of verdicts, and `fine`
    those that hold.
    """

    year: int
    entered: bool
    checks: list[tuple[Mapping[str, object], str]]
    wrong: int
    names: dict[str, str]
    waiting: int
    typed: dict[str, str]
    verdicts: dict[str, str]
    fine: set[str]
    others: list[int]


def _show(
    request: Req, year: int, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    lang, today = context.language(request), context.app_state(request).today
    if not months.FIRST_YEAR <= year <= today.year:
        raise NotFound
    with context.reading(request) as session:
        printed, rows = (
            body_returns.printed_figures(session, year),
            remarks.list_for_year(session, year),
        )
        names = desk_page.officer_names(session, {row.author for row in rows})
    found = report_checks.check_figures(printed, year)
    shown = ChecksPage(
        year=year,
        entered=bool(printed),
        checks=[(check_sentences.to_dict(lang, one), _figure_places(one)) for one in found],
        wrong=sum(not one.verdict.fine for one in found),
        names=names,
        waiting=len(report_checks.list_unresolved(printed, year)),
        typed=_form_values(typed, rows),
        verdicts={one.value: words for one, words in check_sentences.VERDICTS.items()},
        fine={one.value for one in Verdict if one.fine},
        others=[year - 1, year + 1],
    )
    stated = _remarks(lang, rows, printed, found)
    return form_actions.form_page(
        request, "desk/reporting/checks.html", shown, stated, refusal=refusal
    )


def _figure_places(one: Finding) -> str:
    """Return where the figures of a check appear, each place once."""
    return ", ".join(
        dict.fromkeys(figure.line for _name, figure in one.stated.figures if figure.line)
    )


class RemarkLists(msgspec.Struct):
    """The remarks that stand, those replaced by others, and what a new one can be about."""

    choices: list[tuple[str, str]]
    remarks: list[RemarkView]
    corrected: list[RemarkView]


def _remarks(
    lang: Language, rows: list[Remark], printed: Mapping[str, PrintedFigure], found: list[Finding]
) -> RemarkLists:
    figures = _figures(lang, printed)
    about = {one.name: check_sentences.subject_label(lang, one.stated) for one in found} | figures
    shown = [
        RemarkView(row, *remarks.text_in_language(lang, row), about.get(row.about, row.about))
        for row in rows
    ]
    stand = {row.reference for row in remarks.without_corrected(rows)}
    return RemarkLists(
        choices=sorted(figures.items(), key=lambda one: (one[0] != remarks.REPORT, one[1])),
        remarks=[one for one in shown if one.row.reference in stand],
        corrected=[one for one in shown if one.row.reference not in stand],
    )


def _figures(lang: Language, printed: Mapping[str, PrintedFigure]) -> dict[str, str]:
    """Return labels of the whole report, its tables and its figures.

    A figure that appears twice is listed once.
    """
    once = {name: one for name, one in printed.items() if REPEAT_SUFFIX not in name}
    tables = {
        name.partition("/")[0]: check_sentences.figure_label(lang, name, one, alone=False)
        for name, one in once.items()
    }
    figures = {name: check_sentences.figure_label(lang, name, one) for name, one in once.items()}
    return {remarks.REPORT: gettext(lang, WHOLE_REPORT)} | tables | figures


def _form_values(typed: dict[str, str], rows: list[Remark]) -> dict[str, str]:
    """Return what was typed, or the text of a remark to be corrected."""
    typed = {"corrects": ""} | typed
    if "about" in typed:
        return typed
    older = next((row for row in rows if row.reference == typed["corrects"]), None)
    if older is None:
        return {"corrects": ""}
    return typed | {name: getattr(older, name) for name in ("about", *remarks.TEXT_LANGUAGES)}


@form_actions.post(
    "/desk/report/{year:int}/checks",
    permission=Permission.REPORT_WRITE,
    back="/desk/report/{year}/checks#remarks",
    redraw=_show,
)
def remark(act: FormAction, year: int) -> None:
    """Write a remark, or the correction of one. Refuses: NotFound."""
    new_remark = act.read(NewRemark)
    remarks.add_remark(act.session, year, new_remark, by=act.by, on=act.on, day=act.day)
