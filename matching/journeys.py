"""Journeys: a worker with a contract leaves and arrives, or the contract comes to nothing."""

from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, false, select, true
from sqlmodel import Session, col

from catalog.ground import fields, journal
from catalog.ground.fields import Count, CountryCode, InTheFuture
from catalog.ground.refusals import NotAllowed, NotFound, Refusal
from catalog.ground.who import Role, Who
from catalog.posts import Post
from i18n import N_
from matching.citizens import Citizen
from matching.placements import Channel, Confirmed, Placement, State, WrongOrder


class NotThatFar(Refusal):
    sentence = N_("This placement is in another state by now. Look at it again.")


class ArrivedAlready(Refusal):
    sentence = N_("This arrival is confirmed already. A placement is counted once.")


class WhyCancelled(Refusal):
    sentence = N_("Write why the placement is cancelled.")


class Filter(msgspec.Struct, frozen=True):
    """Which placements somebody asks for, as it stands in the address."""

    state: State | None = None
    country: CountryCode | None = None
    channel: Channel | None = None
    arrived_from: date | None = None
    arrived_until: date | None = None


def within(by: Who) -> ColumnElement[bool]:
    """For the database: the placements this person may see; an attaché those of their posts' countries."""
    if by.role in (Role.LICENSING_OFFICER, Role.SUPERVISOR, Role.STATISTICIAN):
        return true()
    if by.role is Role.ATTACHE:
        return col(Placement.country).in_(select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts))))
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Placement.agency) == by.agency
    return false()


def own(person: str) -> ColumnElement[bool]:
    """For the database: a citizen's own placements, also under a record found to be the same person."""
    same = select(col(Citizen.reference)).where((col(Citizen.reference) == person) | (col(Citizen.same_as) == person))
    return col(Placement.citizen).in_(same)


def get(session: Session, number: str, *, by: Who) -> Placement:
    """A placement within this person's scope. Refuses: NotFound."""
    row: Placement | None = session.execute(
        select(Placement).where(col(Placement.reference) == number, within(by))
    ).scalar()
    if row is None:
        raise NotFound
    return row


def of(session: Session, person: str) -> list[Placement]:
    """A citizen's own placements, the newest first."""
    return list(
        session.execute(select(Placement).where(own(person)).order_by(col(Placement.signed_on).desc())).scalars()
    )


def terms(asked: Filter, by: Who) -> list[ColumnElement[bool]]:
    same = {name: value.value if isinstance(value, State | Channel) else value
            for name in ("state", "country", "channel") if (value := getattr(asked, name))}  # fmt: skip
    told = [col(getattr(Placement, name)) == value for name, value in same.items()]
    told += [col(Placement.arrived_on) >= asked.arrived_from] if asked.arrived_from else []
    told += [col(Placement.arrived_on) <= asked.arrived_until] if asked.arrived_until else []
    return [within(by), *told]


def listed(session: Session, asked: Filter, *, by: Who, limit: Count = 50, offset: Count = 0) -> list[Placement]:
    """The placements asked for, the newest contracts first."""
    rows = (
        select(Placement).where(*terms(asked, by)).order_by(col(Placement.signed_on).desc(), col(Placement.reference))
    )
    return list(session.execute(rows.limit(limit).offset(offset)).scalars())


def depart(session: Session, row: Placement, left_on: date, *, by: Who, on: datetime, day: date) -> None:
    """The worker left. Refuses: NotThatFar, WrongOrder, InTheFuture."""
    if row.state != State.SIGNED:
        raise NotThatFar
    _require_after(row.signed_on, left_on, day, "departed_on")
    row.state, row.departed_on = State.DEPARTED.value, left_on
    session.flush()
    journal.write(session, "depart", "placement", row.reference, by=by, on=on, fields=("departed_on",))


def arrive(session: Session, row: Placement, came_on: date, *, by: Who, on: datetime, day: date) -> None:
    """The worker is there: a post that saw or reached them says so, or they themselves. From now on the placement counts.
    Refuses: ArrivedAlready, NotThatFar, WrongOrder, InTheFuture, NotAllowed."""
    if by.role not in (Role.ATTACHE, Role.CITIZEN):
        raise NotAllowed
    if row.state == State.ARRIVED:
        raise ArrivedAlready
    if row.state == State.CANCELLED:
        raise NotThatFar
    _require_after(row.departed_on or row.signed_on, came_on, day, "arrived_on")
    row.state, row.arrived_on = State.ARRIVED.value, came_on
    row.confirmed = (Confirmed.POST if by.role is Role.ATTACHE else Confirmed.WORKER).value
    row.post = _post(session, row, by)
    session.flush()
    journal.write(session, "arrive", "placement", row.reference, by=by, on=on, fields=("arrived_on", "confirmed"))


def _post(session: Session, row: Placement, by: Who) -> str | None:
    """The post that confirms: one of this attaché's in that country."""
    asked = select(col(Post.code)).where(col(Post.code).in_(sorted(by.posts)), col(Post.country) == row.country)
    return session.execute(asked.order_by(col(Post.code))).scalars().first()


def _require_after(before: date, told: date, today: date, field: str) -> None:
    if told > today:
        raise InTheFuture(field)
    if told < before:
        raise WrongOrder(field)


def cancel(session: Session, row: Placement, why: str, *, by: Who, on: datetime) -> None:
    """It came to nothing, or was recorded by mistake; of an arrival only a supervisor says so.
    Refuses: NotThatFar, NotAllowed, WhyCancelled, fields.TooLong."""
    if row.state == State.CANCELLED:
        raise NotThatFar
    if row.state == State.ARRIVED and by.role is not Role.SUPERVISOR:
        raise NotAllowed
    reason = fields.text(why, most=500)
    if not reason:
        raise WhyCancelled("why")
    row.state, row.why = State.CANCELLED.value, reason
    session.flush()
    journal.write(session, "cancel", "placement", row.reference, by=by, on=on, fields=("state", "why"))
