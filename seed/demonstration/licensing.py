"""Invented licensing work: deposits, owners, applications, inspections, proposals, black list."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.employers.blacklist import BarredKind, Reason
from catalog.employers.employers import Employer
from catalog.licensing import (
    agencies,
    deposits,
    inspections,
    licence_applications,
    owners,
    proposal_decisions,
    proposal_rules,
)
from catalog.licensing.agencies import Agency
from catalog.licensing.deposits import Movement, NewDeposit, NewWithdrawal
from catalog.licensing.inspections import FindingsInput, NewFine, Point, Verdict
from catalog.licensing.licence_applications import NewPetition
from catalog.licensing.proposals import NewProposal, Proposal, ProposedAction
from seed.demonstration.people import ActorsByName
from seed.demonstration.recruiters import DEPOSIT, OWNERS
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, working_days_ago

BANK = "Namuna Bank"
# Withdrawals for unpaid workers, in tiyin; the other deposits are complete.
_WITHDRAWN = {"AG-N13": DEPOSIT // 2, "AG-N27": 150_000_000_00, "AG-N32": 212_400_000_00}
_COMPLETE_DEPOSITS = tuple(f"AG-N{number:02}" for number in (*range(1, 24), 26, 27, 31, 32))


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    desk = Desk(session, cast, days)
    yield Scenario(
        [working_days_ago("owner written down", 4, time(9, 30)) for _ in OWNERS], desk.owned()
    )
    yield from (
        Scenario((working_days_ago("deposit paid in", 71, time(11)),), desk.guaranteed(agency))
        for agency in _COMPLETE_DEPOSITS
    )
    for agency, amount in _WITHDRAWN.items():
        yield Scenario((working_days_ago("deposit drawn", 34),), desk.drawn(agency, amount))
    yield Scenario((working_days_ago("applied", 11),), desk.applied("AG-N36", "KR,TR"))
    yield Scenario((working_days_ago("applied", 3),), desk.applied("AG-N37", "RU,KZ"))
    yield Scenario(
        (working_days_ago("applied", 4), after("proposed", days=2)), desk.applied("AG-N21", "KR")
    )
    for agency, back in (("AG-N26", 24), ("AG-N31", 15)):
        events = (
            working_days_ago("inspection planned", back + 6),
            working_days_ago("inspected", back),
            after("put right", days=4),
        )
        yield Scenario(events, desk.inspected(agency, back))
    yield Scenario((working_days_ago("inspection planned", 2),), desk.planned("AG-N09"))
    yield Scenario((working_days_ago("suspension proposed", 1),), desk.suspended("AG-N12"))
    signed = (after("proposed", minutes=5), after("confirmed", minutes=40))
    yield Scenario(
        (
            working_days_ago("proposed", 2),
            signed[1],
            *signed,
            working_days_ago("employer proposed", 1),
        ),
        desk.barred(),
    )


class Desk:
    def __init__(self, session: Session, cast: ActorsByName, days: Days) -> None:
        self.session, self.cast, self.days = session, cast, days

    def owned(self) -> Actions:
        for agency, names in OWNERS.items():
            moment = yield "owner written down"
            owners.record(self.session, agency, names, by=self.cast["farida"], on=moment)

    def _licence(self, agency: str, on: datetime) -> int:
        held = agencies.status(self.session, agency, tashkent_day(on)).licence
        return held.id or 0 if held else 0

    def guaranteed(self, agency: str) -> Actions:
        moment = yield "deposit paid in"
        if deposits.balances(self.session, [agency])[agency]:
            return
        number, licence = f"Namuna-{agency[-2:]}", self._licence(agency, moment)
        paid_in = NewDeposit(BANK, DEPOSIT, "UZS", complete=False, number=number)
        deposits.deposit(self.session, licence, paid_in, by=self.cast["madina"], on=moment)

    def drawn(self, agency: str, amount: int) -> Actions:
        """Withdraw money of the deposit that was paid to unpaid workers."""
        moment = yield "deposit drawn"
        drawn, licence = (Movement.DRAWN, amount, "UZS"), self._licence(agency, moment)
        new_withdrawal = NewWithdrawal(*drawn, BANK, "Namuna-K/48")
        deposits.withdraw(self.session, licence, new_withdrawal, by=self.cast["farida"], on=moment)

    def applied(self, agency: str, codes: str) -> Actions:
        moment = yield "applied"
        row = self.session.get_one(Agency, agency)
        director = row.director or "Namunov Davron"
        firm = (row.name, row.tax_no, director, "\n".join(OWNERS.get(agency, ("Namunov Davron",))))
        demand = "Hanbit Shipyard (namuna), KR"
        new_petition = NewPetition(*firm, row.address, row.phone, codes, "", demand)
        licence_applications.file(
            self.session, new_petition, agency=agency, by=self.cast["farida"], on=moment
        )
        moment = yield "proposed"
        renewal = (ProposedAction.RENEW, "Hujjatlar toʻliq (namuna)", "Namuna-U/12")
        self._propose(agency, renewal, moment, valid_to=self.days.day(5 * 365))

    def _propose(
        self, agency: str, given: tuple[ProposedAction, str, str], moment: datetime, **more: Any
    ) -> Proposal:
        new_proposal = NewProposal(*given, "Namuna komissiya", **more)
        return proposal_rules.propose(
            self.session, new_proposal, agency=agency, by=self.cast["farida"], on=moment
        )

    def inspected(self, agency: str, back: int) -> Actions:
        moment = yield "inspection planned"
        planned = self.days.working_day(back)
        visit = inspections.plan(self.session, agency, planned, by=self.cast["farida"], on=moment)
        moment = yield "inspected"
        points = dict.fromkeys(Point, Verdict.FINE) | {
            Point.FEES: Verdict.TO_MEND,
            Point.ADVERTS_TRUE: Verdict.TO_MEND,
        }
        day = tashkent_day(moment)
        findings_input = FindingsInput(
            day, points | {Point.PAPERS_KEPT: Verdict.NOT_SEEN}, day + timedelta(days=14)
        )
        inspections.record_findings(
            self.session, visit.reference, findings_input, by=self.cast["farida"], on=moment
        )
        moment = yield "put right"
        mended = Point.ADVERTS_TRUE.value
        inspections.record_remedy(
            self.session, visit.reference, mended, by=self.cast["madina"], on=moment
        )
        fine = NewFine("255-1", f"Namuna-J/{back}", 30 * 412_000_00, "UZS", tashkent_day(moment))
        inspections.record_fine(self.session, agency, fine, by=self.cast["farida"], on=moment)

    def planned(self, agency: str) -> Actions:
        moment = yield "inspection planned"
        inspections.plan(
            self.session, agency, self.days.next_working_day(7), by=self.cast["madina"], on=moment
        )

    def suspended(self, agency: str) -> Actions:
        """Propose a provisional suspension from yesterday, which waits for its second signature."""
        moment = yield "suspension proposed"
        given = (ProposedAction.SUSPEND, "Odamlar xavf ostida (namuna)", "Namuna-T/1")
        since = tashkent_day(moment)
        self._propose(agency, given, moment, starts_on=since, provisional=True)

    def barred(self) -> Actions:
        """Black-list an agency and its director, and propose an employer who does not pay."""
        reason = "Pul olingan, ish berilmagan (namuna)"
        for number, who in enumerate((BarredKind.AGENCY, BarredKind.DIRECTOR)):
            moment = yield "proposed"
            named: dict[str, Any] = {"code": Reason.MONEY_FROM_WORKERS, "barred": who}
            named["starts_on"] = tashkent_day(moment)
            given = (ProposedAction.BAR, reason, f"Namuna-Q/{number + 1}")
            row = self._propose("AG-N30", given, moment, **named)
            moment = yield "confirmed"
            proposal_decisions.confirm(
                self.session, row.reference, by=self.cast["madina"], on=moment
            )
        moment = yield "employer proposed"
        warned = select(Employer).where(col(Employer.warning) != "").order_by(col(Employer.name))
        firm = self.session.execute(warned).scalars().first()
        told_of = NewProposal(
            ProposedAction.BAR,
            "Ish haqi toʻlanmagan (namuna)",
            "Namuna-Q/3",
            "Namuna komissiya",
            tashkent_day(moment),
            code=Reason.UNPAID_WAGES,
        )
        if firm:
            by = self.cast["madina"]
            proposal_rules.propose(self.session, told_of, employer=firm.reference, by=by, on=moment)
