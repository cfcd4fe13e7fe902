"""Officers' activities on a claim other than steps: calls, visits, letters, meetings, hearings.

Notes verbales are among them; a hearing may be in the future."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import InTheFuture, Prose
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import posts
from i18n import N_
from matching.identity import persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money.payments import BeforeTheWork
from service.casework.workflow import withdrawals
from service.casework.workflow.assignment import NothingToDo
from service.casework.workflow.state_machine import NextActionNeeded


class Kind(LabelledEnum):
    CALL = "call", N_("Telephone call")
    VISIT = "visit", N_("Visit")
    MEETING = "meeting", N_("Meeting")
    LETTER = "letter", N_("Letter")
    NOTE_VERBALE = "note_verbale", N_("Note verbale")
    HEARING = "hearing", N_("Hearing")


class OtherParty(LabelledEnum):
    """The party with whom an activity takes place, or the court before which it does."""

    WORKER = "worker", N_("Worker")
    EMPLOYER = "employer", N_("Employer")
    AUTHORITY = "authority", N_("State body")
    COURT = "court", N_("Court")
    OTHER = "other", N_("Somebody else")


# The other party by the kind of activity, unless given.
_WITH = {Kind.HEARING: OtherParty.COURT.value, Kind.NOTE_VERBALE: OtherParty.AUTHORITY.value}
Action = Annotated[str, Meta(max_length=200)]
Hour = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?\Z")]


class HourNeeded(Refusal):
    slug = "hour-needed"
    sentence = N_("Enter the start time of the hearing, for example 09:30.")


class ClaimAct(SQLModel, table=True):
    """One activity on a claim, on a date at its place; a hearing also has its time.

    It sets the claim's next action and due date."""

    __tablename__ = "claim_acts"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    kind: str = Field(max_length=12)
    other: str = Field(default="", max_length=12)
    day: date
    moment: datetime | None = Field(default=None, index=True)
    words: bytes | None = None
    next_action: bytes | None = None
    due: date
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("words", "next_action")


class NewAct(msgspec.Struct, forbid_unknown_fields=True):
    """Input for an activity, or a future hearing, and the next action.

    The default day is today; the hour is local to the claim's place. The claim keeps its next
    action, and the day of that while it has not passed, where the input leaves them out."""

    kind: Kind
    next_action: Action = ""
    due: date | None = None
    day: date | None = None
    hour: Hour | None = None
    other: OtherParty | None = None
    words: Prose | None = None


class ActivityDetails(msgspec.Struct, frozen=True):
    """One activity on a claim, its texts decrypted."""

    kind: str
    other: str
    day: date
    moment: datetime | None
    words: str
    next_action: str
    due: date
    officer: str
    at: datetime


def log(
    session: Session, claim: Claim, new_act: NewAct, *, by: Actor, on: datetime, day: date
) -> ClaimAct:
    """Record an activity and set the claim's next action; `day` is today at the claim's place.

    Refuses: assignment.NothingToDo, persons.ErasedPerson, state_machine.NextActionNeeded,
    withdrawals.WithdrawalOpen,
    HourNeeded, BeforeTheWork, fields.InTheFuture, fields.AlreadyOver, fields.TooFarAhead."""
    if claim.state == ClaimState.CLOSED:
        raise NothingToDo
    persons.require_not_erased(session, claim.citizen)
    held = new_act.day or day
    _require(claim, new_act, held, day)
    _require_not_withdrawn(session, claim, new_act)
    action, due = _what_follows(session, claim, new_act, day)
    other = new_act.other.value if new_act.other else _WITH.get(new_act.kind, "")
    row = ClaimAct(
        claim=claim.reference,
        kind=new_act.kind.value,
        other=other,
        day=held,
        due=due,
        moment=_moment(session, claim, held, new_act.hour),
        words=_seal(session, claim, "words", new_act.words),
        next_action=_seal(session, claim, "next_action", action),
        officer=by.account,
        at=on,
    )
    claim.next_action = wage_claims.seal_next(session, claim, action)
    claim.due, claim.moved_at = due, on
    session.add(row)
    session.flush()
    changed = ("acts", "next_action", "due")
    journal.write(session, "act", "claim", claim.reference, by=by, on=on, fields=changed)
    return row


def _what_follows(session: Session, claim: Claim, new_act: NewAct, today: date) -> tuple[str, date]:
    """Return the next action and its day: as given, or those that the claim has.

    A new action needs its own day. Refuses: NextActionNeeded, fields.AlreadyOver,
    fields.TooFarAhead."""
    action = new_act.next_action or wage_claims.next_action(session, claim)
    kept = claim.due if not new_act.next_action and claim.due >= today else None
    due = new_act.due or kept
    if not (action and due):
        raise NextActionNeeded("due" if action else "next_action")
    fields.require_ahead(due, today, "due")
    return action, due


def _require(claim: Claim, new_act: NewAct, held: date, today: date) -> None:
    """Require a possible day: only a hearing may be in the future."""
    if new_act.kind is Kind.HEARING and not new_act.hour:
        raise HourNeeded("hour")
    if held < claim.earliest:
        raise BeforeTheWork("day")
    if new_act.kind is not Kind.HEARING and held > today:
        raise InTheFuture("day")
    if held > today:
        fields.require_ahead(held, today, "day")


def _require_not_withdrawn(session: Session, claim: Claim, new_act: NewAct) -> None:
    """Require that a claim on hold is not taken up with the employer.

    With whom it was must then be stated, and a note verbale reaches the employer too. Refuses:
    withdrawals.WithdrawalOpen."""
    other = new_act.other or _WITH.get(new_act.kind, OtherParty.EMPLOYER.value)
    if new_act.kind is Kind.NOTE_VERBALE or other == OtherParty.EMPLOYER:
        withdrawals.require_not_withdrawn(session, claim, "other")


def _moment(session: Session, claim: Claim, held: date, hour: str | None) -> datetime | None:
    """Return an hour at the claim's place as a moment in UTC."""
    if hour is None:
        return None
    return datetime.combine(
        held, time.fromisoformat(hour), posts.zones(session)[claim.post]
    ).astimezone(UTC)


def _seal(session: Session, claim: Claim, name: str, clear: str | None) -> bytes | None:
    return vault.seal(session, claim.citizen, f"claim_acts.{name}", clear)


def list_for_claim(session: Session, claim: Claim) -> list[ActivityDetails]:
    """Return the activities on a claim with their texts, in order of recording."""
    rows = _rows(session, claim)
    words, actions = (
        vault.unseal_all(
            session, [(claim.citizen, f"claim_acts.{name}", getattr(row, name)) for row in rows]
        )
        for name in PERSONAL
    )
    return [
        ActivityDetails(
            row.kind, row.other, row.day, row.moment, text, action, row.due, row.officer, row.at
        )
        for row, text, action in zip(rows, words, actions, strict=True)
    ]


def days(session: Session, claim: Claim, until: datetime | None = None) -> list[tuple[str, date]]:
    """Return the kinds and days of activities shown to the worker, earliest first.

    With `until`, only those recorded by then."""
    rows = (row for row in _rows(session, claim) if until is None or row.at <= until)
    return sorted(((row.kind, row.day) for row in rows), key=lambda one: one[1])


_OF_CLAIM = (
    select(ClaimAct).where(col(ClaimAct.claim) == bindparam("claim")).order_by(col(ClaimAct.id))
)


def _rows(session: Session, claim: Claim) -> Sequence[Any]:
    return list(session.execute(_OF_CLAIM, {"claim": claim.reference}).scalars())
