"""The demonstration: an invented register with people and cases, made by the service's commands.

Because commands are used, all rules hold.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from random import Random
from typing import NamedTuple

from sqlalchemy import event
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import SYSTEM
from catalog.licensing import working_days
from catalog.licensing.agencies import Agency
from catalog.reference.countries import Country
from catalog.vacancies import inactivity
from matching.identity.persons import Citizen
from seed.demonstration import (
    advice_activity,
    agency_desk,
    agency_records,
    attache_activities,
    citizen_file,
    claim_deadlines,
    claim_handover,
    closings,
    duplicate_people,
    failed_searches,
    group_claim,
    incidents,
    job_search,
    journeys,
    letters,
    licensing,
    money,
    monthly_returns,
    people,
    placements,
    printed_report,
    protected_cases,
    quota_rounds,
    recruiters,
    report_remarks,
)
from seed.demonstration.claims import Claims
from seed.demonstration.jobs import Jobs
from seed.demonstration.people import ActorsByName
from seed.demonstration.register import Register
from seed.demonstration.scenario import Scenario, perform
from seed.demonstration.schedule import Days
from seed.demonstration.sessions import Sessions
from service.casework.employers import anomaly_detection
from service.infra.database import Database

SEED = 2026


class Size(NamedTuple):
    """The numbers of the most frequent records."""

    jobs: int = 1_960
    matters: int = 356
    contracts: int = 260


USUAL = Size()
# Enough to show that every scenario works.
SMALL = Size(150, 70, 30)
# Modules whose scenarios need only the session, the actors and the days.
_SCENARIO_MODULES = (
    recruiters,
    duplicate_people,
    citizen_file,
    claim_deadlines,
    protected_cases,
    incidents,
    advice_activity,
    letters,
    group_claim,
    monthly_returns,
    closings,
    attache_activities,
    claim_handover,
    printed_report,
    report_remarks,
    job_search,
    agency_desk,
    agency_records,
    licensing,
    failed_searches,
)


_CACHED_CLASSES = (vault.Key, Citizen, Country, Agency)


def scenarios(
    session: Session, cast: ActorsByName, days: Days, register: Register, size: Size = USUAL
) -> Iterator[Scenario]:
    """The scenarios of all that happens after the opening; none is performed yet."""
    yield from register.scenarios()
    yield from Sessions(session, cast, days, size.matters).scenarios()
    yield from Claims(session, cast, days).scenarios()
    yield from placements.Contracts(session, cast, size.contracts).scenarios()
    yield from quota_rounds.Rounds(session, cast, days).scenarios()
    yield from journeys.Journeys(session, cast).scenarios()
    yield from chain.from_iterable(one.scenarios(session, cast, days) for one in _SCENARIO_MODULES)


def load(database: Database, on: datetime, size: Size = USUAL) -> None:
    """Load the demonstration into a database with countries and occupations; repeating it changes
    nothing."""
    with database.write() as session:
        if people.is_set_up(session):
            return
        _cache_rows(session)
        days = Days(on, working_days.calendar(session))
        money.load(session, days)
        recruiters.enter(session, days)
        cast = people.open_accounts(session, on=days.opening)
        register = Register(session, cast, days, Jobs(days, Random(SEED)), size.jobs)
        register.enter(days.opening)
        perform(scenarios(session, cast, days, register, size), days)
        anomaly_detection.detect(session, by=SYSTEM, on=on, day=days.today)
    with database.write() as session:  # the activity it looks for is in the journal by now
        inactivity.create_notices(
            session, inactivity.InactivityRule.DEMAND, by=SYSTEM, on=on, most=120
        )


def _cache_rows(session: Session) -> None:
    """Keep references to rows that the session would otherwise query again some eight thousand
    times.

    Not to all rows, since each bulk update searches those that are kept.
    """
    held: list[object] = []
    for name in ("pending_to_persistent", "loaded_as_persistent"):
        event.listen(
            session,
            name,
            lambda _, one: held.append(one) if isinstance(one, _CACHED_CLASSES) else None,
        )
