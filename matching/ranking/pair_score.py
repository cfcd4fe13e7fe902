"""Scores of one person for one vacancy, best first, with the register data cached."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.errors import require_found
from catalog.core.exchange_rates import RateTable
from catalog.vacancies.vacancies import Vacancy
from matching.ranking.vacancy_columns import TERMS
from matching.scoring import score
from matching.scoring.eligibility import Profile, Terms, profiles_for_vacancy
from matching.scoring.score import ScoreBreakdown


class RegisterSnapshot(msgspec.Struct):
    """The register on one day, with each vacancy queried once."""

    session: Session
    day: date
    known: dict[str, Terms] = {}
    table: RateTable | None = None

    def sheets(self, profiles: Sequence[Profile], vacancy: str) -> list[ScoreBreakdown]:
        """The scores of each trade and language of a person, best first. Refuses: NotFound."""
        terms, worth = self.terms(vacancy), self.rates()
        weighed = [
            score.calculate_score(one, terms, worth)
            for one in profiles_for_vacancy(profiles, terms)
        ]
        return sorted(weighed, key=score.best_first)

    def terms(self, vacancy: str) -> Terms:
        """The terms of a vacancy. Refuses: NotFound."""
        if vacancy not in self.known:
            self.read_terms([vacancy])
        return require_found(self.known.get(vacancy))

    def read_terms(self, vacancies: Iterable[str]) -> None:
        """Query the terms of these vacancies at once."""
        asked = select(*TERMS).where(col(Vacancy.reference).in_(vacancies))
        for row in self.session.execute(asked):
            # A vacancy without a unit group is scored as work of another trade.
            self.known[row.reference] = Terms(**row._asdict() | {"isco08": row.isco08 or ""})

    def rates(self) -> RateTable:
        if self.table is None:
            self.table = exchange_rates.table(self.session, self.day)
        return self.table
