"""Inspections of agencies: planned visits, findings on each point, deadlines and fines."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import msgspec
from sqlalchemy import BigInteger, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import (
    YEAR,
    CurrencyCode,
    InTheFuture,
    Minor,
    reference,
    require_ahead,
    require_within,
    tashkent_day,
)
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing.agencies import Agency
from i18n import N_


class Point(LabelledEnum):
    """A point that an inspector checks at an agency."""

    LICENCE_SHOWN = "licence_shown", N_("The licence is displayed where people can see it")
    PREMISES = "premises", N_("The premises are at the registered address")
    STAFF_NAMED = "staff_named", N_("The agency has told us who its recruiters are")
    FEES = "fees", N_("No money is taken from workers unlawfully")
    CONTRACTS_REGISTERED = "contracts_registered", N_("Contracts are registered")
    VACANCIES_VETTED = "vacancies_vetted", N_("Only vetted jobs are offered")
    ADVERTS_TRUE = "adverts_true", N_("Adverts match the vetted terms")
    DEPOSIT_STANDS = "deposit_stands", N_("The deposit is held at a bank")
    PAPERS_KEPT = "papers_kept", N_("Workers’ documents are kept safe and passports are returned")
    COMPLAINTS_ANSWERED = "complaints_answered", N_("Complaints are answered on time")


class Verdict(LabelledEnum):
    FINE = "fine", N_("in order")
    TO_MEND = "to_mend", N_("must be corrected")
    NOT_SEEN = "not_seen", N_("not checked")


class AlreadyInspected(Refusal):
    slug = "held-already"
    sentence = N_("This inspection has already been carried out.")


class NothingSeen(Refusal):
    slug = "nothing-seen"
    sentence = N_("For each point, choose “in order”, “must be corrected” or “not checked”.")


class RemedyDayMissing(Refusal):
    slug = "no-day-to-mend"
    sentence = N_("Enter the date by which this must be corrected.")


class NothingToRemedy(Refusal):
    slug = "nothing-to-mend"
    sentence = N_("There is nothing here to correct.")


class Inspection(SQLModel, table=True):
    """One visit to an agency; `due_on` is the day by which its findings must be remedied."""

    __tablename__ = "inspections"
    reference: str = Field(default_factory=lambda: reference("I"), primary_key=True, max_length=24)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    planned_on: date
    planned_by: str = Field(max_length=40)
    held_on: date | None = None
    inspector: str = Field(default="", max_length=40)
    due_on: date | None = None


class InspectionPoint(SQLModel, table=True):
    """The finding on one point; `mended_on` is the day on which an officer saw it remedied."""

    __tablename__ = "inspection_points"
    inspection: str = Field(primary_key=True, foreign_key="inspections.reference", max_length=24)
    point: str = Field(primary_key=True, max_length=24)
    verdict: str = Field(max_length=8)
    mended_on: date | None = None
    seen_by: str = Field(default="", max_length=40)


class Fine(SQLModel, table=True):
    """A fine by an article of the code, as the authority decided it."""

    __tablename__ = "agency_fines"
    id: int | None = Field(default=None, primary_key=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    article: str = Field(max_length=60)
    number: str = Field(max_length=60)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    decided_on: date
    paid_on: date | None = None


class FindingsInput(msgspec.Struct):
    """The findings of an inspector, point by point."""

    held_on: date
    points: dict[Point, Verdict]
    due_on: date | None = None


class NewFine(msgspec.Struct, forbid_unknown_fields=True):
    article: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    amount: Minor
    currency: CurrencyCode
    decided_on: date


def plan(session: Session, agency: str, planned_on: date, *, by: Actor, on: datetime) -> Inspection:
    """Plan a visit on a future day. Refuses: NotFound, fields.AlreadyOver, fields.TooFarAhead."""
    if session.get(Agency, agency) is None:
        raise NotFound
    require_ahead(planned_on, tashkent_day(on), "planned_on")
    row = Inspection(agency=agency, planned_on=planned_on, planned_by=by.account)
    session.add(row)
    session.flush()
    journal.write(
        session, "plan_inspection", "agency", agency, by=by, on=on, fields=("inspections",)
    )
    return row


def record_findings(
    session: Session, number: str, findings_input: FindingsInput, *, by: Actor, on: datetime
) -> Inspection:
    """Record the findings of a visit.

    Refuses: NotFound, AlreadyInspected, NothingSeen, RemedyDayMissing, fields.InTheFuture,
    fields.TooLongAgo, fields.AlreadyOver, fields.TooFarAhead.
    """
    row = require_found(session.get(Inspection, number, with_for_update=True))
    if row.held_on:
        raise AlreadyInspected
    today = tashkent_day(on)
    if findings_input.held_on > today:
        raise InTheFuture("held_on")
    require_within(today - YEAR, findings_input.held_on, today, "held_on")
    if set(findings_input.points) != set(Point) or set(findings_input.points.values()) == {
        Verdict.NOT_SEEN
    }:
        raise NothingSeen("points")
    if Verdict.TO_MEND in findings_input.points.values() and findings_input.due_on is None:
        raise RemedyDayMissing("due_on")
    require_ahead(findings_input.due_on, today, "due_on")
    row.held_on, row.inspector, row.due_on = (
        findings_input.held_on,
        by.account,
        findings_input.due_on,
    )
    session.add_all(
        InspectionPoint(inspection=number, point=p.value, verdict=v.value)
        for p, v in findings_input.points.items()
    )
    session.flush()
    journal.write(
        session, "hold_inspection", "agency", row.agency, by=by, on=on, fields=("inspections",)
    )
    return row


def record_remedy(
    session: Session, number: str, point: str, *, by: Actor, on: datetime
) -> InspectionPoint:
    """Record that an officer saw a point remedied. Refuses: NotFound, NothingToRemedy."""
    row, found = session.get(Inspection, number), session.get(InspectionPoint, (number, point))
    if row is None or found is None:
        raise NotFound
    if found.verdict != Verdict.TO_MEND or found.mended_on:
        raise NothingToRemedy
    found.mended_on, found.seen_by = tashkent_day(on), by.account
    session.flush()
    journal.write(session, "mend", "agency", row.agency, by=by, on=on, fields=("inspections",))
    return found


def record_fine(
    session: Session, agency: str, new_fine: NewFine, *, by: Actor, on: datetime
) -> Fine:
    """Record a fine as it was decided. Refuses: NotFound, fields.InTheFuture, fields.TooLongAgo."""
    if session.get(Agency, agency) is None:
        raise NotFound
    today = tashkent_day(on)
    if new_fine.decided_on > today:
        raise InTheFuture("decided_on")
    require_within(today - 10 * YEAR, new_fine.decided_on, today, "decided_on")
    row = Fine(agency=agency, **msgspec.structs.asdict(new_fine))
    session.add(row)
    session.flush()
    journal.write(session, "fine", "agency", agency, by=by, on=on, fields=("fines",))
    return row


def record_payment(session: Session, number: int, *, by: Actor, on: datetime) -> Fine:
    """Record that a fine was paid; repeating it changes nothing. Refuses: NotFound."""
    row = require_found(session.get(Fine, number))
    if row.paid_on is None:
        row.paid_on = tashkent_day(on)
        session.flush()
        journal.write(session, "pay_fine", "agency", row.agency, by=by, on=on, fields=("fines",))
    return row


def list_for_agency(
    session: Session, agency: str
) -> list[tuple[Inspection, list[InspectionPoint]]]:
    """The visits to an agency with their findings, newest first."""
    asked = (
        select(Inspection)
        .where(col(Inspection.agency) == agency)
        .order_by(col(Inspection.planned_on).desc())
    )
    rows = list(session.execute(asked).scalars())
    found = points(session, [row.reference for row in rows])
    return [(row, found.get(row.reference, [])) for row in rows]


def points(session: Session, numbers: Sequence[str]) -> dict[str, list[InspectionPoint]]:
    order = list(Point)
    found: dict[str, list[InspectionPoint]] = {}
    asked = select(InspectionPoint).where(col(InspectionPoint.inspection).in_(numbers))
    for point in session.execute(asked).scalars():
        found.setdefault(point.inspection, []).append(point)
    return {
        number: sorted(some, key=lambda one: order.index(Point(one.point)))
        for number, some in found.items()
    }


def fines(session: Session, agency: str) -> list[Fine]:
    """The fines of an agency, newest first."""
    asked = select(Fine).where(col(Fine.agency) == agency)
    return list(
        session.execute(asked.order_by(col(Fine.decided_on).desc(), col(Fine.id).desc())).scalars()
    )
