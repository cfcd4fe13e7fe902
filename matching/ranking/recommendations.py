"""Recommendations by a person's profile, over all their trades and languages.

Also what would open more vacancies.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.profiles import profiles
from matching.ranking.match_preview import Match, Matches
from matching.ranking.vacancy_columns import TERMS
from matching.scoring import eligibility, score
from matching.scoring.eligibility import LEVELS, Gate, GateResult, Profile, Terms
from matching.scoring.score import ScoreBreakdown

# Of more vacancies than this, only the newest are scored.
MOST = 5_000
SHOWN_IMPROVEMENTS = 3


class Improvement(msgspec.Struct, frozen=True):
    """An improvement of the profile and how many more vacancies it would open.

    A language at a level, a passport, or a document for the trade.
    """

    gate: Gate
    more: int
    language: str = ""
    level: str = ""


class ProfileReach(msgspec.Struct):
    """How many vacancies fit the profile, out of how many of these kinds of work, with
    improvements."""

    fit: int
    all: int
    ways: list[Improvement]


def rank(session: Session, person: str, day: date, *, limit: int = 20) -> Matches:
    """The best vacancies for a person, each by the score of the best trade and language."""
    values, table = (
        profiles.scoring_profiles(session, person, day),
        exchange_rates.table(session, day),
    )
    found = [
        Match(
            terms.reference,
            _best([score.calculate_score(one, terms, table) for one in _of_kind(values, terms)]),
        )
        for terms in _near(session, person, values, day)
    ]
    open_to = [
        match
        for match in found
        if match.sheet.open and match.sheet.gates[Gate.LANGUAGE] is GateResult.PASSED
    ]
    open_to.sort(key=lambda match: (-match.sheet.points, match.sheet.knowable, match.reference))
    return Matches(open_to[:limit], len(open_to), len(found) - len(open_to))


def _best(sheets: Sequence[ScoreBreakdown]) -> ScoreBreakdown:
    return min(sheets, key=score.best_first)


def _of_kind(profiles: Sequence[Profile], terms: Terms) -> list[Profile]:
    return eligibility.profiles_for_vacancy(
        [one for one in profiles if one.occupation[:2] == terms.isco08[:2]], terms
    )


def _near(
    session: Session, person: str, profiles_input: Sequence[Profile], day: date
) -> list[Terms]:
    """The open vacancies of the person's kinds of work, in the countries they want."""
    if not profiles_input:
        return []
    kinds = [
        col(Vacancy.isco08).startswith(kind)
        for kind in sorted({one.occupation[:2] for one in profiles_input})
    ]
    rows = select(*TERMS).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.where(vacancies.may_be_shown(day), or_(*kinds))
    wished = profiles.for_person(session, person)
    if wished and wished.countries:
        rows = rows.where(col(Vacancy.country).in_(wished.countries.split(",")))
    newest = rows.order_by(col(Vacancy.published_at).desc(), col(Vacancy.reference)).limit(MOST)
    return [Terms(*row) for row in session.execute(newest)]


def assess_profile(session: Session, person: str, day: date) -> ProfileReach:
    """Assess what a profile opens.

    A vacancy fits if no gate fails and the required language is at the required level.
    """
    result = profiles.scoring_profiles(session, person, day)
    near, fit, ways = _near(session, person, result, day), 0, Counter[tuple[Gate, str, str]]()
    for terms in near:
        left = [_missing(one, terms) for one in _of_kind(result, terms)]
        if any(not one for one in left):
            fit += 1
        else:
            ways.update(
                {way for one in left if len(one) == 1 for way in _improvements(one[0], terms)}
            )
    return ProfileReach(fit, len(near), _best_improvements(ways))


def _missing(profile: Profile, terms: Terms) -> list[Gate]:
    judged = eligibility.judge(profile, terms)
    return [
        gate
        for gate, held in judged.items()
        if held is GateResult.FAILED or (gate is Gate.LANGUAGE and held is not GateResult.PASSED)
    ]


def _improvements(gate: Gate, terms: Terms) -> Iterator[tuple[Gate, str, str]]:
    if gate is not Gate.LANGUAGE:
        yield gate, "", ""
    for pair in terms.language_required.split(",") if gate is Gate.LANGUAGE else ():
        language, _, level = pair.partition(":")
        if level in LEVELS:
            yield gate, language, level


def _best_improvements(ways: Counter[tuple[Gate, str, str]]) -> list[Improvement]:
    """The improvements that open most, with the lowest level of each language.

    Age is left out: nobody can change it.
    """
    lowest: dict[tuple[Gate, str], Improvement] = {}
    for (gate, language, level), more in sorted(ways.items(), key=lambda one: one[0][2]):
        if gate in (Gate.LANGUAGE, Gate.PASSPORT, Gate.LICENCE):
            lowest.setdefault((gate, language), Improvement(gate, more, language, level))
    return sorted(lowest.values(), key=lambda way: (-way.more, way.gate, way.language))[
        :SHOWN_IMPROVEMENTS
    ]
