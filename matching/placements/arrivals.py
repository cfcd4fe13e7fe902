"""Departures, arrivals and cancellations of placements."""

from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import CountryCode, InTheFuture
from catalog.licensing.agencies import Agency
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import duplicates
from matching.identity.persons import Citizen
from matching.placements import placements
from matching.placements.placements import (
    CancellationReason,
    Channel,
    ConfirmedBy,
    Placement,
    State,
    WrongOrder,
)

# Who may confirm an arrival, and the source recorded for it.
_CONFIRMS = {
    Role.ATTACHE: ConfirmedBy.POST,
    Role.CITIZEN: ConfirmedBy.WORKER,
    Role.SYSTEM: ConfirmedBy.RECORD,
}
# The name of the worker of a placement, by which a list is sorted.
WORKER_NAME = (
    select(col(Citizen.name_key))
    .where(col(Citizen.reference) == col(Placement.citizen))
    .correlate(Placement)
    .scalar_subquery()
)


class WrongState(Refusal):
    slug = "not-that-far"
    sentence = N_("The status of this placement has changed. Check it again.")


class ArrivedAlready(Refusal):
    slug = "arrived-already"
    sentence = N_("This arrival has already been confirmed. Each placement is counted once.")


class Filter(msgspec.Struct, frozen=True):
    """The filters of a list of placements, as they are in the address."""

    state: State | None = None
    country: CountryCode | None = None
    channel: Channel | None = None
    arrived_from: date | None = None
    arrived_until: date | None = None


def within(by: Actor) -> ColumnElement[bool]:
    """A filter for the placements that this person may see; attachés, those of their posts'
    countries."""
    if by.role in (Role.LICENSING_OFFICER, Role.SUPERVISOR, Role.STATISTICIAN):
        return true()
    if by.role is Role.ATTACHE:
        return col(Placement.country).in_(
            select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts)))
        )
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Placement.agency) == by.agency
    return false()


def reachable(by: Actor) -> ColumnElement[bool]:
    """A filter for the placements whose worker this person may contact.

    An attaché while the contract is in force, until another post has confirmed the arrival.
    """
    if by.role is not Role.ATTACHE:
        return within(by)
    own = or_(col(Placement.post).is_(None), col(Placement.post).in_(sorted(by.posts)))
    return and_(within(by), own, col(Placement.state) != State.CANCELLED.value)


def may_reach(row: Placement, by: Actor) -> bool:
    """Whether this person may see the worker's answers.

    Of several posts in a country, the one that confirmed the arrival.
    """
    return by.role is not Role.ATTACHE or row.post is None or row.post in by.posts


def names_people(by: Actor) -> bool:
    """Whether this person may see who was placed: statisticians see only numbers."""
    return by.role is not Role.STATISTICIAN


def get(session: Session, number: str, *, by: Actor) -> Placement:
    """A placement within this person's scope. Refuses: NotFound."""
    row: Placement = require_found(
        session.execute(
            select(Placement).where(col(Placement.reference) == number, within(by))
        ).scalar()
    )
    return row


def list_for_person(session: Session, person: str) -> list[Placement]:
    """A citizen's own placements, newest first; none for an unknown citizen."""
    row = session.get(Citizen, person)
    mine = select(Placement).where(placements.of_person(row) if row else false())
    return list(
        session.execute(
            mine.order_by(col(Placement.signed_on).desc(), col(Placement.reference))
        ).scalars()
    )


def get_own(session: Session, number: str, person: str | None) -> Placement:
    """One of a citizen's own placements; another's is not found. Refuses: NotFound."""
    return require_found(
        next((one for one in list_for_person(session, person) if one.reference == number), None)
        if person
        else None
    )


def terms(asked: Filter, by: Actor) -> list[ColumnElement[bool]]:
    same = {
        name: value.value if isinstance(value, State | Channel) else value
        for name in ("state", "country", "channel")
        if (value := getattr(asked, name))
    }
    items = [col(getattr(Placement, name)) == value for name, value in same.items()]
    items += [col(Placement.arrived_on) >= asked.arrived_from] if asked.arrived_from else []
    items += [col(Placement.arrived_on) <= asked.arrived_until] if asked.arrived_until else []
    return [within(by), *items]


def workers(session: Session, rows: list[Placement], *, by: Actor) -> dict[str, str]:
    """The workers' names by placement reference; empty if the person was erased."""
    if not names_people(by):
        return {}
    result = select(col(Citizen.reference), col(Citizen.name)).where(
        col(Citizen.reference).in_({row.citizen for row in rows})
    )
    names = {str(number): str(name) for number, name in session.execute(result)}
    return {row.reference: names.get(row.citizen, "") for row in rows}


