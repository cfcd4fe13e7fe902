"""Schema of a wage claim in a personal export.

Times are in UTC, amounts in minor units of their currency."""

from datetime import date, datetime

import msgspec

from service.casework.money.instalments import Part
from service.casework.money.money_entries import Balance
from service.casework.money.payees import Destination
from service.casework.workflow.representatives import RepresentativeDetails


class CorrectedValue(msgspec.Struct):
    field: str
    before: str
    after: str


class CorrectionRecord(msgspec.Struct):
    """One correction of a record; the officer's reason is a note to colleagues."""

    number: int
    at: datetime
    changes: list[CorrectedValue]


class LineRecord(msgspec.Struct):
    """One line of a claim, in minor units."""

    component: str
    currency: str
    claimed: int
    documented: int | None
    agreed: int | None


class NoteRecord(msgspec.Struct):
    """What the person added to a claim in their own words, for the officers."""

    at: datetime
    text: str


class StepRecord(msgspec.Struct):
    """One step of a claim, with the next action set by it."""

    at: datetime
    came_from: str
    to: str
    next_action: str
    due: date | None
    happened_on: date | None


class ActivityRecord(msgspec.Struct):
    """An officer's activity on a claim other than a step, with the next action set by it.

    `day` is the date at the claim's place."""

    kind: str
    other: str
    day: date
    moment: datetime | None
    words: str
    next_action: str
    due: date
    at: datetime


class PaymentRecord(msgspec.Struct):
    """A payment received, in minor units; it is counted no more since `reversed_on`.

    `usd` and `uzs` use the rate of that day, and are None where there was none."""

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
    reversed_on: date | None


class PayOutRecord(msgspec.Struct):
    """Held money that was paid out, in minor units; `heir` is the relative, if not the worker."""

    on: date
    amount: int
    currency: str
    heir: str | None
    reversed_on: date | None


class ReminderRecord(msgspec.Struct):
    """A reminder written on a claim by the nightly run.

    It names the part of the claim, the day it is about, and how many days before at most."""

    at: datetime
    about: str
    day: date
    days: int


class LetterRecord(msgspec.Struct):
    """A letter made for a claim, with its full text; `void_reason` says why it is void."""

    number: str
    kind: str
    language: str
    at: datetime
    words: str
    voided_at: datetime | None
    void_reason: str


class DeductionRecord(msgspec.Struct):
    """A deduction from money held for the worker, in minor units."""

    on: date
    fee: str
    amount: int
    currency: str
    reversed_on: date | None


class UndeliveredRecord(msgspec.Struct):
    """Money that did not reach the worker: why, since when, how it was found out, and when it was
    delivered; `receipt` is the number of the notice."""

    since: date
    hurdle: str
    amount: int
    currency: str
    discovery: str
    receipt: str
    delivered_on: date | None
    reversed_on: date | None


class GroupRecord(msgspec.Struct):
    """The group to which the claim belongs or belonged.

    `why` is the officer's reason when the worker left."""

    group: str
    joined: date
    left: date | None
    why: str


class ApprovalRecord(msgspec.Struct):
    """A request for a second officer's approval on the claim, and its outcome."""

    asked: str
    asked_at: datetime
    state: str
    decided_at: datetime | None


class TransferRecord(msgspec.Struct):
    """An offer of the claim by one post to another, and whether it was accepted."""

    came_from: str
    to: str
    state: str
    offered_at: datetime
    answered_at: datetime | None


class AuditRecord(msgspec.Struct):
    """A supervisor's audit of the closed claim and its verdict."""

    verdict: str
    at: datetime


class EvidenceRecord(msgspec.Struct):
    """A file sent for a claim, or a receipt of a payment.

    `officer` is empty if the person sent it."""

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
    """A cost paid for going abroad to work, with its receipts.

    `refund` is the claim or complaint by which it was asked back, or empty."""

    vacancy: str
    cost: str
    amount: int
    currency: str
    paid_on: date
    recipient: str
    paper: bool
    receipts: list[EvidenceRecord]
    refund: str


class ClaimRecord(msgspec.Struct):
    """A wage claim, with the advice session from which it came.

    Of officers' notes to each other only the number is given, of reassignments only the time."""

    reference: str
    came_from: str | None
    state: str
    employer: str
    country: str
    city: str
    post: str | None
    worked_from: date | None
    worked_to: date | None
    story: str
    notes: list[NoteRecord]
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
    transfers: list[TransferRecord]
    audits: list[AuditRecord]
    corrections: list[CorrectionRecord]
    notes_of_officers: int
