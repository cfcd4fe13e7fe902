"""What the invented licensing desk did: deposits, owners, applications, inspections, two signatures, a black list."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog import agencies, decisions, deposits, inspections, petitions, proposing, proprietors
from catalog.agencies import Agency
from catalog.blacklist import Barred, Reason
from catalog.deposits import Movement, NewDeposit, NewDraw
from catalog.employers import Employer
from catalog.ground.fields import tashkent_day
from catalog.inspections import Held, NewFine, Point, Verdict
from catalog.petitions import NewPetition
from catalog.proposals import Act, NewProposal, Proposal
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from seed.demonstration.recruiters import DEPOSIT, OWNERS

BANK = "Namuna Bank"
# What went from deposits to workers who were not paid, in tiyin; of the rest the whole deposit stands.
_DRAWN = {"AG-N13": DEPOSIT // 2, "AG-N27": 150_000_000_00, "AG-N32": 212_400_000_00}
_WHOLE = tuple(f"AG-N{number:02}" for number in (*range(1, 24), 26, 27, 31, 32))


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    desk = Desk(session, cast, days)
    yield desk.owned()
    yield from (desk.guaranteed(agency) for agency in _WHOLE)
    yield from (desk.drawn(agency, amount) for agency, amount in _DRAWN.items())
    yield desk.applied("AG-N36", 16, "KR,TR")
    yield desk.applied("AG-N37", 40, "RU,KZ")
    yield desk.applied("AG-N21", 6, "KR", proposes=True)
    yield desk.inspected("AG-N26", 34)
    yield desk.inspected("AG-N31", 21)
    yield desk.planned("AG-N09")
    yield desk.suspended("AG-N12")
    yield desk.barred()


class Desk:
    def __init__(self, session: Session, cast: Acting, days: Days) -> None:
        self.session, self.cast, self.days = session, cast, days

    def owned(self) -> Life:
        moment = self.days.opening
        for agency, names in OWNERS.items():
            yield (moment := self.days.at_work(6, moment))
            proprietors.own(self.session, agency, names, by=self.cast["farida"], on=moment)

    def _licence(self, agency: str, ago: int) -> int:
        held = agencies.standing(self.session, agency, self.days.day(-ago)).licence
        return held.id or 0 if held else 0

    def guaranteed(self, agency: str) -> Life:
        yield (moment := self.days.at_work(100))
        if deposits.balances(self.session, [agency])[agency]:
            return
        told = NewDeposit(BANK, DEPOSIT, "UZS", complete=False, number=f"Namuna-{agency[-2:]}")
        deposits.deposit(self.session, self._licence(agency, 100), told, by=self.cast["madina"], on=moment)

    def drawn(self, agency: str, amount: int) -> Life:
        """Money of the deposit that went to workers who were not paid."""
        yield (moment := self.days.at_work(48))
        told = NewDraw(Movement.DRAWN, amount, "UZS", BANK, "Namuna-K/48")
        deposits.draw(self.session, self._licence(agency, 48), told, by=self.cast["farida"], on=moment)

    def applied(self, agency: str, ago: int, codes: str, proposes: bool = False) -> Life:
        yield (moment := self.days.at_work(min(ago, 7 if agency == "AG-N37" else ago)))
        row = self.session.get_one(Agency, agency)
        told = NewPetition(
            row.name, row.tax_no, row.director or "Namunov Davron", "\n".join(OWNERS.get(agency, ("Namunov Davron",))),
            row.address, row.phone, codes, "", "Hanbit Shipyard (namuna), KR",
        )  # fmt: skip
        petitions.file(self.session, told, agency=agency, by=self.cast["farida"], on=moment)
        if proposes:
            yield (moment := moment + timedelta(days=2))
            end = self.days.day(5 * 365)
            self._propose(agency, Act.RENEW, "Hujjatlar toʻliq (namuna)", "Namuna-U/12", moment, valid_to=end)

    def _propose(self, agency: str, act: Act, reason: str, number: str, moment: datetime, **more: Any) -> Proposal:
        told = NewProposal(act, reason, number, "Namuna komissiya", **more)
        return proposing.propose(self.session, told, agency=agency, by=self.cast["farida"], on=moment)

    def inspected(self, agency: str, ago: int) -> Life:
        yield (moment := self.days.at_work(ago + 8))
        visit = inspections.plan(self.session, agency, self.days.day(-ago), by=self.cast["farida"], on=moment)
        yield (moment := self.days.at_work(ago, moment))
        points = dict.fromkeys(Point, Verdict.FINE) | {Point.FEES: Verdict.TO_MEND, Point.ADVERTS_TRUE: Verdict.TO_MEND}
        day = tashkent_day(moment)
        told = Held(day, points | {Point.PAPERS_KEPT: Verdict.NOT_SEEN}, day + timedelta(days=14))
        inspections.hold(self.session, visit.reference, told, by=self.cast["farida"], on=moment)
        yield (moment := moment + timedelta(days=5))
        mended = Point.ADVERTS_TRUE.value
        inspections.mend(self.session, visit.reference, mended, by=self.cast["madina"], on=moment)
        fine = NewFine("255-1", f"Namuna-J/{ago}", 30 * 412_000_00, "UZS", tashkent_day(moment))
        inspections.fine(self.session, agency, fine, by=self.cast["farida"], on=moment)

    def planned(self, agency: str) -> Life:
        yield (moment := self.days.at_work(3))
        inspections.plan(self.session, agency, self.days.day(9), by=self.cast["madina"], on=moment)

    def suspended(self, agency: str) -> Life:
        """An emergency of yesterday that waits for its second signature."""
        yield (moment := self.days.at_work(1))
        day = tashkent_day(moment)
        self._propose(
            agency, Act.SUSPEND, "Odamlar xavf ostida (namuna)", "Namuna-T/1", moment, starts_on=day, provisional=True
        )

    def barred(self) -> Life:
        """An agency that took money, its director, and an employer who does not pay; and one that still waits."""
        yield (moment := self.days.at_work(2))
        reason = "Pul olingan, ish berilmagan (namuna)"
        for number, who in enumerate((Barred.AGENCY, Barred.DIRECTOR)):
            named: dict[str, Any] = {"code": Reason.MONEY_FROM_WORKERS, "barred": who}
            named["starts_on"] = tashkent_day(moment)
            row = self._propose("AG-N30", Act.BAR, reason, f"Namuna-Q/{number + 1}", moment, **named)
            yield (moment := moment + timedelta(minutes=40))
            decisions.confirm(self.session, row.reference, by=self.cast["madina"], on=moment)
        yield (moment := self.days.at_work(1, moment))
        warned = select(Employer).where(col(Employer.warning) != "").order_by(col(Employer.name))
        firm = self.session.execute(warned).scalars().first()
        told_of = NewProposal(
            Act.BAR, "Ish haqi toʻlanmagan (namuna)", "Namuna-Q/3", "Namuna komissiya", tashkent_day(moment),
            code=Reason.UNPAID_WAGES,
        )  # fmt: skip
        if firm:
            by = self.cast["madina"]
            proposing.propose(self.session, told_of, employer=firm.reference, by=by, on=moment)
