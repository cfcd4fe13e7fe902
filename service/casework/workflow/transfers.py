"""Transfer of a claim to another post: one post offers it, the other accepts or declines.

Until it is accepted, the offering post stays responsible; the receiving post sees the offer alone.
"""

from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import Conflict, NotAllowed, NotFound, Refusal
from catalog.core.fields import Prose, reference, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from catalog.reference import posts
from i18n import N_
from matching.identity import persons
from service.casework.claims import responsible_officers, wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments
from service.casework.workflow.assignment import Assignment


class TransferState(LabelledEnum):
    OFFERED = "offered", N_("Waiting for the other mission")
    ACCEPTED = "accepted", N_("Transfer accepted")
    DECLINED = "declined", N_("Transfer not accepted")
    LAPSED = "lapsed", N_("No longer valid")


class TransferInstead(Refusal):
    slug = "transfer-instead"
    sentence = N_("Offer the claim to the other mission as a transfer, so that it can accept it.")


class SamePost(Refusal):
    slug = "same-post"
    sentence = N_("This mission already has the claim. Choose another mission.")


class TransferWaits(Conflict):
    slug = "transfer-waits"
    sentence = N_(
        "This claim has already been offered to another mission. That offer must be answered or "
        "withdrawn first."
    )


class TransferAnswered(Conflict):
    slug = "transfer-answered"
    sentence = N_("This offer has already been answered or is no longer valid.")


class NothingOffered(Conflict):
    slug = "nothing-offered"
    sentence = N_("This claim has not been offered to another mission.")


class OnlyTheReceiver(NotAllowed):
    slug = "only-the-receiver"
    sentence = N_("Only an attaché at the mission to which the claim is offered can accept it.")


class ReceiverClosed(Refusal):
    slug = "receiver-closed"
    sentence = N_("Your mission cannot receive claims today. Decline this claim and give a reason.")


class ReasonNeeded(Refusal):
    slug = "transfer-reason-needed"
    sentence = N_("Give a reason for declining the claim.")


