"""What a person's file is made of when it is told to them: times in UTC, sums in minor units of
their currency."""

from datetime import date, datetime

import msgspec

from service.privacy.access_log import AccessEntry
from service.privacy.claim_schema import ClaimRecord, PaidCostRecord
from service.privacy.job_search_schema import (
    JobProfileRecord,
    NoticeRecord,
    ProposalRecord,
    SavedSearchRecord,
)
from service.privacy.journey_schema import (
    CheckInRecord,
    ContractRecord,
    PreDepartureRecord,
    ReturnRecord,
)


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


class SignInRecord(msgspec.Struct):
    at: datetime
    seen_at: datetime
    browser: str


class AccountRecord(msgspec.Struct):
    """The person's own account, and where it is signed in."""

    reference: str
    name: str
    opened_at: datetime
    sign_ins: list[SignInRecord]


class AdviceTextRecord(msgspec.Struct):
    """The advice text that stood before the officer: its topic, its country or "" for every
    country, its version."""

    topic: str
    country: str
    version: int


class CallbackRecord(msgspec.Struct):
    """What was done on or about a day agreed for a call: the call was made, or put off to another
    day."""

    at: datetime
    due: date
    put_off_to: date | None


class AdviceSessionRecord(msgspec.Struct):
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
    texts: list[AdviceTextRecord]
    called_back: list[CallbackRecord]


class Problem(msgspec.Struct):
    """A legal problem that one or more sessions were about."""

    reference: str
    topic: str
    country: str | None
    opened_at: datetime


class PlacementRecord(msgspec.Struct):
    """A contract for work abroad, how far its worker came, who says that they arrived, and why it
    came to nothing if it did."""

    reference: str
    agency: str
    channel: str
    contract: str
    vacancy: str | None
    employer: str
    country: str | None
    city: str
    state: str
    signed_on: date
    departed_on: date | None
    arrived_on: date | None
    confirmed: str | None
    post: str | None
    why: str | None
    occupation_major: str | None
    sex: str
    age_band: str
    region: str
    recorded_at: datetime
    check_ins: list[CheckInRecord]
    came_home: ReturnRecord | None


class MessageRecord(msgspec.Struct):
    """A message to the person's number; its words are not repeated, since codes are among them."""

    put_at: datetime
    sent_at: datetime | None
    channel: str


class HoldRecord(msgspec.Struct):
    """A reason in law for which the file may not be erased, or might not."""

    since: datetime
    reason: str
    lifted_at: datetime | None


class ErasureRecord(msgspec.Struct):
    """A request to erase the file."""

    asked_at: datetime
    by_oneself: bool
    reason: str
    state: str
    decided_at: datetime | None
    answer: str


class ApplicationRecord(msgspec.Struct):
    """An application for work, how far it came, and why it ended if somebody said no."""

    reference: str
    vacancy: str
    state: str
    why: str | None
    points: int | None
    consent: bool
    held_until: date | None
    interview_at: datetime | None
    applied_at: datetime
    handed_in_at: datetime | None
    moved_at: datetime
    contract: ContractRecord | None
    prepared: PreDepartureRecord | None


class LotteryEntryRecord(msgspec.Struct):
    """A part taken in a round of quota places: its public code, vacancies with points (the dearest
    first), and what came of it."""

    round: str
    code: str
    complete_on: date
    entered_at: datetime
    left_at: datetime | None
    wanted: list[tuple[str, int]]
    vacancy: str | None
    lost: str | None


class DiaryDayRecord(msgspec.Struct):
    """A day of a wage diary: minutes worked, and minor units paid."""

    day: date
    minutes: int
    paid: int


class Diary(msgspec.Struct):
    """A wage diary as its worker kept it, and the claim that it became."""

    reference: str
    employer: str
    country: str
    city: str
    wage: int
    currency: str
    period: str
    days_a_month: int
    claim: str | None
    days: list[DiaryDayRecord]


class ComplaintRecord(msgspec.Struct):
    """What the person said about an agency, how much of it the agency may see, and what it
    answered."""

    reference: str
    agency: str
    topic: str
    state: str
    words: str
    answer: str
    words_shown: bool
    contact_shown: bool
    filed_at: datetime
    answered_at: datetime | None
    decided_at: datetime | None


class File(msgspec.Struct):
    """Everything about one person."""

    reference: str
    told_at: datetime
    persons: list[Person]
    account: AccountRecord | None
    matters: list[Problem]
    advice: list[AdviceSessionRecord]
    claims: list[ClaimRecord]
    profiles: list[JobProfileRecord]
    applications: list[ApplicationRecord]
    searches: list[SavedSearchRecord]
    proposals: list[ProposalRecord]
    notices: list[NoticeRecord]
    rounds: list[LotteryEntryRecord]
    contracts: list[PlacementRecord]
    paid: list[PaidCostRecord]
    diaries: list[Diary]
    complaints: list[ComplaintRecord]
    messages: list[MessageRecord]
    opened: list[AccessEntry]
    holds: list[HoldRecord]
    erasures: list[ErasureRecord]
    # The same for everybody, so that it tells nothing to whoever finds this file.
    left_out: str = (
        "What officers keep under special lock is not in this file. "
        "An officer reads it to you when you ask."
    )
