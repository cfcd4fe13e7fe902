"""The list of an agency's own vacancies, and why some are shown to nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlalchemy import ColumnElement, not_, or_, select
from sqlmodel import Session, col

from catalog.core.fields import CountryCode
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.reference import country_measures
from catalog.reference.country_measures import Measure, MeasureKind
from catalog.vacancies import agency_vacancies, vacancies
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_, NP_, formats
from matching.recruiting import applicant_view
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.agency import candidate_list, own_vacancy_form
from service.pages.desk.shared import list_choices, list_columns
from service.web import context, rendering
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import (
    Cell,
    Foreign,
    Labelled,
    Link,
    Reference,
    Sentence,
    Stamp,
)
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Query,
    QuickFilter,
    Reading,
)

# What a published vacancy reads that nobody sees today.
NOT_SHOWN = N_("Not shown to citizens")
# The same in the choice of states, where others are not shown either.
_VETTED_NOT_SHOWN = N_("Vetted, but not shown today")
# In place of a state: those published that nobody sees today.
HIDDEN = "hidden"


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address."""

    state: Annotated[str, Meta(max_length=20)] = ""
    q: queries.Word = ""
    country: CountryCode | None = None
    closes_from: date | None = None
    closes_until: date | None = None


class OwnVacancyRow(list_columns.RecordRow, frozen=True):
    """A vacancy with its employer, candidates, and why nobody sees it although published."""

    row: Vacancy
    employer: str
    candidates: int
    new: int
    hidden: str
    pay: str


class OwnVacancyActs(msgspec.Struct, frozen=True):
    """Whether the agency may submit vacancies, and whether some were just taken from a file.

    `pauses` are the countries for which no new vacancy is accepted now."""

    recruits: bool
    taken: bool
    pauses: list[Measure]


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    number = col(Vacancy.external_id).contains(asked.q, autoescape=True)
    return [
        agency_vacancies.within(reading.by),
        *_in_state(asked.state, listing.today(reading)),
        *queries.equals(Vacancy, asked, "country"),
        *queries.between(Vacancy.closes_on, asked.closes_from, asked.closes_until),
        *([or_(queries.contains(Vacancy.title, asked.q), number)] if asked.q else []),
    ]


def _in_state(state: str, day: date) -> list[ColumnElement[bool]]:
    """Return the condition of a state; published are those that anybody may see today."""
    shown, published = vacancies.may_be_shown(day), col(Vacancy.state) == State.PUBLISHED.value
    if state == State.PUBLISHED:
        return [published, shown]
    if state == HIDDEN:
        return [published, not_(shown)]
    return [col(Vacancy.state) == state] if state in list(State) else []


def _facts(reading: Reading, found: Sequence[Any]) -> list[OwnVacancyRow]:
    session, by, lang = reading.session, reading.by, reading.reader.lang
    rows = [row for row, _employer in found]
    hidden = hidden_reasons(reading.request, session, rows)
    every, new = applicant_view.count(session, by=by), applicant_view.count_new(session, by=by)
    return [
        OwnVacancyRow(
            row=row,
            employer=employer.name,
            candidates=every.get(row.reference, 0),
            new=new.get(row.reference, 0),
            hidden=hidden.get(row.reference, ""),
            pay=formats.wage(lang, row.wage_min, row.wage_max, row.currency, row.period),
        )
        for row, employer in found
    ]


def hidden_reasons(request: Req, session: Session, rows: Sequence[Vacancy]) -> dict[str, str]:
    """Return why nobody sees those of the vacancies that are published and not shown today."""
    today = context.app_state(request).today
    published = {row.reference: row for row in rows if row.state == State.PUBLISHED}
    shown = agency_vacancies.shown(session, published, today)
    hidden = {number: row for number, row in published.items() if number not in shown}
    recruits = not hidden or own_vacancy_form.may_recruit(request, session)
    return {number: _hidden_reason(row, recruits, today) for number, row in hidden.items()}