class Transfer(SQLModel, table=True):
    """The offer of a claim by one post to another, and its answer.

    `came_from` is the offering post, or the claims desk where there is none."""

    __tablename__ = "claim_transfers"
    reference: str = Field(default_factory=lambda: reference("T"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    came_from: str = Field(max_length=24)
    to: str = Field(foreign_key="posts.code", index=True, max_length=24)
    reason: bytes | None = None
    offered_by: str = Field(max_length=40)
    offered_at: datetime
    answer: bytes | None = None
    answered_by: str | None = Field(default=None, max_length=40)
    answered_at: datetime | None = None
    accepted: bool = False
    lapsed_at: datetime | None = None

    @property
    def state(self) -> TransferState:
        if self.answered_at:
            return TransferState.ACCEPTED if self.accepted else TransferState.DECLINED
        return TransferState.LAPSED if self.lapsed_at else TransferState.OFFERED


PERSONAL = ("reason", "answer")


class OfferInput(msgspec.Struct, forbid_unknown_fields=True):
    post: str
    reason: Prose


class AnswerInput(msgspec.Struct, forbid_unknown_fields=True):
    accept: bool
    reason: str = ""


class TransferDetails(msgspec.Struct, frozen=True):
    """A transfer with its texts decrypted."""

    reference: str
    claim: str
    came_from: str
    to: str
    state: TransferState
    reason: str
    offered_by: str
    offered_at: datetime
    answer: str
    answered_by: str | None
    answered_at: datetime | None


def offer(
    session: Session, claim: Claim, offer_input: OfferInput, *, by: Actor, on: datetime, day: date
) -> Transfer:
    """Offer a claim to another post; nothing changes until it accepts.

    Refuses: NotAllowed, payments.ClosedClaim, persons.ErasedPerson, posts.NotAPost,
    posts.PostClosed, posts.TakesNoClaims, SamePost, TransferWaits."""
    if not may_offer(claim, by):
        raise NotAllowed
    payments.require_open(claim)
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    post = posts.require_handling(session, offer_input.post, day)
    if post.code == claim.post:
        raise SamePost("post")
    require_none_offered(session, claim)
    row = _offer(session, claim, post.code, offer_input.reason, by=by, on=on)
    session.flush()
    return row


def _offer(
    session: Session, claim: Claim, post: str, reason: str, *, by: Actor, on: datetime
) -> Transfer:
    row = Transfer(
        claim=claim.reference,
        came_from=claim.post or wage_claims.DESK,
        to=post,
        offered_by=by.account,
        offered_at=on,
    )
    row.reason = vault.seal(session, claim.citizen, "claim_transfers.reason", reason)
    session.add(row)
    journal.write(session, "offer_transfer", "claim", claim.reference, by=by, on=on)
    kind = NoticeKind.TRANSFER_OFFERED
    responsible_officers.notify_post(session, claim, post, kind, "transfer", by=by, on=on)
    return row


def offer_corrected(
    session: Session, claim: Claim, post: str, reason: str, *, by: Actor, on: datetime
) -> None:
    """Offer a claim to the post that is responsible for its corrected place of work.

    An earlier offer to another post lapses. Who may correct the claim need not be of its post."""
    waiting = select(Transfer).where(col(Transfer.claim) == claim.reference, is_waiting())
    if any(row.to == post for row in session.execute(waiting).scalars()):
        return
    lapse(session, claim, on=on)
    _offer(session, claim, post, reason, by=by, on=on)


def may_offer(claim: Claim, by: Actor) -> bool:
    """Return whether the actor may offer the claim: at its post, or at the claims desk."""
    at_desk = by.role in (Role.CLAIMS_OFFICER, Role.SUPERVISOR)
    return at_desk or (by.role is Role.ATTACHE and claim.post in by.posts)


def may_accept(row: Transfer | TransferDetails, by: Actor) -> bool:
    """Return whether the actor may accept the claim, as an attaché of the receiving post."""
    return by.role is Role.ATTACHE and row.to in by.posts


def assign(session: Session, claim: Claim, code: str, *, by: Actor, day: date) -> None:
    """Give a claim to a post by a step.

    An attaché cannot give it away so: the other post must accept it. Refuses: posts.NotAPost,
    posts.PostClosed, posts.TakesNoClaims, TransferInstead, TransferWaits."""
    post = posts.require_handling(session, code, day)
    if post.code == claim.post:
        return
    if by.role is Role.ATTACHE:
        raise TransferInstead("post")
    require_none_offered(session, claim)
    claim.post = post.code


def require_none_offered(session: Session, claim: Claim) -> None:
    """Require that no offer of this claim waits. Refuses: TransferWaits."""
    asked = select(Transfer).where(col(Transfer.claim) == claim.reference, is_waiting())
    if session.execute(asked).first():
        raise TransferWaits("post")


def answer(
    session: Session, number: str, answer_input: AnswerInput, *, by: Actor, on: datetime
) -> Transfer:
    """Accept or decline the claim as the receiving post; the offering post may take its offer back.

    Refuses: NotFound, NothingOffered, TransferAnswered, OnlyTheReceiver, ReasonNeeded,
    ReceiverClosed, payments.ClosedClaim, persons.ErasedPerson."""
    claim = session.get(Claim, number, with_for_update=True)
    row = _find(session, number, by)
    if claim is None:
        raise NotFound
    if row is None:
        raise NothingOffered
    if row.state is not TransferState.OFFERED:
        raise TransferAnswered
    receives = may_accept(row, by)
    if not receives and (answer_input.accept or not may_offer(claim, by)):
        raise OnlyTheReceiver
    if not answer_input.accept and not answer_input.reason:
        raise ReasonNeeded("reason")
    if answer_input.accept:
        _require_open(session, row, tashkent_day(on))
    persons.require_not_erased(session, claim.citizen)
    row.answer = vault.seal(session, claim.citizen, "claim_transfers.answer", answer_input.reason)
    row.answered_by, row.answered_at, row.accepted = by.account, on, answer_input.accept
    if answer_input.accept:
        _move(session, claim, row, by=by, on=on)
    session.flush()
    act = "accept_transfer" if answer_input.accept else "decline_transfer"
    journal.write(session, act, "claim", number, by=by, on=on)
    offered = NoticeKind.TRANSFER_OFFERED
    responsible_officers.drop_of_post(session, number, row.to, offered, "transfer")
    kind = NoticeKind.TRANSFER_ACCEPTED if row.accepted else NoticeKind.TRANSFER_DECLINED
    staff_notices.notify(session, [row.offered_by], kind, "transfer", number, by=by, on=on)
    return row


def _require_open(session: Session, row: Transfer, day: date) -> None:
    """Require that the receiving post can be given a claim. Refuses: ReceiverClosed."""
    try:
        posts.require_handling(session, row.to, day)
    except (posts.PostClosed, posts.TakesNoClaims) as reason:
        raise ReceiverClosed("accept") from reason


def _move(session: Session, claim: Claim, row: Transfer, *, by: Actor, on: datetime) -> None:
    """Make the receiving post responsible, and its attaché the owner."""
    payments.require_open(claim)
    session.add(
        Assignment(
            claim=claim.reference,
            came_from=wage_claims.owner(claim),
            to=by.account,
            officer=by.account,
            at=on,
        )
    )
    claim.post, claim.owner = row.to, by.account


def lapse(session: Session, claim: Claim, *, on: datetime) -> None:
    """Let the offer of a claim lapse: the claim closes, or its place of work was corrected."""
    asked = select(Transfer).where(col(Transfer.claim) == claim.reference, is_waiting())
    for row in session.execute(asked).scalars():
        row.lapsed_at = on


def is_waiting() -> ColumnElement[bool]:
    """Return the SQL condition for offers that nobody has answered."""
    return and_(col(Transfer.answered_at).is_(None), col(Transfer.lapsed_at).is_(None))


def _find(session: Session, number: str, by: Actor) -> Transfer | None:
    """Return the offer of a claim that waits, else the latest; None where it never was offered.

    Refuses: NotFound, where the actor's posts take no part in it."""
    asked = (
        select(Transfer)
        .where(col(Transfer.claim) == number)
        .order_by(is_waiting().desc(), col(Transfer.offered_at).desc(), col(Transfer.reference))
    )
    if by.role is Role.ATTACHE:
        seen = select(col(Claim.reference)).where(wage_claims.within(by))
        mine = or_(col(Transfer.to).in_(sorted(by.posts)), col(Transfer.claim).in_(seen))
        asked = asked.where(mine)
    row: Transfer | None = session.execute(asked.limit(1)).scalars().first()
    if row is None:
        wage_claims.get(session, number, by=by)
    return row


def latest(session: Session, number: str, *, by: Actor) -> TransferDetails | None:
    """Return the latest transfer of a claim for its two sides, or None. Refuses: NotFound."""
    row = _find(session, number, by)
    return details(session, [row])[0] if row else None


_OF_CLAIM = (
    select(Transfer)
    .where(col(Transfer.claim) == bindparam("claim"))
    .order_by(col(Transfer.offered_at).desc())
)


def list_for_claim(session: Session, claim: Claim) -> list[TransferDetails]:
    """Return the transfers of a claim, newest first."""
    rows = session.execute(_OF_CLAIM, {"claim": claim.reference}).scalars()
    return details(session, list(rows))


def waiting(by: Actor) -> list[ColumnElement[bool]]:
    """Return the SQL conditions for offers to and from the actor's posts; other roles see all."""
    if by.role is not Role.ATTACHE:
        return [is_waiting()]
    here = sorted(by.posts)
    return [is_waiting(), or_(col(Transfer.to).in_(here), col(Transfer.came_from).in_(here))]


def count_to_answer(session: Session, *, by: Actor) -> int:
    """Return the number of offers that wait for an answer of the actor's posts."""
    asked = select(func.count()).select_from(Transfer).where(is_waiting())
    here = col(Transfer.to).in_(sorted(by.posts))
    return session.execute(asked.where(here)).scalar() or 0


def details(session: Session, rows: list[Transfer]) -> list[TransferDetails]:
    """Return transfers with their texts decrypted."""
    claims = {row.claim: session.get_one(Claim, row.claim) for row in rows}
    reasons, answers = (
        vault.unseal_all(
            session,
            [
                (claims[row.claim].citizen, f"claim_transfers.{name}", getattr(row, name))
                for row in rows
            ],
        )
        for name in ("reason", "answer")
    )
    return [
        TransferDetails(
            row.reference,
            row.claim,
            row.came_from,
            row.to,
            row.state,
            reason,
            row.offered_by,
            row.offered_at,
            answered,
            row.answered_by,
            row.answered_at,
        )
        for row, reason, answered in zip(rows, reasons, answers, strict=True)
    ]
