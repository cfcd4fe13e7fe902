"""Search for candidates: people who accept proposals and fit a vacancy best, with the reasons."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.errors import NotFound
from catalog.core.exchange_rates import RateTable
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.applications.applications import Application
from matching.identity import deaths
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.profiles.profiles import LookingFor, TradeRow
from matching.ranking import nightly_ranking
from matching.ranking.vacancy_columns import TERMS
from matching.recruiting.officer_suggestions import Proposal
from matching.scoring import eligibility, score
from matching.scoring.eligibility import Profile, Terms
from matching.scoring.score import ScoreBreakdown

# Of more people than this, only the most recently changed profiles are scored.
MOST = 5_000


class Candidate(msgspec.Struct, frozen=True):
    """One person without a name: profile and score.

    `told` says whether the vacancy was proposed to them or they applied.
    """

    citizen: str
    profile: Profile
    sheet: ScoreBreakdown
    region: str
    told: str = ""


class CandidateResults(msgspec.Struct):
    """The best candidates, how many there are in all, and how many fail a gate."""

    best: list[Candidate]
    total: int
    shut: int


def find_best(session: Session, vacancy: str, day: date, *, limit: int = 20) -> CandidateResults:
    """The best candidates for a vacancy shown today; equal points in order of reference.

    A reference reveals nothing about a person. Refuses: NotFound.
    """
    terms = _terms(session, vacancy, day)
    people = _select_people(session, terms)
    values, known = (
        profiles.scoring_profiles_by_person(session, list(people), day),
        exchange_rates.table(session, day),
    )
    weighed = [
        one
        for person in people
        if (one := _best(person, people[person], values[person], terms, known))
    ]
    open_to = sorted((one for one in weighed if one.sheet.open), key=_place)
    marked = _already_informed(session, vacancy, [one.citizen for one in open_to[:limit]])
    first = [
        msgspec.structs.replace(one, told=marked.get(one.citizen, "")) for one in open_to[:limit]
    ]
    return CandidateResults(first, len(open_to), len(weighed) - len(open_to))


def _terms(session: Session, vacancy: str, day: date) -> Terms:
    vacancies.get_shown(session, vacancy, day)
    row = session.execute(select(*TERMS).where(col(Vacancy.reference) == vacancy)).one()
    if row.isco08 is None:
        raise NotFound
    return Terms(*row)


def _select_people(session: Session, terms: Terms) -> dict[str, str]:
    """The people of the same kind of work who accept proposals, with their region.

    Without erased people and records that are not leading.
    """
    kind = col(TradeRow.isco08).startswith(terms.isco08[:2])
    asked = select(col(LookingFor.citizen), col(Citizen.region)).join(
        Citizen, col(Citizen.reference) == col(LookingFor.citizen)
    )
    asked = asked.where(
        col(LookingFor.looking).is_(True),
        or_(col(LookingFor.countries) == "", col(LookingFor.countries).contains(terms.country)),
        col(Citizen.erased_at).is_(None),
        deaths.is_living(col(Citizen.reference)),
        nightly_ranking.is_leading_record(col(LookingFor.citizen)),
        col(LookingFor.citizen).in_(select(col(TradeRow.citizen)).where(kind)),
    )
    newest = asked.order_by(col(LookingFor.changed_at).desc(), col(LookingFor.citizen)).limit(MOST)
    return {str(person): str(region) for person, region in session.execute(newest)}


def _best(
    person: str, region: str, profiles: list[Profile], terms: Terms, known: RateTable
) -> Candidate | None:
    """The best score over a person's trades and languages."""
    kind = [one for one in profiles if one.occupation[:2] == terms.isco08[:2]]
    sheets = [
        (score.calculate_score(one, terms, known), one)
        for one in eligibility.profiles_for_vacancy(kind, terms)
    ]
    if not sheets:
        return None
    sheet, profile = min(sheets, key=lambda one: score.best_first(one[0]))
    return Candidate(person, profile, sheet, region)


def _place(one: Candidate) -> tuple[int, int, str]:
    return -one.sheet.points, one.sheet.knowable, one.citizen


def _already_informed(session: Session, vacancy: str, people: list[str]) -> dict[str, str]:
    """Which of these people applied for the vacancy already, or had it proposed to them."""
    found: dict[str, str] = {}
    tables: tuple[tuple[str, Any], ...] = (("proposed", Proposal), ("applied", Application))
    for word, table in tables:
        asked = select(table.citizen).where(table.citizen.in_(people), table.vacancy == vacancy)
        found |= dict.fromkeys(session.execute(asked).scalars(), word)
    return found
