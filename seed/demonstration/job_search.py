"""Alisher's search for work: a profile, two applications, an interview and a saved search."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.licensing.agencies import Agency, Kind
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.profiles.profile_edits import BasicsInput, LanguageInput, PaperInput, TradeInput
from matching.profiles.profiles import Education, Paper
from matching.ranking import recommendations
from matching.scoring.eligibility import Gate, Level
from matching.search import saved_searches
from matching.search.saved_searches import NewSearch
from matching.search.search_results import Query
from seed import profile_parts
from seed.demonstration.people import CAST, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service import accounts

TIMELINE: Timeline = (
    working_days_ago("described", 6, time(12)),
    after("applied", hours=1),
    after("invited", days=2),
)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _acts(session, cast, days))


def _acts(session: Session, cast: ActorsByName, days: Days) -> Actions:
    moment = yield "described"
    account = accounts.find(session, CAST[0].email)
    person, own = session.get_one(Citizen, account.citizen), accounts.actor_for(account)
    _describe(session, person, own, moment)
    new_search = NewSearch("Koreyada payvandchi", True)
    saved_searches.save(session, person, new_search, Query("payvandchi", "KR"), by=own, on=moment)
    moment = yield "applied"
    rows = [
        _apply(session, person, one, own, moment)
        for one in _list_suitable(session, person, tashkent_day(moment))
    ]
    moment = yield "invited"
    if rows:
        interview = datetime.combine(days.next_working_day(6), time(10), TASHKENT)
        _invite(session, rows[0], interview, _recruiter(session, rows[0], cast), moment)


def _describe(session: Session, person: Citizen, by: Actor, on: datetime) -> None:
    """Fill the profile except for the preferences; the health certificate expires soon."""
    day = tashkent_day(on)
    korean = LanguageInput("ko", Level.B1, day - timedelta(days=300), day + timedelta(days=430))
    passport = PaperInput(Paper.PASSPORT, day - timedelta(days=400), day + timedelta(days=3_200))
    health = PaperInput(Paper.HEALTH, day - timedelta(days=280), day + timedelta(days=60))
    profile_parts.save(
        session,
        person,
        BasicsInput(date(day.year - 31, 5, 14), Education.VOCATIONAL, "B"),
        [TradeInput("7212", 5, True), TradeInput("7112", 2)],
        [korean, LanguageInput("ru", Level.B2)],
        [passport, health],
        by=by,
        on=on,
    )


def _list_suitable(session: Session, person: Citizen, day: date) -> list[str]:
    """The two vacancies that fit him best on this day, without those of a quota round."""
    best = [match.reference for match in recommendations.rank(session, person.reference, day).best]
    rounds = select(col(Vacancy.reference)).where(
        col(Vacancy.reference).in_(best), col(Vacancy.quota)
    )
    by_round = set(session.execute(rounds).scalars())
    return [one for one in best if one not in by_round][:2]


def _apply(session: Session, person: Citizen, vacancy: str, by: Actor, on: datetime) -> Application:
    day = tashkent_day(on)
    row = applications.apply(session, person, vacancy, consent=True, by=by, on=on, day=day)
    return transitions.move(session, row, "hand_in", by=by, on=on, day=day)


def _recruiter(session: Session, row: Application, cast: ActorsByName) -> Actor:
    """The recruiter of a vacancy: Farida for the State Agency, else a user of the firm."""
    agency = session.get_one(Agency, session.get_one(Vacancy, row.vacancy).agency)
    by = Actor("U-NAMUNA", Role.AGENCY_USER, "Namuna", agency=agency.external_id)
    return cast["farida"] if agency.kind == Kind.STATE.value else by


def _invite(
    session: Session, row: Application, interview: datetime, by: Actor, on: datetime
) -> None:
    day = tashkent_day(on)
    transitions.move(session, row, "find_eligible", by=by, on=on, day=day)
    transitions.record_checked_gates(session, row, list(Gate), by=by, on=on)
    transitions.move(session, row, "shortlist", by=by, on=on, day=day)
    transitions.invite(session, row, interview, by=by, on=on, day=day)
