"""People as columns of small numbers, one row for each trade, in the same facets as vacancies."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from matching.profiles import profiles
from matching.profiles.profiles import LookingFor, PersonCondition
from matching.ranking.score_tables import FACETS, NAMES, Numbers, Values
from matching.ranking.vacancy_columns import KIND
from matching.scoring.eligibility import Profile

# A day that was not stated.
NEVER: Final = np.iinfo(np.int32).max


class CandidateColumns(msgspec.Struct, frozen=True):
    """People who do the same kind of work.

    `owner` is the person of each row; `wish` numbers the wage wanted with its currency.
    """

    owner: Numbers
    facets: dict[str, Numbers]
    wish: Numbers
    free: Numbers
    travels: Numbers  # the last day of the passport

    @property
    def size(self) -> int:
        return len(self.owner)

    def part(self, chosen: slice | NDArray[Any]) -> "CandidateColumns":
        facets = {name: one[chosen] for name, one in self.facets.items()}
        return CandidateColumns(
            self.owner[chosen], facets, self.wish[chosen], self.free[chosen], self.travels[chosen]
        )


PersonTrade = tuple[int, Sequence[Profile], str]
# A person's reference, profiles for scoring and wanted countries.
PersonProfiles = tuple[str, list[Profile], str]


def values() -> dict[str, Values]:
    return {name: Values() for name in (*NAMES, "wish")}


def build_columns(
    person_trades: Sequence[PersonTrade], known: dict[str, Values]
) -> CandidateColumns:
    """The rows of these people: person, one trade in each of their languages, and wanted
    countries."""
    firsts = [same[0] for _, same, _ in person_trades]
    facets = {
        name: known[name].numbers(
            tuple(getattr(one, field) for field in facet.of_person) for one in firsts
        )
        for name, facet in FACETS.items()
        if name != "tongue"
    }
    facets["tongue"] = known["tongue"].numbers(_tongues(same) for _, same, _ in person_trades)
    facets["land"] = known["land"].numbers(wished for *_, wished in person_trades)
    wish = known["wish"].numbers(
        (one.currency, one.wage) if one.currency and one.wage else None for one in firsts
    )
    owners = np.array([owner for owner, *_ in person_trades], np.int32)
    return CandidateColumns(
        owners, facets, wish, _days(firsts, "available_from"), _days(firsts, "passport_until")
    )


def _days(firsts: Sequence[Profile], name: str) -> Numbers:
    days = (getattr(one, name) for one in firsts)
    return np.fromiter((NEVER if day is None else day.toordinal() for day in days), np.int32)


def _tongues(same: Iterable[Profile]) -> tuple[Any, ...]:
    return tuple(sorted({(one.language, one.level) for one in same}, key=str))


def by_kind(items: Iterable[tuple[int, list[Profile], str]]) -> dict[str, list[PersonTrade]]:
    """People with all their trades, grouped by kind of work."""
    found: dict[str, list[PersonTrade]] = {}
    for owner, all_, wished in items:
        for trade, same in groupby(all_, lambda one: one.occupation):
            found.setdefault(trade[:KIND], []).append((owner, list(same), wished))
    return found


def read(session: Session, whose: PersonCondition, day: date) -> Iterator[PersonProfiles]:
    """Read the profiles of people with the countries they want."""
    rows = select(col(LookingFor.citizen), col(LookingFor.countries)).where(
        whose(col(LookingFor.citizen))
    )
    wished = {row.citizen: row.countries for row in session.execute(rows)}
    for citizen, values in profiles.scoring_profiles_where(session, whose, day).items():
        yield citizen, values, wished[citizen]
