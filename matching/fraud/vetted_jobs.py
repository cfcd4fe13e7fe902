"""The vetted vacancies of today with which an offer is compared, whatever they pay."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from rapidfuzz import fuzz, process
from sqlalchemy import Select, and_, func, select
from sqlmodel import Session, col

from catalog.core.fields import CountryCode
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import State, Vacancy
from i18n.scripts import fold
from matching.fraud import name_distance
from matching.fraud.offer import Trade
from matching.fraud.pay_check import Job
from matching.identity.name_matching import sound, tokens, words_without_form

_MOST_COMPARED = 2_000
_MOST_EMPLOYERS = 10_000
_MOST_NEAR = 20
_LEAST_LETTERS = 5
# Two names that sound alike: so many consonants, and so much of them equal.
_LEAST_SOUND, _SAME_SOUND = 6, 92
# What a vacancy that was vetted may be, open or not.
_PUBLISHED = and_(
    col(Vacancy.published_at).is_not(None),
    col(Vacancy.state).in_((State.PUBLISHED.value, State.PAUSED.value, State.WITHDRAWN.value)),
)


class Terms(msgspec.Struct, frozen=True):
    """What is stated of a job; what is not stated does not filter.

    `closed`: of a vacancy that was published and is not open now.
    """

    agency: str | None = None
    country: CountryCode | None = None
    groups: tuple[str, ...] = ()
    employers: tuple[str, ...] | None = None
    vacancy: str | None = None
    closed: bool = False


class Outline(msgspec.Struct, frozen=True):
    """Where, for whom and as what people work in a vetted job."""

    country: str
    employer: str
    isco08: str | None
    title: str


def find(session: Session, terms: Terms, today: date) -> list[Job]:
    """The jobs that are as stated."""
    rows = _shown(
        select(
            col(Vacancy.reference),
            col(Vacancy.wage_max),
            col(Vacancy.currency),
            col(Vacancy.period),
            col(Vacancy.hours_per_week),
            col(Vacancy.pay_month),
            col(Vacancy.wage_min),
        ),
        terms,
        today,
    )
    rows = rows.order_by(col(Vacancy.closes_on).desc(), col(Vacancy.reference))
    return [Job(*row) for row in session.execute(rows.limit(_MOST_COMPARED))]


def outlines(session: Session, terms: Terms, today: date) -> list[Outline]:
    """The jobs that are as stated, those alike once."""
    rows = select(
        col(Vacancy.country), col(Vacancy.employer), col(Vacancy.isco08), col(Vacancy.title)
    )
    rows = _shown(rows.distinct(), terms, today)
    return [Outline(*row) for row in session.execute(rows.limit(_MOST_COMPARED))]


def pay_ranges(session: Session, terms: Terms, today: date) -> list[Job]:
    """The least and most pay of the jobs that are as stated, by currency, period and hours."""
    alike = [col(Vacancy.currency), col(Vacancy.period), col(Vacancy.hours_per_week)]
    first = func.min(col(Vacancy.reference))
    asked = select(
        first,
        func.max(col(Vacancy.wage_max)),
        *alike,
        func.min(col(Vacancy.pay_month)),
        func.min(col(Vacancy.wage_min)),
    )
    rows = _shown(asked, terms, today).group_by(*alike).order_by(first)
    return [Job(*row) for row in session.execute(rows)]


def _shown(asked: Any, terms: Terms, today: date) -> Select[Any]:
    vetted = _PUBLISHED if terms.closed else vacancies.may_be_shown(today)
    rows: Select[Any] = asked.join(Agency, col(Agency.external_id) == col(Vacancy.agency)).where(
        vetted
    )
    if terms.agency is not None:
        rows = rows.where(col(Vacancy.agency) == terms.agency)
    if terms.employers is not None:
        rows = rows.where(col(Vacancy.employer).in_(terms.employers))
    if terms.country:
        rows = rows.where(col(Vacancy.country) == terms.country)
    if terms.groups:
        rows = rows.where(col(Vacancy.isco08).in_(terms.groups))
    if terms.vacancy:
        rows = rows.where(col(Vacancy.reference) == terms.vacancy)
    return rows


def employers(
    session: Session,
    name: str,
    agency: str | None,
    common: frozenset[str],
    today: date,
    closed: str | None = None,
) -> tuple[str, ...]:
    """The employers that a typed name means: of this agency's jobs, or of one closed job, or else
    of all."""
    names = select(col(Employer.reference), col(Employer.name), col(Employer.key))
    if agency is not None:
        scope = Terms(vacancy=closed, closed=True) if closed else Terms(agency)
        mine = _shown(select(col(Vacancy.employer)).distinct(), scope, today)
        names = names.where(col(Employer.reference).in_(mine))
    found = session.execute(names.order_by(col(Employer.name)).limit(_MOST_EMPLOYERS)).all()
    key = fold(name)[:200]
    if exact := [number for number, _, other in found if other == key]:
        return tuple(exact)
    near = process.extract(
        sound(words_without_form(_without_note(name))),
        [sound(words_without_form(_without_note(other))) for _, other, _ in found],
        scorer=fuzz.partial_ratio,
        limit=_MOST_NEAR,
    )
    alike = [found[place] for _, _, place in near]
    if same := tuple(number for number, other, _ in alike if is_employer(name, other)):
        return same
    return tuple(number for number, other, _ in alike if means_employer(name, other, common))


def nearly_employer(session: Session, name: str, numbers: Sequence[str]) -> str | None:
    """The name of an employer that a typed name is only like, if none of them has just that."""
    names = select(col(Employer.name)).where(col(Employer.reference).in_(numbers))
    found = list(session.execute(names.order_by(col(Employer.name))).scalars())
    exact = any(fold(name) == fold(other) or is_employer(name, other) for other in found)
    return None if exact or not found else found[0]


def is_employer(name: str, other: str) -> bool:
    """Whether a name as typed is just that of an employer, but for its legal form and a note."""
    mine, theirs = (words_without_form(_without_note(text)) for text in (name, other))
    note = tokens(name.partition("(")[2])
    return "".join(mine) == "".join(theirs) and note in ([], tokens(other.partition("(")[2]))


def means_employer(name: str, other: str, common: frozenset[str]) -> bool:
    """Whether a name as typed is that of an employer: misspelt, or without its last words."""
    plain = _without_note(other)
    if name_distance.nearness(_without_note(name), plain, common) is not None:
        return True
    typed, words = words_without_form(_without_note(name)), words_without_form(plain)
    heard = sound(typed), sound(words)
    if min(map(len, heard)) >= _LEAST_SOUND and fuzz.ratio(*heard) >= _SAME_SOUND:
        return True
    return typed == words[: len(typed)] and len("".join(typed)) >= _LEAST_LETTERS


def _without_note(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.partition("(")[0].strip() or name


def titled(outline: Outline, typed: str) -> bool:
    """Whether a job is called just so, whatever unit group it belongs to."""
    words = tokens(typed)
    return bool(words) and sorted(words) == sorted(tokens(outline.title))


def near_groups(found: Sequence[Outline], trade: Trade) -> tuple[str, ...]:
    """The unit groups of these jobs that the work may also mean.

    They are near in name, or of one minor group with it."""
    minor = {group[:3] for group in trade.groups}
    groups = {one.isco08 for one in found if one.isco08}
    return tuple(group for group in sorted(groups) if group in trade.near or group[:3] in minor)


def with_titles(found: Sequence[Outline], typed: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The unit groups of a trade, with those of jobs that are called just so."""
    more = [one.isco08 for one in found if one.isco08 and titled(one, typed)]
    return tuple(dict.fromkeys((*groups, *more)))
