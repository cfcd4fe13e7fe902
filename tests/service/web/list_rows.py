"""At least one row for each list of the desk."""

from sqlmodel import Session

from service.casework.money.money_entries import Undelivered
from tests.service.casework import crews
from tests.service.casework.complained import complained
from tests.support import cast
from tests.support.cast import ELYOR


def fill(session: Session, clock) -> None:
    crews.enter(session, clock, crews.worker("Anvar"))
    complained(session, clock())
    complained(session, clock()).state = "escalated"
    session.add(_unclaimed(clock))
    session.flush()


def _unclaimed(clock) -> Undelivered:
    return Undelivered(
        claim=cast.CLAIM,
        amount=1_00,
        currency="RUB",
        settles=1_00,
        settles_currency="RUB",
        hurdle="payout_failed",
        since=cast.TODAY,
        officer=ELYOR.account,
        at=clock(),
    )
