"""Schema of a person's job search in a personal export: profile, matches, searches and notices."""

from datetime import date, datetime

import msgspec

from matching.profiles.profile_edits import LanguageInput, PaperInput, TradeInput


class MatchRecord(msgspec.Struct):
    """A vacancy that suits the person, with its points, and when they were notified of it."""

    vacancy: str
    points: int
    found_on: date
    told_on: date | None = None


class JobProfileRecord(msgspec.Struct):
    """A jobseeker's profile and preferences; `wage` is in minor units a month."""

    born_on: date | None
    education: str | None
    driving: str
    countries: str
    wage: int | None
    currency: str | None
    housing: bool | None
    available_from: date | None
    hour: str | None
    looking: bool
    told_of: bool
    trades: list[TradeInput]
    tongues: list[LanguageInput]
    papers: list[PaperInput]
    ranked: list[MatchRecord]
    alerts: list[MatchRecord]


class SavedSearchRecord(msgspec.Struct):
    """A saved search for vacancies.

    `query` is the address that runs it, `tell` says whether the person is notified of new
    results."""

    name: str
    query: str
    tell: bool
    at: datetime
    seen_at: datetime
    told_at: datetime | None


class NoticeRecord(msgspec.Struct):
    """A notice sent about a paper, a language test, an application or news, and its day."""

    about: str
    day: date
    at: datetime


class ProposalRecord(msgspec.Struct):
    """A vacancy that an officer proposed, and when the person declined it."""

    vacancy: str
    at: datetime
    declined_at: datetime | None
