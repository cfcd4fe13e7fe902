"""What each kind of request about a record needs, and the card that the second person reads."""

from collections.abc import Callable

import msgspec
from sqlmodel import Session

from catalog.core.approvals import Approval, ApprovalDetails, Subject
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.infra.access import Permission


class FactLabel(LabelledEnum):
    """The names of facts on a card."""

    AGENCY = "agency", N_("Agency")
    AMOUNT = "amount", N_("Amount")
    BALANCE = "balance", N_("Balance")
    BANK = "bank", N_("Bank")
    CLAIM = "claim", N_("Wage claim")
    EMPLOYER = "employer", N_("Employer")
    MOVEMENT = "movement", N_("What happened")
    NUMBER = "number", N_("Payment or decision number")
    PLACES = "places", N_("Places")
    STATE = "state", N_("Status")


class Fact(msgspec.Struct, frozen=True):
    """A fact on a card: a text, a value of the label list `labels`, or an amount in minor units."""

    label: FactLabel
    text: str = ""
    labels: str = ""
    amount: int | None = None
    currency: str = ""


class Card(msgspec.Struct, frozen=True):
    """What the second person reads of a record; `link` is the address of its page."""

    title: str
    link: str
    facts: list[Fact]


class Rule(msgspec.Struct, frozen=True):
    """Who may decide a kind of request, which record it is about, and what approval does.

    `carry_out` is called with the session, the request, `by` and `on`."""

    permission: Permission
    noun: str
    carry_out: Callable[..., object]
    card: Callable[[Session, ApprovalDetails], Card]

    def subject(self, row: Approval) -> Subject:
        return Subject(self.noun, row.subject)
