"""A year with something of everything: what is told by the documents of a year and what is hidden
in them."""

from datetime import date, timedelta

import msgspec
from sqlmodel import Session

from catalog.core.actor import SYSTEM
from matching.identity import persons
from matching.identity.persons import NewCitizen, Sex
from matching.placements import placements
from matching.placements.placements import NewPlacement
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.money import payments
from service.casework.money.payments import AssessmentInput
from tests.conftest import Clock
from tests.service.reporting import post
from tests.support import cast, sample_money

SPRING = date(2026, 4, 3)
_WENT = {"RU": 14, "KR": 11, "KZ": 10, "TR": 6}
_ASKED = NewSession(Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.EXPLAINED, "RU")


def record(session: Session, clock: Clock) -> None:
    """By the deeds: 41 placed, 34 sessions more, claims, wages received, a group, a case."""
    place(session, clock)
    for country, many in (("RU", 12), ("KR", 11), ("KZ", 5), ("TR", 6)):
        for _ in range(many):
            result = msgspec.structs.replace(_ASKED, country=country)
            advice_sessions.log(session, result, by=cast.BARNO, on=clock(), day=clock.today)
    claims = post.october(session)
    payments.pay_out(
        session,
        claims["paid"],
        sample_money.new_pay_out(100_00, on=clock.today),
        by=cast.ELYOR,
        on=clock(),
        day=clock.today,
    )
    post.close(session, claims["paid"], post.NOV(10))


def place(session: Session, clock: Clock) -> None:
    for country, many in _WENT.items():
        for n in range(many):
            name = NewCitizen(f"Invented {country} {n}", sex=Sex.FEMALE if n % 3 else Sex.MALE)
            person = persons.record(session, name, by=cast.FARIDA, on=clock())
            new_placement = NewPlacement(
                "AG-VALID",
                f"C-{country}-{n}",
                "Invented employer",
                SPRING - timedelta(days=30),
                country=country,
                departed_on=SPRING,
                arrived_on=SPRING,
                occupation_major="7",
            )
            placements.sign(session, new_placement, person, by=SYSTEM, on=clock(), day=clock.today)


def receive(session: Session) -> None:
    """Eleven claims whose wages come, with a rate of the day: sums enough to be told."""
    for n in range(11):
        claim = post.file(session, post.NOV(2), (1_000_00, "RUB"))
        post.move(session, claim, post.NOV(20), *post.TAKEN)
        payments.assess(
            session,
            claim,
            [AssessmentInput(1, 800_00, 600_00)],
            by=cast.ELYOR,
            on=post.at(post.NOV(20)),
        )
        post.receive(session, claim, post.NOV(21), 500_00 + n)
