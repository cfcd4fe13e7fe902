"""Random deeds of all kinds, as they come in after a year was closed, many of them dated within
it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.licensing import licences
from catalog.vacancies import vacancies
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import Means, NewEvent, NewGroupSession
from service.casework.advice.topics import Channel, Topic
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import payments
from service.casework.money.money_entries import Fee, Hand
from service.casework.protection import record_merge, referrals
from service.casework.protection.referrals import Referral
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.privacy import erase
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at
from tests.support import cast
from tests.support.cast import ELYOR, FARIDA, GULNORA, IRODA, SEVERNY, TODAY


def _day(dice: Random) -> date:
    """Two of three days lie in the closed year."""
    first = date(YEAR, 1, 1) if dice.random() < 0.67 else date(YEAR + 1, 1, 1)
    return first + timedelta(dice.randrange(300))


def _any(session: Session, table: type, dice: Random):
    rows = session.execute(select(table)).scalars().all()
    return dice.choice(rows)


def _log(session: Session, dice: Random) -> None:
    name = dice.choice((None, f"Caller {dice.random()}"))
    past.session_of(
        session, _day(dice), topic=dice.choice(list(Topic)), **({"name": name} if name else {})
    )


def _contact(session: Session, dice: Random) -> None:
    day = _day(dice)
    contacts.record(session, NewContact(Channel.HOTLINE), by=ELYOR, on=at(day), day=day)


def _gather(session: Session, dice: Random) -> None:
    day = _day(dice)
    group_sessions.record_group_session(
        session, NewGroupSession(Topic.CONTRACT, "A hostel", 12, day), by=ELYOR, on=at(day), day=day
    )
    group_sessions.record_mass_event(
        session, NewEvent(Means.LEAFLETS, "A market", 50, day), by=ELYOR, on=at(day), day=day
    )


def _file(session: Session, dice: Random) -> None:
    past.file(session, _day(dice), dice.choice(("RU", "KR")))


def _pay(session: Session, dice: Random) -> None:
    past.receive(
        session,
        _any(session, Claim, dice),
        TODAY - timedelta(dice.randrange(20)),
        dice.randrange(1, 10_000),
    )


def _deduct(session: Session, dice: Random) -> None:
    claim = _any(session, Claim, dice)
    past.receive(session, claim, TODAY, hand=Hand.HELD)
    payments.deduct(session, claim, Fee.BANK, 1, "RUB", by=ELYOR, on=at(TODAY), day=TODAY)


def _step(session: Session, dice: Random) -> None:
    claim = _any(session, Claim, dice)
    to = dice.choice(sorted(state_machine.ALLOWED[ClaimState(claim.state)]))
    new_step = NewStep(to, "Said", "Call", TODAY)
    if to is ClaimState.CLOSED:
        new_step = NewStep(to, "Over", closing_reason=ClosingReason.OUTSIDE_COMPETENCE)
    state_machine.take_step(session, claim, new_step, by=IRODA, on=at(TODAY), day=TODAY)


def _place(session: Session, dice: Random) -> None:
    past.place(
        session,
        f"L-{dice.random()}"[:30],
        dice.choice(("KR", "RU", "PL")),
        date(YEAR, 4, 1 + dice.randrange(28)),
    )


def _cancel(session: Session, dice: Random) -> None:
    arrivals.cancel(
        session,
        _any(session, Placement, dice),
        arrivals.CancellationReason.MISTAKE,
        by=IRODA,
        on=at(TODAY),
    )


def _refer(session: Session, dice: Random) -> None:
    new_referral = referrals.NewReferral(_any(session, Claim, dice).reference)
    row = referrals.refer(session, new_referral, by=ELYOR, on=at(TODAY), day=TODAY)
    row.victim, row.helped, row.status, row.over_on = "presumed", True, "done", _day(dice)
    assert session.get(Referral, row.reference)


def _merge(session: Session, dice: Random) -> None:
    first, second = _any(session, Claim, dice), past.file(session, _day(dice), name="Twin")
    record_merge.merge(session, first.citizen, second.citizen, by=IRODA, on=at(TODAY))


def _erase(session: Session, dice: Random) -> None:
    erase.erase(session, _any(session, Citizen, dice).reference, by=IRODA, on=at(TODAY))


def _suspend(session: Session, dice: Random) -> None:
    row = (
        session.execute(select(licences.Licence).order_by(col(licences.Licence.id)))
        .scalars()
        .first()
    )
    day = _day(dice)
    new_order = licences.NewOrder(licences.OrderKind.SURVEIL, day, "An inspection")
    licences.add_order(session, row.id, new_order, by=FARIDA, on=at(TODAY))


def _publish(session: Session, dice: Random) -> None:
    result = cast.vacancy(f"J-{dice.random()}"[:30])
    firm = cast.employers.record(session, SEVERNY, by=FARIDA, on=at(TODAY)).reference
    row, _ = vacancies.submit(
        session, result, agency="AG-VALID", employer=firm, by=FARIDA, on=at(TODAY)
    )
    cast.vetting.publish_as_decided(
        session, row.reference, "Decision", by=GULNORA, on=at(_day(dice))
    )


DEEDS: dict[str, Callable[[Session, Random], None]] = {
    "log": _log,
    "contact": _contact,
    "gather": _gather,
    "file": _file,
    "pay": _pay,
    "deduct": _deduct,
    "step": _step,
    "place": _place,
    "cancel": _cancel,
    "refer": _refer,
    "merge": _merge,
    "erase": _erase,
    "suspend": _suspend,
    "publish": _publish,
}


def deeds(session: Session, dice: Random, times: int) -> Counter[str]:
    """Does so many of them, in any order; what a rule refuses is not done and not counted."""
    done: Counter[str] = Counter()
    names = sorted(DEEDS)
    for turn in range(20 * times):
        if done.total() >= times:
            break
        name = names[turn % len(names)] if turn < 3 * len(names) else dice.choice(names)
        try:
            with session.begin_nested():
                DEEDS[name](session, dice)
                session.flush()
        except Refusal:
            continue
        done[name] += 1
    return done
