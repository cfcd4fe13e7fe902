"""People who look for work beside the cast's register, and the night that ranks it for them."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM
from catalog.core.fields import tashkent_day
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from matching.ranking import nightly_ranking
from matching.ranking.nightly_ranking import Night, Ranking
from tests.support import cast
from tests.support.cast import FARIDA
from tests.support.sample_applications import described


def people(session: Session, names: str, *, on: datetime, **values: object) -> list[Citizen]:
    """Welders who want to be told of new work, under references that sort as their names."""
    found = []
    for name in names.split():
        row = persons.record(
            session, NewCitizen(f"{name} Invented", "+998 90 000 00 71"), by=FARIDA, on=on
        )
        described(session, row, on=on, **values)
        found.append(row)
    return sorted(found, key=lambda row: row.reference)


def publish(session: Session, name: str, *, on: datetime, **values: object) -> Vacancy:
    """One more vacancy as the cast's published one."""
    like = cast.named(session, "published")
    new = cast.vacancy(name, **values)
    row, _ = vacancies.submit(
        session, new, agency=like.agency, employer=like.employer, by=FARIDA, on=on
    )
    row.state = "published"
    session.flush()
    return row


def night(session: Session, *, on: datetime) -> int:
    """Ranks for everybody in one transaction."""
    day, ranked = tashkent_day(on), 0
    known = nightly_ranking.register(session, day)
    while done := nightly_ranking.rank_next(session, known, day):
        ranked += nightly_ranking.save(session, done, by=SYSTEM, on=on, day=day)
    return ranked


def kept(session: Session) -> dict[str, tuple[str, int | None]]:
    """Every ranking as it stands."""
    rows = session.execute(select(col(Ranking.citizen), col(Ranking.best), col(Ranking.least)))
    return {citizen: (best, least) for citizen, best, least in rows}


def reached(session: Session) -> list[tuple[str, int, bool]]:
    return [(row.reached, row.ranked, row.done) for row in session.execute(select(Night)).scalars()]
