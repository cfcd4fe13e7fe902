"""What a wage claim is made of when it is told to its worker: times in UTC, sums in minor units of
their currency."""

from datetime import date, datetime

import msgspec

from service.casework.money.instalments import Part
from service.casework.money.money_entries import Balance
from service.casework.money.payees import Destination
from service.casework.workflow.representatives import RepresentativeDetails


class LineRecord(msgspec.Struct):
    """One line of a claim, in minor units."""

    component: str
    currency: str
    claimed: int
    documented: int | None
    agreed: int | None


class StepRecord(msgspec.Struct):
    """One step of a claim, with what was to happen next."""

    at: datetime
    came_from: str
    to: str
    next_action: str
    due: date | None


class ActivityRecord(msgspec.Struct):
    """What an officer did on a claim besides its steps, on a day of its place, and what was to
    happen next."""

    kind: str
    other: str
    day: date
    moment: datetime | None
    words: str
    next_action: str
    due: date
    at: datetime


class PaymentRecord(msgspec.Struct):
    """Money received, in minor units; usd and uzs by the rate of that day, nothing where there was
    none."""

    on: date
    amount: int
    currency: str
    payer: str
    method: str
    hand: str
    usd: int | None
    uzs: int | None
    rate_on: date | None
    rate_source: str


class PayOutRecord(msgspec.Struct):
    """Money that was held for the worker and handed to them, in minor units."""

    on: date
    amount: int
    currency: str


class ReminderRecord(msgspec.Struct):
    """What was written on a claim by night: about which part of it, of which day, at most so many
    days before."""

    at: datetime
    about: str
    day: date
    days: int


class LetterRecord(msgspec.Struct):
    """A letter that was made for a claim, with all its words; void_reason says why it does not hold
    any more."""

    number: str
    kind: str
    language: str
    at: datetime
    words: str
    voided_at: datetime | None
    void_reason: str


class DeductionRecord(msgspec.Struct):
    """What was taken from money held for the worker, in minor units."""

    on: date
    fee: str
    amount: int
    currency: str


class UndeliveredRecord(msgspec.Struct):
    """Money that did not reach the worker, why and since when, and when it did after all."""

    since: date
    hurdle: str
    amount: int
    currency: str
    delivered_on: date | None


class GroupRecord(msgspec.Struct):
    """The group in which the claim stands or stood; why is what an officer wrote when its worker
    left."""

    group: str
    joined: date
    left: date | None
    why: str


class ApprovalRecord(msgspec.Struct):
    """What a second officer was asked about the claim, and what came of it."""

    asked: str
    asked_at: datetime
    state: str
    decided_at: datetime | None


class AuditRecord(msgspec.Struct):
    """That a supervisor looked at the claim once it was closed, and whether they found it in
    order."""

    verdict: str
    at: datetime


class EvidenceRecord(msgspec.Struct):
    """A file that was sent for a claim, or a receipt of a payment; officer is empty where the
    person sent it."""

    reference: str
    number: int
    kind: str
    name: str
    size: int
    media: str
    state: str
    reason: str
    officer: str
    at: datetime


class PaidCostRecord(msgspec.Struct):
    """What was paid for going abroad to work, with its receipts."""

    vacancy: str
    cost: str
    amount: int
    currency: str
    paid_on: date
    recipient: str
    paper: bool
    receipts: list[EvidenceRecord]


class ClaimRecord(msgspec.Struct):
    """A wage claim, and the advice session from which it came. What officers wrote to each other
    about it is told by number alone, that it was given from one to another by the moment."""

    reference: str
    came_from: str | None
    state: str
    employer: str
    country: str
    city: str
    post: str | None
    worked_from: date
    worked_to: date
    story: str
    channel: str
    occupation_major: str | None
    filed_at: datetime
    next_action: str
    due: date
    closing_reason: str
    lines: list[LineRecord]
    balances: list[Balance]
    steps: list[StepRecord]
    acts: list[ActivityRecord]
    payments: list[PaymentRecord]
    pay_outs: list[PayOutRecord]
    reminders: list[ReminderRecord]
    given_on: list[datetime]
    letters: list[LetterRecord]
    evidence: list[EvidenceRecord]
    instalments: list[Part]
    deductions: list[DeductionRecord]
    undelivered: list[UndeliveredRecord]
    representatives: list[RepresentativeDetails]
    payee: Destination | None
    group: GroupRecord | None
    approvals: list[ApprovalRecord]
    audits: list[AuditRecord]
    notes_of_officers: int
