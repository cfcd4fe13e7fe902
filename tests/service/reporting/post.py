"""What happens at two posts in two months, by the deeds of the cast: the records that their returns
are filled from."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import VISITOR
from matching.identity.persons import NewCitizen
from service.casework.advice import advice_sessions, contacts, group_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import Means, NewEvent, NewGroupSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewLine
from service.casework.money import failed_payouts, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Fee, Hand, NonDeliveryReason
from service.casework.money.payments import AssessmentInput
from service.casework.protection import referral_actions, referrals
from service.casework.protection.referral_actions import Body, NewSending, Pillar
from service.casework.protection.referrals import Consent, NewReferral
from service.casework.scope import advice_tables
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, DAVRON, ELYOR

ASKED = NewSession(Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU")
LOOKED = (ClaimState.ACKNOWLEDGED, ClaimState.SCREENED, ClaimState.CALCULATED)
TAKEN = (*LOOKED, ClaimState.ACCEPTED, ClaimState.EMPLOYER_CONTACTED)


def at(day: date, hour: int = 6) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def log(session: Session, day: date, by=ELYOR, **values: object) -> advice_tables.Session:
    return advice_sessions.log(
        session, msgspec.structs.replace(ASKED, **values), by=by, on=at(day), day=day
    )


def file(session: Session, day: date, *lines: tuple[int, str], country: str = "RU") -> Claim:
    owed = [
        NewLine(Component.BASE_PAY, amount, currency)
        for amount, currency in lines or ((1_000_00, "RUB"),)
    ]
    worker = NewCitizen(f"Worker of {day}")
    result = msgspec.structs.replace(
        ALISHERS_CLAIM,
        lines=owed,
        country=country,
        contact=worker,
        worked_to=date(2026, 2, 1),
        worked_from=date(2026, 1, 1),
    )
    return wage_claims.file(session, result, by=VISITOR, on=at(day), day=day).claim


def move(
    session: Session,
    claim: Claim,
    day: date,
    *to: ClaimState,
    why: ClosingReason | None = None,
    moment=None,
) -> None:
    for state in to:
        step = (
            NewStep(state, "Said", "Call", day, why)
            if state is not ClaimState.CLOSED
            else NewStep(state, "Over", closing_reason=why)
        )
        state_machine.take_step(session, claim, step, by=ELYOR, on=moment or at(day), day=day)


def close(
    session: Session, claim: Claim, day: date, why=ClosingReason.SETTLED_DIRECTLY, moment=None
) -> None:
    move(session, claim, day, ClaimState.CLOSED, why=why, moment=moment)


def receive(
    session: Session, claim: Claim, day: date, amount: int, currency: str = "RUB", hand=Hand.WORKER
) -> None:
    new_payment = sample_money.new_payment(amount, hand, currency=currency, on=day)
    payments.receive(session, claim, new_payment, by=ELYOR, on=at(day), day=day)


def hand_over(session: Session, claim: Claim, day: date) -> None:
    case = referrals.refer(
        session, NewReferral(claim.reference, consent=Consent.GIVEN), by=ELYOR, on=at(day), day=day
    )
    referral_actions.send(
        session, case, NewSending(Body.IOM, Pillar.SUPPORT), by=ELYOR, on=at(day), day=day
    )


OCT, NOV = (lambda n: date(2026, 10, n)), (lambda n: date(2026, 11, n))
Day = Callable[[int], date]


def october(session: Session) -> dict[str, Claim]:
    first = log(session, OCT(1), name="Anvar", topic=Topic.HOUSING)
    log(session, OCT(2), matter=first.matter, topic=Topic.HOUSING, outcome=Outcome.SATISFIED)
    log(session, OCT(31))
    log(session, OCT(5), level=Level.INFORMATION)
    log(session, OCT(6), by=DAVRON)
    contacts.record(session, NewContact(Channel.HOTLINE), by=ELYOR, on=at(OCT(7)), day=OCT(7))
    new_group_session = NewGroupSession(Topic.CONTRACT, "A hostel", 40, OCT(8))
    group_sessions.record_group_session(
        session, new_group_session, by=ELYOR, on=at(OCT(8)), day=OCT(8)
    )
    claims = {
        "old": file(session, date(2026, 3, 1)),
        "paid": file(session, OCT(3), (1_000_00, "RUB"), (50_00, "USD")),
    }
    move(session, claims["paid"], OCT(4), *TAKEN)
    payments.assess(
        session,
        claims["paid"],
        [AssessmentInput(1, 800_00, 600_00), AssessmentInput(2)],
        by=ELYOR,
        on=at(OCT(5)),
    )
    receive(session, claims["paid"], OCT(20), 500_00)
    receive(session, claims["paid"], OCT(21), 100_00, hand=Hand.HELD)
    hand_over(session, claims["paid"], OCT(22))
    file(session, OCT(9), country="KR")
    return claims


def in_october(session: Session, _on: datetime) -> None:
    """The same, on a ground and nothing else."""
    cast.ground(session, on=at(OCT(1)))
    october(session)


def november(session: Session, claims: dict[str, Claim]) -> None:
    paid, young = claims["paid"], file(session, NOV(2))
    log(session, NOV(1), name="Botir", topic=Topic.OTHER)
    new_event = NewEvent(Means.LEAFLETS, "A market", 5_000, NOV(3))
    group_sessions.record_mass_event(session, new_event, by=ELYOR, on=at(NOV(3)), day=NOV(3))
    payments.deduct(session, paid, Fee.BANK, 10_00, "RUB", by=ELYOR, on=at(NOV(4)), day=NOV(4))
    out = payments.pay_out(
        session,
        paid,
        sample_money.new_pay_out(90_00, on=NOV(5)),
        by=ELYOR,
        on=at(NOV(5)),
        day=NOV(5),
    )
    hurdle = NewUndelivered(NonDeliveryReason.FAILED, NOV(6), pay_out=out.id)
    failed_payouts.flag(session, paid, hurdle, by=ELYOR, on=at(NOV(6)), day=NOV(6))
    close(session, paid, NOV(10))
    move(session, young, NOV(3), *TAKEN)
    move(session, young, NOV(4), ClaimState.LABOUR_INSPECTORATE)
    # The last minute of the month in Tashkent, and the first of the next: 18:59 and 19:00 by UTC.
    close(
        session,
        young,
        NOV(30),
        ClosingReason.OUTSIDE_COMPETENCE,
        moment=datetime(2026, 11, 30, 18, 59, tzinfo=UTC),
    )
