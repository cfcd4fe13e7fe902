"""An agency's monthly return as it handed it in: figures frozen, corrections numbered, taken by a licensing officer."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, UniqueConstraint, false, select, true
from sqlmodel import Field, Session, col

from catalog.core import journal
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.licensing.agencies import Agency, Kind
from catalog.licensing.licences import HOME
from i18n import N_
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_counts, post_return
from service.reporting.monthly.agency_counts import Own
from service.reporting.monthly.post_return import Signed, Signing

# By the fifth of the next month: a rule of this service, and no law.
DUE_DAY = 5


class TakenAlready(Refusal):
    slug = "taken-already"
    sentence = N_("This return was taken already.")


class AgencyReturn(Signed, table=True):
    """The return of an agency."""

    __tablename__ = "agency_returns"
    __table_args__ = (UniqueConstraint("agency", "month", "number"),)
    whose: ClassVar[str] = "agency"
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)


def within(by: Who) -> ColumnElement[bool]:
    """For the database: the agencies whose returns this person may see; an agency its own."""
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Agency.external_id) == by.agency
    return true() if by.role is Role.LICENSING_OFFICER else false()


def agencies(session: Session, *, by: Who) -> list[Agency]:
    """The private recruiters of the home register within this person's scope, by name."""
    home = (col(Agency.country) == HOME, col(Agency.kind) == Kind.PRIVATE.value)
    return list(session.execute(select(Agency).where(within(by), *home).order_by(col(Agency.name))).scalars())


def agency(session: Session, number: str, *, by: Who) -> Agency:
    """Refuses: NotFound."""
    row: Agency | None = session.execute(select(Agency).where(col(Agency.external_id) == number, within(by))).scalar()
    if row is None:
        raise NotFound
    return row


def of(session: Session, agency: str, month: Month) -> list[AgencyReturn]:
    """What was handed in for a month, the newest first."""
    asked = select(AgencyReturn).where(col(AgencyReturn.agency) == agency, col(AgencyReturn.month) == str(month))
    return list(session.execute(asked.order_by(col(AgencyReturn.number).desc())).scalars())


def newest(session: Session, numbers: list[str], listed: list[Month]) -> dict[tuple[str, str], AgencyReturn]:
    """The last return of each of these agencies and months, where there is one."""
    written = [str(month) for month in listed]
    asked = select(AgencyReturn).where(col(AgencyReturn.agency).in_(numbers), col(AgencyReturn.month).in_(written))
    rows = session.execute(asked.order_by(col(AgencyReturn.number))).scalars()
    return {(row.agency, row.month): row for row in rows}


def due(month: Month) -> date:
    """The last day on which the return of a month is in time."""
    return month.last + timedelta(days=DUE_DAY)


def counted(session: Session, agency: str, month: Month, day: date) -> list[Figure]:
    return agency_counts.counted(session, Own(agency, months.span("", month, day)))


def sign(session: Session, month: Month, told: Signing, *, by: Who, on: datetime, day: date) -> AgencyReturn:
    """Freezes the figures of a month of one's own agency; one that was suspended owes its return too.
    Refuses: NotAllowed, signed.MonthNotOver, signed.SignedAlready, signed.FiguresMoved, signed.TellsOfSomebody, TooLong."""
    rows, figures = _looked(session, month, by, day)
    if rows:
        raise post_return.SignedAlready
    return _frozen(session, month, 0, figures, told, by=by, on=on)


def correct(session: Session, month: Month, told: Signing, *, by: Who, on: datetime, day: date) -> AgencyReturn:
    """Signs what the records say today under the next number; what was handed in before stays. Refuses: NotAllowed,
    signed.MonthNotOver, signed.NotSignedYet, signed.WhyCorrected, signed.NothingToCorrect, signed.FiguresMoved,
    signed.TellsOfSomebody, TooLong."""
    rows, figures = _looked(session, month, by, day)
    post_return.require_cause(rows, told, moved=bool(rows) and moved(rows[0], figures))
    return _frozen(session, month, rows[0].number + 1, figures, told, by=by, on=on)


def _looked(session: Session, month: Month, by: Who, day: date) -> tuple[list[AgencyReturn], list[Figure]]:
    """What was handed in and what the records say now, while nobody else signs for this agency."""
    if by.role is not Role.AGENCY_USER or not by.agency:
        raise NotAllowed
    session.refresh(agency(session, by.agency, by=by), with_for_update=True)
    if not months.over(month, day):
        raise post_return.MonthNotOver
    return of(session, by.agency, month), counted(session, by.agency, month, day)


def _frozen(
    session: Session, month: Month, number: int, figures: list[Figure], told: Signing, *, by: Who, on: datetime
) -> AgencyReturn:
    facts = post_return.facts(figures, told, by=by, on=on)
    row = AgencyReturn(agency=str(by.agency), month=str(month), number=number, **facts)
    noted = post_return.seal(session, row)
    journal.write(session, "correct" if number else "sign", "agency_return", row.reference, by=by, on=on, fields=noted)
    return row


def take(session: Session, number: str, month: Month, seen: int, *, by: Who, on: datetime) -> AgencyReturn:
    """A licensing officer has looked at what was handed in.
    Refuses: NotAllowed, NotFound, signed.NotSignedYet, signed.CorrectedSince, TakenAlready."""
    if by.role is not Role.LICENSING_OFFICER:
        raise NotAllowed
    session.refresh(agency(session, number, by=by), with_for_update=True)
    rows = of(session, number, month)
    post_return.require_newest(rows, seen)
    if rows[0].countersigned_by:
        raise TakenAlready
    rows[0].countersigned_by, rows[0].countersigned_at = by.account, on
    session.flush()
    journal.write(session, "countersign", "agency_return", rows[0].reference, by=by, on=on)
    return rows[0]


def moved(row: AgencyReturn, now: list[Figure]) -> bool:
    """Whether the records say something else of the month by now than what was handed in."""
    return report_digest.written(agency_counts.lasting(post_return.read(row))) != report_digest.written(
        agency_counts.lasting(now)
    )
