"""Schema of a person's file in a personal export.

Times are in UTC, amounts in minor units of their currency."""

from datetime import date, datetime

import msgspec

from service.privacy.access_log import AccessEntry
from service.privacy.claim_schema import (
    ClaimRecord,
    CorrectionRecord,
    EvidenceRecord,
    PaidCostRecord,
)
from service.privacy.incident_schema import IncidentRecord
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
    """One record of the person; a person entered twice has two."""

    reference: str
    name: str
    phone: str
    passport: str
    pinfl: str
    language: str
    sex: str
    age_band: str
    region: str
    birth_year: int | None
    recorded_at: datetime
    corrections: list[CorrectionRecord]


class SignInRecord(msgspec.Struct):
    at: datetime
    seen_at: datetime
    browser: str


class AccountRecord(msgspec.Struct):
    """The person's own account and its login sessions."""

    reference: str
    name: str
    opened_at: datetime
    sign_ins: list[SignInRecord]


class AdviceTextRecord(msgspec.Struct):
    """The advice text shown to the officer.

    It is given by topic, country ("" for every country) and version."""

    topic: str
    country: str
    version: int


class CallbackRecord(msgspec.Struct):
    """A callback that was made on or about the agreed day, or put off to another day."""

    at: datetime
    due: date
    put_off_to: date | None


class AdviceSessionRecord(msgspec.Struct):
    """One advice session, with the adviser's notes on the person."""

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
    voided_at: datetime | None
    corrections: list[CorrectionRecord]
    texts: list[AdviceTextRecord]
    called_back: list[CallbackRecord]


class Problem(msgspec.Struct):
    """A legal problem that one or more sessions were about."""

    reference: str
    topic: str
    country: str | None
    opened_at: datetime


class PlacementRecord(msgspec.Struct):
    """A contract for work abroad and how far the worker came.

    It also says who confirmed the arrival, and why the placement failed if it did."""

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
    corrections: list[CorrectionRecord]
    documents: list[EvidenceRecord]


class MessageRecord(msgspec.Struct):
    """A message to the person's number; its text is omitted, since it may contain a code."""

    put_at: datetime
    sent_at: datetime | None
    channel: str


class HoldRecord(msgspec.Struct):
    """A legal reason for which the file may not, or might not, be erased."""

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
    """An application for work, how far it came, and why it ended if it was refused."""

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
    """An entry in a quota round.

    It has its public code, its vacancies with points (highest first) and its result."""

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
    """A worker's wage diary, and the claim made from it."""

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
    """The person's complaint about an agency, what the agency may see, and its answer."""

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
    receipts: list[EvidenceRecord]


class File(msgspec.Struct):
    """Everything about one person."""

    reference: str
    told_at: datetime
    persons: list[Person]
    account: AccountRecord | None
    matters: list[Problem]
    advice: list[AdviceSessionRecord]
    claims: list[ClaimRecord]
    incidents: list[IncidentRecord]
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
    # The same for everybody, so that it reveals nothing to anyone who finds this file.
    left_out: str = (
        "Information that officers store separately is not in this file. "
        "An officer reads it to you when you ask."
    )