def _hidden_reason(row: Vacancy, recruits: bool, day: date) -> str:
    if not recruits:
        return N_("You are not allowed to recruit now.")
    if row.closes_on < day:
        return N_("The closing date has passed.")
    if row.opens_on > day:
        return N_("The opening date has not come yet.")
    if row.seats_taken >= row.seats:
        return N_("All places are taken.")
    return N_("The employer is on the blacklist.")


def _state(one: OwnVacancyRow) -> Cell:
    if one.hidden:
        return Stamp(Sentence(NOT_SHOWN), "no"), Sentence(one.hidden)
    state = Labelled("vacancy", one.row.state)
    return Stamp(state, "soon") if one.row.state == State.RETURNED else state


def _candidates(one: OwnVacancyRow) -> Cell:
    address = f"{candidate_list.PATH}?vacancy={one.row.reference}"
    return Link(one.candidates, address) if one.candidates else None


def _choices(reading: Reading, _asked: Filter) -> Choices:
    states = rendering.choices(reading.reader.lang, "vacancy")
    return {
        "state": [*states, (HIDDEN, list_choices.translated(reading, _VETTED_NOT_SHOWN))],
        "country": list_choices.destinations(reading),
    }


def _acts(reading: Reading, _asked: Filter, _rows: list[Any]) -> OwnVacancyActs:
    recruits = own_vacancy_form.may_recruit(reading.request, reading.session)
    pauses = country_measures.list_in_force(
        reading.session, listing.today(reading), MeasureKind.PAUSE
    )
    return OwnVacancyActs(recruits, "taken" in reading.request.query_params, pauses)


OWN_VACANCIES = ListView(
    name="own_vacancies",
    path="/desk/own/vacancies",
    permission=Permission.OWN_OPEN,
    title=N_("Our vacancies"),
    counted=NP_("%(num)s vacancy", "%(num)s vacancies"),
    filter=Filter,
    order="-closes",
    query=Query(
        rows=select(Vacancy, Employer)
        .join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        .join(Employer, col(Employer.reference) == col(Vacancy.employer)),
        key=(col(Vacancy.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=_choices,
    extra=_acts,
    template="desk/agency/own_vacancies.html",
    quick=(
        QuickFilter(Sentence(N_("All")), {}),
        QuickFilter(Sentence(_VETTED_NOT_SHOWN), {"state": HIDDEN}),
        *(
            QuickFilter(Labelled("vacancy", one.value), {"state": one.value})
            for one in (State.RETURNED, *(some for some in State if some != State.RETURNED))
        ),
    ),
    fields=(
        FilterField(name="state", label=N_("Status"), usual=True),
        FilterField(name="q", label=N_("Title or number"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="closes_from", label=N_("Open until this date or later"), kind="date"),
        FilterField(name="closes_until", label=N_("Open until this date or earlier"), kind="date"),
    ),
    columns=(
        Column(
            key="title",
            label=N_("Vacancy"),
            cell=lambda one: Link(
                Foreign(one.row.title, one.row.language), f"/desk/own/vacancies/{one.row.reference}"
            ),
            order=(col(Vacancy.title),),
        ),
        Column(
            key="number",
            label=N_("Reference"),
            cell=lambda one: Reference(agency_vacancies.own_number(one.row)),
            order=(col(Vacancy.external_id),),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=_state,
            order=(col(Vacancy.state), col(Vacancy.closes_on)),
        ),
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: one.employer,
            order=(col(Employer.key),),
        ),
        list_columns.VACANCY_PLACE,
        Column(
            key="seats",
            label=N_("Places taken"),
            cell=lambda one: f"{one.row.seats_taken} / {one.row.seats}",
            order=(col(Vacancy.seats),),
            is_number=True,
        ),
        Column(key="candidates", label=N_("Candidates"), cell=_candidates, is_number=True),
        Column(
            key="new",
            label=N_("New candidates"),
            cell=lambda one: one.new or None,
            is_number=True,
        ),
        list_columns.VACANCY_CLOSES,
        Column(key="pay", label=N_("Pay"), cell=lambda one: one.pay, usual=False),
        list_columns.reference(col(Vacancy.reference)),
    ),
)


@page_get("/desk/own/vacancies", permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    return listing.show(request, OWN_VACANCIES)
