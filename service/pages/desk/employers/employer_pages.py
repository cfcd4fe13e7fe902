"""Foreign employers at the desk: search by name in any script, and one employer's page.

The page shows opinions, claims and vacancies.
"""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import CountryCode
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredName
from catalog.employers.employers import Employer
from catalog.reference.posts import Post
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, NP_
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.employers import employer_records, opinions
from service.casework.employers.employer_records import EmployerRecord
from service.casework.employers.opinions import EmployerOpinion, NewOpinion, Opinion
from service.casework.workflow import state_machine
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, employer_opinions, list_choices, list_columns
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Link
from service.web.lists.list_view import Choices, Column, FilterField, KnownRows, ListView, Reading

PAGE = 50


class EmployerFilter(msgspec.Struct, frozen=True):
    """The filter of the employers, as in the query string; `open`: with open claims."""

    q: Annotated[str, Meta(max_length=200)] = ""
    country: CountryCode | None = None
    opinion: Opinion | None = None
    open: YesNo | None = None


class EmployerRow(msgspec.Struct, frozen=True):
    """An employer with the worst opinion on it, and whose opinion that is."""

    row: EmployerRecord
    opinion: EmployerOpinion | None
    office: str

    @property
    def reference(self) -> str:
        return self.row.number


def _find(reading: Reading, asked: EmployerFilter) -> list[EmployerRecord]:
    rows = employer_records.find(reading.session, asked.q, asked.country or "", by=reading.by)
    if asked.open:
        rows = [one for one in rows if bool(one.open) == (asked.open is YesNo.YES)]
    if asked.opinion:
        known = opinions.judged(reading.session)
        rows = [one for one in rows if one.known in known]
        worst = opinions.current(reading.session, [one.known for one in rows])
        rows = [
            one
            for one in rows
            if one.known in worst and worst[one.known][0].verdict == asked.opinion
        ]
    return rows


def _facts(reading: Reading, rows: list[EmployerRecord]) -> list[EmployerRow]:
    current = opinions.current(reading.session, [one.known for one in rows])
    worst = {known: some[0] for known, some in current.items()}
    offices = employer_opinions.posts(reading.session, list(worst.values()))
    return [
        EmployerRow(
            one,
            opinion := worst.get(one.known),
            list_choices.office(reading, offices.get(opinion.post)) if opinion else "",
        )
        for one in rows
    ]


def _choices(reading: Reading, _asked: EmployerFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "open": list_choices.yes_no(reading),
    }


