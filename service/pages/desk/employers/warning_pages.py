"""Early warnings at the desk: what stands out, the arithmetic, and an officer's decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.fields import YEAR, CountryCode
from catalog.reference import country_measures
from catalog.reference.country_measures import Measure, MeasureAnswer, MeasureKind, NewMeasure
from i18n import N_, NP_, formats, ngettext
from service.approvals import measure_requests
from service.casework.employers import early_warnings
from service.casework.employers.early_warnings import Alert, AlertAction, Decision, Kind, Unit
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.employers import measure_page
from service.pages.desk.shared import desk_page, list_choices, list_columns, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Country, Labelled, Link
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class WarningFilter(msgspec.Struct, frozen=True):
    """The filter of warnings, as in the query string; those that wait, unless `decided`."""

    kind: Kind | None = None
    country: CountryCode | None = None
    name: queries.Word = ""
    act: AlertAction | None = None
    day_from: date | None = None
    day_until: date | None = None
    decided: YesNo = YesNo.NO


class WarningRow(list_columns.RecordRow, frozen=True):
    """A warning with what was counted, in words, and the officer who decided."""

    row: Alert
    counted: str
    officer: str

    @property
    def subject(self) -> Cell:
        if self.row.kind == Kind.COUNTRY:
            return Country(self.row.country or "")
        return self.row.name


class WarningPage(msgspec.Struct, frozen=True):
    """A warning with the number of published vacancies, who decided on it, and its measures.

    `kinds` are the measures that can be requested, and `last` is the latest last day of one.
    """

    row: Alert
    counted: str
    shown: int
    typed: dict[str, str]
    officer: str
    measures: list[Measure]
    answers: dict[str, list[MeasureAnswer]]
    officers: dict[str, str]
    kinds: list[str]
    last: date


# How many persons a warning counts, by unit.
_COUNTED = {
    Unit.CLAIMS: NP_(
        "%(num)s person with a claim in the %(days)s days to %(day)s",
        "%(num)s persons with a claim in the %(days)s days to %(day)s",
    ),
    Unit.QUESTIONS: NP_(
        "%(num)s person with a question in the %(days)s days to %(day)s",
        "%(num)s persons with a question in the %(days)s days to %(day)s",
    ),
    Unit.COMPLAINTS: NP_(
        "%(num)s person with a complaint in the %(days)s days to %(day)s",
        "%(num)s persons with a complaint in the %(days)s days to %(day)s",
    ),
    Unit.REPORTS: NP_(
        "%(num)s report of recruiters in the %(days)s days to %(day)s",
        "%(num)s reports of recruiters in the %(days)s days to %(day)s",
    ),
    Unit.CHECK_INS: NP_(
        "%(num)s person with a bad check-in in the %(days)s days to %(day)s",
        "%(num)s persons with a bad check-in in the %(days)s days to %(day)s",
    ),
}


def _terms(_reading: Reading, asked: WarningFilter) -> list[ColumnElement[bool]]:
    waits = col(Alert.act) == ""
    return [
        waits if asked.decided is YesNo.NO else ~waits,
        *queries.equals(Alert, asked, "kind", "country", "act"),
        *([_is_named(asked.name)] if asked.name else []),
        *queries.between(Alert.counted_to, asked.day_from, asked.day_until),
    ]


def _is_named(name: str) -> ColumnElement[bool]:
    """Return the condition for subjects of a name; that of an employer is folded from any script."""
    names = func.lower(col(Alert.name))
    return queries.matches_words(col(Alert.subject), name) | queries.matches_words(names, name)


def _facts(reading: Reading, rows: list[Alert]) -> list[WarningRow]:
    officers = desk_page.officer_names(reading.session, {row.officer for row in rows})
    return [WarningRow(row, _counted(reading, row), officers.get(row.officer, "")) for row in rows]


def _counted(reading: Reading, row: Alert) -> str:
    """Return how many persons have such a case, and in which days."""
    lang = reading.reader.lang
    facts = {"num": row.seen, "days": row.days, "day": formats.date(lang, row.counted_to)}
    return ngettext(lang, *_COUNTED[Unit(row.unit)], row.seen, **facts)


def _choices(reading: Reading, _asked: WarningFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "decided": [("yes", list_choices.translated(reading, N_("Only decided warnings")))],
    }


WARNINGS = ListView(
    name="warnings",
    path="/desk/warnings",
    permission=Permission.WARNINGS_DECIDE,
    title=N_("Early warnings"),
    counted=NP_("%(num)s warning", "%(num)s warnings"),
    filter=WarningFilter,
    order="chance",
    query=Query(rows=select(Alert), key=(col(Alert.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    template="desk/employers/warnings.html",
    fields=(
        FilterField(name="kind", label=N_("About"), labels="alert_kind", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="name", label=N_("Employer or agency"), kind="text", usual=True),
        FilterField(name="decided", label=N_("With a decision"), empty=N_("No")),
        FilterField(name="act", label=N_("Decision"), labels="alert_act"),
        FilterField(name="day_from", label=N_("From this date"), kind="date"),
        FilterField(name="day_until", label=N_("Up to this date"), kind="date"),
    ),
    columns=(
        Column(
            key="subject",
            label=N_("Subject"),
            cell=lambda one: Link(one.subject, f"/desk/warnings/{one.reference}"),
            order=(func.lower(col(Alert.name)),),
        ),
        Column(
            key="kind",
            label=N_("About"),
            cell=lambda one: Labelled("alert_kind", one.row.kind),
            order=(col(Alert.kind),),
        ),
        list_columns.country(col(Alert.country)),
        Column(
            key="counted",
            label=N_("Counted"),
            cell=lambda one: one.counted,
            order=(col(Alert.seen),),
        ),
        Column(
            key="chance",
            label=N_("By chance 1 in"),
            cell=lambda one: round(1 / max(one.row.chance, 1e-9)),
            order=(col(Alert.chance),),
            is_number=True,
        ),
        Column(
            key="act",
            label=N_("Decision"),
            cell=lambda one: (Labelled("alert_act", one.row.act), one.row.reason),
            order=(col(Alert.act),),
        ),
        Column(
            key="decided",
            label=N_("Decided on"),
            cell=lambda one: one.row.decided_on,
            order=(col(Alert.decided_on),),
        ),
        Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer, usual=False),
        list_columns.reference(),
    ),
)


@page_get("/desk/warnings", permission=Permission.WARNINGS_DECIDE)
def index(request: Req) -> Response[Any]:
    return listing.show(request, WARNINGS)


@page_get("/desk/warnings/{number:str}", permission=Permission.WARNINGS_DECIDE)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {})


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row, today = early_warnings.get(session, number), context.app_state(request).today
        measures = _measures(session, row, today)
        answers = country_measures.answers(session, measures)
        names = {row.officer, *measure_page.accounts(measures), *_answering(answers)}
        officers = desk_page.officer_names(session, names)
        shown = WarningPage(
            row=row,
            counted=_counted(listing.reading(request, session), row),
            shown=early_warnings.count_published(session, row, today),
            typed={"reason": ""} | typed,
            officer=officers.get(row.officer, row.officer),
            measures=measures,
            answers=answers,
            officers=officers,
            kinds=_kinds(session, row, today),
            last=today + YEAR,
        )
        about = record_requests.of_record(session, number)
        return form_actions.form_page(
            request, "desk/employers/warning.html", shown, about, refusal=refusal
        )


def _answering(answers: Mapping[str, list[MeasureAnswer]]) -> set[str]:
    return {one.officer for found in answers.values() for one in found}


def _measures(session: Session, row: Alert, day: date) -> list[Measure]:
    """Return the measures that an officer must know of before asking for another one."""
    if row.kind != Kind.COUNTRY:
        return []
    return country_measures.list_about(session, row.reference, row.country or "", day)


def _kinds(session: Session, row: Alert, day: date) -> list[str]:
    """Return the kinds of measures that can be requested, none where the alert allows none."""
    if row.kind != Kind.COUNTRY or row.act == AlertAction.DISMISS:
        return []
    reachable = measure_requests.readers(session, row.country or "", day)
    return [kind for kind in MeasureKind if reachable or kind is not MeasureKind.POST]


@form_actions.post(
    "/desk/warnings/{number:str}",
    permission=Permission.WARNINGS_DECIDE,
    back="/desk/warnings",
    redraw=_page,
    done=N_("Your decision on %(number)s is recorded."),
)
def decide(act: FormAction, number: str) -> None:
    decision, row = act.read(Decision), early_warnings.get(act.session, number, hold=True)
    early_warnings.decide(act.session, row, decision, by=act.by, on=act.on, day=act.day)


@form_actions.post(
    "/desk/warnings/{number:str}/measures",
    permission=Permission.WARNINGS_DECIDE,
    back="/desk/warnings/{number}",
    redraw=_page,
    part="measure_",
    done=N_("The request is sent. A second person will decide."),
)
def request_measure(act: FormAction, number: str) -> None:
    """Request a measure about the country of a warning."""
    new, row = act.read(NewMeasure), early_warnings.get(act.session, number, hold=True)
    measure_requests.request_start(act.session, row, new, by=act.by, on=act.on, day=act.day)
