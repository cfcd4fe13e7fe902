"""Licences to recruit: granted in a register, active with a deposit, ended by dates and orders."""

import re
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import FIRST_DAY, CountryCode, Line, require_within, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from i18n.scripts import fold

# The register whose licences allow recruiting in Uzbekistan (Law ZRU-501 on private employment
# agencies).
HOME = "UZ"
EXPIRING = timedelta(days=60)


class State(LabelledEnum):
    """What a licence is worth today, computed from its dates and orders and from nothing else."""

    NONE = "none", N_("No licence on record")
    APPLIED = "applied", N_("Applied for a licence")
    GRANTED_NOT_ACTIVE = "granted_not_active", N_("Licence granted, not yet in force")
    VALID = "valid", N_("Licence valid")
    EXPIRING = "expiring", N_("Licence valid, expires soon")
    EXPIRED = "expired", N_("Licence expired")
    SUSPENDED = "suspended", N_("Licence suspended")
    SURVEILLANCE = "surveillance", N_("Licence valid, under monitoring")
    REVOKED = "revoked", N_("Licence revoked")
    ANNULLED = "annulled", N_("Licence annulled")
    SURRENDERED = "surrendered", N_("Licence surrendered")
    REFUSED = "refused", N_("Licence refused")
    STATE_PROGRAMME = "state_programme", N_("State programme")


class OrderKind(LabelledEnum):
    SUSPEND = "suspend", N_("suspended")
    SURVEIL = "surveil", N_("placed under monitoring")
    REVOKE = "revoke", N_("revoked")
    ANNUL = "annul", N_("annulled")
    SURRENDER = "surrender", N_("surrendered")
    REFUSE = "refuse", N_("refused")
    LAPSE = "lapse", N_("expired")


ACTIVE_STATES = frozenset({State.VALID, State.EXPIRING, State.SURVEILLANCE, State.STATE_PROGRAMME})
_ENDS = {  # the state that an order in force gives a licence, gravest first
    OrderKind.REVOKE: State.REVOKED,
    OrderKind.ANNUL: State.ANNULLED,
    OrderKind.SURRENDER: State.SURRENDERED,
    OrderKind.REFUSE: State.REFUSED,
    OrderKind.LAPSE: State.EXPIRED,
    OrderKind.SUSPEND: State.SUSPENDED,
}


class WrongPeriod(Refusal):
    slug = "wrong-period"
    sentence = N_("The end date is before the start date.")


class NumberTaken(Refusal):
    slug = "number-taken"
    sentence = N_("Licence number %(number)s already belongs to another agency on this register.")


class Licence(SQLModel, table=True):
    """One licence in one register.

    `activated_on` is the day its deposit was complete, `withdrawn_on` the day the firm withdrew its
    application for it.
    """

    __tablename__ = "licences"
    id: int | None = Field(default=None, primary_key=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    country: str = Field(foreign_key="countries.code", max_length=2)
    authority: str = Field(default="", max_length=120)
    number: str = Field(default="", max_length=40)
    number_key: str = Field(default="", index=True, max_length=40)
    granted_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    activated_on: date | None = None
    withdrawn_on: date | None = None
    source: str = Field(default="", max_length=200)


class Order(SQLModel, table=True):
    """An order of an authority or court about a licence, in force from a day until a day or until
    lifted."""

    __tablename__ = "licence_orders"
    id: int | None = Field(default=None, primary_key=True)
    licence: int = Field(foreign_key="licences.id", index=True)
    kind: str = Field(max_length=12)
    starts_on: date
    until: date | None = None
    authority: str = Field(default="", max_length=120)
    number: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=500)
    source: str = Field(default="", max_length=200)
    # An emergency order of one officer, which ends by itself unless a second officer confirms it;
    # false once confirmed.
    provisional: bool | None = None


class NewLicence(msgspec.Struct, forbid_unknown_fields=True):
    agency: str
    country: CountryCode
    authority: str = ""
    number: str = ""
    granted_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    activated_on: date | None = None
    source: str = ""


class NewOrder(msgspec.Struct, forbid_unknown_fields=True):
    kind: OrderKind
    starts_on: date
    reason: Line
    until: date | None = None
    authority: str = ""
    number: str = ""
    source: str = ""


def select_not_withdrawn() -> Select[Licence]:
    """Select all licences except those whose application was withdrawn, oldest first."""
    return select(Licence).where(col(Licence.withdrawn_on).is_(None)).order_by(col(Licence.id))


def number_key(number: str) -> str:
    """A licence number normalised for comparison: "R.L. No. 0434", "rl-434" and "RL434" are
    equal."""
    letters = re.sub(r"[^a-z]", "", fold(number)).removesuffix("no")
    digits = re.sub(r"\D", "", number).lstrip("0")
    return f"{letters}{digits}"[:40] if digits else ""


def in_force(order: Order, today: date) -> bool:
    return order.starts_on <= today and (order.until is None or order.until >= today)


def state(licence: Licence | None, orders: list[Order], today: date) -> State:
    """The state of a licence today: by orders first, the gravest of them, then by dates.

    An imported status never counts.
    """
    if licence is None or licence.withdrawn_on is not None:
        return State.NONE
    kinds = {
        OrderKind(order.kind)
        for order in orders
        if order.licence == licence.id and in_force(order, today)
    }
    if ended := next((ended for kind, ended in _ENDS.items() if kind in kinds), None):
        return ended
    if licence.valid_to is not None and licence.valid_to < today:
        return State.EXPIRED
    if licence.granted_on is None and licence.activated_on is None:
        return State.APPLIED
    begins = max(filter(None, (licence.activated_on, licence.valid_from)), default=None)
    if licence.activated_on is None or begins is None or begins > today:
        return State.GRANTED_NOT_ACTIVE
    if OrderKind.SURVEIL in kinds:
        return State.SURVEILLANCE
    if licence.valid_to is not None and licence.valid_to - today <= EXPIRING:
        return State.EXPIRING
    return State.VALID