EMPLOYERS = ListView(
    name="employers",
    path="/desk/employers",
    permission=Permission.EMPLOYERS_READ,
    title=N_("Employers abroad"),
    counted=NP_("%(num)s employer", "%(num)s employers"),
    filter=EmployerFilter,
    order="name",
    query=KnownRows(find=_find),
    facts=_facts,
    choices=_choices,
    template="desk/employers/employers.html",
    fields=(
        FilterField(name="q", label=N_("Employer name, in any alphabet"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="opinion", label=N_("Opinion on the employer"), labels="opinion"),
        FilterField(name="open", label=N_("With open claims"), empty=N_("Either")),
    ),
    columns=(
        Column(
            key="name",
            label=N_("Employer"),
            cell=lambda one: Link(one.row.name, f"/desk/employers/{one.reference}"),
            order=(lambda row: row.key, lambda row: row.country),
        ),
        list_columns.country(lambda row: row.country, lambda row: row.key),
        Column(
            key="open",
            label=N_("Open claims"),
            cell=lambda one: one.row.open or None,
            order=(lambda row: row.open,),
            is_number=True,
        ),
        Column(
            key="opinion",
            label=N_("Opinion on the employer"),
            cell=lambda one: employer_opinions.stamp(one.opinion) if one.opinion else None,
        ),
        Column(key="office", label=N_("Mission"), cell=lambda one: one.office),
        Column(
            key="day",
            label=N_("Opinion given on"),
            cell=lambda one: one.opinion.day if one.opinion else None,
        ),
        Column(
            key="claims",
            label=N_("All claims"),
            cell=lambda one: sum(one.row.states.values()) or None,
            order=(lambda row: sum(row.states.values()),),
            is_number=True,
            usual=False,
        ),
    ),
)


class EmployerPage(msgspec.Struct, frozen=True):
    """An employer and the opinions on it; `counting` are the current ones.

    `judging`: the reader's post may give its opinion.
    """

    firm: EmployerRecord
    typed: dict[str, str]
    about: str
    said: list[EmployerOpinion]
    counting: set[str]
    offices: dict[str, Post]
    judges: dict[str, str]
    judging: bool
    day: date


class EmployerClaims(msgspec.Struct, frozen=True):
    """The employer's claims within the reader's rights.

    These are the open ones, how many are in each state, what is owed, and which steps may follow.
    """

    claims: list[tuple[Claim, str]] = []
    owed: dict[str, int] = {}
    states: list[tuple[str, int]] = []
    steps: list[str] = []


class EmployerVacancies(msgspec.Struct, frozen=True):
    """The employer in the register, its entries on the black list, and its newest vacancies."""

    register: Employer | None
    barred: list[BarredName] = []
    jobs: list[Vacancy] = []


@page_get("/desk/employers", permission=Permission.EMPLOYERS_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, EMPLOYERS)


@page_get("/desk/employers/{employer:str}", permission=Permission.EMPLOYERS_READ)
def show(request: Req, employer: FromPath[str]) -> Response[Any]:
    return page(request, employer)


def page(
    request: Req, employer: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """Show the whole employer; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by, app_state = context.actor(request), context.app_state(request)
    with context.reading(request) as session:
        firm = employer_records.get(session, employer, by=by)
        history = opinions.history(session, firm.known)
        employer_page = EmployerPage(
            firm=firm,
            typed=typed or {},
            about=firm.country,
            said=history,
            counting={
                row.reference for row in opinions.current(session, [firm.known]).get(firm.known, [])
            },
            offices=employer_opinions.posts(session, history),
            judges=desk_page.officer_names(session, {row.officer for row in history}),
            judging=_may_give_opinion(session, firm, by),
            day=app_state.today,
        )
        answer = form_actions.form_page(
            request,
            "desk/employers/employer.html",
            employer_page,
            _claims(session, firm, by),
            _vacancies(session, firm, by, app_state.today),
            refusal=refusal,
        )
    context.note_read(request, "employer", employer)
    return answer


def _may_give_opinion(session: Session, firm: EmployerRecord, by: Actor) -> bool:
    """Return whether the person's post is in the employer's country and may give an opinion."""
    if not access.allows(by, Permission.EMPLOYERS_JUDGE):
        return False
    return any(session.get_one(Post, code).country == firm.country for code in by.posts)


def _claims(session: Session, firm: EmployerRecord, by: Actor) -> EmployerClaims:
    if not access.allows(by, Permission.WAGES_READ):
        return EmployerClaims()
    after = {
        to
        for state in firm.states
        if state != ClaimState.CLOSED
        for to in state_machine.allowed(state, by)
    }
    return EmployerClaims(
        claims=employer_records.open_claims(session, firm, by=by),
        owed=employer_records.owed_by_currency(session, firm, by=by),
        states=[(state.value, firm.states[state]) for state in ClaimState if state in firm.states],
        steps=[state.value for state in ClaimState if state in after],
    )


def _vacancies(session: Session, firm: EmployerRecord, by: Actor, today: date) -> EmployerVacancies:
    """Return the employer in the register with vacancies whose vetting the reader may see."""
    mine = (col(Employer.key) == firm.key, col(Employer.country) == firm.country)
    row = (
        session.execute(select(Employer).where(*mine).order_by(col(Employer.reference)))
        .scalars()
        .first()
    )
    if row is None or not access.allows(by, Permission.VACANCIES_READ):
        return EmployerVacancies(row)
    barred = [
        one
        for one in blacklist.list_for_firm(session, employer=row.reference)
        if blacklist.holds(one, today)
    ]
    asked = (
        select(Vacancy)
        .join(Employer, col(Employer.reference) == col(Vacancy.employer))
        .where(*mine)
    )
    jobs = asked.where(desk_page.vetted_by(session, by)).order_by(
        col(Vacancy.opens_on).desc(), col(Vacancy.reference)
    )
    return EmployerVacancies(row, barred, list(session.execute(jobs.limit(PAGE)).scalars()))


@form_actions.post(
    "/desk/employers/{employer:str}/opinions",
    permission=Permission.EMPLOYERS_JUDGE,
    back="/desk/employers/{employer}",
    redraw=page,
    done=N_("The opinion is recorded."),
)
def give_opinion(act: FormAction, employer: str) -> None:
    """Record the opinion of the attaché's post, from today."""
    firm = employer_records.get(act.session, employer, by=act.by)
    with forms.errors_under("opinion_"):
        new_opinion = act.read(NewOpinion, "opinion_")
    opinions.record(
        act.session, firm.name, firm.country, new_opinion, by=act.by, on=act.on, day=act.day
    )


@form_actions.post(
    "/desk/employers/{employer:str}/opinions/{number:str}",
    permission=Permission.EMPLOYERS_JUDGE,
    back="/desk/employers/{employer}",
    redraw=lambda request, employer, _number, typed, refusal: page(
        request, employer, typed, refusal
    ),
    done=N_("The opinion is withdrawn."),
)
def withdraw(act: FormAction, employer: str, number: str) -> None:
    firm = employer_records.get(act.session, employer, by=act.by)
    if number not in {row.reference for row in opinions.history(act.session, firm.known)}:
        raise NotFound
    opinions.withdraw(act.session, number, by=act.by, on=act.on)
