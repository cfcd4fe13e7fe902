"""The invented people of 2019, marked as such, with days spread over the year, and their agency."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, Kind, NewAgency
from matching.identity.persons import AgeBand, NewCitizen, Sex
from seed import reference

FIRST, DAYS = datetime(2019, 1, 1, 4, tzinfo=UTC), 365
MARK = "(namuna)"
STATE_AGENCY = NewAgency(
    "STATE",
    "Tashqi mehnat migratsiyasi agentligi (namuna)",
    "UZ",
    kind=Kind.STATE,
    source="Annual report 2019",
)
_REGIONS = tuple(row["code"] for row in reference.rows("places_uz.tsv") if row["kind"] == "region")
_NAMES: dict[tuple[str, str], list[str]] = {}
for _row in reference.rows("demo/names.tsv"):
    _NAMES.setdefault((_row["kind"], _row["sex"]), []).append(_row["name"])


class Group(msgspec.Struct, frozen=True):
    """One line of the report: a count of one kind, with country and post as far as stated.

    `each` is the amount of each record, in minor units of US dollars.
    """

    kind: str
    country: str | None
    post: str | None
    count: int
    each: int = 0

    def number(self, one: int) -> str:
        """The number by which a second run finds a record."""
        return f"2019-{self.kind[0]}-{self.country or 'XX'}-{self.post or 'NONE'}-{one:06}".upper()

    def moment(self, one: int) -> datetime:
        """A working hour in Tashkent on a day of the year, evenly spread."""
        place = one - 1
        return FIRST + timedelta(days=place * DAYS // self.count, minutes=place * 7 % 480)

    def dice(self, one: int) -> Random:
        """The random generator of a record, the same in every run."""
        return Random(self.number(one))


def invent_citizen(dice: Random) -> NewCitizen:
    """A person with an invented name that says so."""
    sex = Sex.FEMALE if dice.random() < 0.35 else Sex.MALE
    name = " ".join(dice.choice(_NAMES[kind, sex.value]) for kind in ("given", "surname"))
    band = dice.choices((AgeBand.FROM_18, AgeBand.FROM_30, AgeBand.FROM_45), (45, 42, 13))[0]
    return NewCitizen(f"{name} {MARK}", sex=sex, age_band=band, region=dice.choice(_REGIONS))


def state_agency_number(session: Session, *, on: datetime) -> str:
    """The State Agency's number in the register; it is registered if missing."""
    state = select(col(Agency.external_id)).where(col(Agency.kind) == Kind.STATE.value)
    known = session.execute(state.order_by(col(Agency.external_id)).limit(1)).scalar()
    return known or agencies.register(session, STATE_AGENCY, by=SYSTEM, on=on)[0].external_id


def day(moment: datetime, after: int = 0) -> date:
    return moment.date() + timedelta(days=after)
