"""What a person's file is made of when it is told to them: times in UTC, sums in minor units of their currency."""

from datetime import date, datetime

import msgspec

from service.casework.books import Balance
from service.casework.instalments import Part
from service.casework.parties import Speaker
from service.casework.payees import Destination
from service.dossier.opened import Look


class Person(msgspec.Struct):
    """One record of the person; where they were entered twice there are two."""

    reference: str
    name: str
    phone: str
    passport: str
    pinfl: str
    language: str
    sex: str
    age_band: str
    region: str
    recorded_at: datetime


class SignedIn(msgspec.Struct):
    at: datetime
    seen_at: datetime
    browser: str


class Entrance(msgspec.Struct):
    """The person's own account, and where it is signed in."""

    reference: str
    name: str
    opened_at: datetime
    sign_ins: list[SignedIn]


class Said(msgspec.Struct):
    """The advice text that stood before the officer: its topic, its country or "" for every country, its version."""

    topic: str
    country: str
    version: int


class CalledBack(msgspec.Struct):
    """What was done on or about a day agreed for a call: the call was made, or put off to another day."""

    at: datetime
    due: date
    put_off_to: date | None


class Talk(msgspec.Struct):
    """One advice session, with what the adviser noted about the person."""

    reference: str
    matter: str
    at: datetime
    channel: str
    topic: str
    level: str
    outcome: str
    country: str | None
    post: str | None
    occupation_major: str | None
    follow_up_on: date | None
    note: str
    texts: list[Said]
    called_back: list[CalledBack]


class Problem(msgspec.Struct):
    """A legal problem that one or more sessions were about."""

    reference: str
    topic: str
    country: str | None
    opened_at: datetime


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


class Enclosed(msgspec.Struct):
    """A file that was sent for a claim; officer is empty where the person sent it."""

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
    notes_of_officers: int


class Sent(msgspec.Struct):
    """A message to the person's number; its words are not repeated, since codes are among them."""

    put_at: datetime
    sent_at: datetime | None
    channel: str


class Kept(msgspec.Struct):
    """A reason in law for which the file may not be erased, or might not."""

    since: datetime
    reason: str
    lifted_at: datetime | None


class Asked(msgspec.Struct):
    """A request to erase the file."""

    asked_at: datetime
    by_oneself: bool
    reason: str
    state: str
    decided_at: datetime | None
    answer: str


class File(msgspec.Struct):
    """Everything about one person."""

    reference: str
    told_at: datetime
    persons: list[Person]
    account: Entrance | None
    matters: list[Problem]
    advice: list[Talk]
    claims: list[Case]
    messages: list[Sent]
    opened: list[Look]
    holds: list[Kept]
    erasures: list[Asked]
    # The same for everybody, so that it tells nothing to whoever finds this file.
    left_out: str = (
        "What officers keep under special lock is not in this file. An officer reads it to you when you ask."
    )
