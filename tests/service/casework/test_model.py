"""Claims lived at random, alone and in a group, beside a model of their money: nothing appears,
vanishes, or is skipped."""

from collections import Counter, defaultdict
from contextlib import suppress
from fractions import Fraction
from math import floor
from typing import ClassVar

import hypothesis
import msgspec
import pytest
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session

from catalog.core import journal, vault
from catalog.core.actor import VISITOR
from catalog.core.approvals import ApprovalKind
from catalog.core.errors import Refusal
from catalog.core.fields import reference
from catalog.reference.countries import Country
from matching.identity.persons import Citizen
from service.approvals import decisions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim
from service.casework.groups import groups, payment_split
from service.casework.groups.groups import LeaveInput
from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.allocation import DebtSettlement
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import (
    Basis,
    Deduction,
    Fee,
    Hand,
    Method,
    NonDeliveryReason,
    Payer,
    Payment,
    PayOut,
    Undelivered,
)
from service.casework.money.payments import AssessmentInput, NewPayment
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import (
    claim_approvals,
    claim_facts,
    ledger,
    notes,
    reversals,
    state_machine,
)
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.claim_facts import ClaimCorrection
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.workflow.ledger import EntryState
from service.casework.workflow.state_machine import ALLOWED, NewStep
from service.casework.worklists import group_actions
from service.reporting.annual import years
from tests.conftest import Clock
from tests.service.casework.crews import CREW, worker
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, ELYOR, IRODA, NO_FILES, TODAY

ONE, SUM, MONEY = some.integers(0, 3), some.integers(0, 300), some.sampled_from(["RUB", "USD"])
ON = {"on": Clock().now, "day": TODAY}
# One large sum would hide every other in the shares of the year.
ALONE = msgspec.structs.replace(ALISHERS_CLAIM, lines=worker("D", 200).lines)
# Where the money of a claim is.
PLACES = ("worker", "held", "fees", "waits")
# The figures of the year that the model counts, and those of money that it never moves.
COUNTED = (
    "wages.claims_filed",
    "wages.claims_by_country",
    "wages.claims_by_state",
    "wages.closed",
    "wages.groups_opened",
    "wages.group_workers",
    "wages.recovered",
)
NO_MONEY = ("fees.refunded", "deposits.returned", "benefits.received")
SECOND = {ApprovalKind.DECLINE, ApprovalKind.WRITE_OFF, ApprovalKind.BELOW_VERIFIED}


