"""What of a person’s file tells how they look for work: their profile, applications, saved searches and notices."""

from datetime import date, datetime

import msgspec

from matching.describing import Held, Tongue, Trade


class Applied(msgspec.Struct):
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


class Looks(msgspec.Struct):
    """What somebody who looks for work said of themselves and wished for; wage in minor units a month."""

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
    trades: list[Trade]
    tongues: list[Tongue]
    papers: list[Held]


class Searched(msgspec.Struct):
    """A search for vacancies that was kept, as the address that finds it, and whether its person is told of what is new."""

    name: str
    query: str
    tell: bool
    at: datetime
    seen_at: datetime
    told_at: datetime | None


class Noticed(msgspec.Struct):
    """That a notice was sent: about a paper, a language test, an application or the saved searches, of which day."""

    about: str
    day: date
    at: datetime
