"""An invented crew of thirty-six builders who claim together: entered from a list, moved together, paid in part, one gone alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from catalog.ground.fields import tashkent_day
from catalog.ground.who import Who
from matching import citizens
from matching.citizens import Citizen, Documents
from seed import reference
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting, Citizens
from service.casework import (
    approvals,
    deliveries,
    facts,
    groups,
    instalments,
    ledger,
    parties,
    payees,
    shares,
    together,
    wages,
)  # fmt: skip
from service.casework.approvals import Ask, NewAsk
from service.casework.books import Hand, Hurdle, Method, Payer
from service.casework.deliveries import NewHurdle
from service.casework.facts import NewFacts, NewSum
from service.casework.groups import Group, Leaving, NewGroup
from service.casework.instalments import NewInstalment
from service.casework.ledger import NewPayment
from service.casework.parties import Kind, NewRepresentative
from service.casework.payees import NewPayee, Way
from service.casework.steps import NewStep, State
from service.casework.wages import Claim, Component, NewClaim, NewLine

NUMBER, WORKERS = "G-NMCREW36", 36
# By this passport and year anybody may try whether money waits.
PASSPORT, BORN = "XX0000036", 1987
_ROUTE = (
    State.ACKNOWLEDGED, State.SCREENED, State.CALCULATED, State.ACCEPTED, State.EMPLOYER_CONTACTED, State.NEGOTIATION,
    State.SETTLEMENT_OFFERED, State.SETTLED_AWAITING_PAYMENT,
)  # fmt: skip


def lives(session: Session, cast: Acting, days: Days, citizens_: Citizens) -> Iterator[Life]:
    yield _life(session, cast, days, citizens_)


def _life(session: Session, cast: Acting, days: Days, people: Citizens) -> Life:
    acts = {row["state"]: row for row in reference.rows("demo/acts.tsv")}
    yield (moment := days.at_work(60))
    elyor, day = cast["elyor"], tashkent_day(moment)
    told = NewGroup("Severny Dvor (namuna)", "RU", day - timedelta(days=230), day - timedelta(days=50), "Tver")
    workers = [_worker(told, people, days) for _ in range(WORKERS)]
    group = groups.open_(session, told, workers, by=elyor, on=moment, day=day, number=NUMBER)
    for state in _ROUTE:
        yield (moment := moment + timedelta(days=3))
        if state is State.SETTLEMENT_OFFERED:
            _agree(session, group, elyor, moment)
        _move(session, group, state, acts[state.value], elyor, moment)
    yield (moment := moment + timedelta(days=2))
    claims = [one.claim for one in groups.members(session, group, by=elyor)]
    _alone(session, claims[0], elyor, moment)
    _beside(session, claims, elyor, moment)
    yield (moment := moment + timedelta(days=5))
    _paid(session, group, elyor, moment)
    yield (moment := moment + timedelta(days=3))
    _hurdles(session, claims[1:4], elyor, moment)


def _worker(told: NewGroup, people: Citizens, days: Days) -> NewClaim:
    lines = [NewLine(Component.BASE_PAY, days.dice.randrange(90, 180) * 100_000, "RUB")]
    if days.dice.random() < 0.4:
        lines.append(NewLine(Component.OVERTIME, days.dice.randrange(10, 40) * 100_000, "RUB"))
    return NewClaim(told.employer, told.country, told.worked_from, told.worked_to, lines, people.invent(), told.city)


def _move(session: Session, group: Group, state: State, act: reference.Row, by: Who, on: datetime) -> None:
    day = tashkent_day(on)
    step = NewStep(state, act["note"], act["next"], day + timedelta(days=12))
    together.move(session, group, step, by=by, on=on, day=day)


def _agree(session: Session, group: Group, by: Who, on: datetime) -> None:
    """The papers show all that is claimed, and the employer agrees to it."""
    for one in groups.members(session, group, by=by):
        sums = [
            NewSum(line.number, documented=line.claimed, agreed=line.claimed)
            for line in wages.lines(session, one.claim.reference)
        ]
        facts.amend(session, one.claim, NewFacts(lines=sums), by=by, on=on)


def _alone(session: Session, claim: Claim, by: Who, on: datetime) -> None:
    day = tashkent_day(on)
    groups.leave(session, claim, Leaving(day, "Sudga oʻzi murojaat qildi"), by=by, on=on, day=day)
    asked = NewAsk(Ask.BELOW_VERIFIED, "Ishchi hozir 100 000 rublga rozi, sudni kutmoqchi emas.")
    approvals.ask(session, claim, asked, by=by, on=on)


def _beside(session: Session, claims: list[Claim], by: Who, on: datetime) -> None:
    """A plan of instalments for some, somebody who speaks for one, where the money of another goes."""
    day = tashkent_day(on)
    for claim in claims[1:6]:
        (sums,) = ledger.balances(session, claim.reference)
        half = sums.agreed // 2
        plan = [NewInstalment(half, "RUB", day + timedelta(days=6)), _rest(sums.agreed - half, day)]
        instalments.agree(session, claim, plan, by=by, on=on, day=day)
    speaker = NewRepresentative(Kind.RELATIVE, "Zulfiya Namunayeva", "+998 00 000 36 36")
    parties.name(session, claims[2], speaker, by=by, on=on, day=day)
    payees.pay_to(session, claims[3], NewPayee(Way.CARD, number="8600 0000 0000 0036"), by=by, on=on, day=day)


def _rest(amount: int, day: date) -> NewInstalment:
    return NewInstalment(amount, "RUB", day + timedelta(days=40))


def _paid(session: Session, group: Group, by: Who, on: datetime) -> None:
    """A part of what is due, held by the Agency, split among those who are still in the group."""
    day = tashkent_day(on)
    amount = sum(one.due for one in shares.proposed(session, group, 1, "RUB", by=by)) * 2 // 5
    split = {one.member.claim.reference: one.amount for one in shares.proposed(session, group, amount, "RUB", by=by)}
    told = NewPayment(amount, "RUB", Payer.EMPLOYER, day, Method.BANK, Hand.HELD)
    shares.receive(session, group, told, split, by=by, on=on, day=day)


def _hurdles(session: Session, claims: list[Claim], by: Who, on: datetime) -> None:
    """One is paid out, one pay-out came back, and one worker cannot be found."""
    day = tashkent_day(on)
    for claim in claims[:2]:
        (sums,) = ledger.balances(session, claim.reference)
        out = ledger.pay_out(session, claim, sums.held, "RUB", by=by, on=on, day=day)
        if claim is claims[1]:
            told = NewHurdle(Hurdle.FAILED, day, out.id)
            deliveries.flag(session, claim, told, by=by, on=on, day=day)
    (sums,) = ledger.balances(session, claims[2].reference)
    told = NewHurdle(Hurdle.NOT_FOUND, day, amount=sums.held, currency="RUB")
    deliveries.flag(session, claims[2], told, by=by, on=on, day=day)
    person = session.get_one(Citizen, claims[2].citizen)
    citizens.set_documents(session, person, Documents(PASSPORT, birth_year=BORN), by=by, on=on)
