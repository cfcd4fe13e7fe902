"""Wage claims, from filing to the money in the worker's hand."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    bindparam,
    event,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import (
    CountryCode,
    CurrencyCode,
    Major,
    Minor,
    Prose,
    Town,
    Versioned,
    reference,
)
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from i18n import N_
from i18n.scripts import fold
from matching.identity import deaths, known_persons
from matching.identity.persons import Citizen, NewCitizen
from service.casework.claims import follow_secret, heir_actions, line_days, post_routing
from service.casework.claims.components import ClaimQuestion, Component
from service.casework.claims.line_days import WrongWorkDates
from service.casework.scope import claim_scope

FIRST_ACTION = N_("Acknowledge the claim and call the worker")
# The office that handles a claim where there is no post for it.
DESK = "claims_desk"


class NothingClaimed(Refusal):
    slug = "nothing-claimed"
    sentence = N_("Enter at least one amount that you are owed.")


_OPEN = "state <> 'closed'"


class ClaimState(LabelledEnum):
    RECEIVED = "received", N_("Received")
    ACKNOWLEDGED = "acknowledged", N_("Acknowledged")
    SCREENED = "screened", N_("Reviewed")
    NEEDS_DOCUMENTS = "needs_documents", N_("Waiting for documents")
    CALCULATED = "calculated", N_("Calculated")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    ASSIGNED_TO_POST = "assigned_to_post", N_("With the embassy or consulate abroad")
    EMPLOYER_CONTACTED = "employer_contacted", N_("Employer contacted")
    NEGOTIATION = "negotiation", N_("In talks with the employer")
    SETTLEMENT_OFFERED = "settlement_offered", N_("Settlement offered")
    SETTLED_AWAITING_PAYMENT = "settled_awaiting_payment", N_("Settled, awaiting payment")
    LABOUR_INSPECTORATE = "labour_inspectorate", N_("With the labour inspectorate")
    PROSECUTOR = "prosecutor", N_("With the prosecutor")
    MEDIATION = "mediation", N_("In mediation")
    COURT_FILED = "court_filed", N_("Filed in court")
    JUDGMENT = "judgment", N_("Judgment given")
    ENFORCEMENT = "enforcement", N_("Judgment being enforced")
    GUARANTEE_FUND = "guarantee_fund", N_("With the insurer or guarantee fund")
    AGENCY_GUARANTEE = "agency_guarantee", N_("Claimed from the agency’s deposit")
    PARTLY_PAID = "partly_paid", N_("Partly paid")
    PAID_IN_FULL = "paid_in_full", N_("Paid in full")
    SUSPENDED = "suspended", N_("Suspended")
    CLOSED = "closed", N_("Closed")
    REOPENED = "reopened", N_("Reopened")


class Claim(Versioned, SQLModel, table=True):
    """One worker's claim against one employer.

    While it is open, next_action and due are never empty."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_due", "due", "reference"),
        Index("ix_claims_state_due", "state", "due", "reference"),
        # Open claims in the order of their list, with all that tells which of them are late.
        Index(
            "ix_claims_open_due",
            *("due", "reference", "state", "post", "owner"),
            *("filed_at", "moved_at", "accepted_at"),
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
    )
    reference: str = Field(primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    state: str = Field(max_length=28)
    version: int = 1
    employer: str = Field(max_length=200)
    employer_key: str | None = Field(
        default=None, index=True, max_length=200
    )  # for search in any script
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    city: str = Field(default="", max_length=120)
    # What an officer found out about the employer, for letters: its tax or register number, address.
    employer_number: str = Field(default="", max_length=40)
    employer_address: str = Field(default="", max_length=300)
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    # Both or none: a claim for benefits alone may be without days of work.
    worked_from: date | None = None
    worked_to: date | None = None
    story: bytes | None = None
    secret_hash: str = Field(max_length=64)
    channel: str = Field(default="website", max_length=12)
    occupation_major: str | None = Field(default=None, max_length=1)
    filed_at: datetime = Field(index=True)
    # The Tashkent day, by which it is counted.
    filed_on: date = Field(index=True)
    # When it was last moved or acted on, and last accepted: copied from its steps and acts for
    # lists and their service levels.
    moved_at: datetime | None = None
    accepted_at: datetime | None = None
    owner: str = Field(default="", index=True, max_length=40)
    # The next action, encrypted with the worker's key like all text about them.
    next_action: bytes | None = None
    due: date
    closing_reason: str = Field(default="", max_length=28)

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day of work, which a claim for benefits alone may lack."""
        if self.worked_from is None or self.worked_to is None:
            return None
        return self.worked_from, self.worked_to

    @property
    def earliest(self) -> date:
        """The day before which nothing of this claim can have happened."""
        return self.worked_from or fields.FIRST_DAY


@event.listens_for(Claim, "before_insert")
@event.listens_for(Claim, "before_update")
def _set_employer_key(_mapper: object, _connection: object, claim: Claim) -> None:
    claim.employer_key = fold(claim.employer)[:200]


class Line(SQLModel, table=True):
    """One component of what is owed: claimed, documented, agreed or adjudged (minor units)."""

    __tablename__ = "claim_lines"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    number: int = Field(primary_key=True)
    component: str = Field(index=True, max_length=16)
    currency: str = Field(index=True, max_length=3)
    claimed: int = Field(sa_type=BigInteger)
    documented: int | None = Field(default=None, sa_type=BigInteger)
    agreed: int | None = Field(default=None, sa_type=BigInteger)
    # The days that this sum is for; without them, all days of work of the claim.
    first_day: date | None = None
    last_day: date | None = None


PERSONAL = ("citizen", "story", "next_action")


class NewLine(msgspec.Struct, forbid_unknown_fields=True):
    component: Component
    amount: Minor
    currency: CurrencyCode
    first_day: date | None = None
    last_day: date | None = None


class _ClaimedWork(msgspec.Struct):
    """The first fields of NewClaim, which may be given by their places."""

    employer: fields.Line
    country: CountryCode
    worked_from: date | None = None
    worked_to: date | None = None


class NewClaim(_ClaimedWork, kw_only=True, forbid_unknown_fields=True):
    """What a worker, or an officer for them, tells: who owes, for which time, how much (minor
    units), and how to reach them. An officer may name a known person as citizen.

    A claim for benefits alone may be without the time of work."""

    lines: list[NewLine]
    contact: NewCitizen
    city: Town = ""
    story: Prose | None = None
    occupation_major: Major | None = None
    citizen: str | None = None
    confirm: list[ClaimQuestion] = []
    passport_seen: bool = False


class FiledClaim(msgspec.Struct):
    """A claim just filed, with the secret for following it.

    The secret is shown once and stored only as a hash."""

    claim: Claim
    secret: str


# Fields of a claim copied from its input.
_COPIED = ("employer", "country", "city", "occupation_major")


def file(
    session: Session,
    new_claim: NewClaim,
    *,
    by: Actor,
    on: datetime,
    day: date,
    number: str | None = None,
    citizen: Citizen | None = None,
) -> FiledClaim:
    """File a claim for a known person, or for the one named in its contact.
    Refuses: WrongWorkDates, line_days.DaysOutsideWork, forms.MissingAnswer, fields.InTheFuture,
    NothingClaimed, fields.TooLongAgo, countries.NotACountry, telephones.NotAPhone."""
    countries.require(session, new_claim.country)
    period = _require_claimable(new_claim, day)
    citizen = citizen or _record_worker(session, new_claim, by=by, on=on)
    number = number or reference("W")
    secret = follow_secret.secret_of(number)
    post = post_routing.responsible_post(session, new_claim.country, new_claim.city, day, by=by)
    claim = Claim(
        reference=number,
        citizen=citizen.reference,
        state=ClaimState.RECEIVED.value,
        **_copied(new_claim, period or (None, None)),
        post=post.code if post else None,
        secret_hash=follow_secret.hash_secret(secret),
        filed_at=on,
        filed_on=day,
        channel="website" if by.role in (Role.VISITOR, Role.CITIZEN) else "in_person",
        due=day,
    )
    claim.owner = claim.post or DESK
    claim.next_action = seal_next(session, claim, FIRST_ACTION)
    claim.story = vault.seal(session, citizen.reference, "claims.story", new_claim.story)
    session.add(claim)
    session.flush()
    _write_lines(session, number, new_claim.lines)
    journal.write(session, "file", "claim", number, by=by, on=on)
    return FiledClaim(claim, secret)


def _copied(new_claim: NewClaim, worked: tuple[date, date] | tuple[None, None]) -> dict[str, Any]:
    days = dict(zip(line_days.PERIOD, worked, strict=True))
    return {name: getattr(new_claim, name) for name in _COPIED} | days


def _record_worker(session: Session, new_claim: NewClaim, *, by: Actor, on: datetime) -> Citizen:
    new = ClaimQuestion.NEW_PERSON in new_claim.confirm
    return known_persons.record(session, new_claim.contact, by=by, on=on, new_person=new)


def _require_claimable(new_claim: NewClaim, day: date) -> tuple[date, date] | None:
    """Require that the work can have been on these days, and that something is claimed."""
    parts = [line.component for line in new_claim.lines]
    worked = line_days.require_period(parts, new_claim.worked_from, new_claim.worked_to, day)
    if not any(line.amount for line in new_claim.lines):
        raise NothingClaimed("lines")
    for place, line in enumerate(new_claim.lines):
        if line.first_day and line.last_day and line.last_day < line.first_day:
            raise WrongWorkDates(f"lines.{place}.last_day")
        days, names = (line.first_day, line.last_day), line_days.fields_of(place)
        line_days.require_worked(line.component, days, worked, names)
    return worked


def _write_lines(session: Session, claim: str, new_lines: list[NewLine]) -> None:
    for place, line in enumerate(new_lines, start=1):
        what = line.component.value
        session.add(
            Line(
                claim=claim,
                number=place,
                component=what,
                currency=line.currency,
                claimed=line.amount,
                first_day=line.first_day,
                last_day=line.last_day,
            )
        )
    session.flush()


def owner(claim: Claim) -> str:
    """Return who must act: an officer's account, else the claim's post, else the claims desk."""
    return claim.owner or claim.post or DESK


def find_typed(session: Session, number: str) -> Claim | None:
    """Return the claim whose reference was typed in any spelling, or None."""
    found = [session.get(Claim, one) for one in fields.possible_references(number, "W")]
    return next((claim for claim in found if claim is not None), None)


def get_by_secret(session: Session, number: str, secret: str) -> Claim:
    """Return the claim with this reference and secret.

    The answer never reveals which of the two was wrong. After the worker's death it opens nothing.
    Refuses: NotFound, deaths.AskAnOfficer."""
    claim = find_typed(session, number)
    if not follow_secret.verify(claim.secret_hash if claim else "", secret) or claim is None:
        raise NotFound
    deaths.require_living(session, claim.citizen, VISITOR)
    return claim


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the claims that this actor may see.

    An attaché sees those of their posts, an adviser those of people advised by them or in their
    region, a protection officer those of people who told an adviser of danger or are under 18."""
    if by.role is Role.ATTACHE:
        return col(Claim.post).in_(sorted(by.posts))
    if by.role is Role.ADVISER:
        return claim_scope.advised_in_region(col(Claim.reference), col(Claim.citizen), by)
    if by.role is Role.PROTECTION_OFFICER:
        young = claim_scope.under_18(col(Claim.reference), col(Claim.citizen))
        return or_(claim_scope.in_danger(col(Claim.citizen)), young)
    return true()


def is_open() -> ColumnElement[bool]:
    """Return the SQL condition for claims that are not closed.

    The state is written literally into the query; otherwise SQLite would not use its partial index
    of open claims."""
    return col(Claim.state) != literal(ClaimState.CLOSED.value, literal_execute=True)


def get(session: Session, number: str, *, by: Actor, hold: bool = False) -> Claim:
    """Return one claim within the actor's scope. Refuses: NotFound.

    With `hold`, the row is locked until this transaction ends."""
    asked = select(Claim).where(col(Claim.reference) == number, within(by))
    if hold:
        asked = asked.with_for_update()
    row: Claim | None = session.execute(asked).scalars().first()
    if row is None:
        raise NotFound
    return row


_LINES = select(Line).where(col(Line.claim) == bindparam("claim")).order_by(col(Line.number))


def lines(session: Session, claim: str) -> list[Line]:
    return list(session.execute(_LINES, {"claim": claim}).scalars())


def seal_next(session: Session, claim: Claim, action: str) -> bytes | None:
    return vault.seal(session, claim.citizen, "claims.next_action", action)


def next_actions(session: Session, claims: list[Claim]) -> dict[str, str]:
    """Return the next action of each claim by reference, reading the keys in one query."""
    sealed = [(claim.citizen, "claims.next_action", claim.next_action) for claim in claims]
    texts = zip(claims, vault.unseal_all(session, sealed), strict=True)
    rows = [(claim.reference, claim.citizen, text) for claim, text in texts]
    return heir_actions.by_claims(session, rows)


def next_action(session: Session, claim: Claim) -> str:
    return next_actions(session, [claim])[claim.reference]


def hold_person(session: Session, claim: Claim) -> None:
    """Keep a claim with its person until the transaction ends, and read which person that is now.

    For texts that are encrypted with the person's key and give the claim no new version: otherwise
    one could be written with the former person's key while the claim is moved to another person."""
    asked = select(col(Claim.citizen)).where(col(Claim.reference) == claim.reference)
    held = asked.with_for_update(read=True, key_share=True)
    if session.execute(held).scalar() != claim.citizen:
        session.refresh(claim)


def story(session: Session, claim: Claim) -> str:
    return vault.unseal(session, claim.citizen, "claims.story", claim.story)