class Lives(RuleBasedStateMachine):
    """Three workers of a group and one who claims alone. The model counts money by where it is, and
    acts by their name."""

    database = None
    # The figures of the year for all claims of the run, by key and part.
    year: ClassVar[Counter[tuple[str, str]]] = Counter()
    # Of the claims that were closed, by each sum: what the workers have, and that sum.
    shares: ClassVar[dict[str, Counter[str]]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.database._writing, expire_on_commit=False)
        items = [worker(name, 100) for name in "ABC"]
        self.group = groups.create(self.session, CREW, items, by=ELYOR, **ON, number=reference("G"))
        alone = wage_claims.file(self.session, self.own_claim(), by=VISITOR, **ON).claim
        self.claims = [one.claim for one in groups.members(self.session, self.group, by=ELYOR)] + [
            alone
        ]
        # Rows that each step reads; a session forgets those that nobody holds and asks again.
        self.held = [self.session.get_one(Country, "RU")]
        for one in self.claims:
            self.held += [self.session.get_one(Citizen, one.citizen)]
            self.held += [self.session.get_one(vault.Key, one.citizen)]
        self.acts = {one.reference: Counter(["file", "join_group"]) for one in self.claims[:3]}
        self.acts[alone.reference] = Counter(["file"])
        self.owed = {one.reference: 100 for one in self.claims[:3]} | {
            alone.reference: ALONE.lines[0].amount
        }
        self.papers: dict[str, tuple[int | None, int | None]] = dict.fromkeys(
            self.owed, (None, None)
        )
        self.note_texts: dict[str, list[str]] = defaultdict(list)
        self.closed: set[str] = set()
        self.money: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        # What settles a debt of another currency than the money's, by the debt and by the money.
        self.settles: Counter[tuple[str, str]] = Counter()
        self.abroad: Counter[tuple[str, str]] = Counter()
        self.inside, self.agreed, self.splits = (
            {one.reference for one in self.claims[:3]},
            defaultdict(set),
            0,
        )

    def own_claim(self) -> NewClaim:
        """The claim of somebody of another number in each life, with whom nobody is compared."""
        phone = f"+99890{self.year['wages.groups_opened', '']:07}"
        contact = msgspec.structs.replace(ALONE.contact, phone=phone)
        return msgspec.structs.replace(ALONE, contact=contact)

    def done(self, action) -> bool:
        """Whether a deed was done; refused, nothing of it is left."""
        with suppress(Refusal), self.session.begin_nested():
            action()
            return True
        return False

    def moved(self, claim: Claim, before: str, reason: ClosingReason | None) -> None:
        """What must have been true for a claim to come to where it is now."""
        assert claim.state in ALLOWED[ClaimState(before)], "no state is skipped"
        self.acts[claim.reference]["step"] += 1
        sums = money_entries.balances(self.session, claim.reference)
        second = claim_approvals.BY_STEP.get(claim.state)
        if claim.state == "closed":
            assert reason
            assert not any(one.held for one in sums)
            second = claim_approvals.BY_REASON.get(reason) if before != "declined" else None
        if claim.state == "paid_in_full" or (
            claim.state == "closed" and reason is ClosingReason.PAID_IN_FULL
        ):
            assert all(one.settled >= one.due for one in sums)
        assert second is None or second in self.agreed[claim.reference]
        if claim.state == "closed":
            self.closed.add(claim.reference)
            self.agreed[claim.reference] = set()
            self.acts[claim.reference]["ask_approval"] += (
                reason is ClosingReason.WITHDRAWN_UNDER_PRESSURE
            )

    @rule(
        one=ONE,
        place=some.integers(0, 30),
        absurd=some.booleans(),
        reason=some.sampled_from(ClosingReason),
    )
    def step(self, one, place, absurd, reason):
        claim, before = self.claims[one], self.claims[one].state
        to = (list(ClaimState) if absurd else state_machine.allowed(before))[
            place % (len(ClaimState) if absurd else len(state_machine.allowed(before)))
        ]
        new_step = NewStep(to, "Why", "Next", TODAY, reason if place % 5 else None)
        if self.done(
            lambda: state_machine.take_step(self.session, claim, new_step, by=ELYOR, **ON)
        ):
            self.moved(claim, before, new_step.closing_reason)
        else:
            assert claim.state == before

    @rule(place=some.integers(0, 30), reason=some.sampled_from(ClosingReason))
    def all_step(self, place, reason):
        before = {one.reference: one.state for one in self.claims}
        first = next(
            (one for one in self.claims[:3] if one.reference in self.inside), self.claims[0]
        )
        to = state_machine.allowed(first.state)[place % len(state_machine.allowed(first.state))]
        new_step = NewStep(to, "Why", "Next", TODAY, reason)
        results = group_actions.move(self.session, self.group, new_step, by=ELYOR, **ON)
        asked = {one.member.claim.reference for one in results}
        assert asked == {one for one in self.inside if before[one] != "closed"}
        for one in results:
            if one.refusal is None:
                self.moved(one.member.claim, before[one.member.claim.reference], reason)
            else:
                assert one.member.claim.state == before[one.member.claim.reference]

    @rule(one=ONE, amount=SUM, currency=MONEY, hand=some.sampled_from(Hand))
    def receive(self, one, amount, currency, hand):
        new_payment = sample_money.new_payment(amount, hand, currency=currency)
        self.count(
            one,
            currency,
            "receive",
            hand,
            amount,
            lambda claim: payments.receive(self.session, claim, new_payment, by=ELYOR, **ON),
        )

    @rule(one=ONE, amount=some.integers(1, 300), settles=some.integers(1, 300))
    def settle_roubles_in_dollars(self, one, amount, settles):
        new_payment = NewPayment(
            amount,
            "USD",
            Payer.EMPLOYER,
            TODAY,
            Method.BANK,
            Hand.WORKER,
            settles=DebtSettlement(settles, "RUB", Basis.AGREED),
            confirm=list(AmountQuestion),
        )
        action = lambda claim: payments.receive(self.session, claim, new_payment, by=ELYOR, **ON)  # noqa: E731
        if self.count(one, "USD", "receive", Hand.WORKER, amount, action):
            number = self.claims[one].reference
            self.settles[number, "RUB"] += settles
            self.abroad[number, "USD"] += amount

    @rule(one=ONE, amount=SUM)
    def correct(self, one, amount):
        claim = self.claims[one]
        correction = ClaimCorrection(reason="A slip", lines=[LineCorrection(1, amount=amount)])
        if self.count(
            one,
            "RUB",
            "amend",
            "-",
            0,
            lambda claim: claim_facts.correct(
                self.session, claim, correction, by=ELYOR, on=ON["on"]
            ),
        ):
            self.owed[claim.reference] = amount

    @rule(one=ONE, amount=SUM, currency=MONEY)
    def pay_out(self, one, amount, currency):
        out = sample_money.new_pay_out(amount, currency=currency)
        action = lambda claim: payments.pay_out(self.session, claim, out, by=ELYOR, **ON)  # noqa: E731
        if self.count(one, currency, "pay_out", "worker", amount, action):
            self.money[self.claims[one].reference, currency]["held"] -= amount

    @rule(one=ONE, amount=SUM, currency=MONEY)
    def deduct(self, one, amount, currency):
        def action(claim):
            return payments.deduct(self.session, claim, Fee.BANK, amount, currency, by=ELYOR, **ON)

        if self.count(one, currency, "deduct", "fees", amount, action):
            self.money[self.claims[one].reference, currency]["held"] -= amount

    def count(self, one, currency, act, where, amount, action) -> bool:
        claim = self.claims[one]
        done = self.done(lambda: action(claim))
        self.acts[claim.reference][act] += done
        self.money[claim.reference, currency][str(where)] += amount * done
        return done

    @rule(one=ONE, amount=SUM, currency=MONEY)
    def cannot_be_found(self, one, amount, currency):
        new_undelivered = NewUndelivered(
            NonDeliveryReason.NOT_FOUND, TODAY, amount=amount, currency=currency
        )

        def action(claim):
            return failed_payouts.flag(self.session, claim, new_undelivered, by=ELYOR, **ON)

        if self.count(one, currency, "undelivered", "waits", amount, action):
            self.money[self.claims[one].reference, currency]["held"] -= amount

    @rule(one=ONE, place=some.integers(0, 9))
    def comes_back(self, one, place):
        outs = money_entries.list_current(self.session, PayOut, self.claims[one].reference)
        if outs:
            out = outs[place % len(outs)]
            new_undelivered = NewUndelivered(NonDeliveryReason.FAILED, TODAY, out.id)

            def action(claim):
                return failed_payouts.flag(self.session, claim, new_undelivered, by=ELYOR, **ON)

            if self.count(one, out.currency, "undelivered", "waits", out.amount, action):
                self.money[out.claim, out.currency]["worker"] -= out.amount

    @rule(one=ONE, place=some.integers(0, 9))
    def is_delivered(self, one, place):
        rows = money_entries.list_current(self.session, Undelivered, self.claims[one].reference)
        if rows:
            row = rows[place % len(rows)]
            action = lambda claim: failed_payouts.deliver(  # noqa: E731
                self.session, claim, row.id, by=ELYOR, **ON
            )
            if self.count(one, row.currency, "deliver", "worker", row.amount, action):
                self.money[row.claim, row.currency]["waits"] -= row.amount

    @rule(one=ONE, place=some.integers(0, 30))
    def reverse(self, one, place):
        claim, before = self.claims[one], self.claims[one].state
        rows = [
            row
            for row in ledger.entries(self.session, claim)
            if row.state is EntryState.STANDING and not row.reverses
        ]
        if not rows:
            return
        entry = reversals.get_entry(self.session, claim, rows[place % len(rows)].entry)
        together = reversals.reversed_together(self.session, entry)
        late = {
            row.delivered_by: row
            for row in money_entries.list_current(self.session, Undelivered, claim.reference)
            if row.delivered_by and row not in together
        }

        def action():
            asked = reversals.request(
                self.session, claim, entry.reference, "Slip", by=ELYOR, on=ON["on"]
            )
            decisions.approve(self.session, asked.reference, "So", by=IRODA, home=NO_FILES, **ON)

        waited = {row.id for row in together if getattr(row, "delivered_on", "") is None}
        if self.done(action):
            for row in together:
                self.undo(row, late, row.id in waited)
            self.acts[claim.reference].update(["ask_approval", "approve", "reverse"])
            if claim.state != before:
                assert (before, claim.state) == ("closed", "reopened")
                self.acts[claim.reference]["step"] += 1

    def undo(self, row, late, waited):
        """Take one entry out of the model."""
        model, amount = self.money[row.claim, row.currency], row.amount
        if isinstance(row, Payment):
            model[row.hand] -= amount
            if row.settles_currency != row.currency:
                self.settles[row.claim, row.settles_currency] -= row.settles
                self.abroad[row.claim, row.currency] -= amount
        elif isinstance(row, PayOut):
            model["worker"] -= amount
            model["waits" if row.id in late else "held"] += amount
        elif isinstance(row, Deduction):
            model.subtract({"fees": amount, "held": -amount})
        elif row.pay_out:
            model["worker"] += amount
            model["waits" if waited else "held"] -= amount
        elif waited:
            model.subtract({"waits": amount, "held": -amount})

    @rule(one=ONE, documented=some.none() | SUM, agreed=some.none() | SUM)
    def assess(self, one, documented, agreed):
        items = [AssessmentInput(1, documented, agreed)]
        action = lambda claim: payments.assess(self.session, claim, items, by=ELYOR, on=ON["on"])  # noqa: E731
        if self.count(one, "RUB", "assess", "-", 0, action):
            self.papers[self.claims[one].reference] = (documented, agreed)
        self.agreed[self.claims[one].reference].discard(ApprovalKind.BELOW_VERIFIED)

    @rule(one=ONE, text=some.sampled_from(["He called", "Papers came"]))
    def note(self, one, text):
        claim = self.claims[one]
        notes.add(self.session, claim, text, by=ELYOR, on=ON["on"])
        self.acts[claim.reference]["note"] += 1
        self.note_texts[claim.reference].append(text)

    @rule(amount=SUM, currency=MONEY)
    def split(self, amount, currency):
        new_payment = sample_money.new_payment(amount, Hand.HELD, currency=currency)

        def action():
            rows = payment_split.propose(self.session, self.group, amount, currency, by=ELYOR)
            had.update({row.member.claim.reference: row.amount for row in rows})
            payment_split.receive(self.session, self.group, new_payment, had, by=ELYOR, **ON)

        had: dict[str, int] = {}
        if self.done(action):
            assert sum(had.values()) == amount
            assert set(had) <= self.inside
            self.splits += 1
            for number, share in had.items():
                self.money[number, currency]["held"] += share
                self.acts[number]["receive"] += share > 0

    @rule(one=ONE)
    def leave(self, one):
        claim, values = self.claims[one], LeaveInput(TODAY, "Alone")
        done = self.done(lambda: groups.leave(self.session, claim, values, by=ELYOR, **ON))
        assert done == (claim.reference in self.inside)
        self.inside.discard(claim.reference)
        self.acts[claim.reference]["leave_group"] += done

    @rule(one=ONE, what=some.sampled_from(sorted(SECOND)), yes=some.booleans())
    def ask_and_decide(self, one, what, yes):
        claim, values = self.claims[one], NewApproval(what, "Why")
        if self.done(
            lambda: claim_approvals.request_approval(
                self.session, claim, values, by=ELYOR, on=ON["on"]
            )
        ):
            number = next(
                row.reference
                for row in claim_approvals.history(self.session, claim.reference)
                if row.state == "waiting" and row.asked == what
            )
            decide = claim_approvals.approve if yes else claim_approvals.decline
            decide(self.session, number, "So", by=IRODA, on=ON["on"])
            self.acts[claim.reference].update(
                ["ask_approval", "approve" if yes else "decline_approval"]
            )
            self.agreed[claim.reference] |= {what} if yes else set()

    @precondition(lambda self: self.claims)
    @invariant()
    def money_is_conserved(self):
        found = money_entries.balances_of(self.session, list(self.acts))
        for number, sums in found.items():
            for one in sums:
                model = self.money[number, one.currency]
                items = (one.paid_out, one.held, one.deducted, one.undelivered)
                assert items == (model["worker"], model["held"], model["fees"], model["waits"])
                assert one.received == sum(items)
                assert min(items) >= 0
                here = self.settles[number, one.currency] - self.abroad[number, one.currency]
                assert one.settled == one.paid_out + one.deducted + here
                owed = self.owed[number] if one.currency == "RUB" else 0
                documented, agreed = self.papers[number] if one.currency == "RUB" else (None, None)
                assert (one.claimed, one.documented, one.agreed) == (
                    owed,
                    documented or 0,
                    agreed or 0,
                )
                assert one.due == next(
                    sum_ for sum_ in (agreed, documented, owed) if sum_ is not None
                )

    def every_open_claim_can_be_closed(self):
        """Every second life stays closed, so that shares of money are those of many claims."""
        left = [claim for claim in self.claims if claim.state != "closed"]
        stays = self.year["wages.groups_opened", ""] % 2 == 0
        with self.session.begin_nested() as tried:
            done = [self.close(claim) for claim in left]
            if not stays:
                tried.rollback()
        for claim, (acts, waits) in zip(left, done, strict=True):
            if stays:
                self.closed.add(claim.reference)
                self.acts[claim.reference] += acts
                for currency, held in waits.items():
                    self.money[claim.reference, currency].update(waits=held, held=-held)
            else:
                self.session.refresh(claim)

    def close(self, claim: Claim) -> tuple[Counter[str], dict[str, int]]:
        """Close as paid in full where it is, else give up by two; held money waits for its worker.

        Return what was done, and the money that waits, by currency."""
        sums = money_entries.balances(self.session, claim.reference)
        waits = {one.currency: one.held for one in sums if one.held}
        for currency, held in waits.items():
            values = NewUndelivered(
                NonDeliveryReason.NOT_FOUND, TODAY, amount=held, currency=currency
            )
            failed_payouts.flag(self.session, claim, values, by=ELYOR, **ON)
        paid = all(one.settled >= one.due for one in sums) and any(one.in_hand for one in sums)
        kind = ApprovalKind.BELOW_VERIFIED if paid else ApprovalKind.WRITE_OFF
        asked = claim_approvals.request_approval(
            self.session, claim, NewApproval(kind, "Why"), by=ELYOR, on=ON["on"]
        )
        claim_approvals.approve(self.session, asked.reference, by=IRODA, on=ON["on"])
        reason = ClosingReason.PAID_IN_FULL if paid else ClosingReason.UNREACHABLE
        closing = NewStep(ClaimState.CLOSED, "Why", closing_reason=reason)
        state_machine.take_step(self.session, claim, closing, by=ELYOR, **ON)
        return Counter(["ask_approval", "approve", "step"] + ["undelivered"] * len(waits)), waits

    def teardown(self):
        try:
            self.every_open_claim_can_be_closed()
            self.session.commit()
            self.count_year()
            self.what_is_written_is_what_was_done()
        finally:
            self.session.close()

    def count_year(self):
        """Count these four claims for the figures of the year."""
        for (_, currency), model in self.money.items():
            self.year["wages.recovered", currency] += sum(model[where] for where in PLACES)
        for claim in self.claims:
            self.year["wages.claims_by_state", claim.state] += 1
        self.year["wages.closed", ""] += len(self.closed)
        self.count_shares()
        self.year["wages.groups_opened", ""] += 1
        self.year["wages.group_workers", ""] += 3
        self.year["wages.claims_filed", ""] += 4
        self.year["wages.claims_by_country", "RU"] += 4

    def count_shares(self):
        """Count what the workers of closed claims have of each sum that is known."""
        for number in self.closed:
            in_hand = self.money[number, "RUB"]["worker"] + self.settles[number, "RUB"]
            documented, agreed = self.papers[number]
            sums = {"claimed": self.owed[number], "documented": documented, "agreed": agreed}
            for name, owed in sums.items():
                if owed:
                    self.shares[name].update(in_hand=in_hand, owed=owed)

    def what_is_written_is_what_was_done(self):
        for claim in self.claims:
            written = Counter(
                entry.act for entry in journal.history(self.session, "claim", claim.reference)
            )
            assert written == +self.acts[claim.reference], (
                "the journal tells what was done, and nothing else"
            )
            assert [
                text for _, text in notes.list_for_claim(self.session, claim)
            ] == self.note_texts[claim.reference]
            at = "received"
            for step in state_machine.history(self.session, claim):
                assert step.came_from == at
                at = step.to
            assert at == claim.state
        assert len(payment_split.list_received(self.session, self.group)) == self.splits


