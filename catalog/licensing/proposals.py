"""Proposals about licences and the black list: proposed by one officer, decided by a second."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.actor import Actor
from catalog.core.fields import Line, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers.blacklist import BarredKind, Reason
from catalog.licensing import licence_applications
from catalog.licensing.licences import State
from i18n import N_


class ProposedAction(LabelledEnum):
    GRANT = "grant", N_("Grant the licence")
    RENEW = "renew", N_("Renew the licence")
    REFUSE = "refuse", N_("Refuse the application")
    SUSPEND = "suspend", N_("Suspend the licence")
    SURVEIL = "surveil", N_("Place under monitoring")
    REVOKE = "revoke", N_("Revoke the licence")
    ANNUL = "annul", N_("Annul the licence")
    SURRENDER = "surrender", N_("Record that the licence has been surrendered")
    LIFT = "lift", N_("Lift an order")
    BAR = "bar", N_("Add to the blacklist")
    UNBAR = "unbar", N_("Remove from the blacklist")


class Outcome(LabelledEnum):
    WAITING = "waiting", N_("waiting for a second signature")
    CONFIRMED = "confirmed", N_("confirmed")
    SENT_BACK = "sent_back", N_("sent back")
    WITHDRAWN = "withdrawn", N_("withdrawn")


_LIVING = frozenset({State.VALID, State.EXPIRING, State.SURVEILLANCE})
_EXISTING = _LIVING | {State.SUSPENDED, State.GRANTED_NOT_ACTIVE, State.EXPIRED}
# The states of the licence from which an act is possible; a lift and acts on the black list depend
# on an order or an entry instead.
ALLOWED_FROM: dict[ProposedAction, frozenset[State]] = {
    ProposedAction.GRANT: frozenset({State.APPLIED}),
    ProposedAction.RENEW: licence_applications.RENEWABLE,
    ProposedAction.REFUSE: frozenset({State.APPLIED}) | licence_applications.RENEWABLE,
    ProposedAction.SUSPEND: _LIVING | {State.GRANTED_NOT_ACTIVE},
    ProposedAction.SURVEIL: frozenset({State.VALID, State.EXPIRING}),
    ProposedAction.REVOKE: _EXISTING,
    ProposedAction.ANNUL: _EXISTING,
    ProposedAction.SURRENDER: _EXISTING,
}
PETITION_ACTIONS = frozenset({ProposedAction.GRANT, ProposedAction.RENEW, ProposedAction.REFUSE})
_BINDING = frozenset(
    {
        ProposedAction.SUSPEND,
        ProposedAction.SURVEIL,
        ProposedAction.REVOKE,
        ProposedAction.ANNUL,
        ProposedAction.SURRENDER,
    }
)
# The fields required besides the reason and the number of the decision.
NEEDS: dict[ProposedAction, tuple[str, ...]] = {
    ProposedAction.GRANT: ("licence_no", "valid_from", "valid_to"),
    ProposedAction.RENEW: ("valid_to",),
    ProposedAction.BAR: ("code", "starts_on"),
    **dict.fromkeys(_BINDING, ("starts_on",)),
}


class Proposal(SQLModel, table=True):
    """A proposal of one officer with the second one's answer; it is never changed, only decided."""

    __tablename__ = "licence_proposals"
    reference: str = Field(default_factory=lambda: reference("D"), primary_key=True, max_length=24)
    act: str = Field(max_length=10)
    agency: str | None = Field(
        default=None, foreign_key="agencies.external_id", index=True, max_length=60
    )
    employer: str | None = Field(
        default=None, foreign_key="employers.reference", index=True, max_length=24
    )
    licence: int | None = Field(default=None, foreign_key="licences.id")
    petition: str | None = Field(
        default=None, foreign_key="licence_petitions.reference", max_length=24
    )
    order: int | None = Field(default=None, foreign_key="licence_orders.id")
    entry: int | None = Field(default=None, foreign_key="black_list.id")
    barred: str = Field(default="", max_length=8)
    code: str = Field(default="", max_length=20)
    authority: str = Field(default="", max_length=120)
    number: str = Field(max_length=60)
    reason: str = Field(max_length=200)
    starts_on: date | None = None
    until: date | None = None
    licence_no: str = Field(default="", max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    provisional: bool = False
    proposed_by: str = Field(max_length=40)
    proposed_at: datetime
    outcome: str = Field(default=Outcome.WAITING.value, index=True, max_length=10)
    decided_by: str = Field(default="", max_length=40)
    decided_at: datetime | None = None
    answer: str = Field(default="", max_length=200)


class NewProposal(msgspec.Struct, forbid_unknown_fields=True):
    act: ProposedAction
    reason: Line
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    authority: Annotated[str, msgspec.Meta(max_length=120)] = ""
    starts_on: date | None = None
    until: date | None = None
    licence_no: Annotated[str, msgspec.Meta(max_length=40)] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    provisional: bool = False
    order: int | None = None
    entry: int | None = None
    barred: BarredKind | None = None
    code: Reason | None = None


def noun(row: Proposal) -> tuple[str, str]:
    """The record of the register under which a proposal is journalled."""
    return ("employer", row.employer) if row.employer else ("licence", str(row.agency))


def list_waiting(session: Session, agency: str = "") -> list[Proposal]:
    """The proposals that wait for a second signature, of one agency or of all, oldest first."""
    asked = select(Proposal).where(col(Proposal.outcome) == Outcome.WAITING.value)
    if agency:
        asked = asked.where(col(Proposal.agency) == agency)
    return list(
        session.execute(
            asked.order_by(col(Proposal.proposed_at), col(Proposal.reference))
        ).scalars()
    )


def count_waiting(session: Session, *, by: Actor) -> int:
    """How many proposals this officer could sign: those of others."""
    asked = select(func.count()).select_from(Proposal).where(signable(by))
    return session.execute(asked).scalar() or 0


def signable(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for waiting proposals of others."""
    return and_(
        col(Proposal.outcome) == Outcome.WAITING.value, col(Proposal.proposed_by) != by.account
    )


def list_for_agency(session: Session, agency: str) -> list[Proposal]:
    """All proposals about an agency, newest first."""
    asked = select(Proposal).where(col(Proposal.agency) == agency)
    return list(session.execute(asked.order_by(col(Proposal.proposed_at).desc())).scalars())
