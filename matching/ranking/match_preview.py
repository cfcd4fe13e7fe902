"""Matches: the vacancies that suit a person best, with the sheet of each; nothing of the person is kept."""

from datetime import date

import msgspec
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.vacancies.vacancies import Vacancy
from matching import columns, crowd, score, weights
from matching.columns import Columns
from matching.gates import Profile, Terms
from matching.score import Sheet


class Match(msgspec.Struct):
    reference: str
    sheet: Sheet


class Matches(msgspec.Struct):
    """The best, and how many more there are that a gate keeps shut."""

    best: list[Match]
    total: int
    shut: int


def rank(session: Session, known: Columns, profile: Profile, today: date, *, limit: int = 20) -> Matches:
    """Weighs the person against all vacancies of their kind of work; what is shown was looked up in the register again."""
    table, jobs, told = (
        exchange_rates.table(session, today),
        known.kind(profile.occupation[: columns.KIND]),
        crowd.values(),
    )
    if not jobs.size:
        return Matches([], 0, 0)
    one = crowd.of([(0, [profile], profile.country or "")], told)
    ((_, weighed),) = weights.weighed(weights.Balance(known, table, told), jobs, one)
    rows, best = weights.first(weighed, limit)
    terms = _terms(session, [jobs.reference(row) for row in rows[0][best[0] >= 0]], today)
    matches = [Match(one.reference, score.weigh(profile, one, table)) for one in terms]
    return Matches(matches, *weights.counted(weighed))


def _terms(session: Session, references: list[str], today: date) -> list[Terms]:
    """In this order, those that may be shown."""
    found = {one.reference: one for one in columns.read(session, today, col(Vacancy.reference).in_(references))}
    return [found[reference] for reference in references if reference in found]
