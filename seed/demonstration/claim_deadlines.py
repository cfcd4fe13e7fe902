"""Deadlines of invented claims: some assigned, one forgotten, one near its time limit,
reminders."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.fields import tashkent_day
from matching.identity.persons import NewCitizen
from seed.demonstration import attache_activities
from seed.demonstration.next_actions import NEXT_ACTIONS
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, hours_ago, working_days_ago
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import TimeLimit
from service.casework.workflow import assignment, state_machine
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import claim_reminders, saved_filters
from service.casework.worklists.saved_filters import NewName

FORGOTTEN, NEAR = "W-NMF2GT6Y", "W-NMNE4R7L"
_CLAIM_DETAILS = {
    FORGOTTEN: ("Osiyo Qurilish (namuna)", "Kazan", "+998 00 000 00 97", "Bobur Namunayev"),
    NEAR: ("Volga Sklad (namuna)", "Samara", "+998 00 000 00 98", "Dilnoza Namunayeva"),
}

# The saved filters of three officers.
_SAVED_FILTERS = (
    ("iroda", "Muddati oʻtgan, xodimsiz", "owner=nobody&overdue=yes"),
    ("iroda", "Россия: 14 дней без записей", "country=RU&quiet=yes"),
    ("chinora", "Mening arizalarim", "owner=me"),
    ("elyor", "Суд и исполнение", "state=court_filed&sort=filed"),
)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    yield Scenario(
        (working_days_ago("filed", 45), after(ClaimState.ACKNOWLEDGED, minutes=40)),
        _file_claim(session, cast, FORGOTTEN, days.day(-100)),
    )
    # The limit of one year for the last month's pay ends in nine days.
    events = (
        working_days_ago("filed", 3),
        after(ClaimState.ACKNOWLEDGED, minutes=40),
        after(ClaimState.SCREENED, days=1),
    )
    yield Scenario(events, _file_claim(session, cast, NEAR, days.day(9 - 365)))
    yield Scenario((working_days_ago("given", 1, time(17, 30)),), _assign_claims(session, cast))
    yield Scenario(
        (working_days_ago("read", 1, time(17, 45)), hours_ago("reminded", 2)),
        _run_reminders(session, cast),
    )


def _file_claim(session: Session, cast: ActorsByName, number: str, worked_to: date) -> Actions:
    """File a claim and acknowledge it on the same day; on one of them nothing happens
    afterwards."""
    moment = yield "filed"
    employer, city, phone, name = _CLAIM_DETAILS[number]
    owed = {Component.BASE_PAY: 180_000_00, Component.FEE_REFUND: 40_000_00}
    lines = [NewLine(part, amount, "RUB") for part, amount in owed.items()]
    worked, contact = (worked_to - timedelta(days=80), worked_to), NewCitizen(name, phone, "uz")
    new_claim = NewClaim(employer, "RU", *worked, lines=lines, contact=contact, city=city)
    day = tashkent_day(moment)
    claim = wage_claims.file(
        session, new_claim, by=VISITOR, on=moment, day=day, number=number
    ).claim
    for state in (ClaimState.ACKNOWLEDGED, ClaimState.SCREENED):
        moment = yield state
        day = tashkent_day(moment)
        step = NewStep(state, next_action=NEXT_ACTIONS[state], due=day + timedelta(days=7))
        state_machine.take_step(session, claim, step, by=cast["chinora"], on=moment, day=day)


def _assign_claims(session: Session, cast: ActorsByName) -> Actions:
    """Assign claims that wait at an office to the officers who handle them."""
    moment = yield "given"
    # Claims assigned to a post this week wait there for its attaché.
    rows = attache_activities.NEW_CLAIMS.values()
    new = [number for row in rows for number in row["claims"].split()]
    mine = (
        col(Claim.state).in_(["received", "assigned_to_post"]),
        col(Claim.reference).not_in(new),
    )
    lying = select(Claim).where(*mine, col(Claim.reference).like("W-NM%"))
    for claim in list(session.execute(lying.order_by(col(Claim.reference))).scalars())[::4]:
        officer = assignment.officers(session, claim)[0].reference
        if officer != claim.owner:
            assignment.assign(session, claim, officer, by=cast["iroda"], on=moment)
    for name, called, query in _SAVED_FILTERS:
        saved_filters.save(session, NewName(called), query, by=cast[name], on=moment)


def _run_reminders(session: Session, cast: ActorsByName) -> Actions:
    """Write the reminders of the last night; Farida and Madina confirm the time limit of Korea
    before."""
    moment = yield "read"
    asked = select(TimeLimit).where(col(TimeLimit.country) == "KR", col(TimeLimit.component) == "")
    korea = session.execute(asked).scalars().first()
    for name in ("farida", "madina"):
        if korea and korea.id:
            time_limits.confirm(session, korea.id, by=cast[name], on=moment)
    moment = yield "reminded"
    session.flush()
    found = claim_reminders.lock_open_claims(session, most=10_000)
    claim_reminders.write(session, found, by=SYSTEM, on=moment)
