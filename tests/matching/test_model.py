"""Whole lives at random, from the first application to the return, beside a model of their places:
none is lost or held twice."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import hypothesis
import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, transitions
from matching.applications.applications import PLACE_HELD, Application, RejectionReason
from matching.applications.applications import State as At
from matching.applications.state_machine import STEPS
from matching.contracts import contracts, signing
from matching.journey import check_ins, departure_arrival, pre_departure, return_migration
from matching.journey.pre_departure import Item, NewVisa, Visa
from matching.journey.return_migration import ReturnInput, ReturnReason
from matching.placements.placements import Placement
from tests.conftest import Clock
from tests.support import cast
from tests.support.cast import DAVRON, HAMID
from tests.support.sample_applications import ALL_GATES, WORKER, worker
from tests.support.sample_journeys import GOOD, GRAVE, drafted

WHO = some.integers(0, 2)
SIDES = some.sampled_from([WORKER, HAMID, DAVRON, SYSTEM])
EXITS = ("withdraw", "employer_cancel", "find_unfit", "miss")


class Lives(RuleBasedStateMachine):
    """Three workers and one vacancy with two places. The model keeps every state they came through
    and what the journal says."""

    database = None

    def __init__(self) -> None:
        super().__init__()
        self.session, self.now = (
            Session(self.database._writing, expire_on_commit=False),
            Clock().now,
        )
        self.people = [worker(self.session, on=self.now, name=f"Worker {name}") for name in "ABC"]
        self.vacancy = cast.named(self.session, "published")
        self.vacancy.seats, self.vacancy.seats_taken = 2, 0
        self.session.flush()
        self.rows: dict[str, Application] = {}
        self.latest: dict[int, str] = {}
        self.acts: dict[str, Counter[str]] = {}
        self.arrived: Counter[str] = Counter()
        # One has hardly begun, one has been offered a place, and one is nearly there.
        for one, times in enumerate((2, 6, 11)):
            self.onward(one, times)

    @property
    def when(self):
        return {"on": self.now, "day": tashkent_day(self.now)}

    def done(self, one, action, *acts) -> bool:
        """Does something with the latest application of somebody: what it wrote of it, or nothing
        at all."""
        row = self.rows.get(self.latest.get(one, ""))
        if row is None:
            return False
        before = At(row.state)
        try:
            with self.session.begin_nested():
                action(row)
        except Refusal:
            self.session.expire_all()
            assert At(row.state) is before, "refused, nothing of it is left"
            return False
        self.acts[row.reference].update(acts)
        self.followed(row, before, acts)
        return True

    def followed(self, row, before, acts) -> None:
        """The state is where the steps that were taken lead, one after the other, and nowhere
        else."""
        at = before
        for act in acts:
            if act in STEPS:
                assert at in STEPS[act].sources, (act, at)
                at = STEPS[act].to
        assert At(row.state) is at

    @rule(one=WHO)
    def apply(self, one):
        with suppress(Refusal), self.session.begin_nested():
            row = applications.apply(
                self.session, self.people[one], self.vacancy.reference, by=WORKER, **self.when
            )
            self.rows[row.reference], self.latest[one] = row, row.reference
            self.acts[row.reference] = Counter(["apply"])

    @rule(one=WHO, act=some.sampled_from(sorted(STEPS)), by=SIDES)
    def bare(self, one, act, by):
        self.done(
            one, lambda row: transitions.move(self.session, row, act, by=by, **self.when), act
        )

    @rule(one=WHO, times=some.sampled_from([1, 2, 4, 12]))
    def onward(self, one, times):
        """As far along the road as it is meant to be gone: otherwise chance would hardly ever lead
        anybody abroad."""
        for _ in range(times):
            row = self.rows.get(self.latest.get(one, ""))
            if row is None or At(row.state) in applications.FINAL_STATES:
                self.apply(one)
            else:
                for step in self.next_steps(one, At(row.state)):
                    step()

    def next_steps(self, one, state):
        move = lambda act, by: lambda: self.bare(one, act, by)  # noqa: E731
        return {
            At.DRAFT: [move("hand_in", WORKER)],
            At.SUBMITTED: [move("find_eligible", HAMID), lambda: self.papers(one)],
            At.ELIGIBLE: [lambda: self.papers(one), move("shortlist", HAMID)],
            At.SHORTLISTED: [lambda: self.papers(one), lambda: self.offer(one)],
            At.OFFERED: [move("take_offer", WORKER)],
            At.ACCEPTED: [
                lambda: self.draft(one, 48, 7),
                lambda: self.the_worker_says(one, True, True),
                lambda: self.sign(one),
            ],
            At.CONTRACT_SIGNED: [lambda: self.tick(one, WORKER), lambda: self.visa(one, True)],
            At.VISA_IN_PROCESS: [
                lambda: self.tick(one, WORKER),
                lambda: self.tick(one, HAMID),
                lambda: self.prepare(one),
            ],
            At.PRE_DEPARTURE_DONE: [lambda: self.depart(one)],
            At.DEPARTED: [lambda: self.arrive(one, DAVRON)],
            At.ARRIVED_CONFIRMED: [lambda: self.time_passes(30), lambda: self.answer(one, False)],
            At.WORKING: [move("complete", HAMID)],
        }.get(state, [])

    @rule(one=WHO)
    def papers(self, one):
        self.done(
            one,
            lambda row: transitions.record_checked_gates(
                self.session, row, ALL_GATES, by=HAMID, on=self.now
            ),
            "see_papers",
        )

    @rule(one=WHO)
    def offer(self, one):
        self.done(
            one, lambda row: transitions.offer(self.session, row, by=HAMID, **self.when), "offer"
        )

    @rule(one=WHO, why=some.sampled_from(RejectionReason))
    def reject(self, one, why):
        self.done(
            one,
            lambda row: transitions.reject(self.session, row, why, by=HAMID, on=self.now),
            "reject",
        )

    @rule(one=WHO, hours=some.sampled_from([40, 48]), number=some.integers(1, 99))
    def draft(self, one, hours, number):
        values = {"hours_per_week": hours, "number": f"XB-{number}"}
        self.done(one, lambda row: drafted(self.session, row, on=self.now, **values))

    @rule(one=WHO, named=some.booleans(), yes=some.sampled_from([True, True, False]))
    def the_worker_says(self, one, named, yes):
        def action(row):
            contract = contracts.for_application(self.session, row)
            seen = {"seen": contract.version if contract else 0, "by": WORKER}
            worse = {"hours_per_week"} if named else set()
            if yes:
                signing.accept(self.session, row, worse, **seen, **self.when)
                assert set(contract.worse.split()) <= worse, "nothing worse is accepted unnamed"
            else:
                signing.refuse(self.session, row, on=self.now, **seen)

        self.done(one, action)

    @rule(one=WHO)
    def sign(self, one):
        def action(row):
            before = contracts.for_application(self.session, row)
            signing.sign(self.session, row, self.when["day"], by=HAMID, **self.when)
            assert before.accepted_at is not None

        self.done(one, action, "sign")

    @rule(one=WHO, needed=some.booleans())
    def visa(self, one, needed):
        if needed:
            new_visa = NewVisa(Visa.WORK)
            self.done(
                one,
                lambda row: pre_departure.apply_visa(
                    self.session, row, new_visa, by=HAMID, **self.when
                ),
                "apply_visa",
            )
            until = self.when["day"] + timedelta(days=600)
            self.done(
                one,
                lambda row: pre_departure.grant_visa(
                    self.session, row, until, by=HAMID, **self.when
                ),
                "grant_visa",
            )
        else:
            new_visa = NewVisa(Visa.NOT_NEEDED)
            self.done(
                one,
                lambda row: pre_departure.apply_visa(
                    self.session, row, new_visa, by=HAMID, **self.when
                ),
                "plan",
            )

    @rule(one=WHO)
    def no_visa(self, one):
        day = self.when["day"]
        self.done(
            one,
            lambda row: pre_departure.refuse_visa(self.session, row, day, by=HAMID, **self.when),
            "refuse_visa",
        )

    @rule(one=WHO, by=some.sampled_from([WORKER, HAMID]))
    def tick(self, one, by):
        self.done(
            one,
            lambda row: pre_departure.tick(self.session, row, set(Item), True, by=by, on=self.now),
            "tick",
        )

    @rule(one=WHO)
    def prepare(self, one):
        self.done(
            one,
            lambda row: pre_departure.prepare(self.session, row, by=HAMID, **self.when),
            "prepare",
        )

    @rule(one=WHO)
    def depart(self, one):
        day = self.when["day"]
        self.done(
            one,
            lambda row: departure_arrival.depart_applicant(
                self.session, row, day, by=HAMID, **self.when
            ),
            "depart",
        )

    @rule(one=WHO, by=some.sampled_from([WORKER, DAVRON]))
    def arrive(self, one, by):
        row = self.rows.get(self.latest.get(one, ""))
        left = ("depart",) if row is not None and row.state == At.PRE_DEPARTURE_DONE else ()
        action = lambda row: departure_arrival.arrive(  # noqa: E731
            self.session,
            departure_arrival.placement(self.session, row),
            self.when["day"],
            by=by,
            **self.when,
        )
        if self.done(one, action, *left, "arrive"):
            self.arrived[row.reference] += 1

    @rule(one=WHO, well=some.booleans())
    def answer(self, one, well):
        row = self.rows.get(self.latest.get(one, ""))
        begins = ("begin_work",) if row is not None and row.state == At.ARRIVED_CONFIRMED else ()

        def action(row):
            check = next(
                iter(
                    check_ins.list_for_placements(
                        self.session, [departure_arrival.placement(self.session, row).reference]
                    )
                ),
                None,
            )
            if check is None:
                raise transitions.StepNotPossible(state=row.state)
            departure_arrival.answer(
                self.session, check, GOOD if well else GRAVE, by=WORKER, **self.when
            )

        self.done(one, action, *begins)

    @rule(one=WHO)
    def come_home(self, one):
        row = self.rows.get(self.latest.get(one, ""))
        on_the_way = row is not None and row.state == At.DEPARTED
        why = ReturnReason.TURNED_BACK if on_the_way else ReturnReason.FAMILY
        return_input = ReturnInput(
            self.when["day"], why, unpaid=False, certificate=False, wants_work=False
        )
        action = lambda row: return_migration.record(  # noqa: E731
            self.session,
            departure_arrival.placement(self.session, row),
            return_input,
            by=WORKER,
            **self.when,
        )
        self.done(one, action, "come_home")

    @rule(one=WHO, act=some.sampled_from(EXITS))
    def leave(self, one, act):
        by = WORKER if act == "withdraw" else HAMID
        self.done(
            one, lambda row: transitions.move(self.session, row, act, by=by, **self.when), act
        )

    @rule(days=some.sampled_from([1, 6, 30]))
    def time_passes(self, days):
        self.now += timedelta(days=days)
        # An offer that nobody answered, and whatever still waits long after its vacancy closed.
        waiting = {number for number, row in self.rows.items() if row.state != At.EXPIRED}
        transitions.expire(self.session, by=SYSTEM, **self.when)
        for number in waiting:
            self.acts[number].update(["expire"] * (self.rows[number].state == At.EXPIRED))

    @invariant()
    def places_are_those_that_are_held(self):
        """Left behind for good are the places of those who went; of the rest each is somebody's,
        and nobody has two."""
        self.session.expire(self.vacancy, ["seats_taken"])
        held = [row for row in self.rows.values() if At(row.state) in PLACE_HELD]
        gone = [row for row in self.rows.values() if "depart" in self.acts[row.reference]]
        assert self.vacancy.seats_taken == len(held) + len(gone)
        assert self.vacancy.seats_taken <= 2
        assert max(Counter(row.citizen for row in held).values(), default=0) <= 1

    @invariant()
    def application_and_placement_keep_step(self):
        for row in self.rows.values():
            placed = self.session.get(Placement, row.placement) if row.placement else None
            state = placed.state if placed else None
            if At(row.state) in (At.CONTRACT_SIGNED, At.VISA_IN_PROCESS, At.PRE_DEPARTURE_DONE):
                assert state == "signed"
            elif row.state == At.DEPARTED:
                assert state == "departed"
            elif At(row.state) in (At.ARRIVED_CONFIRMED, At.WORKING, At.COMPLETED):
                assert (state, self.arrived[row.reference]) == ("arrived", 1), (
                    "counted once, at arrival"
                )
            elif placed is not None:
                assert state == "cancelled" or (row.state == At.RETURNED and state == "arrived")

    def teardown(self):
        try:
            counted = (
                select(func.count()).select_from(Placement).where(col(Placement.state) == "arrived")
            )
            there = col(Placement.reference).in_([row.placement for row in self.rows.values()])
            assert self.session.execute(counted.where(there)).scalar() == sum(self.arrived.values())
            self.session.commit()
            for number, acts in self.acts.items():
                assert (
                    Counter(
                        entry.act for entry in journal.history(self.session, "application", number)
                    )
                    == +acts
                )
        finally:
            self.session.rollback()
            self.session.close()


def lived(database, runs: int) -> None:
    machine = type("Lived", (Lives,), {"database": database})
    run_state_machine_as_test(
        machine, settings=hypothesis.settings(max_examples=runs, stateful_step_count=25)
    )
    with database.read() as session:
        assert journal.verify(session) is None, "all those lives stand in one chain"
        assert session.execute(select(func.count()).select_from(Application)).scalar()
        assert session.execute(select(col(Vacancy.seats))).first()


def test_twenty_lives_lose_nothing(seeded):
    lived(seeded, 20)


@pytest.mark.slow
def test_three_hundred_lives_lose_nothing(seeded):
    lived(seeded, 300)
