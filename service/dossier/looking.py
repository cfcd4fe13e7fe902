"""What a person's file says of their looking for work: what they told, and what was found for them."""

from datetime import date

import msgspec

from matching.describing import Held, Tongue, Trade


class Suits(msgspec.Struct):
    """A vacancy that was found to suit somebody, with its points, and when they were told of it as new."""

    vacancy: str
    points: int
    found_on: date
    told_on: date | None = None


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
    ranked: list[Suits]
    alerts: list[Suits]
