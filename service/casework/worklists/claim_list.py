"""The filtered list of claims within the actor's scope: pages, counts and order."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT, CountryCode, CurrencyCode, tashkent_day
from matching.identity import duplicates, persons
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.groups.groups import Membership
from service.casework.letters import Letter
from service.casework.workflow.notes import Note
from service.casework.workflow.state_machine import Step
from service.casework.worklists import service_levels
from service.casework.worklists.service_level_rules import Clock
from service.casework.worklists.service_levels import ClockContext
from service.input import listing
from service.input.listing import YesNo

PAGE = 50
# A claim without activity for this many days is reported to a supervisor.
QUIET = 14
# In place of a state: closed claims too. In place of an officer or post: the actor's own, and
# unassigned.
ALL, ME, NOBODY = "all", "me", "nobody"
Key = Annotated[str, Meta(max_length=40)]


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the query string; the default is all open claims."""

    state: Key = ""
    country: CountryCode | None = None
    post: Key = ""
    owner: Key = ""
    component: Component | None = None
    currency: CurrencyCode | None = None
    filed_from: date | None = None
    filed_until: date | None = None
    due_from: date | None = None
    due_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    employer: listing.Word = ""
    worker: listing.Word = ""
    group: YesNo | None = None
    overdue: YesNo | None = None
    quiet: YesNo | None = None
    late: Clock | None = None


class Times(msgspec.Struct, frozen=True, eq=False):
    """The time-dependent SQL conditions of one day: overdue, late, for one clock, and quiet.

    `allowed` are the days of our clocks. The same conditions are the same object.
    """

    overdue: ColumnElement[bool]
    late: ColumnElement[bool]
    clocks: dict[Clock, ColumnElement[bool]]
    quiet: ColumnElement[bool]
    today: date
    allowed: dict[Clock, int]


class ClaimCounts(msgspec.Struct, frozen=True):
    """The counts of a filter: by state, whichever is chosen, and how many are overdue or late.

    Open claims are counted all; closed, overdue and late ones and those that wait for a supervisor
    no further than one more than `listing.MOST_COUNTED`. `more`: the total is of a part.
    """

    states: dict[str, int]
    total: int
    more: bool
    overdue: int
    late: int
    waiting: int


def read(values: Mapping[str, str], worker: str = "") -> tuple[Filter, dict[str, Refusal]]:
    """Return the filter from a query string, and a refusal for each value that is not valid.

    A worker's name is never part of a URL, and so is given separately."""
    return listing.read(Filter, {**values, "worker": worker})


def address(asked: Filter, **changed: Any) -> str:
    """Return the shortest query string of a filter, without the worker."""
    return listing.query_string(asked, worker="", **changed)


def times(session: Session, now: datetime) -> Times:
    """Return the conditions that hold at a moment."""
    return _times(service_levels.clock_context(session, now), tashkent_day(now))


@lru_cache(maxsize=16)
def _times(clock_context: ClockContext, today: date) -> Times:
    return Times(
        service_levels.overdue_term(clock_context),
        service_levels.late_term(clock_context),
        {clock: service_levels.clock_term(clock, clock_context) for clock in Clock},
        _without_activity(begin_of(today - timedelta(days=QUIET))),
        today,
        dict(clock_context.allowed),
    )


def begin_of(day: date) -> datetime:
    """Return the moment at which a day begins in Tashkent."""
    return datetime.combine(day, time(), TASHKENT).astimezone(UTC)


def _without_activity(since: datetime) -> ColumnElement[bool]:
    """Return the condition for older claims without a step, act, note or letter since."""
    written = (
        (col(Note.claim), Note.at, col(Note.withdrawn_at).is_(None)),
        (col(Letter.claim), Letter.at, true()),
    )
    nothing = (
        ~select(1)
        .where(claim == col(Claim.reference), col(at) >= since, counts)
        .correlate(Claim)
        .exists()
        for claim, at, counts in written
    )
    return and_(
        wage_claims.is_open(),
        func.coalesce(col(Claim.moved_at), col(Claim.filed_at)) < since,
        *nothing,
    )


def is_unassigned() -> ColumnElement[bool]:
    """Return the SQL condition for claims of an office without an officer."""
    return or_(col(Claim.owner).in_(("", wage_claims.DESK)), col(Claim.owner) == col(Claim.post))


def _post(post: str) -> ColumnElement[bool]:
    return col(Claim.post).is_(None) if post == NOBODY else col(Claim.post) == post


def _owner(owner: str, by: Actor) -> ColumnElement[bool]:
    return (
        is_unassigned()
        if owner == NOBODY
        else col(Claim.owner) == (by.account if owner == ME else owner)
    )


