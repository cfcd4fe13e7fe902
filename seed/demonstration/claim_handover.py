"""Opinions of posts on invented employers, a handover in Moscow, and a transfer to it."""

from collections.abc import Iterator
from datetime import time

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed import reference
from seed.demonstration.people import MOSCOW, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, working_days_ago, working_days_in
from seed.reference import Row
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.casework.workflow import assignment, handover, transfers
from service.casework.workflow.transfers import OfferInput

HANDED_OVER_CLAIMS = 5


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    for row in reference.rows("demo/opinions.tsv"):
        moments = (working_days_ago("said", working_days_in(int(row["ago"])), time(16, 30)),)
        yield Scenario(moments, _give_opinion(session, cast[row["officer"]], row))
    yield Scenario(
        (working_days_ago("handed over", 1, time(15)), after("asked", hours=1)),
        _hand_over_claims(session, cast),
    )
    yield Scenario((working_days_ago("offered", 1, time(16)),), _offer_transfer(session, cast))


def _give_opinion(session: Session, by: Actor, row: Row) -> Actions:
    moment = yield "said"
    new_opinion = NewOpinion(Opinion(row["opinion"]), row["reason"])
    day = tashkent_day(moment)
    opinions.record(
        session, row["employer"], row["country"], new_opinion, by=by, on=moment, day=day
    )


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


def _offer_transfer(session: Session, cast: ActorsByName) -> Actions:
    """Offer Moscow a claim of another Russian post; nobody has answered yet."""
    moment = yield "offered"
    elsewhere = select(Claim).where(
        col(Claim.country) == "RU", col(Claim.post) != MOSCOW, wage_claims.is_open()
    )
    claim = session.execute(elsewhere.order_by(col(Claim.reference)).limit(1)).scalars().first()
    if claim is not None:
        offer = OfferInput(MOSCOW, "Ishchi Moskvaga koʻchib oʻtgan (namuna)")
        day = tashkent_day(moment)
        transfers.offer(session, claim, offer, by=cast["chinora"], on=moment, day=day)