def active_on(agency: Mapped[str], today: date) -> ColumnElement[bool]:
    """The same rule as a filter on the column of an agency.

    It has a home licence that allows recruiting on this day.
    """
    ended = exists().where(
        col(Order.licence) == col(Licence.id),
        col(Order.kind).in_([kind.value for kind in _ENDS]),
        col(Order.starts_on) <= today,
        or_(col(Order.until).is_(None), col(Order.until) >= today),
    )
    active = exists().where(
        col(Licence.agency) == agency,
        col(Licence.country) == HOME,
        col(Licence.activated_on) <= today,
        or_(col(Licence.valid_from).is_(None), col(Licence.valid_from) <= today),
        or_(col(Licence.valid_to).is_(None), col(Licence.valid_to) >= today),
        ~ended,
    )
    return active.correlate_except(Licence)


def held_during(agency: Mapped[str], first: date, last: date) -> ColumnElement[bool]:
    """A filter for agencies that held a home licence on some of these days.

    One that is suspended is held; one that was refused, or revoked or ended otherwise before
    these days, is not.
    """
    kinds = set(_ENDS) - {OrderKind.SUSPEND, OrderKind.REFUSE}
    before = and_(
        col(Order.kind).in_(sorted(kind.value for kind in kinds)),
        col(Order.starts_on) <= first,
        or_(col(Order.until).is_(None), col(Order.until) >= last),
    )
    ended = exists().where(
        col(Order.licence) == col(Licence.id),
        or_(before, col(Order.kind) == OrderKind.REFUSE.value),
    )
    held = exists().where(
        col(Licence.agency) == agency,
        col(Licence.country) == HOME,
        col(Licence.withdrawn_on).is_(None),
        col(Licence.activated_on) <= last,
        or_(col(Licence.valid_from).is_(None), col(Licence.valid_from) <= last),
        or_(col(Licence.valid_to).is_(None), col(Licence.valid_to) >= first),
        ~ended,
    )
    return held.correlate_except(Licence)


def require_grantable(session: Session, licence: NewLicence) -> None:
    if licence.valid_from and licence.valid_to and licence.valid_to < licence.valid_from:
        raise WrongPeriod("valid_to")
    key = number_key(licence.number)
    same = (col(Licence.number_key) == key, col(Licence.country) == licence.country)
    taken = select(Licence).where(*same, col(Licence.agency) != licence.agency)
    if key and licence.country == HOME and session.execute(taken).first():
        raise NumberTaken("licence_no", number=licence.number)


def grant(session: Session, licence: NewLicence, *, by: Actor, on: datetime) -> Licence:
    """Record a licence in its register. Refuses: WrongPeriod, NumberTaken."""
    require_grantable(session, licence)
    row = Licence(**msgspec.structs.asdict(licence), number_key=number_key(licence.number))
    session.add(row)
    session.flush()
    journal.write(
        session,
        "grant",
        "licence",
        row.agency,
        by=by,
        on=on,
        fields=("number", "valid_from", "valid_to"),
    )
    return row


def redate(
    session: Session, licence: Licence, new_licence: NewLicence, *, by: Actor, on: datetime
) -> None:
    """Change the dates of a recorded licence. Refuses: WrongPeriod."""
    if (
        new_licence.valid_from
        and new_licence.valid_to
        and new_licence.valid_to < new_licence.valid_from
    ):
        raise WrongPeriod("valid_to")
    licence.valid_from, licence.valid_to = new_licence.valid_from, new_licence.valid_to
    licence.granted_on = licence.granted_on or new_licence.granted_on
    licence.activated_on = licence.activated_on or new_licence.activated_on
    session.flush()
    journal.write(
        session,
        "redate",
        "licence",
        licence.agency,
        by=by,
        on=on,
        fields=("valid_from", "valid_to"),
    )


def add_order(session: Session, licence: int, order: NewOrder, *, by: Actor, on: datetime) -> Order:
    """Suspend, revoke or otherwise restrict a licence, effective from the next request.

    Refuses: NotFound, WrongPeriod, fields.TooLongAgo.
    """
    held = require_found(session.get(Licence, licence))
    if order.until and order.until < order.starts_on:
        raise WrongPeriod("until")
    require_within(FIRST_DAY, order.starts_on, date.max, "starts_on")
    row = Order(**msgspec.structs.asdict(order) | {"kind": order.kind.value}, licence=licence)
    session.add(row)
    session.flush()
    journal.write(
        session, order.kind.value, "licence", held.agency, by=by, on=on, fields=("orders",)
    )
    return row


def lift(session: Session, number: int, *, by: Actor, on: datetime) -> Order:
    """End an order as of today. Refuses: NotFound."""
    row = session.get(Order, number)
    held = session.get(Licence, row.licence) if row else None
    if row is None or held is None:
        raise NotFound
    row.until = tashkent_day(on) - timedelta(days=1)
    journal.write(session, "lift", "licence", held.agency, by=by, on=on, fields=("orders",))
    return row
