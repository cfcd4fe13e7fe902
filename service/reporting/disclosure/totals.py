"""Wholes and parts: which published figures can be subtracted from one another."""

from enum import StrEnum

import msgspec


class Remainder(StrEnum):
    """What a whole contains beyond its parts."""

    NONE = "none"
    # People whom the part leaves out; they are not published, but anyone can subtract.
    OTHERS = "others"
    # A difference between unlike things that counts nobody: the part is only never larger than the
    # whole.
    NOBODY = "nobody"


class Whole(msgspec.Struct, frozen=True):
    """A figure, and another that is a part of it or its breakdown by a dimension; both by key."""

    key: str
    parts: str
    rest: Remainder = Remainder.NONE


_YEAR = (
    *(
        Whole("placements.total", f"placements.by_{one}")
        for one in ("country", "channel", "sex", "age", "region", "occupation")
    ),
    *(
        Whole("advice.sessions", f"advice.sessions_by_{one}")
        for one in ("topic", "channel", "outcome", "country")
    ),
    Whole("advice.sessions", "advice.sessions_by_posts", Remainder.OTHERS),
    Whole("advice.persons", "advice.persons_by_posts", Remainder.OTHERS),
    Whole("advice.persons", "advice.persons_possible_duplicates", Remainder.OTHERS),
    # Everyone advised had at least one session, and so had every legal problem.
    Whole("advice.sessions", "advice.persons", Remainder.NOBODY),
    Whole("advice.sessions", "advice.matters", Remainder.NOBODY),
    Whole("advice.sessions_by_posts", "advice.persons_by_posts", Remainder.NOBODY),
    Whole("advice.contacts", "advice.contacts_unanswered", Remainder.OTHERS),
    Whole("harm.helped", "harm.helped_by_posts"),
    Whole("wages.claims_filed", "wages.claims_by_country"),
    Whole("wages.claims_filed", "wages.claims_by_state"),
    Whole("wages.claims_filed", "wages.answered", Remainder.OTHERS),
    Whole("wages.recovered_usd", "wages.recovered_by_country"),
    Whole("wages.recovered_usd", "wages.recovered_by_office"),
    Whole("wages.recovered_usd", "wages.recovered"),
    Whole("fees.refunded", "fees.refunded_by_office"),
    Whole("deposits.returned", "deposits.returned_by_office"),
    Whole("benefits.received", "benefits.received_by_office"),
)

# Keys that only the monthly return of a post has.
_MONTH = (
    Whole("claims.closed", "claims.closed_by_reason"),
    Whole("claims.open", "claims.open_by_age"),
    Whole("money.received_usd", "money.received"),
)

WHOLES = _YEAR + _MONTH
