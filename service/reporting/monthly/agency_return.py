"""Signed monthly returns of agencies: frozen figures, numbered corrections, accepted by an
officer."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, UniqueConstraint, false, select, true
from sqlmodel import Field, Session, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal, require_found
from catalog.licensing import licences
from catalog.licensing.agencies import Agency, Kind
from catalog.licensing.licences import HOME
from i18n import N_
from service.reporting.figures import months
from service.reporting.figures.figures import Figure, values_by_name
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_counts, post_return
from service.reporting.monthly.agency_counts import AgencySpan
from service.reporting.monthly.post_return import SignedReturn, SigningInput

# The fifth of the next month: a rule of this service, not of law.
DUE_DAY = 5
# A year, with the month that has not ended.
LISTED = 13


class ReturnAlreadyAccepted(Refusal):
    slug = "taken-already"
    sentence = N_("This return has already been accepted.")


class AgencyReturn(SignedReturn, table=True):
    """One signed monthly return of an agency."""

    __tablename__ = "agency_returns"
    __table_args__ = (UniqueConstraint("agency", "month", "number"),)
    whose: ClassVar[str] = "agency"
    noun: ClassVar[str] = "agency_return"
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)


def within(by: Actor) -> ColumnElement[bool]:
    """Return a condition for the agencies whose returns this person may see; an agency sees its
    own."""
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Agency.external_id) == by.agency
    return true() if by.role is Role.LICENSING_OFFICER else false()


def agencies(session: Session, *, by: Actor) -> list[Agency]:
    """Return the private agencies of the home register within this person's scope, by name."""
    home = (col(Agency.country) == HOME, col(Agency.kind) == Kind.PRIVATE.value)
    return list(
        session.execute(
            select(Agency).where(within(by), *home).order_by(col(Agency.name))
        ).scalars()
    )


def owing(session: Session, numbers: list[str], month: Month) -> set[str]:
    """Return those of these agencies that owe a return: they held a licence in the month."""
    held = licences.held_during(col(Agency.external_id), month.first, month.last)
    asked = select(col(Agency.external_id)).where(col(Agency.external_id).in_(numbers), held)
    return set(session.execute(asked).scalars())


def months_owed(session: Session, number: str, listed: list[Month]) -> set[Month]:
    """Return those of these months for which an agency owes a return."""
    held = [
        licences.held_during(col(Agency.external_id), one.first, one.last).label(f"m{place}")
        for place, one in enumerate(listed)
    ]
    row = session.execute(select(*held).where(col(Agency.external_id) == number)).one()
    return {month for month, owed in zip(listed, row, strict=True) if owed}


def last_months(day: date) -> list[Month]:
    """Return this month and those before it that the desk lists, the newest first."""
    listed = [months.month_of_day(day)]
    while len(listed) < LISTED:
        listed.append(listed[-1].before)
    return listed


def unsigned(session: Session, number: str, day: date) -> list[Month]:
    """Return the ended ones of these months whose return an agency owes, the oldest first."""
    ended = last_months(day)[:0:-1]
    owed = months_owed(session, number, ended)
    signed = post_return.newest_by_month(session, AgencyReturn, [number], ended)
    return [one for one in ended if one in owed and (number, str(one)) not in signed]


def agency(session: Session, number: str, *, by: Actor) -> Agency:
    """Return an agency within this person's scope. Refuses: NotFound."""
    row: Agency = require_found(
        session.execute(
            select(Agency).where(col(Agency.external_id) == number, within(by))
        ).scalar()
    )
    return row


def due_date(month: Month) -> date:
    """Return the last day on which the return of a month is in time."""
    return month.last + timedelta(days=DUE_DAY)


def count_figures(session: Session, agency: str, month: Month, day: date) -> list[Figure]:
    return agency_counts.count_figures(session, AgencySpan(agency, months.span("", month, day)))


def sign(
    session: Session,
    month: Month,
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> AgencyReturn:
    """Sign the return of a month for one's own agency; a suspended agency owes its return too.

    Refuses: NotAllowed, NotFound, post_return.MonthNotOver, post_return.ReturnAlreadySigned,
    post_return.FiguresChanged, post_return.IdentifyingText, TooLong.
    """
    rows, figures = _lock_and_count(session, month, by, day)
    if rows:
        raise post_return.ReturnAlreadySigned
    return post_return.freeze(
        session, AgencyReturn, str(by.agency), month, rows, figures, signing_input, by=by, on=on
    )


def correct(
    session: Session,
    month: Month,
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> AgencyReturn:
    """Sign the present figures under the next number; the earlier return is kept.

    Refuses: NotAllowed, NotFound, post_return.MonthNotOver, post_return.ReturnNotSigned,
    post_return.CorrectionReasonMissing, post_return.NothingToCorrect, post_return.FiguresChanged,
    post_return.IdentifyingText, TooLong.
    """
    rows, figures = _lock_and_count(session, month, by, day)
    post_return.require_correction(
        rows, signing_input, moved=bool(rows) and has_changed(rows[0], figures)
    )
    return post_return.freeze(
        session, AgencyReturn, str(by.agency), month, rows, figures, signing_input, by=by, on=on
    )


def _lock_and_count(
    session: Session, month: Month, by: Actor, day: date
) -> tuple[list[AgencyReturn], list[Figure]]:
    """Return the signed returns and the present figures, with the agency locked against signing.

    Refuses: NotAllowed, post_return.MonthNotOver; NotFound, for a month without a licence.
    """
    if by.role is not Role.AGENCY_USER or not by.agency:
        raise NotAllowed
    session.refresh(agency(session, by.agency, by=by), with_for_update=True)
    if not months.is_over(month, day):
        raise post_return.MonthNotOver
    rows = post_return.list_for_month(session, AgencyReturn, by.agency, month)
    if not rows and not owing(session, [by.agency], month):
        raise NotFound
    return rows, count_figures(session, by.agency, month, day)


def accept(
    session: Session, number: str, month: Month, seen: int, *, by: Actor, on: datetime
) -> AgencyReturn:
    """Accept the newest return, as a licensing officer.

    Refuses: NotAllowed, NotFound, post_return.ReturnNotSigned, post_return.ReturnCorrectedSince,
    ReturnAlreadyAccepted.
    """
    if by.role is not Role.LICENSING_OFFICER:
        raise NotAllowed
    session.refresh(agency(session, number, by=by), with_for_update=True)
    rows = post_return.list_for_month(session, AgencyReturn, number, month)
    post_return.require_newest(rows, seen)
    if rows[0].countersigned_by:
        raise ReturnAlreadyAccepted
    rows[0].countersigned_by, rows[0].countersigned_at = by.account, on
    session.flush()
    journal.write(session, "countersign", "agency_return", rows[0].reference, by=by, on=on)
    return rows[0]


def has_changed(row: AgencyReturn, now: list[Figure]) -> bool:
    """Return whether the present figures of the month differ from those signed."""
    then, today = (
        values_by_name(agency_counts.without_point_in_time(figures))
        for figures in (post_return.read(row), now)
    )
    return then != today
