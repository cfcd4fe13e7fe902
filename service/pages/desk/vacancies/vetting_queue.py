"""The list of vacancies in vetting: how long each waits, its deadline, posts' opinions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlalchemy import ColumnElement, and_, case, false, func, not_, select, true
from sqlmodel import Session, col

from catalog.core.fields import TASHKENT, CountryCode, tashkent_day
from catalog.core.journal import Entry
from catalog.employers.employers import Employer
from catalog.licensing import legal_rules
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_, NP_, formats
from service.casework.employers import opinions
from service.casework.employers.opinions import EmployerOpinion
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, employer_opinions, list_choices, list_columns
from service.pages.desk.shared.desk_page import QUEUE, VETTED
from service.web import rendering
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import (
    Cell,
    Due,
    Foreign,
    Labelled,
    Link,
    Sentence,
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

# The legal rule for the number of days within which a vacancy is decided.
DEADLINE_RULE = "vetting_decision"
# Acts that submit a vacancy; other steps of vetting do not restart its days.
_SUBMISSION_ACTS = ("submit", "amend", "answer_remarks")
# In place of a state: those that were vetted and are not published, and those in any state.
NOT_PUBLISHED, ALL = "vetted", "all"


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address; without a state it has those to be checked."""

    state: Annotated[str, Meta(max_length=20)] = ""
    country: CountryCode | None = None
    agency: queries.Word = ""
    employer: queries.Word = ""
    closes_until: date | None = None
    overdue: YesNo | None = None


class VettingRow(list_columns.RecordRow, frozen=True):
    """A vacancy with its agency and employer, since when it waits, its deadline and opinions."""

    row: Vacancy
    agency: str
    employer: str
    since: date | None
    due: Due | None
    pay: str
    opinions: Cell


_SUBMITTED_AT: Any = (
    select(func.max(col(Entry.at)))
    .where(
        col(Entry.reference) == col(Vacancy.reference),
        col(Entry.noun) == "vacancy",
        col(Entry.act).in_(_SUBMISSION_ACTS),
    )
    .correlate(Vacancy)
    .scalar_subquery()
)
_STATES = (*QUEUE, *VETTED)
_BY_STATE = case(
    {state: place for place, state in enumerate(_STATES)}, value=col(Vacancy.state), else_=99
)


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return [
        desk_page.vetted_by(reading.session, reading.by),
        _in_state(asked.state),
        *queries.equals(Vacancy, asked, "country"),
        *([queries.matches_words(col(Agency.key), asked.agency)] if asked.agency else []),
        *([queries.matches_words(col(Employer.key), asked.employer)] if asked.employer else []),
        *queries.between(Vacancy.closes_on, None, asked.closes_until),
        *([_overdue(reading, asked.overdue)] if asked.overdue else []),
    ]


def _in_state(state: str) -> ColumnElement[bool]:
    if state in list(State):
        return col(Vacancy.state) == state
    if state == ALL:
        return true()
    return col(Vacancy.state).in_(VETTED if state == NOT_PUBLISHED else QUEUE)


def _overdue(reading: Reading, answer: YesNo) -> ColumnElement[bool]:
    today = listing.today(reading)
    days = legal_rules.days(reading.session, DEADLINE_RULE, today)
    if not days:
        return false() if answer is YesNo.YES else true()
    first = datetime.combine(today - timedelta(days=days), time(), TASHKENT).astimezone(UTC)
    late: ColumnElement[bool] = and_(col(Vacancy.state).in_(QUEUE), first > _SUBMITTED_AT)
    return late if answer is YesNo.YES else not_(late)


def _facts(reading: Reading, found: Sequence[Any]) -> list[VettingRow]:
    session, lang, today = reading.session, reading.reader.lang, listing.today(reading)
    since = submission_days(session, [row.reference for row, _agency, _employer in found])
    days = legal_rules.days(session, DEADLINE_RULE, today)
    judged = _opinions(reading, [employer for _row, _agency, employer in found])
    rows = []
    for row, agency, employer in found:
        day = since.get(row.reference)
        rows.append(
            VettingRow(
                row=row,
                agency=agency.name,
                employer=employer.name,
                since=day,
                due=Due(day + timedelta(days=days), today)
                if day and days and row.state in QUEUE
                else None,
                pay=formats.wage(lang, row.wage_min, row.wage_max, row.currency, row.period),
                opinions=judged[employer.reference],
            )
        )
    return rows


