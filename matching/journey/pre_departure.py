"""Preparation for departure: visa, planned journey and the checklist before leaving."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta
from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, NotAllowed, Refusal
from catalog.core.fields import Versioned
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.applications import state_machine, transitions
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.applications.state_machine import Side
from matching.applications.transitions import StepNotPossible
from matching.contracts import contracts, preconditions

_LONGEST = timedelta(days=3660)


class Visa(LabelledEnum):
    """The right by which a person may work in the country."""

    WORK = "work", N_("Work visa")
    SEASONAL = "seasonal", N_("Seasonal work visa")
    PERMIT = "permit", N_("Work permit")
    PATENT = "patent", N_("Patent")
    NOT_NEEDED = "not_needed", N_("No visa needed")


class Item(LabelledEnum):
    """An item of the checklist before leaving (domain 2.1).

    The first five are for the worker, the others for the recruiter.
    """

    CONTRACT_READ = "contract_read", N_("I have read the contract in a language I understand")
    COPY_WORKER = "copy_worker", N_("I have a copy of the contract")
    COPY_FAMILY = "copy_family", N_("My family has a copy of the contract")
    POST_NUMBERS = (
        "post_numbers",
        N_(
            "I have the telephone numbers of the embassy and the police in the country I am "
            "going to"
        ),
    )
    WAGE_DIARY = "wage_diary", N_("I have started a diary of hours and pay")
    INSURED = "insured", N_("The worker is insured")
    TICKET = "ticket", N_("Ticket booked")
    BRIEFING = (
        "briefing",
        N_("The worker has been briefed on life, work and the law in the destination country"),
    )


WORKER_ITEMS = (
    Item.CONTRACT_READ,
    Item.COPY_WORKER,
    Item.COPY_FAMILY,
    Item.POST_NUMBERS,
    Item.WAGE_DIARY,
)
ITEMS_BY_SIDE = {
    Side.WORKER: WORKER_ITEMS,
    Side.RECRUITER: tuple(one for one in Item if one not in WORKER_ITEMS),
}


class VisaOver(Refusal):
    slug = "visa-over"
    sentence = N_(
        "There is no valid visa or permit. Enter the expiry date of a visa or permit, or "
        "state that none is needed."
    )


class NotReady(Refusal):
    slug = "not-ready"
    sentence = N_("This must be confirmed before departure: %(item)s.")
    coded: ClassVar = {"item": "before_leaving"}


class FamilyConsentMissing(Refusal):
    slug = "family-not-asked"
    sentence = N_("The worker has not yet said whether we can tell their family where they are.")


class Preparation(Versioned, SQLModel, table=True):
    """The preparation of one application.

    `done` holds the ticked items; `family`, whether the worker consents to contact with their
    family; `leaves_at`, the planned start of the journey.
    """

    __tablename__ = "preparations"
    application: str = Field(primary_key=True, foreign_key="applications.reference", max_length=24)
    version: int = 1
    visa: str | None = Field(default=None, max_length=12)
    visa_applied_on: date | None = None
    visa_until: date | None = None
    visa_refused_on: date | None = None
    done: str = Field(default="", max_length=120)
    family: bool | None = None
    leaves_at: datetime | None = None
    route: str = Field(default="", max_length=120)


PERSONAL = ("family", "route", "leaves_at")


class NewVisa(msgspec.Struct, forbid_unknown_fields=True):
    visa: Visa
    visa_applied_on: date | None = None


class NewJourney(msgspec.Struct, forbid_unknown_fields=True):
    leaves_at: datetime
    route: Annotated[str, Meta(max_length=120)] = ""


def for_application(session: Session, row: Application) -> Preparation | None:
    """The preparation of an application, if it was begun."""
    return session.get(Preparation, row.reference)


def _get_or_create(session: Session, row: Application) -> Preparation:
    known = for_application(session, row)
    if known is None:
        session.add(known := Preparation(application=row.reference))
    return known


def _require_going(row: Application) -> None:
    if At(row.state) not in state_machine.BEFORE_DEPARTURE:
        raise StepNotPossible(state=row.state)


def apply_visa(
    session: Session, row: Application, new_visa: NewVisa, *, by: Actor, on: datetime, day: date
) -> Preparation:
    """Record a visa application, or that the country needs no visa.

    Refuses: NotAllowed, StepNotPossible, fields.TooLongAgo, fields.InTheFuture.
    """
    transitions.require_recruiter(session, row, by)
    _require_going(row)
    contract, applied = contracts.for_application(session, row), new_visa.visa_applied_on or day
    if applied > day:
        raise fields.InTheFuture("visa_applied_on")
    fields.require_within((contract and contract.signed_on) or day, applied, day, "visa_applied_on")
    kept = _get_or_create(session, row)
    kept.visa, kept.visa_applied_on = new_visa.visa.value, applied
    if new_visa.visa is Visa.NOT_NEEDED:
        kept.visa_applied_on = None
        session.flush()
        journal.write(session, "plan", "application", row.reference, by=by, on=on, fields=("visa",))
        return kept
    transitions.take_step(
        session, row, "apply_visa", by=by, on=on, names=("visa", "visa_applied_on")
    )
    return kept


def grant_visa(
    session: Session, row: Application, until: date, *, by: Actor, on: datetime, day: date
) -> Preparation:
    """Record that the visa was granted until a day.

    Refuses: NotAllowed, StepNotPossible, fields.AlreadyOver, fields.TooFarAhead.
    """
    transitions.require_recruiter(session, row, by)
    if row.state != At.VISA_IN_PROCESS:
        raise StepNotPossible(state=row.state)
    if until < day:
        raise fields.AlreadyOver("visa_until")
    fields.require_within(day, until, day + _LONGEST, "visa_until")
    kept = _get_or_create(session, row)
    kept.visa_until = until
    session.flush()
    journal.write(
        session, "grant_visa", "application", row.reference, by=by, on=on, fields=("visa_until",)
    )
    return kept


def refuse_visa(
    session: Session, row: Application, on_day: date, *, by: Actor, on: datetime, day: date
) -> Preparation:
    """Record that the visa was refused: the seat is freed and the placement cancelled.

    Refuses: NotAllowed, StepNotPossible, fields.InTheFuture, fields.TooLongAgo.
    """
    transitions.require_recruiter(session, row, by)
    if on_day > day:
        raise fields.InTheFuture("visa_refused_on")
    contract = contracts.for_application(session, row)
    fields.require_within((contract and contract.signed_on) or day, on_day, day, "visa_refused_on")
    kept = _get_or_create(session, row)
    kept.visa_refused_on = on_day
    transitions.take_step(session, row, "refuse_visa", by=by, on=on, names=("visa_refused_on",))
    return kept


def tick(
    session: Session,
    row: Application,
    items: set[Item],
    family: bool | None = None,
    *,
    by: Actor,
    on: datetime,
) -> Preparation:
    """Set the ticked items of one's own side; items left out are open again.

    Only the worker decides whether the family may be told. Refuses: NotAllowed, StepNotPossible.
    """
    side = transitions.side_of(by)
    if side not in ITEMS_BY_SIDE:
        raise NotAllowed
    if side is Side.RECRUITER:
        transitions.require_recruiter(session, row, by)
    _require_going(row)
    kept, own = _get_or_create(session, row), set(ITEMS_BY_SIDE[side])
    others = {Item(one) for one in kept.done.split()} - own
    kept.done = " ".join(one.value for one in Item if one in others | (items & own))
    kept.family = kept.family if side is Side.RECRUITER or family is None else family
    session.flush()
    journal.write(session, "tick", "application", row.reference, by=by, on=on, fields=("done",))
    return kept


def plan(
    session: Session,
    row: Application,
    new_journey: NewJourney,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Preparation:
    """Record when the journey begins, and its route.

    Refuses: NotAllowed, StepNotPossible, fields.AlreadyOver, fields.TooFarAhead.
    """
    transitions.require_recruiter(session, row, by)
    _require_going(row)
    fields.require_ahead(fields.tashkent_day(new_journey.leaves_at), day, "leaves_on")
    kept = _get_or_create(session, row)
    kept.leaves_at, kept.route = new_journey.leaves_at, fields.text(new_journey.route, most=120)
    session.flush()
    journal.write(
        session, "plan", "application", row.reference, by=by, on=on, fields=("leaves_at", "route")
    )
    return kept


def forget(session: Session, person: str) -> None:
    """Erase the family consent and route of a person; their progress is still counted."""
    theirs = select(col(Application.reference)).where(col(Application.citizen) == person)
    gone = {"family": None, "route": "", "leaves_at": None}
    session.execute(
        update(Preparation).where(col(Preparation.application).in_(theirs)).values(**gone)
    )


def open_items(kept: Preparation | None) -> list[Item]:
    """The items still open before leaving."""
    done = set(kept.done.split()) if kept else set()
    return [one for one in Item if one.value not in done]


def prepare(
    session: Session, row: Application, *, by: Actor, on: datetime, day: date
) -> Application:
    """Record that the preparation is complete and the worker may leave.

    Refuses: NotAllowed, StepNotPossible, blacklist.FirmBarred, VisaOver, NotReady,
    FamilyConsentMissing.
    """
    transitions.require_recruiter(session, row, by)
    if At(row.state) not in state_machine.STEPS["prepare"].sources:
        raise StepNotPossible(state=row.state)
    contract, kept = contracts.for_application(session, row), for_application(session, row)
    preconditions.require_clear(session, row, contract.employer if contract else "", day)
    errors: list[Refusal] = []
    if left := open_items(kept):
        errors.append(NotReady("done", item=left[0].value))
    if kept is None or kept.family is None:
        errors.append(FamilyConsentMissing("family"))
    if not (
        kept and (kept.visa == Visa.NOT_NEEDED or (kept.visa_until and kept.visa_until >= day))
    ):
        errors.append(VisaOver("visa_until"))
    if errors:
        raise InvalidInput(errors)
    return transitions.take_step(session, row, "prepare", by=by, on=on)
