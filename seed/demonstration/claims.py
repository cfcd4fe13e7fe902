"""The invented wage claims: one for every state, reached by the steps that the rules allow."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec
from sqlmodel import Session

from catalog.core.actor import VISITOR, Actor
from catalog.core.fields import ALPHABET, tashkent_day
from seed import reference
from seed.demonstration.money import minor
from seed.demonstration.next_actions import NEXT_ACTIONS
from seed.demonstration.people import POSTED, THEIR_POST, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import (
    Days,
    Timeline,
    after,
    hours_ago,
    share_of_period,
    working_days_ago,
)
from seed.reference import Row
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.workflow import claim_approvals, notes, state_machine
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep

_COUNTRIES = (
    ("RU",) * 8 + ("KR",) * 4 + ("TR", "TR", "KZ", "KZ", "PL", "LT", "AE", "DE", "SA", "LV")
)
_MOSCOW = "Moscow"
_AT_HOME = frozenset(
    {"acknowledged", "screened", "needs_documents", "calculated", "accepted", "declined"}
)
_EXTRAS = tuple(map(Component, "overtime leave deduction travel_home night_holiday".split()))
_PAYS = frozenset({"partly_paid", "paid_in_full"})
_PAYERS = {
    "enforcement": Payer.BAILIFF,
    "guarantee_fund": Payer.INSURER,
    "agency_guarantee": Payer.AGENCY_GUARANTEE,
}


# Working days between a step and the one before.
_TAKES = {
    row["state"]: tuple(map(int, row["takes"].split("-")))
    for row in reference.rows("demo/acts.tsv")
}
# The most working days since the last step of a claim that is not late: after that a service level
# is missed.
_SINCE = {"acknowledged": 1, "accepted": 2, "assigned_to_post": 2}
_WITHIN_REVIEW = 7
# One claim in so many is late: nobody acted on it in time.
_LATE = 8


class Plan(msgspec.Struct):
    """The plan of a claim: its route, final state and times."""

    number: str
    country: str
    route: list[str]
    state: str
    reason: str
    filed_by: Actor
    late: bool
    due: int
    dice: Random

    def timeline(self) -> Timeline:
        """The events of the claim.

        Filed in a morning and acknowledged the same day, then step by step until the last one,
        which is as long ago as its state allows, or longer if the claim is late. Closed claims are
        spread since the opening.
        """
        dice, hour = self.dice, time(9 + self.dice.randrange(4), self.dice.randrange(60))
        if not self.route:
            return (
                (working_days_ago("filed", dice.randint(3, 6), hour),)
                if self.late
                else (hours_ago("filed", dice.randint(1, 16)),)
            )
        takes = [dice.randint(*_TAKES[step]) for step in self.route[1:]]
        first = after("acknowledged", minutes=dice.randint(40, 240))
        rest = [after(step, days=many) for step, many in zip(self.route[1:], takes, strict=True)]
        if self.state == "closed":
            return (share_of_period("filed", dice.random(), sum(takes) + 3, hour), first, *rest)
        last = (
            dice.randint(12, 25)
            if self.late
            else dice.randint(1, _SINCE.get(self.state, _WITHIN_REVIEW))
        )
        return (working_days_ago("filed", last + sum(takes), hour), first, *rest)


class Claims:
    def __init__(self, session: Session, cast: ActorsByName, days: Days) -> None:
        self.session, self.cast, self.days, self.citizens = session, cast, days, Citizens("000")
        self.acts = {row["state"]: row for row in reference.rows("demo/acts.tsv")}
        self.stories = list(reference.rows("demo/stories.tsv"))
        self.pay = {row["country"]: row for row in reference.rows("demo/corridors.tsv")}
        self.employers: dict[str, list[Row]] = defaultdict(list)
        for row in reference.rows("demo/employers.tsv"):
            self.employers[row["country"]].append(row)

    def scenarios(self) -> Iterator[Scenario]:
        routes = [
            route
            for route in reference.rows("demo/routes.tsv")
            for _ in range(int(route["claims"]))
        ]
        for number, route in enumerate(routes):
            plan = self._plan(number, route)
            yield Scenario(plan.timeline(), self._acts(plan, number))

    def _plan(self, number: int, row: Row) -> Plan:
        dice = Random(f"claim {number}")
        country = dice.choice(_COUNTRIES)
        if row["state"] == "assigned_to_post":
            country = dice.choice(("RU", "KR", "RU", "KR", "TR", "KZ"))
        route = [
            step for step in row["steps"].split() if country in POSTED or step != "assigned_to_post"
        ]
        name = "W-NM" + "".join(dice.choice(ALPHABET) for _ in range(6))
        abroad = self.cast[POSTED[country]] if country in POSTED else self.cast["barno"]
        filed_by = (
            dice.choice((VISITOR, VISITOR, abroad, abroad, self.cast["barno"]))
            if route
            else VISITOR
        )
        late, due = number % _LATE == 3, dice.choice((0, 1, 2, 3, 4, 5, 7, 10, 14))
        return Plan(name, country, route, row["state"], row["reason"], filed_by, late, due, dice)

    def _told(self, plan: Plan, number: int, filed: date) -> NewClaim:
        dice, country = plan.dice, plan.country
        # What is late is shown to an attaché, so it is in the city of one.
        near = [one for one in self.employers[country] if plan.late and one["city"] == _MOSCOW]
        employer = dice.choice(near or self.employers[country])
        left = filed - timedelta(days=dice.randint(5, 150))
        months = dice.choice((1, 2, 2, 3, 3, 4, 6))
        story = dice.choice(self.stories)
        return NewClaim(
            employer=employer["name"],
            country=country,
            city=employer["city"],
            worked_from=left - timedelta(days=30 * months + dice.randint(0, 200)),
            worked_to=left,
            lines=self._lines(country, months, dice),
            contact=self.citizens.invent(dice, 101 + number, story["language"]),
            story=story["text"] if dice.random() < 0.85 else None,
            occupation_major=dice.choice("5777889999"),
        )

    def _lines(self, country: str, months: int, dice: Random) -> list[NewLine]:
        """Unpaid months at a usual wage, and sometimes a further component."""
        row = self.pay[country]
        currency = row["currency"]
        least, most = (
            minor(amount, currency)
            for amount in row[dice.choice(("pay7", "pay8", "pay9"))].split("-")
        )
        month = dice.randint(least, most) * (160 if row["period"] == "hour" else 1)
        whole = 10 * minor("1", currency)
        lines = [NewLine(Component.BASE_PAY, month * months // whole * whole, currency)]
        if dice.random() < 0.4:
            lines.append(
                NewLine(
                    dice.choice(_EXTRAS), month // dice.randint(3, 8) // whole * whole, currency
                )
            )
        return lines

    def _acts(self, plan: Plan, number: int) -> Actions:
        moment = yield "filed"
        day = tashkent_day(moment)
        result = self._told(plan, number, day)
        claim = wage_claims.file(
            self.session, result, by=plan.filed_by, on=moment, day=day, number=plan.number
        ).claim
        for place, state in enumerate(plan.route, start=1):
            moment = yield state
            officer = self._officer(state, claim)
            if state in _PAYS:
                self._receive(claim, plan, state, officer, moment)
            self._second(claim, plan, state, officer, moment)
            self._take(claim, plan, state, last=place == len(plan.route), by=officer, on=moment)
            if plan.dice.random() < 0.45:
                notes.add(self.session, claim, self.acts[state]["note"], by=officer, on=moment)

    def _second(self, claim: Claim, plan: Plan, state: str, by: Actor, on: datetime) -> None:
        """Let a supervisor approve what one officer may not decide alone."""
        asked = (
            claim_approvals.BY_REASON.get(plan.reason)
            if state == "closed"
            else claim_approvals.BY_STEP.get(state)
        )
        if asked is None or claim.state == "declined":
            return
        row = claim_approvals.request_approval(
            self.session, claim, NewApproval(asked, self.acts[state]["note"]), by=by, on=on
        )
        claim_approvals.approve(self.session, row.reference, by=self.cast["iroda"], on=on)

    def _officer(self, state: str, claim: Claim) -> Actor:
        """Return the attaché of the claim's post, or an officer of the claims desk."""
        abroad = self.cast[POSTED.get(claim.country, "chinora")]
        home = state in _AT_HOME or claim.post not in abroad.posts
        return self.cast["chinora"] if home else abroad

    def _take(
        self, claim: Claim, plan: Plan, state: str, *, last: bool, by: Actor, on: datetime
    ) -> None:
        day = tashkent_day(on)
        due = self.days.day(plan.due) if last and not plan.late else day + timedelta(days=7)
        post = THEIR_POST.get(claim.country) if state == ClaimState.ASSIGNED_TO_POST else None
        step = NewStep(ClaimState(state), next_action=NEXT_ACTIONS[state], due=due, post=post)
        if state == "closed":
            closing = ClosingReason(plan.reason)
            step = NewStep(
                ClaimState.CLOSED, reason=self.acts[state]["note"], closing_reason=closing
            )
        state_machine.take_step(self.session, claim, step, by=by, on=on, day=day)

    def _receive(self, claim: Claim, plan: Plan, state: str, by: Actor, on: datetime) -> None:
        """Record a payment of a part of the sum owed, or of the rest.

        Money that the post holds is paid out to the worker before the end.
        """
        day = tashkent_day(on)
        payer = next((_PAYERS[step] for step in plan.route if step in _PAYERS), Payer.EMPLOYER)
        line = wage_claims.lines(self.session, claim.reference)[0].number
        for owed in money_entries.balances(self.session, claim.reference):
            amount = owed.due - owed.covered
            if state == "partly_paid":
                amount = amount * plan.dice.randint(3, 7) // 10
            hand = plan.dice.choice((Hand.WORKER, Hand.WORKER, Hand.HELD))
            new_payment = NewPayment(
                amount, owed.currency, payer, day, plan.dice.choice(list(Method)), hand, line
            )
            payments.receive(self.session, claim, new_payment, by=by, on=on, day=day)
            held = owed.received + amount - owed.paid_out - (amount if hand is Hand.WORKER else 0)
            closes = plan.route[-2:] == [state, "closed"]
            if held and (state == "paid_in_full" or closes):
                out = NewPayOut(held, owed.currency, day, Method.BANK)
                payments.pay_out(self.session, claim, out, by=by, on=on, day=day)
