"""At least one row for each list of the desk."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import VISITOR
from i18n import Language
from service.casework.advice import contacts, group_sessions, questions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import Means, NewEvent, NewGroupSession
from service.casework.advice.questions import NewQuestion
from service.casework.advice.topics import Channel, Topic
from service.casework.claims.wage_claims import Claim
from service.casework.employers.early_warnings import Alert
from service.casework.money.money_entries import Undelivered
from service.casework.protection import referrals
from service.casework.protection.referrals import NewReferral
from service.casework.workflow.handover import Handover
from service.casework.workflow.transfers import Transfer
from service.privacy.erasure_records import Erasure
from tests.service.casework import crews
from tests.service.casework.complained import complained
from tests.support import cast, sample_incidents
from tests.support.cast import CHINORA, ELYOR, IRODA, MOSCOW, SEOUL


def fill(session: Session, clock) -> None:
    crews.enter(session, clock, crews.worker("Anvar"))
    complained(session, clock())
    complained(session, clock()).state = "escalated"
    session.add(_unclaimed(clock))
    session.add(_alert(clock()))
    session.add(Erasure(citizen="C-22222222", asked_by=ELYOR.account, asked_at=clock()))
    session.add(Transfer(claim=cast.CLAIM, came_from=MOSCOW, to=SEOUL, **_offered(clock())))
    asked = {"asked_by": ELYOR.account, "asked_at": clock(), "count": 1}
    session.add(Handover(post=MOSCOW, came_from=ELYOR.account, to=IRODA.account, **asked))
    _advice(session, clock())
    case = NewReferral(cast.CLAIM)
    referrals.refer(session, case, by=CHINORA, on=clock(), day=cast.TODAY)
    person = session.get_one(Claim, cast.CLAIM).citizen
    sample_incidents.recorded(session, person, on=clock())
    session.flush()


def _offered(on: datetime) -> dict[str, object]:
    return {"offered_by": ELYOR.account, "offered_at": on}


def _alert(on: datetime) -> Alert:
    counts = {"seen": 5, "days": 28, "before": 1, "history": 365}
    return Alert(
        unit="claims",
        kind="country",
        subject="RU",
        name="RU",
        country="RU",
        expected=0.1,
        chance=0.0001,
        counted_to=cast.TODAY,
        at=on,
        **counts,
    )


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


def _advice(session: Session, on: datetime) -> None:
    """Record one of each that is counted beside sessions."""
    by = {"by": IRODA, "on": on, "day": cast.TODAY}
    contacts.record(session, NewContact(Channel.HOTLINE), **by)
    group_sessions.record_group_session(
        session, NewGroupSession(Topic.CONTRACT, "Station", 25, cast.TODAY), **by
    )
    group_sessions.record_mass_event(
        session, NewEvent(Means.LEAFLETS, "Airport", 5_000, cast.TODAY), **by
    )
    asked = NewQuestion(Topic.CONTRACT, "The contract is in Korean only.", "KR")
    questions.ask(session, asked, Language.RU, by=VISITOR, on=on)