def _either(term: ColumnElement[bool], answer: YesNo) -> ColumnElement[bool]:
    """A term without a value, as for a claim without a mission, counts as no."""
    return term if answer is YesNo.YES else ~func.coalesce(term, false())


def _grouped() -> ColumnElement[bool]:
    mine = (col(Membership.claim) == col(Claim.reference), col(Membership.left).is_(None))
    return select(1).where(*mine).correlate(Claim).exists()


def is_employer(name: str) -> ColumnElement[bool]:
    """Return the SQL condition for claims against employers of this name, in any script."""
    return listing.matches_words(
        func.coalesce(col(Claim.employer_key), func.lower(col(Claim.employer))), name
    )


_TERMS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = MappingProxyType(
    {
        "country": lambda value: col(Claim.country) == value,
        "post": _post,
        "filed_from": lambda value: col(Claim.filed_on) >= value,
        "filed_until": lambda value: col(Claim.filed_on) <= value,
        "due_from": lambda value: col(Claim.due) >= value,
        "due_until": lambda value: col(Claim.due) <= value,
        "employer": is_employer,
        "worker": lambda name: col(Claim.citizen).in_(duplicates.references_named(name)),
        "group": lambda value: _either(_grouped(), value),
    }
)


def _timed(asked: Filter, times: Times) -> list[ColumnElement[bool]]:
    overdue = [_either(times.overdue, asked.overdue)] if asked.overdue else []
    quiet = [_either(times.quiet, asked.quiet)] if asked.quiet else []
    return [*overdue, *quiet, *([times.clocks[asked.late]] if asked.late else [])]


def _line_term(asked: Filter) -> ColumnElement[bool]:
    """Return the condition for claims with a line of this component and currency."""
    items = (
        (Line.component, asked.component and asked.component.value),
        (Line.currency, asked.currency),
    )
    rows = [col(column) == value for column, value in items if value]
    return col(Claim.reference).in_(select(col(Line.claim)).where(*rows)) if rows else true()


def _closed_term(asked: Filter) -> ColumnElement[bool]:
    """Return the condition for claims that were closed on one of these days."""
    if not asked.closed_from and not asked.closed_until:
        return true()
    closed = [col(Step.to) == ClaimState.CLOSED.value]
    if asked.closed_from:
        closed.append(col(Step.at) >= begin_of(asked.closed_from))
    if asked.closed_until:
        closed.append(col(Step.at) < begin_of(asked.closed_until + timedelta(days=1)))
    return col(Claim.reference).in_(select(col(Step.claim)).where(*closed))


def _in_state(asked: Filter) -> ColumnElement[bool]:
    if asked.state in list(ClaimState):
        return col(Claim.state) == asked.state
    return true() if asked.state == ALL else wage_claims.is_open()


def terms(
    asked: Filter, by: Actor, times: Times, *, any_state: bool = False
) -> list[ColumnElement[bool]]:
    """Return the SQL conditions for the filtered claims within the actor's scope."""
    items = [term(value) for name, term in _TERMS.items() if (value := getattr(asked, name))]
    items += [_owner(asked.owner, by)] if asked.owner else []
    return [
        wage_claims.within(by),
        *items,
        *_timed(asked, times),
        _line_term(asked),
        _closed_term(asked),
        *([] if any_state else [_in_state(asked)]),
    ]


# What claims can be sorted by besides their due dates.
SORTED_BY: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "filed": (col(Claim.filed_at),),
        "state": (
            case(
                {state.value: place for place, state in enumerate(ClaimState)},
                value=col(Claim.state),
            ),
        ),
        "worker": (
            select(col(Citizen.name_key))
            .where(col(Citizen.reference) == col(Claim.citizen))
            .correlate(Claim)
            .scalar_subquery(),
        ),
        "employer": (func.coalesce(col(Claim.employer_key), col(Claim.employer)),),
    }
)
BY_DUE_DATE = (col(Claim.due), col(Claim.reference))