def has_worker(name: str) -> ColumnElement[bool]:
    """Return the condition for placements of people of this name."""
    return col(Placement.citizen).in_(duplicates.references_named(name))


def agency_names(session: Session, rows: list[Placement]) -> dict[str, str]:
    """The agencies' names by agency number."""
    asked = select(col(Agency.external_id), col(Agency.name)).where(
        col(Agency.external_id).in_({row.agency for row in rows})
    )
    return {str(number): str(name) for number, name in session.execute(asked)}


def allowed_actions(row: Placement, by: Actor) -> set[str]:
    """The actions that this person may take on a placement in its state."""
    open_ = row.state in (State.SIGNED, State.DEPARTED)
    acts = {"depart"} if row.state == State.SIGNED and by.role in placements.RECORDERS else set()
    acts |= {"arrive"} if open_ and by.role in _CONFIRMS else set()
    withdraws = by.role is Role.SUPERVISOR or (open_ and by.role in placements.RECORDERS)
    return acts | ({"cancel"} if withdraws and row.state != State.CANCELLED else set())


def depart(
    session: Session, row: Placement, left_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """Record a departure. Refuses: NotAllowed, WrongState, WrongOrder, InTheFuture."""
    placements.require_recorder(by)
    record_departure(session, row, left_on, by=by, on=on, day=day)


def record_departure(
    session: Session, row: Placement, left_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """Record a departure for a recruiter's own applicant. Refuses: WrongState, WrongOrder,
    InTheFuture."""
    if row.state != State.SIGNED:
        raise WrongState
    _require_after(row.signed_on, left_on, day, "departed_on")
    row.state, row.departed_on = State.DEPARTED.value, left_on
    session.flush()
    journal.write(
        session, "depart", "placement", row.reference, by=by, on=on, fields=("departed_on",)
    )


def arrive(
    session: Session, row: Placement, came_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """Record a confirmed arrival; from now on the placement counts.

    It is confirmed by a post that reached the worker, by the worker, or by an imported register.
    Refuses: ArrivedAlready, WrongState, WrongOrder, InTheFuture, NotAllowed.
    """
    if by.role not in _CONFIRMS:
        raise NotAllowed
    record_arrival(session, row, came_on, _CONFIRMS[by.role], by=by, on=on, day=day)


def record_arrival(
    session: Session,
    row: Placement,
    came_on: date,
    confirmed: ConfirmedBy,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Record an arrival, whoever confirmed it.

    Refuses: ArrivedAlready, WrongState, WrongOrder, InTheFuture.
    """
    if row.state == State.ARRIVED:
        raise ArrivedAlready
    if row.state == State.CANCELLED:
        raise WrongState
    _require_after(row.departed_on or row.signed_on, came_on, day, "arrived_on")
    row.post = _post(session, row, by)
    row.state, row.arrived_on, row.confirmed = (
        State.ARRIVED.value,
        came_on,
        confirmed.value,
    )
    session.flush()
    journal.write(
        session,
        "arrive",
        "placement",
        row.reference,
        by=by,
        on=on,
        fields=("arrived_on", "confirmed"),
    )


def _post(session: Session, row: Placement, by: Actor) -> str | None:
    """The post that confirms: one of this attaché's in that country."""
    asked = select(col(Post.code)).where(
        col(Post.code).in_(sorted(by.posts)), col(Post.country) == row.country
    )
    return session.execute(asked.order_by(col(Post.code))).scalars().first()


def _require_after(before: date, day: date, today: date, field: str) -> None:
    if day > today:
        raise InTheFuture(field)
    if day < before:
        raise WrongOrder(field)


def cancel(
    session: Session, row: Placement, why: CancellationReason, *, by: Actor, on: datetime
) -> None:
    """Cancel a placement, or one recorded by mistake; after arrival only a supervisor may.

    Refuses: WrongState, NotAllowed.
    """
    if row.state == State.CANCELLED:
        raise WrongState
    if "cancel" not in allowed_actions(row, by):
        raise NotAllowed
    record_cancellation(session, row, why, by=by, on=on)


def record_cancellation(
    session: Session, row: Placement, why: CancellationReason, *, by: Actor, on: datetime
) -> None:
    """Record a cancellation, whatever caused it. Refuses: WrongState."""
    if row.state == State.CANCELLED:
        raise WrongState
    row.state, row.why = State.CANCELLED.value, why.value
    session.flush()
    journal.write(
        session, "cancel", "placement", row.reference, by=by, on=on, fields=("state", "why")
    )
