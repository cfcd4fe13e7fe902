"""An invented group claim of 36 builders: imported, moved together and paid in part."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from sqlmodel import Session

from catalog.core.actor import SYSTEM, Actor
from catalog.core.approvals import ApprovalKind
from catalog.core.fields import tashkent_day
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen
from matching.placements import placements
from matching.placements.placements import NewPlacement
from seed import reference
from seed.demonstration import agency_records
from seed.demonstration.next_actions import NEXT_ACTIONS
from seed.demonstration.people import ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.groups import groups, payment_split
from service.casework.groups.groups import Group, LeaveInput, NewGroup
from service.casework.money import failed_payouts, instalments, money_entries, payees, payments
from service.casework.money.failed_payouts import Discovery, NewUndelivered
from service.casework.money.instalments import NewInstalment
from service.casework.money.money_entries import Hand, Method, NonDeliveryReason, Payer
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.workflow import claim_approvals, claim_facts, representatives
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.workflow.representatives import Kind, NewRepresentative
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import group_actions

NUMBER, WORKERS = "G-NMCREW36", 36
# The passport and year of birth with which visitors can try whether money waits.
PASSPORT, BORN = "XX0000036", 1987
_ROUTE = tuple(
    map(
        ClaimState,
        "acknowledged screened calculated accepted employer_contacted negotiation"
        " settlement_offered settled_awaiting_payment".split(),
    )
)
TIMELINE: Timeline = (
    working_days_ago("opened", 20, time(11)),
    after(_ROUTE[0], hours=2),
    *(after(state, days=2) for state in _ROUTE[1:]),
    working_days_ago("one leaves", 5),
    after("paid in part", days=2),
    after("paid out", days=1),
)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _acts(session, cast, days))


def _acts(session: Session, cast: ActorsByName, days: Days) -> Actions:
    dice = Random("crew")
    people = Citizens("006")
    acts = {row["state"]: row for row in reference.rows("demo/acts.tsv")}
    moment = yield "opened"
    elyor, day = cast["elyor"], tashkent_day(moment)
    new_group = NewGroup(
        "Severny Dvor (namuna)", "RU", day - timedelta(days=230), day - timedelta(days=50), "Tver"
    )
    workers = [_worker(new_group, people.invent(dice, number), dice) for number in range(WORKERS)]
    group = groups.create(session, new_group, workers, by=elyor, on=moment, day=day, number=NUMBER)
    _place(session, group, elyor, moment)
    for state in _ROUTE:
        moment = yield state
        if state is ClaimState.SETTLEMENT_OFFERED:
            _agree(session, group, elyor, moment)
        step = NewStep(state, acts[state]["note"], NEXT_ACTIONS[state], days.day(5))
        group_actions.move(session, group, step, by=elyor, on=moment, day=tashkent_day(moment))
    moment = yield "one leaves"
    claims = [one.claim for one in groups.members(session, group, by=elyor)]
    _settle_alone(session, claims[0], elyor, moment)
    _add_arrangements(session, claims, elyor, moment)
    moment = yield "paid in part"
    _record_payment(session, group, elyor, moment)
    moment = yield "paid out"
    _hurdles(session, claims[1:4], elyor, moment)


def _worker(new_group: NewGroup, person: NewCitizen, dice: Random) -> NewClaim:
    lines = [NewLine(Component.BASE_PAY, dice.randrange(90, 180) * 100_000, "RUB")]
    if dice.random() < 0.4:
        lines.append(NewLine(Component.OVERTIME, dice.randrange(10, 40) * 100_000, "RUB"))
    worked = (new_group.worked_from, new_group.worked_to)
    return NewClaim(
        new_group.employer,
        new_group.country,
        *worked,
        lines=lines,
        contact=person,
        city=new_group.city,
    )


def _place(session: Session, group: Group, by: Actor, on: datetime) -> None:
    """Record, as a register imported later, that one agency had sent all of them there."""
    known = placements.Recruiters(session)
    for number, one in enumerate(groups.members(session, group, by=by)):
        came = one.claim.worked_from or one.claim.filed_on
        new_placement = NewPlacement(
            agency_records.LARGEST[0],
            f"TVER/{number + 1}",
            one.claim.employer,
            came - timedelta(days=20),
            one.claim.country,
            one.claim.city,
            departed_on=came - timedelta(days=1),
            arrived_on=came,
        )
        person, day = session.get_one(Citizen, one.claim.citizen), tashkent_day(on)
        placements.sign(session, new_placement, person, by=SYSTEM, on=on, day=day, recruiters=known)


def _agree(session: Session, group: Group, by: Actor, on: datetime) -> None:
    """Set all claimed sums as documented and agreed by the employer."""
    for one in groups.members(session, group, by=by):
        sums = [
            LineCorrection(line.number, documented=line.claimed, agreed=line.claimed)
            for line in wage_claims.lines(session, one.claim.reference)
        ]
        claim_facts.amend(session, one.claim, NewFacts(lines=sums), by=by, on=on)


def _settle_alone(session: Session, claim: Claim, by: Actor, on: datetime) -> None:
    day = tashkent_day(on)
    groups.leave(
        session, claim, LeaveInput(day, "Sudga oʻzi murojaat qildi"), by=by, on=on, day=day
    )
    less = [
        LineCorrection(line.number, agreed=0 if place else 100_000_00)
        for place, line in enumerate(wage_claims.lines(session, claim.reference))
    ]
    claim_facts.amend(session, claim, NewFacts(lines=less), by=by, on=on)
    asked = NewApproval(
        ApprovalKind.BELOW_VERIFIED, "Ishchi hozir 100 000 rublga rozi, sudni kutmoqchi emas."
    )
    claim_approvals.request_approval(session, claim, asked, by=by, on=on)


def _add_arrangements(session: Session, claims: list[Claim], by: Actor, on: datetime) -> None:
    """Set instalments for some workers, a representative for one and a payee for another."""
    day = tashkent_day(on)
    for claim in claims[1:6]:
        (sums,) = money_entries.balances(session, claim.reference)
        half = sums.agreed // 2
        plan = [
            NewInstalment(half, "RUB", day + timedelta(days=6)),
            NewInstalment(sums.agreed - half, "RUB", day + timedelta(days=40)),
        ]
        instalments.set_schedule(session, claim, plan, by=by, on=on, day=day)
    speaker = NewRepresentative(Kind.RELATIVE, "Zulfiya Namunayeva", "+998 00 000 36 36")
    representatives.appoint(session, claims[2], speaker, by=by, on=on, day=day)
    payee = NewPayee(PayeeMethod.CARD, number="8600 0000 0000 0036")
    payees.set_payee(session, claims[3], payee, by=by, on=on, day=day)


def _record_payment(session: Session, group: Group, by: Actor, on: datetime) -> None:
    """Record a part payment held by the Agency, split among the remaining members of the group."""
    day = tashkent_day(on)
    amount = sum(one.due for one in payment_split.propose(session, group, 1, "RUB", by=by)) * 2 // 5
    split = {
        one.member.claim.reference: one.amount
        for one in payment_split.propose(session, group, amount, "RUB", by=by)
    }
    new_payment = NewPayment(amount, "RUB", Payer.EMPLOYER, day, Method.BANK, Hand.HELD)
    payment_split.receive(session, group, new_payment, split, by=by, on=on, day=day)


def _hurdles(session: Session, claims: list[Claim], by: Actor, on: datetime) -> None:
    """Pay out one worker, record one failed pay-out, and one worker who cannot be found."""
    day = tashkent_day(on)
    for claim in claims[:2]:
        (sums,) = money_entries.balances(session, claim.reference)
        new_pay_out = NewPayOut(sums.held, "RUB", day, Method.BANK)
        out = payments.pay_out(session, claim, new_pay_out, by=by, on=on, day=day)
        if claim is claims[1]:
            new_undelivered = NewUndelivered(
                NonDeliveryReason.FAILED, day, out.id, discovery=Discovery.NOTICE, receipt="R-36"
            )
            failed_payouts.flag(session, claim, new_undelivered, by=by, on=on, day=day)
    (sums,) = money_entries.balances(session, claims[2].reference)
    new_undelivered = NewUndelivered(
        NonDeliveryReason.NOT_FOUND,
        day,
        amount=sums.held,
        currency="RUB",
        discovery=Discovery.SEARCH,
    )
    failed_payouts.flag(session, claims[2], new_undelivered, by=by, on=on, day=day)
    person = session.get_one(Citizen, claims[2].citizen)
    persons.set_documents(session, person, DocumentsInput(PASSPORT, birth_year=BORN), by=by, on=on)