def lived(database, runs: int, steps: int = 30, seed: int = 0) -> None:
    with database.write() as session:
        cast.ground(session, on=ON["on"])
    machine = type(
        "Lived", (Lives,), {"database": database, "year": Counter(), "shares": defaultdict(Counter)}
    )
    run_state_machine_as_test(
        hypothesis.seed(seed)(machine),
        settings=hypothesis.settings(max_examples=runs, stateful_step_count=steps),
    )
    with database.read() as session:
        assert journal.verify(session) is None, "all those lives stand in one chain"
        found = years.get_year(session, TODAY.year, TODAY).figures
    figures = {one.name: one.value for one in found}
    counted = {name: value for name, value in figures.items() if name[0] in COUNTED}
    assert counted == +machine.year, "the figures of the year are those of the model"
    rates = {name: value for name, value in figures.items() if name[0].startswith("wages.rate_")}
    # In hundredths of a percent, rounded half up.
    assert rates == {
        (f"wages.rate_{name}", "RUB"): floor(
            Fraction(10_000 * sums["in_hand"], sums["owed"]) + Fraction(1, 2)
        )
        for name, sums in machine.shares.items()
    }
    # All money is wages and came while Moscow was responsible.
    dollars = figures["wages.recovered_usd", ""]
    assert figures["wages.recovered_by_office", cast.MOSCOW] == dollars
    assert [figures[key, ""] for key in NO_MONEY] == [0, 0, 0]


@pytest.mark.parametrize("runs", [pytest.param(25, marks=pytest.mark.repeat), 13])
def test_no_life_loses_anything(database, runs):
    lived(database, runs)


@pytest.mark.slow
@pytest.mark.parametrize("half", [1, 2])
def test_two_thousand_claims_lose_nothing(database, half):
    """Each life is of four claims; each core lives a half of them."""
    lived(database, 250, steps=8, seed=half)
