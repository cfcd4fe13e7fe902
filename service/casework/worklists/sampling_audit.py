"""Audits by a supervisor of a few closed claims each day, sampled by a verifiable rule."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import UniqueConstraint, bindparam, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT, Prose
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow.state_machine import Step

# The size of the sample, and the days before today within which its claims were closed.
DRAWN, WITHIN = 5, 30


class Verdict(LabelledEnum):
    IN_ORDER = "in_order", N_("No problems found")
    LOOK_AGAIN = "look_again", N_("Needs to be checked again")


class FindingsNeeded(Refusal):
    slug = "words-needed"
    sentence = N_("Enter what needs to be checked again.")


class AuditedAlready(Refusal):
    slug = "audited-already"
    sentence = N_("You have already recorded your conclusion on this claim today.")


class NotInSample(Refusal):
    slug = "not-drawn"
    sentence = N_("This claim is not among those selected for you today.")


class Audit(SQLModel, table=True):
    """A supervisor's verdict on a claim sampled for them on a day."""

    __tablename__ = "audits"
    __table_args__ = (UniqueConstraint("claim", "day", "officer"),)
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    day: date
    verdict: str = Field(max_length=12)
    words: bytes | None = None
    officer: str = Field(index=True, max_length=40)
    at: datetime


PERSONAL = ("words",)


class NewAudit(msgspec.Struct, forbid_unknown_fields=True):
    verdict: Verdict
    words: Prose | None = None


class SampledClaim(msgspec.Struct, frozen=True):
    """A sampled claim, when and by whom it was closed, and the verdict if there is one."""

    claim: Claim
    closed_at: datetime
    closed_by: str
    verdict: str


def sampling_key(day: date, account: str, claim: str) -> str:
    """Return the sort key of a claim for one supervisor and day; the lowest are sampled."""
    return hashlib.sha256(f"{day.isoformat()}|{account}|{claim}".encode()).hexdigest()


def pool(session: Session, day: date, *, by: Actor) -> dict[str, tuple[datetime, str]]:
    """Return the claims to sample from, with the time and officer of their last closing.

    They are the claims within scope that another officer closed in the thirty days before this one;
    those of erased persons cannot be reviewed and are left out."""
    first, last = (
        datetime.combine(one, time(), TASHKENT).astimezone(UTC)
        for one in (day - timedelta(days=WITHIN), day)
    )
    within = (col(Step.to) == ClaimState.CLOSED.value, col(Step.at) >= first, col(Step.at) < last)
    latest = select(func.max(col(Step.id))).where(*within).group_by(col(Step.claim))
    asked = select(col(Step.claim), col(Step.at), col(Step.officer)).where(
        col(Step.id).in_(latest), wage_claims.within(by)
    )
    asked = asked.where(
        col(Claim.reference) == col(Step.claim), col(Citizen.reference) == col(Claim.citizen)
    )
    rows = session.execute(
        asked.where(col(Citizen.erased_at).is_(None), col(Step.officer) != by.account)
    )
    return {str(claim): (at, str(officer)) for claim, at, officer in rows}


def sample(session: Session, day: date, *, by: Actor) -> list[SampledClaim]:
    """Return the five claims of this supervisor for today.

    The sample depends on day, account and references alone, and so is always the same."""
    closings = pool(session, day, by=by)
    drawn = sorted(closings, key=lambda claim: sampling_key(day, by.account, claim))[:DRAWN]
    claims = {
        row.reference: row
        for row in session.execute(select(Claim).where(col(Claim.reference).in_(drawn))).scalars()
    }
    mine = (col(Audit.claim).in_(drawn), col(Audit.day) == day, col(Audit.officer) == by.account)
    found = session.execute(select(col(Audit.claim), col(Audit.verdict)).where(*mine))
    verdicts = {str(claim): str(verdict) for claim, verdict in found}
    return [
        SampledClaim(claims[number], *closings[number], verdicts.get(number, ""))
        for number in drawn
    ]


def write(
    session: Session, number: str, new_audit: NewAudit, *, by: Actor, on: datetime, day: date
) -> Audit:
    """Record a verdict, its text encrypted with the worker's key.

    Refuses: NotFound, NotInSample, AuditedAlready, FindingsNeeded, persons.ErasedPerson."""
    claim = wage_claims.get(session, number, by=by)
    session.refresh(claim, with_for_update=True)
    drawn = {one.claim.reference: one.verdict for one in sample(session, day, by=by)}
    if number not in drawn:
        raise NotInSample
    if drawn[number]:
        raise AuditedAlready
    if new_audit.verdict is Verdict.LOOK_AGAIN and not new_audit.words:
        raise FindingsNeeded("words")
    persons.require_not_erased(session, claim.citizen)
    row = Audit(claim=number, day=day, verdict=new_audit.verdict.value, officer=by.account, at=on)
    row.words = vault.seal(session, claim.citizen, "audits.words", new_audit.words)
    session.add(row)
    session.flush()
    journal.write(session, "audit", "claim", number, by=by, on=on)
    return row


_OF_CLAIM = select(Audit).where(col(Audit.claim) == bindparam("claim")).order_by(col(Audit.id))


def list_for_claim(session: Session, claim: Claim) -> list[tuple[Audit, str]]:
    """Return the verdicts on a claim with their texts, oldest first."""
    rows = list(session.execute(_OF_CLAIM, {"claim": claim.reference}).scalars())
    texts = vault.unseal_all(session, [(claim.citizen, "audits.words", row.words) for row in rows])
    return list(zip(rows, texts, strict=True))


def latest(session: Session, *, by: Actor, limit: int = 10) -> list[tuple[Audit, Claim]]:
    """Return the newest verdicts within the actor's scope that require another look."""
    again = (
        col(Audit.verdict) == Verdict.LOOK_AGAIN.value,
        col(Audit.claim) == col(Claim.reference),
    )
    asked = (
        select(Audit, Claim).where(*again, wage_claims.within(by)).order_by(col(Audit.id).desc())
    )
    return [(row, claim) for row, claim in session.execute(asked.limit(limit))]
