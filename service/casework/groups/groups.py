"""Group claims: workers of one employer in one country.

Each worker has their own claim, which continues if they leave the group."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import CountryCode, Line, Prose, Town, reference
from catalog.reference import countries
from i18n import N_
from i18n.scripts import fold
from matching.identity.persons import Citizen
from service.casework.claims import follow_secret, line_days, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim

# The largest number of workers in one group.
MAX_WORKERS = 200
# Seconds for which the officer who entered a group can open the page with its secrets again.
SLIPS = 3_600


class TooManyWorkers(Refusal):
    slug = "too-many-workers"
    sentence = N_("A group can have at most 200 workers. Add the others as a second group.")


class InAGroup(Refusal):
    slug = "in-a-group"
    sentence = N_("This claim is already in a group.")


class OtherEmployer(Refusal):
    slug = "other-employer"
    sentence = N_(
        "A group has one employer in one country. This claim is against another "
        "employer or in another country."
    )


class LeftBefore(Refusal):
    slug = "left-before"
    sentence = N_("This worker has already left the group.")


class BeforeJoining(Refusal):
    slug = "before-joining"
    sentence = N_("This date is before the worker joined the group.")


class SlipsGone(Refusal):
    slug = "slips-gone"
    sentence = N_(
        "The secret codes were shown only to the officer who added the group, and "
        "only for one hour."
    )


class Group(SQLModel, table=True):
    """A group of workers of one employer.

    worked_from and worked_to are the days between which all of them worked."""

    __tablename__ = "claim_groups"
    reference: str = Field(primary_key=True, max_length=24)
    employer: str = Field(max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    city: str = Field(default="", max_length=120)
    worked_from: date
    worked_to: date
    opened_at: datetime
    opened_on: date = Field(index=True)
    officer: str = Field(max_length=40)


class Membership(SQLModel, table=True):
    """The membership of a claim in a group, from the day it joined until the worker left."""

    __tablename__ = "claim_group_members"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    group: str = Field(foreign_key="claim_groups.reference", index=True, max_length=24)
    joined: date
    left: date | None = None
    why: bytes | None = None
    officer: str = Field(max_length=40)


PERSONAL = ("why",)


class NewGroup(msgspec.Struct, forbid_unknown_fields=True):
    """Input for a group: its employer, and the days between which its workers worked there."""

    employer: Line
    country: CountryCode
    worked_from: date
    worked_to: date
    city: Town = ""


class LeaveInput(msgspec.Struct, forbid_unknown_fields=True):
    left: date
    why: Prose


class Member(msgspec.Struct, frozen=True):
    """One worker of a group, as shown to those who may see them."""

    claim: Claim
    name: str
    joined: date
    left: date | None
    why: str

    @property
    def open(self) -> bool:
        """Whether they still claim together with the others."""
        return self.left is None and self.claim.state != ClaimState.CLOSED


def create(
    session: Session,
    new_group: NewGroup,
    workers: list[NewClaim],
    *,
    by: Actor,
    on: datetime,
    day: date,
    number: str | None = None,
) -> Group:
    """Create a group with its workers: all of them or, if one is refused, none.

    Refuses: TooManyWorkers, wage_claims.NothingClaimed, and what wage_claims.file refuses."""
    countries.require(session, new_group.country)
    require_dates(new_group, day)
    if not workers:
        raise wage_claims.NothingClaimed("rows")
    number = number or reference("G")
    group = Group(
        reference=number,
        opened_at=on,
        opened_on=day,
        officer=by.account,
        **msgspec.structs.asdict(new_group),
    )
    session.add(group)
    session.flush()
    journal.write(session, "open_group", "group", number, by=by, on=on)
    for worker in workers:
        add(session, group, worker, by=by, on=on, day=day)
    return group


def require_dates(new_group: NewGroup, today: date) -> None:
    """Require that the work can have been on these days.

    Refuses: line_days.WrongWorkDates, fields.InTheFuture, fields.TooLongAgo."""
    if new_group.worked_to < new_group.worked_from:
        raise line_days.WrongWorkDates("worked_to")
    if new_group.worked_from > today:
        raise fields.InTheFuture("worked_from")
    fields.require_within(fields.FIRST_DAY, new_group.worked_from, today, "worked_from")
    line_days.require_worked_to(new_group.worked_to, today)


def add(
    session: Session, group: Group, worker: NewClaim, *, by: Actor, on: datetime, day: date
) -> Claim:
    """Add one more worker with a new claim.

    Refuses: TooManyWorkers, and what wage_claims.file refuses."""
    claim = wage_claims.file(session, worker, by=by, on=on, day=day).claim
    return _join(session, group, claim, by=by, on=on, day=day)


def add_claim(
    session: Session, group: Group, claim: Claim, *, by: Actor, on: datetime, day: date
) -> Claim:
    """Add an existing claim to the group. Refuses: OtherEmployer, InAGroup, TooManyWorkers."""
    if claim.country != group.country or fold(claim.employer) != fold(group.employer):
        raise OtherEmployer("claim")
    if session.get(Membership, claim.reference):
        raise InAGroup("claim")
    return _join(session, group, claim, by=by, on=on, day=day)


def _join(
    session: Session, group: Group, claim: Claim, *, by: Actor, on: datetime, day: date
) -> Claim:
    mine = select(func.count()).where(
        col(Membership.group) == group.reference, col(Membership.left).is_(None)
    )
    if (session.execute(mine).scalar() or 0) >= MAX_WORKERS:
        raise TooManyWorkers("rows")
    session.add(
        Membership(claim=claim.reference, group=group.reference, joined=day, officer=by.account)
    )
    session.flush()
    journal.write(session, "join_group", "claim", claim.reference, by=by, on=on, fields=("group",))
    return claim


def leave(
    session: Session, claim: Claim, leave_input: LeaveInput, *, by: Actor, on: datetime, day: date
) -> Membership:
    """Record that a worker leaves the group; their claim stays as it is.

    Refuses: NotFound, LeftBefore, BeforeJoining, fields.InTheFuture."""
    row = require_found(session.get(Membership, claim.reference, with_for_update=True))
    if row.left:
        raise LeftBefore
    if leave_input.left < row.joined:
        raise BeforeJoining("left")
    if leave_input.left > day:
        raise fields.InTheFuture("left")
    row.left, row.why = (
        leave_input.left,
        vault.seal(session, claim.citizen, "claim_group_members.why", leave_input.why),
    )
    session.flush()
    journal.write(session, "leave_group", "claim", claim.reference, by=by, on=on, fields=("group",))
    return row


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for groups with at least one claim that this actor may see."""
    return with_claims(wage_claims.within(by))


