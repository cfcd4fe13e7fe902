"""Opinions of posts on invented employers, and the handover of claims by an attaché in Moscow."""

from collections.abc import Iterator
from datetime import time

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed.demonstration.people import MOSCOW, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, working_days_ago, working_days_in
from service.casework.claims.wage_claims import Claim
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.casework.workflow import assignment, handover

# Officer, employer, country, opinion, days ago and reason.
_OPINIONS = (
    (
        "elyor",
        "Severny Dvor Stroy (namuna)",
        "RU",
        Opinion.CAUTION,
        160,
        "Two months’ pay came late; promised to mend it.",
    ),
    (
        "elyor",
        "Severny Dvor Stroy (namuna)",
        "RU",
        Opinion.DO_NOT_SEND,
        12,
        "Unpaid claims grow, calls are not answered.",
    ),
    (
        "elyor",
        "Beryozovy Most (namuna)",
        "RU",
        Opinion.GOOD,
        40,
        "Site visited: contracts in two languages, pay on time.",
    ),
    (
        "davron",
        "Hanbit Shipyard (namuna)",
        "KR",
        Opinion.GOOD,
        75,
        "Housing and payslips seen in place.",
    ),
    (
        "davron",
        "Badajip Fisheries (namuna)",
        "KR",
        Opinion.CAUTION,
        30,
        "Long hours in the season; rest days to be checked.",
    ),
    (
        "otabek",
        "Ornek Yapi (namuna)",
        "TR",
        Opinion.CAUTION,
        20,
        "Registered, but nobody was found at the address.",
    ),
)
HANDED_OVER_CLAIMS = 5


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    for who, name, country, verdict, back, why in _OPINIONS:
        said = (working_days_ago("said", working_days_in(back), time(16, 30)),)
        yield Scenario(
            said, _give_opinion(session, cast[who], name, country, NewOpinion(verdict, why))
        )
    yield Scenario(
        (working_days_ago("handed over", 1, time(15)), after("asked", hours=1)),
        _hand_over_claims(session, cast),
    )


def _give_opinion(
    session: Session, by: Actor, name: str, country: str, new_opinion: NewOpinion
) -> Actions:
    moment = yield "said"
    opinions.record(session, name, country, new_opinion, by=by, on=moment, day=tashkent_day(moment))


def _hand_over_claims(session: Session, cast: ActorsByName) -> Actions:
    """Assign claims to Sabohat, who leaves; Elyor has not accepted the handover yet."""
    moment = yield "handed over"
    asked = select(Claim).where(
        col(Claim.post) == MOSCOW, col(Claim.state).in_(["negotiation", "employer_contacted"])
    )
    for claim in (
        session.execute(asked.order_by(col(Claim.reference)).limit(HANDED_OVER_CLAIMS))
        .scalars()
        .all()
    ):
        assignment.assign(session, claim, cast["sabohat"].account, by=cast["iroda"], on=moment)
    moment = yield "asked"
    handover.request_handover(
        session, cast["sabohat"].account, cast["elyor"].account, by=cast["sabohat"], on=moment
    )
