"""Work between posts: what they think of invented employers, and a colleague in Moscow who leaves and hands her claims over."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground.fields import tashkent_day
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import MOSCOW, Acting
from service.casework import opinions, owners, rotations
from service.casework.opinions import NewOpinion, Opinion
from service.casework.wages import Claim

# Who says it, of whom, what, how many days ago, and on what ground.
_SAID = (
    ("elyor", "Severny Dvor Stroy (namuna)", "RU", Opinion.CAUTION, 160, "Two months’ pay came late; promised to mend it."),
    ("elyor", "Severny Dvor Stroy (namuna)", "RU", Opinion.DO_NOT_SEND, 12, "Unpaid claims grow, calls are not answered."),
    ("elyor", "Beryozovy Most (namuna)", "RU", Opinion.GOOD, 40, "Site visited: contracts in two languages, pay on time."),
    ("davron", "Hanbit Shipyard (namuna)", "KR", Opinion.GOOD, 75, "Housing and payslips seen in place."),
    ("davron", "Badajip Fisheries (namuna)", "KR", Opinion.CAUTION, 30, "Long hours in the season; rest days to be checked."),
    ("otabek", "Ornek Yapi (namuna)", "TR", Opinion.CAUTION, 20, "Registered, but nobody was found at the address."),
)  # fmt: skip
HANDED = 5


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    for said in _SAID:
        yield _said(session, cast, days, *said)
    yield _leaving(session, cast, days)


def _said(
    session: Session, cast: Acting, days: Days, who: str, name: str, country: str, verdict: Opinion, ago: int, why: str
) -> Life:
    yield (moment := days.on - timedelta(days=ago, hours=1))
    told = NewOpinion(verdict, why)
    opinions.say(session, name, country, told, by=cast[who], on=moment, day=tashkent_day(moment))


def _leaving(session: Session, cast: Acting, days: Days) -> Life:
    """Sabohat was given some claims and leaves; Elyor has not countersigned yet."""
    yield (moment := days.on - timedelta(hours=5))
    asked = select(Claim).where(col(Claim.post) == MOSCOW, col(Claim.state).in_(["negotiation", "employer_contacted"]))
    for claim in session.execute(asked.order_by(col(Claim.reference)).limit(HANDED)).scalars().all():
        owners.assign(session, claim, cast["sabohat"].account, by=cast["iroda"], on=moment)
    yield (moment := moment + timedelta(hours=1))
    rotations.ask(session, cast["sabohat"].account, cast["elyor"].account, by=cast["sabohat"], on=moment)
