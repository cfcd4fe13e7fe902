"""The demonstration: an invented register, its people and their cases, made through the deeds so that all rules hold."""

from datetime import datetime
from itertools import chain
from random import Random

from sqlalchemy import func, select
from sqlmodel import col

from catalog import agencies, idle
from catalog.agencies import Agency
from catalog.employers import Employer
from catalog.ground.who import SYSTEM
from catalog.vacancies import Vacancy
from matching.applications import Application
from matching.placements import Placement
from matching.reports import Report
from seed.demonstration import (
    asked,
    closings,
    crew,
    doings,
    doubles,
    hamids,
    letters,
    licensing,
    looking,
    money,
    own,
    people,
    placed,
    posted,
    protected,
    recruiters,
    remarked,
    roads,
    searched,
    seated,
    signatures,
    told,
    watch,
)
from seed.demonstration.claims import Claims
from seed.demonstration.jobs import Jobs
from seed.demonstration.lives import Days, unfold
from seed.demonstration.people import Citizens
from seed.demonstration.people import tour as tour
from seed.demonstration.register import Register
from seed.demonstration.sessions import Sessions
from service.casework import clusters
from service.casework.advice import Session as Advice
from service.casework.wages import Claim
from service.database import Database

SEED = 2026


def load(database: Database, on: datetime) -> None:
    """Fills a home that knows its countries and occupations; a second time changes nothing."""
    days = Days(on, Random(SEED))
    with database.write() as session:
        if people.settled(session):
            return
        money.load(session, days)
        recruiters.enter(session, days)
        cast = people.settle(session, on=days.opening)
        citizens = Citizens(days.dice)
        unfold(
            chain(
                recruiters.lives(session, cast, days),
                Register(session, cast, days).lives(Jobs(days)),
                Sessions(session, cast, days, citizens).lives(),
                Claims(session, cast, days, citizens).lives(),
                *(one.lives(session, cast, days) for one in (doubles, own, watch, protected, asked, letters)),
                crew.lives(session, cast, days, citizens),
                signatures.lives(session, cast, days),
                closings.lives(session, cast, days),
                doings.lives(session, cast, days),
                posted.lives(session, cast, days),
                told.lives(session, cast, days),
                placed.Contracts(session, cast, days).lives(),
                seated.Rounds(session, cast, days).lives(),
                roads.Roads(session, cast, days).lives(),
                *(one.lives(session, cast, days) for one in (remarked, looking, hamids, licensing, searched)),
            )
        )
        clusters.look(session, by=SYSTEM, on=on, day=days.today)
    with database.write() as session:  # what it looks for stands in the journal by now
        idle.notice(session, idle.Why.DEMAND, by=SYSTEM, on=on, most=120)


def summary(database: Database, on: datetime) -> dict[str, int]:
    """How many records of each kind and state there are."""
    counts: dict[str, int] = {}
    with database.read() as session:
        for name, table in (("employers", Employer), ("advice sessions", Advice), ("offer reports", Report)):
            counts[name] = session.execute(select(func.count()).select_from(table)).scalar() or 0
        everyone = session.execute(select(Agency)).scalars()
        for standing in agencies.standings(session, everyone, Days(on, Random(SEED)).today):
            kind = f"agencies {standing.state.value}"
            counts[kind] = counts.get(kind, 0) + 1
        states = {"vacancies": col(Vacancy.state), "claims": col(Claim.state), "placements": col(Placement.state)}
        states["applications"] = col(Application.state)
        for name, state in states.items():
            for value, count in session.execute(select(state, func.count()).group_by(state)):
                counts[f"{name} {value}"] = count
    return dict(sorted(counts.items()))