def read_page(
    session: Session,
    asked: Filter,
    number: int,
    *,
    by: Actor,
    times: Times,
    counted: ClaimCounts,
    order: Sequence[Any] = (),
    most: int = PAGE,
) -> list[Claim]:
    """Return one page of the filtered claims, of which so many were counted.

    Without an order, late claims come first, then the others by due date.
    """
    before = (number - 1) * most
    if order:
        rows = select(Claim).where(*terms(asked, by, times)).order_by(*order, *BY_DUE_DATE)
        return list(session.execute(rows.limit(most).offset(before)).scalars())
    late_ones = counted.late
    if min(late_ones, before + most) > listing.MOST_COUNTED:
        late_ones = session.execute(_count_open(asked, by, times, times.late)).scalar_one()
    first = min(max(late_ones - before, 0), most)
    page: list[Claim] = []
    if first:
        late, limits = _by_due_date(asked, by, times, True), {"first": before, "most": first}
        page += session.execute(late, limits).scalars()
    if first < most and (counted.more or counted.total > late_ones):
        begin = {"first": max(before - late_ones, 0), "most": most - first}
        page += session.execute(_by_due_date(asked, by, times, False), begin).scalars()
    return page


@lru_cache(maxsize=256)  # building it takes longer than the query
def _by_due_date(asked: Filter, by: Actor, times: Times, late: bool) -> Select[Claim]:
    """Return the query of the claims that are late, or of those that are not, by due date.

    Each follows the index order and stops when the page is full; one sort of both would read all
    rows. The condition is a truth value and not a number, because PostgreSQL assumes that an
    equation matches next to nothing, and would sort all rows.
    """
    wanted = true() if late else false()
    half = case((times.late, wanted), else_=not_(wanted))
    rows = select(Claim).where(*terms(asked, by, times), half).order_by(*BY_DUE_DATE)
    return rows.limit(bindparam("most")).offset(bindparam("first"))


def count(session: Session, asked: Filter, *, by: Actor, times: Times) -> ClaimCounts:
    """Return the counts of the filter: by state, and of those shown, overdue, late and waiting."""
    found: dict[str, int] = dict(session.execute(_counting(asked, by, times)).all())
    overdue, late, waiting = (found.pop(name) for name in (_OVERDUE, _LATE, _WAITING))
    closed = found[ClaimState.CLOSED]
    return ClaimCounts(
        {state.value: found[state] for state in ClaimState if found.get(state)},
        sum(many for state, many in found.items() if _shows(asked, state)),
        closed > listing.MOST_COUNTED and _shows(asked, ClaimState.CLOSED),
        overdue,
        late,
        waiting,
    )


# Names of counts beside those of states.
_OVERDUE, _LATE, _WAITING = "overdue", "late", "waiting"


@lru_cache(maxsize=256)  # building it takes longer than the query
def _counting(asked: Filter, by: Actor, times: Times) -> CompoundSelect[str, int]:
    """Return the query that counts open claims by state; and closed, late and waiting ones apart."""
    anywhere = terms(asked, by, times, any_state=True)
    states = [col(Claim.state) == state for state in ClaimState if state != ClaimState.CLOSED]
    by_state = select(col(Claim.state), func.count()).where(or_(*states), *anywhere)
    closed = select(literal(1)).where(col(Claim.state) == ClaimState.CLOSED.value, *anywhere)
    some = closed.limit(listing.MOST_COUNTED + 1).subquery()
    apart = {
        ClaimState.CLOSED.value: select(func.count()).select_from(some),
    }
    terms_apart = {
        _OVERDUE: times.overdue,
        _LATE: times.late,
        _WAITING: times.clocks[Clock.SUPERVISOR],
    }
    apart |= {
        name: _count_open(asked, by, times, term, listing.MOST_COUNTED + 1)
        for name, term in terms_apart.items()
    }
    counts = [select(literal(name), one.scalar_subquery()) for name, one in apart.items()]
    return union_all(by_state.group_by(col(Claim.state)), *counts)


def _count_open(
    asked: Filter, by: Actor, times: Times, term: ColumnElement[bool], most: int | None = None
) -> Select[int]:
    """Return the query that counts claims that are overdue, late or waiting, up to so many."""
    # Only open claims are, and their index holds all that is compared.
    rows = select(literal(1)).where(wage_claims.is_open(), *terms(asked, by, times), term)
    return select(func.count()).select_from(rows.limit(most).subquery())


def _shows(asked: Filter, state: str) -> bool:
    return (
        asked.state == state
        if asked.state in list(ClaimState)
        else asked.state == ALL or state != ClaimState.CLOSED
    )


def find(session: Session, numbers: Collection[str], *, by: Actor) -> list[Claim]:
    """Return the claims of these references within the actor's scope."""
    asked = select(Claim).where(col(Claim.reference).in_(numbers), wage_claims.within(by))
    return list(session.execute(asked).scalars())


def workers(session: Session, claims: list[Claim]) -> dict[str, str]:
    """Return the names of the claims' workers by claim reference; erased workers have none."""
    names = persons.names(session, (claim.citizen for claim in claims))
    return {claim.reference: names.get(claim.citizen, "") for claim in claims}
