"""The invented wage claims: one for every state they can be in, come there by the steps that the rules allow."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from catalog.ground.fields import ALPHABET, tashkent_day
from catalog.ground.who import VISITOR, Who
from seed import reference
from seed.demonstration.lives import Days, Life
from seed.demonstration.money import minor
from seed.demonstration.people import Acting, Citizens
from seed.reference import Row
from service.casework import approvals, ledger, notes, steps, wages
from service.casework.approvals import NewAsk
from service.casework.ledger import Hand, Method, NewPayment, Payer
from service.casework.steps import ClosingReason, NewStep, State
from service.casework.wages import Claim, Component, NewClaim, NewLine

_POSTED = {"KR": "davron", "RU": "elyor", "TR": "otabek", "KZ": "parvina"}
_COUNTRIES = ("RU",) * 8 + ("KR",) * 4 + ("TR", "TR", "KZ", "KZ", "PL", "LT", "AE", "DE", "SA", "LV")
_AT_HOME = frozenset({"acknowledged", "screened", "needs_documents", "calculated", "accepted", "declined"})
_EXTRAS = (Component.OVERTIME, Component.LEAVE, Component.DEDUCTION, Component.TRAVEL_HOME, Component.NIGHT_HOLIDAY)
_PAYS = frozenset({"partly_paid", "paid_in_full"})
_PAYERS = {"enforcement": Payer.BAILIFF, "guarantee_fund": Payer.INSURER, "agency_guarantee": Payer.AGENCY_GUARANTEE}


class Plan(msgspec.Struct):
    """What will become of a claim: its steps and the days of each, counted back from today."""

    number: str
    told: NewClaim
    route: list[str]
    reason: str
    moments: list[datetime]
    due: date
    filed_by: Who


class Claims:
    def __init__(self, session: Session, cast: Acting, days: Days, citizens: Citizens) -> None:
        self.session, self.cast, self.days, self.dice, self.citizens = session, cast, days, days.dice, citizens
        self.acts = {row["state"]: row for row in reference.rows("demo/acts.tsv")}
        self.stories = list(reference.rows("demo/stories.tsv"))
        self.pay = {row["country"]: row for row in reference.rows("demo/corridors.tsv")}
        self.employers: dict[str, list[Row]] = defaultdict(list)
        for row in reference.rows("demo/employers.tsv"):
            self.employers[row["country"]].append(row)

    def lives(self) -> Iterator[Life]:
        for route in reference.rows("demo/routes.tsv"):
            for _ in range(int(route["claims"])):
                yield self._life(self._plan(route))

    def _plan(self, row: Row) -> Plan:
        country = self.dice.choice(_COUNTRIES)
        if row["state"] == "assigned_to_post":
            country = self.dice.choice(("RU", "KR", "RU", "KR", "TR", "KZ"))
        route = [step for step in row["steps"].split() if country in _POSTED or step != "assigned_to_post"]
        moments, due = self._moments(row["state"], len(route) + 1)
        number = "W-NM" + "".join(self.dice.choice(ALPHABET) for _ in range(6))
        abroad = self.cast[_POSTED[country]] if country in _POSTED else self.cast["barno"]
        filed_by = self.dice.choice((VISITOR, VISITOR, abroad, abroad, self.cast["barno"]))
        return Plan(number, self._told(country, tashkent_day(moments[0])), route, row["reason"], moments, due, filed_by)

    def _moments(self, state: str, count: int) -> tuple[list[datetime], date]:
        """When it was filed and each step was taken; and when the next act is due, for some already yesterday."""
        dice = self.dice
        longest = (self.days.today - self.days.opening.date()).days - 130
        last = dice.randint(4, longest) if state in ("closed", "declined") else dice.randint(1, 20)
        due = self.days.day(dice.choice((0, 1, 2, 3, 4, 5, 7, 10, 14, 20)))
        if last > 4 and dice.random() < 0.22:
            due = self.days.day(-dice.randint(1, last - 3))
        agos = [last]
        for _ in range(count - 1):
            agos.append(agos[-1] + dice.choice((1, 1, 2, 3, 4, 5, 7, 9, 12, 14)))
        return sorted(self.days.at_work(ago) for ago in agos), due

    def _told(self, country: str, filed: date) -> NewClaim:
        dice, employer = self.dice, self.dice.choice(self.employers[country])
        left = filed - timedelta(days=dice.randint(5, 150))
        months = dice.choice((1, 2, 2, 3, 3, 4, 6))
        story = dice.choice(self.stories)
        return NewClaim(
            employer=employer["name"], country=country, city=employer["city"],
            worked_from=left - timedelta(days=30 * months + dice.randint(0, 200)), worked_to=left,
            lines=self._lines(country, months), contact=self.citizens.invent(story["language"]),
            story=story["text"] if dice.random() < 0.85 else None, occupation_major=dice.choice("5777889999"),
        )  # fmt: skip

    def _lines(self, country: str, months: int) -> list[NewLine]:
        """Unpaid months at a usual pay, and now and then something beside."""
        row, dice = self.pay[country], self.dice
        currency = row["currency"]
        least, most = (minor(amount, currency) for amount in row[dice.choice(("pay7", "pay8", "pay9"))].split("-"))
        month = dice.randint(least, most) * (160 if row["period"] == "hour" else 1)
        whole = 10 * minor("1", currency)
        lines = [NewLine(Component.BASE_PAY, month * months // whole * whole, currency)]
        if dice.random() < 0.4:
            lines.append(NewLine(dice.choice(_EXTRAS), month // dice.randint(3, 8) // whole * whole, currency))
        return lines

    def _life(self, plan: Plan) -> Life:
        yield (moment := plan.moments[0])
        filed = wages.file(
            self.session, plan.told, by=plan.filed_by, on=moment, day=tashkent_day(moment), number=plan.number
        )
        claim = filed.claim
        for place, (state, moment) in enumerate(zip(plan.route, plan.moments[1:], strict=True), start=1):
            yield moment
            officer = self._officer(state, plan.told.country)
            if state in _PAYS:
                self._receive(claim, plan, state, officer, moment)
            self._second(claim, plan, state, officer, moment)
            self._take(claim, plan, state, last=place == len(plan.route), by=officer, on=moment)
            if self.dice.random() < 0.45:
                notes.add(self.session, claim, self.acts[state]["note"], by=officer, on=moment)

    def _second(self, claim: Claim, plan: Plan, state: str, by: Who, on: datetime) -> None:
        """A supervisor agrees to what one officer may not decide alone."""
        asked = approvals.BY_REASON.get(plan.reason) if state == "closed" else approvals.BY_STEP.get(state)
        if asked is None or claim.state == "declined":
            return
        row = approvals.ask(self.session, claim, NewAsk(asked, self.acts[state]["note"]), by=by, on=on)
        approvals.approve(self.session, row.reference, by=self.cast["iroda"], on=on)

    def _officer(self, state: str, country: str) -> Who:
        return self.cast["chinora" if state in _AT_HOME else _POSTED.get(country, "chinora")]

    def _take(self, claim: Claim, plan: Plan, state: str, *, last: bool, by: Who, on: datetime) -> None:
        day = tashkent_day(on)
        due = max(plan.due, day + timedelta(days=1)) if last else day + timedelta(days=7)
        step = NewStep(State(state), next_action=self.acts[state]["next"], due=due)
        if state == "closed":
            closing = ClosingReason(plan.reason)
            step = NewStep(State.CLOSED, reason=self.acts[state]["note"], closing_reason=closing)
        steps.take(self.session, claim, step, by=by, on=on, day=day)

    def _receive(self, claim: Claim, plan: Plan, state: str, by: Who, on: datetime) -> None:
        """A part of what is owed, or all that was still missing; what is held is handed to the worker before the end."""
        day = tashkent_day(on)
        payer = next((_PAYERS[step] for step in plan.route if step in _PAYERS), Payer.EMPLOYER)
        for owed in ledger.balances(self.session, claim.reference):
            amount = owed.due - owed.received
            if state == "partly_paid":
                amount = amount * self.dice.randint(3, 7) // 10
            hand = self.dice.choice((Hand.WORKER, Hand.WORKER, Hand.HELD))
            told = NewPayment(amount, owed.currency, payer, day, self.dice.choice(list(Method)), hand)
            ledger.receive(self.session, claim, told, by=by, on=on, day=day)
            held = owed.received + amount - owed.paid_out - (amount if hand is Hand.WORKER else 0)
            closes = plan.route[-2:] == [state, "closed"]
            if held and (state == "paid_in_full" or closes):
                ledger.pay_out(self.session, claim, held, owed.currency, by=by, on=on, day=day)