def submission_days(session: Session, numbers: Sequence[str]) -> dict[str, date]:
    """Return the day on which each vacancy was submitted as it is now."""
    asked = select(col(Entry.reference), func.max(col(Entry.at))).where(
        col(Entry.reference).in_(numbers),
        col(Entry.noun) == "vacancy",
        col(Entry.act).in_(_SUBMISSION_ACTS),
    )
    return {
        number: tashkent_day(at)
        for number, at in session.execute(asked.group_by(col(Entry.reference)))
    }


def _opinions(reading: Reading, employers: Sequence[Employer]) -> dict[str, Cell]:
    """Return the cell of the current opinions on each employer, the most worrying first."""
    keys = {one.reference: (one.country, one.key) for one in employers}
    found = opinions.current(reading.session, keys.values())
    offices = employer_opinions.posts(
        reading.session, [one for some in found.values() for one in some]
    )

    def cell(one: EmployerOpinion) -> Cell:
        office = list_choices.office(reading, offices.get(one.post)) or one.post
        day = formats.short_date(reading.reader.lang, one.day)
        return employer_opinions.stamp(one), f"{office}, {day}"

    return {number: tuple(cell(one) for one in found.get(key, [])) for number, key in keys.items()}


def _choices(reading: Reading, _asked: Filter) -> Choices:
    return {
        "state": [
            (NOT_PUBLISHED, list_choices.translated(reading, N_("Vetted, not published"))),
            (ALL, list_choices.translated(reading, N_("All vacancies"))),
            *rendering.choices(reading.reader.lang, "vacancy"),
        ],
        "country": list_choices.destinations(reading),
        "overdue": list_choices.yes_no(reading),
    }


VETTING = ListView(
    name="vetting",
    path="/desk/vetting",
    permission=Permission.VACANCIES_READ,
    title=N_("Vacancies to check"),
    counted=NP_("%(num)s vacancy", "%(num)s vacancies"),
    filter=Filter,
    order="state",
    query=Query(
        rows=select(Vacancy, Agency, Employer)
        .join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        .join(Employer, col(Employer.reference) == col(Vacancy.employer)),
        key=(col(Vacancy.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=_choices,
    quick=(
        QuickFilter(Sentence(N_("To check")), {}),
        QuickFilter(Sentence(N_("Overdue")), {"overdue": YesNo.YES}),
        QuickFilter(Sentence(N_("Vetted, not published")), {"state": NOT_PUBLISHED}),
    ),
    fields=(
        FilterField(name="state", label=N_("Status"), empty=N_("To check"), usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="agency", label=N_("Recruiter"), kind="text", usual=True),
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        FilterField(name="closes_until", label=N_("Open until this date or earlier"), kind="date"),
        FilterField(name="overdue", label=N_("Overdue"), empty=N_("Either")),
    ),
    columns=(
        Column(
            key="title",
            label=N_("Vacancy"),
            cell=lambda one: Link(
                Foreign(one.row.title, one.row.language), f"/desk/vetting/{one.row.reference}"
            ),
            order=(col(Vacancy.title),),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("vacancy", one.row.state),
            order=(_BY_STATE, col(Vacancy.closes_on)),
        ),
        Column(
            key="agency",
            label=N_("Recruiter"),
            cell=lambda one: one.agency,
            order=(col(Agency.key),),
        ),
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: (one.employer, one.opinions),
            order=(col(Employer.key),),
        ),
        list_columns.VACANCY_PLACE,
        Column(
            key="since",
            label=N_("Submitted on"),
            cell=lambda one: one.since,
            order=(_SUBMITTED_AT,),
        ),
        Column(
            key="due", label=N_("Decision due"), cell=lambda one: one.due, order=(_SUBMITTED_AT,)
        ),
        list_columns.VACANCY_CLOSES,
        Column(
            key="seats",
            label=N_("Places"),
            cell=lambda one: one.row.seats,
            order=(col(Vacancy.seats),),
            is_number=True,
            usual=False,
        ),
        Column(key="pay", label=N_("Pay"), cell=lambda one: one.pay, usual=False),
        list_columns.reference(col(Vacancy.reference)),
    ),
)


@page_get("/desk/vetting", permission=Permission.VACANCIES_READ)
def index(request: Req) -> Response[Any]:
    """Show the vacancies to be vetted; a filter shows those vetted and not published."""
    return listing.show(request, VETTING)
