"""What a person’s file says of their looking for work: what they told, what was found for them, of
what they were told."""

from datetime import date, datetime

import msgspec

from matching.profiles.profile_edits import LanguageInput, PaperInput, TradeInput


class MatchRecord(msgspec.Struct):
    """A vacancy that was found to suit somebody, with its points, and when they were told of it as
    new."""

    vacancy: str
    points: int
    found_on: date
    told_on: date | None = None


class JobProfileRecord(msgspec.Struct):
    """What somebody who looks for work said of themselves and wished for; wage in minor units a
    month."""

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
    """A search for vacancies that was kept, as the address that finds it, and whether its person is
    told of what is new."""

    name: str
    query: str
    tell: bool
    at: datetime
    seen_at: datetime
    told_at: datetime | None


class NoticeRecord(msgspec.Struct):
    """That a notice was sent: about a paper, a language test, an application or what was new, of
    which day."""

    about: str
    day: date
    at: datetime


class ProposalRecord(msgspec.Struct):
    """A vacancy that an officer proposed, and when the person said that it is not for them."""

    vacancy: str
    at: datetime
    declined_at: datetime | None
