"""Matches without storing anything: the vacancies that fit a profile best, each with its score."""

from datetime import date

import msgspec
import numpy as np
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.vacancies.vacancies import Vacancy
from matching.ranking import batch_score, candidate_columns, vacancy_columns
from matching.ranking.vacancy_columns import Columns
from matching.scoring import score
from matching.scoring.eligibility import Profile, Terms
from matching.scoring.score import ScoreBreakdown


class Match(msgspec.Struct):
    reference: str
    sheet: ScoreBreakdown


class Matches(msgspec.Struct):
    """The best matches, how many more fail a gate, and how many pay less than is wanted.

    `lower` are left out of the best and of the total where the least pay is a condition."""

    best: list[Match]
    total: int
    shut: int
    lower: int = 0


def rank(
    session: Session,
    known: Columns,
    profile: Profile,
    today: date,
    *,
    limit: int = 20,
    pays_enough: bool = False,
) -> Matches:
    """Score a profile against all vacancies of its kind of work, or those that pay enough.

    The shown ones are read from the register again.
    """
    table, jobs, values = (
        exchange_rates.table(session, today),
        known.kind(profile.occupation[: vacancy_columns.KIND]),
        candidate_columns.values(),
    )
    if not jobs.size:
        return Matches([], 0, 0)
    one = candidate_columns.build_columns([(0, [profile], profile.country or "")], values)
    scorer = batch_score.BatchScorer(known, table, values)
    ((_, weighed),) = batch_score.score_keys(scorer, jobs, one)
    lower = 0
    if pays_enough:
        less = batch_score.pays_less(scorer, jobs, one) & (weighed >= 0)
        lower, weighed[less] = int(less.sum()), np.iinfo(weighed.dtype).min
    rows, best = batch_score.best_keys(weighed, limit)
    terms = _terms(session, [jobs.reference(row) for row in rows[0][best[0] >= 0]], today)
    matches = [Match(one.reference, score.calculate_score(profile, one, table)) for one in terms]
    return Matches(matches, *batch_score.count_open_and_shut(weighed), lower)


def _terms(session: Session, references: list[str], today: date) -> list[Terms]:
    """The terms of the vacancies that may be shown, in the given order."""
    found = {
        one.reference: one
        for one in vacancy_columns.read(session, today, col(Vacancy.reference).in_(references))
    }
    return [found[reference] for reference in references if reference in found]
