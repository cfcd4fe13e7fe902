"""What a wage claim is made of when it is told to its worker: times in UTC, sums in minor units of their currency."""

from datetime import date, datetime

import msgspec

from service.casework.money.instalments import Part
from service.casework.money.money_entries import Balance
from service.casework.money.payees import Destination
from service.casework.workflow.representatives import Speaker


class Owed(msgspec.Struct):
    """One line of a claim, in minor units."""

    component: str
    currency: str
    claimed: int
    documented: int | None
    agreed: int | None


class Moved(msgspec.Struct):
    """One step of a claim, with what was to happen next."""

    at: datetime
    came_from: str
    to: str
    next_action: str
    due: date | None


class Doing(msgspec.Struct):
    """What an officer did on a claim besides its steps, on a day of its place, and what was to happen next."""

    kind: str
    other: str
    day: date
    moment: datetime | None
    words: str
    next_action: str
    due: date
    at: datetime


class Paid(msgspec.Struct):
    """Money received, in minor units; usd and uzs by the rate of that day, nothing where there was none."""

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


class HandedOver(msgspec.Struct):
    """Money that was held for the worker and handed to them, in minor units."""

    on: date
    amount: int
    currency: str


class Reminded(msgspec.Struct):
    """What was written on a claim by night: about which part of it, of which day, at most so many days before."""

    at: datetime
    about: str
    day: date
    days: int


class Written(msgspec.Struct):
    """A letter that was made for a claim, with all its words; void_reason says why it does not hold any more."""

    number: str
    kind: str
    language: str
    at: datetime
    words: str
    voided_at: datetime | None
    void_reason: str


class Fee(msgspec.Struct):
    """What was taken from money held for the worker, in minor units."""

    on: date
    fee: str
    amount: int
    currency: str


class Waits(msgspec.Struct):
    """Money that did not reach the worker, why and since when, and when it did after all."""

    since: date
    hurdle: str
    amount: int
    currency: str
    delivered_on: date | None


class Together(msgspec.Struct):
    """The group in which the claim stands or stood; why is what an officer wrote when its worker left."""

    group: str
    joined: date
    left: date | None
    why: str


class Decided(msgspec.Struct):
    """What a second officer was asked about the claim, and what came of it."""

    asked: str
    asked_at: datetime
    state: str
    decided_at: datetime | None


class Audited(msgspec.Struct):
    """That a supervisor looked at the claim once it was closed, and whether they found it in order."""

    verdict: str
    at: datetime


class Enclosed(msgspec.Struct):
    """A file that was sent for a claim, or a receipt of a payment; officer is empty where the person sent it."""

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


class PaidFor(msgspec.Struct):
    """What was paid for going abroad to work, with its receipts."""

    vacancy: str
    cost: str
    amount: int
    currency: str
    paid_on: date
    recipient: str
    paper: bool
    receipts: list[Enclosed]


class Case(msgspec.Struct):
    """A wage claim, and the advice session from which it came. What officers wrote to each other about it is told by number
    alone, that it was given from one to another by the moment."""

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
    lines: list[Owed]
    balances: list[Balance]
    steps: list[Moved]
    acts: list[Doing]
    payments: list[Paid]
    pay_outs: list[HandedOver]
    reminders: list[Reminded]
    given_on: list[datetime]
    letters: list[Written]
    evidence: list[Enclosed]
    instalments: list[Part]
    deductions: list[Fee]
    undelivered: list[Waits]
    representatives: list[Speaker]
    payee: Destination | None
    group: Together | None
    approvals: list[Decided]
    audits: list[Audited]
    notes_of_officers: int