def get(session: Session, number: str, *, by: Actor) -> Group:
    """Return one group within the actor's scope. Refuses: NotFound."""
    row: Group = require_found(
        session.execute(select(Group).where(col(Group.reference) == number, within(by)))
        .scalars()
        .first()
    )
    return row


def members(session: Session, group: Group, *, by: Actor) -> list[Member]:
    """Return the workers of a group within the actor's scope, sorted by name."""
    theirs = (
        col(Membership.group) == group.reference,
        col(Membership.claim) == col(Claim.reference),
    )
    asked = select(Membership, Claim, col(Citizen.name)).where(*theirs, wage_claims.within(by))
    rows = list(
        session.execute(
            asked.where(col(Citizen.reference) == col(Claim.citizen)).order_by(
                col(Citizen.name_key)
            )
        )
    )
    whys = vault.unseal_all(
        session, [(claim.citizen, "claim_group_members.why", row.why) for row, claim, _ in rows]
    )
    return [
        Member(claim, name, row.joined, row.left, why)
        for (row, claim, name), why in zip(rows, whys, strict=True)
    ]


_OF_CLAIMS = select(Membership).where(
    col(Membership.claim).in_(bindparam("claims", expanding=True))
)


def by_claims(session: Session, claims: list[str]) -> dict[str, Membership]:
    """Return the membership of each of these claims, past or present."""
    rows = session.execute(_OF_CLAIMS, {"claims": claims}).scalars()
    return {row.claim: row for row in rows}


def leaving_reason(session: Session, claim: Claim, row: Membership) -> str:
    """Return why the worker left the group, or nothing."""
    return vault.unseal(session, claim.citizen, "claim_group_members.why", row.why)


class GroupCounts(msgspec.Struct, frozen=True):
    """How many workers a group has, and how many of them still claim together."""

    workers: int = 0
    open: int = 0


def together() -> ColumnElement[bool]:
    """Return the SQL condition for members of a group who still claim together."""
    return col(Membership.left).is_(None) & wage_claims.is_open()


def with_claims(*terms: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the SQL condition for groups with a member and claim of these conditions."""
    found = select(1).where(
        col(Membership.group) == col(Group.reference),
        col(Membership.claim) == col(Claim.reference),
        *terms,
    )
    return found.correlate(Group).exists()


def count_workers(session: Session, numbers: Sequence[str], *, by: Actor) -> dict[str, GroupCounts]:
    """Return the numbers of workers of these groups within the actor's scope."""
    still = func.sum(case((together(), 1), else_=0))
    counted = select(col(Membership.group), func.count(), still).where(
        col(Membership.group).in_(numbers),
        col(Membership.claim) == col(Claim.reference),
        wage_claims.within(by),
    )
    rows = session.execute(counted.group_by(col(Membership.group)))
    return {group: GroupCounts(int(workers), int(some)) for group, workers, some in rows}


def slips(session: Session, group: Group, *, by: Actor, on: datetime) -> list[tuple[Member, str]]:
    """Return each worker with their secret, for the officer who has just entered the group.

    Refuses: SlipsGone."""
    if group.officer != by.account or (on - group.opened_at).total_seconds() > SLIPS:
        raise SlipsGone
    known = [
        (one, follow_secret.secret_of(one.claim.reference))
        for one in members(session, group, by=by)
    ]
    return [
        (one, secret)
        for one, secret in known
        if follow_secret.verify(one.claim.secret_hash, secret)
    ]
