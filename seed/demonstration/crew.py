"""An invented crew of thirty-six builders who claim together: entered from a list, moved together, paid in part, one gone alone."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.fields import tashkent_day
from matching.identity import persons
from matching.identity.persons import Citizen, Documents, NewCitizen
from seed import reference
from seed.demonstration.people import Acting, Citizens
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, Timeline, after, ago
from service.casework.claims import wage_claims  # fmt: skip
from service.casework.claims.wage_claims import Claim, Component, NewClaim, NewLine
from service.casework.groups import groups, payment_split
from service.casework.groups.groups import Group, Leaving, NewGroup
from service.casework.money import failed_payouts, instalments, payees, payments
from service.casework.money.failed_payouts import NewHurdle
from service.casework.money.instalments import NewInstalment
from service.casework.money.money_entries import Hand, Hurdle, Method, Payer
from service.casework.money.payees import NewPayee, Way
from service.casework.money.payments import NewPayment
from service.casework.workflow import approvals, claim_facts, representatives
from service.casework.workflow.approvals import Ask, NewAsk
from service.casework.workflow.claim_facts import NewFacts, NewSum
from service.casework.workflow.representatives import Kind, NewRepresentative
from service.casework.workflow.state_machine import NewStep, State
from service.casework.worklists import group_actions

NUMBER, WORKERS = "G-NMCREW36", 36
# By this passport and year anybody may try whether money waits.
PASSPORT, BORN = "XX0000036", 1987
_ROUTE = (
    State.ACKNOWLEDGED, State.SCREENED, State.CALCULATED, State.ACCEPTED, State.EMPLOYER_CONTACTED, State.NEGOTIATION,
    State.SETTLEMENT_OFFERED, State.SETTLED_AWAITING_PAYMENT,
)  # fmt: skip
TIMELINE: Timeline = (
    ago("opened", 20, time(11)), after(_ROUTE[0], hours=2), *(after(state, days=2) for state in _ROUTE[1:]),
    ago("one leaves", 5), after("paid in part", days=2), after("paid out", days=1),
)  # fmt: skip


def scenarios(session: Session, cast: Acting, days: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _acts(session, cast, days))


def _acts(session: Session, cast: Acting, days: Days) -> Acts:
    dice = Random("crew")
    people = Citizens("006")
    acts = {row["state"]: row for row in reference.rows("demo/acts.tsv")}
    moment = yield "opened"
    elyor, day = cast["elyor"], tashkent_day(moment)
    told = NewGroup("Severny Dvor (namuna)", "RU", day - timedelta(days=230), day - timedelta(days=50), "Tver")
    workers = [_worker(told, people.invent(dice, number), dice) for number in range(WORKERS)]
    group = groups.open_(session, told, workers, by=elyor, on=moment, day=day, number=NUMBER)
    for state in _ROUTE:
        moment = yield state
        if state is State.SETTLEMENT_OFFERED:
            _agree(session, group, elyor, moment)
        _move(session, group, state, acts[state.value], days.day(5), elyor, moment)
    moment = yield "one leaves"
    claims = [one.claim for one in groups.members(session, group, by=elyor)]
    _alone(session, claims[0], elyor, moment)
    _beside(session, claims, elyor, moment)
    moment = yield "paid in part"
    _paid(session, group, elyor, moment)
    moment = yield "paid out"
    _hurdles(session, claims[1:4], elyor, moment)


def _worker(told: NewGroup, person: NewCitizen, dice: Random) -> NewClaim:
    lines = [NewLine(Component.BASE_PAY, dice.randrange(90, 180) * 100_000, "RUB")]
    if dice.random() < 0.4:
        lines.append(NewLine(Component.OVERTIME, dice.randrange(10, 40) * 100_000, "RUB"))
    return NewClaim(told.employer, told.country, told.worked_from, told.worked_to, lines, person, told.city)


def _move(session: Session, group: Group, state: State, act: reference.Row, due: date, by: Who, on: datetime) -> None:
    day = tashkent_day(on)
    step = NewStep(state, act["note"], act["next"], due)
    group_actions.move(session, group, step, by=by, on=on, day=day)


def _agree(session: Session, group: Group, by: Who, on: datetime) -> None:
    """The papers show all that is claimed, and the employer agrees to it."""
    for one in groups.members(session, group, by=by):
        sums = [
            NewSum(line.number, documented=line.claimed, agreed=line.claimed)
            for line in wage_claims.lines(session, one.claim.reference)
        ]
        claim_facts.amend(session, one.claim, NewFacts(lines=sums), by=by, on=on)


def _alone(session: Session, claim: Claim, by: Who, on: datetime) -> None:
    day = tashkent_day(on)
    groups.leave(session, claim, Leaving(day, "Sudga oʻzi murojaat qildi"), by=by, on=on, day=day)
    asked = NewAsk(Ask.BELOW_VERIFIED, "Ishchi hozir 100 000 rublga rozi, sudni kutmoqchi emas.")
    approvals.ask(session, claim, asked, by=by, on=on)


def _beside(session: Session, claims: list[Claim], by: Who, on: datetime) -> None:
    """A plan of instalments for some, somebody who speaks for one, where the money of another goes."""
    day = tashkent_day(on)
    for claim in claims[1:6]:
        (sums,) = payments.balances(session, claim.reference)
        half = sums.agreed // 2
        plan = [NewInstalment(half, "RUB", day + timedelta(days=6)), _rest(sums.agreed - half, day)]
        instalments.agree(session, claim, plan, by=by, on=on, day=day)
    speaker = NewRepresentative(Kind.RELATIVE, "Zulfiya Namunayeva", "+998 00 000 36 36")
    representatives.name(session, claims[2], speaker, by=by, on=on, day=day)
    payees.pay_to(session, claims[3], NewPayee(Way.CARD, number="8600 0000 0000 0036"), by=by, on=on, day=day)


def _rest(amount: int, day: date) -> NewInstalment:
    return NewInstalment(amount, "RUB", day + timedelta(days=40))


def _paid(session: Session, group: Group, by: Who, on: datetime) -> None:
    """A part of what is due, held by the Agency, split among those who are still in the group."""
    day = tashkent_day(on)
    amount = sum(one.due for one in payment_split.proposed(session, group, 1, "RUB", by=by)) * 2 // 5
    split = {
        one.member.claim.reference: one.amount for one in payment_split.proposed(session, group, amount, "RUB", by=by)
    }
    told = NewPayment(amount, "RUB", Payer.EMPLOYER, day, Method.BANK, Hand.HELD)
    payment_split.receive(session, group, told, split, by=by, on=on, day=day)


def _hurdles(session: Session, claims: list[Claim], by: Who, on: datetime) -> None:
    """One is paid out, one pay-out came back, and one worker cannot be found."""
    day = tashkent_day(on)
    for claim in claims[:2]:
        (sums,) = payments.balances(session, claim.reference)
        out = payments.pay_out(session, claim, sums.held, "RUB", by=by, on=on, day=day)
        if claim is claims[1]:
            told = NewHurdle(Hurdle.FAILED, day, out.id)
            failed_payouts.flag(session, claim, told, by=by, on=on, day=day)
    (sums,) = payments.balances(session, claims[2].reference)
    told = NewHurdle(Hurdle.NOT_FOUND, day, amount=sums.held, currency="RUB")
    failed_payouts.flag(session, claims[2], told, by=by, on=on, day=day)
    person = session.get_one(Citizen, claims[2].citizen)
    persons.set_documents(session, person, Documents(PASSPORT, birth_year=BORN), by=by, on=on)
