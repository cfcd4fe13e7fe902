"""Open contests for quotas: places for which agencies compete, announced with notice."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import YEAR, CountryCode, Isco, Line, Versioned, reference, require_within
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing import agencies, working_days
from catalog.licensing.agencies import Agency
from catalog.reference import countries, occupations
from i18n import N_

# Whole working days between the announcement and the opening.
NOTICE = 5


class State(LabelledEnum):
    ANNOUNCED = "announced", N_("Announced")
    OPENED = "opened", N_("Bids opened")
    DECIDED = "decided", N_("Decided")
    CALLED_OFF = "called_off", N_("Called off")


class Criterion(LabelledEnum):
    """What bids are judged by: facts on record, and nothing about the workers' sex or family."""

    PLACED_BEFORE = "placed_before", N_("People placed in jobs in the last 12 months")
    STILL_AT_WORK = "still_at_work", N_("People still in work after 90 days")
    FEW_COMPLAINTS = "few_complaints", N_("Few confirmed complaints")
    NO_FEE = "no_fee", N_("The worker pays nothing")
    DEPOSIT = "deposit", N_("The deposit meets the legal requirement")
    EMPLOYER_DEMAND = "employer_demand", N_("Letter from the employer requesting workers")


class TooShortNotice(Refusal):
    slug = "too-short-notice"
    sentence = N_(
        "Agencies must be given five working days’ notice. The earliest opening date is %(day)s."
    )


class NoCriteria(Refusal):
    slug = "no-criteria"
    sentence = N_(
        "State how bids will be judged. Enter the maximum points for at least one criterion."
    )


class Contest(Versioned, SQLModel, table=True):
    """A contest for places of one country and occupation, with who announced, opened and decided
    it."""

    __tablename__ = "contests"
    reference: str = Field(
        default_factory=lambda: reference("Q", 7), primary_key=True, max_length=24
    )
    title: str = Field(max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    isco08: str = Field(foreign_key="occupations.code", max_length=4)
    seats: int
    state: str = Field(default=State.ANNOUNCED.value, index=True, max_length=12)
    version: int = 1
    announced_on: date
    opens_on: date = Field(index=True)
    announced_by: str = Field(max_length=40)
    opened_by: str | None = Field(default=None, max_length=40)
    witness: str | None = Field(default=None, max_length=40)
    opened_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=500)


class Weight(SQLModel, table=True):
    """A criterion of a contest and the most points it gives."""

    __tablename__ = "contest_criteria"
    contest: str = Field(primary_key=True, foreign_key="contests.reference", max_length=24)
    criterion: str = Field(primary_key=True, max_length=20)
    most: int


class Notice(SQLModel, table=True):
    """A notice of a contest on an agency's desk: when it was given and when it was first viewed."""

    __tablename__ = "contest_notices"
    contest: str = Field(primary_key=True, foreign_key="contests.reference", max_length=24)
    agency: str = Field(
        primary_key=True, foreign_key="agencies.external_id", index=True, max_length=60
    )
    at: datetime
    seen_at: datetime | None = None


class NewContest(msgspec.Struct, forbid_unknown_fields=True):
    title: Line
    country: CountryCode
    isco08: Isco
    seats: Annotated[int, Meta(ge=1, le=100_000)]
    opens_on: date


def announce(
    session: Session,
    new_contest: NewContest,
    weights: Mapping[Criterion, int],
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Contest:
    """Announce a contest and notify every agency that may recruit on its desk. Refuses: NotAllowed,
    TooShortNotice, NoCriteria, countries.NotACountry, countries.WorkInUzbekistan,
    occupations.UnknownOccupation, fields.TooFarAhead."""
    require_officer(by)
    countries.require_worksite(session, new_contest.country)
    occupations.require_group(session, new_contest.isco08)
    days = working_days.calendar(session)
    earliest = days.after(day, NOTICE + 1)
    if new_contest.opens_on < earliest or not days.is_one(new_contest.opens_on):
        raise TooShortNotice("opens_on", day=earliest)
    require_within(earliest, new_contest.opens_on, day + YEAR, "opens_on")
    if not any(most > 0 for most in weights.values()):
        raise NoCriteria("criteria")
    row = Contest(**msgspec.structs.asdict(new_contest), announced_on=day, announced_by=by.account)
    session.add(row)
    session.flush()
    session.add_all(
        Weight(contest=row.reference, criterion=one.value, most=most)
        for one, most in weights.items()
        if most
    )
    told_to = select(col(Agency.external_id)).where(
        agencies.may_recruit(day), col(Agency.kind) == agencies.Kind.PRIVATE.value
    )
    session.add_all(
        Notice(contest=row.reference, agency=one, at=on)
        for one in session.execute(told_to).scalars()
    )
    session.flush()
    journal.write(session, "announce", "contest", row.reference, by=by, on=on)
    return row


def require_officer(by: Actor) -> None:
    """Check that the caller is a licensing officer. Refuses: NotAllowed."""
    if by.role is not Role.LICENSING_OFFICER:
        raise NotAllowed


def get(session: Session, number: str) -> Contest:
    """A contest by its reference; contests are public. Refuses: NotFound."""
    return require_found(session.get(Contest, number))


def list_recent(session: Session, most: int = 50) -> list[Contest]:
    """The contests: those not yet opened first, then the newest."""
    order = (
        col(Contest.state) != State.ANNOUNCED.value,
        col(Contest.opens_on).desc(),
        col(Contest.reference),
    )
    return list(session.execute(select(Contest).order_by(*order).limit(most)).scalars())


def weights(session: Session, contest: str) -> list[Weight]:
    asked = (
        select(Weight)
        .where(col(Weight.contest) == contest)
        .order_by(col(Weight.most).desc(), col(Weight.criterion))
    )
    return list(session.execute(asked).scalars())


def count_notified(session: Session, contest: str) -> int:
    """How many agencies received a notice of a contest."""
    asked = select(func.count()).select_from(Notice).where(col(Notice.contest) == contest)
    return session.execute(asked).scalar() or 0


def record_viewed(session: Session, contest: str, *, by: Actor, on: datetime) -> None:
    """Record the first time an agency views its notice.

    An agency without a notice reads the public page.
    """
    row = session.get(Notice, (contest, str(by.agency)), with_for_update=True)
    if row is None or row.seen_at is not None:
        return
    row.seen_at = on
    session.flush()
    journal.write(session, "see_notice", "contest", contest, by=by, on=on, fields=("notice",))
