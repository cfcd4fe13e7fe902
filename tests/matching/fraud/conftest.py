"""Offers judged on the register of the cast."""

from datetime import date

import pytest

from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, NewEntry
from matching.fraud import known_register, offer_check, scam_reports
from matching.fraud.offer import OfferCheck, OfferInput, Trade
from matching.fraud.scam_reports import NewReport
from tests.support.cast import BARNO, FARIDA, GULNORA, TODAY


@pytest.fixture
def check(seeded):
    """One offer judged on the cast's register."""

    def judged(today: date = TODAY, trade: Trade | None = None, **values) -> OfferCheck:
        with seeded.read() as session:
            known = known_register.read(session, today)
            return offer_check.check(session, known, OfferInput(**values), trade)

    return judged


@pytest.fixture
def confirmed(seeded, clock):
    """A fraud that two officers confirmed under this name."""

    def confirm(name: str, phone: str = "") -> None:
        with seeded.write() as session:
            report = NewReport(name, phone=phone)
            number = scam_reports.report(session, report, by=BARNO, on=clock()).reference
            for officer in (FARIDA, GULNORA):
                scam_reports.confirm(session, number, by=officer, on=clock())

    return confirm


@pytest.fixture
def barred(seeded, clock):
    """A firm of the register put on the black list."""

    def bar(name: str, agency: str) -> None:
        entry = NewEntry(
            BarredKind.AGENCY,
            name,
            agency=agency,
            reason=blacklist.Reason.FRAUD,
            number="1",
            starts_on=TODAY,
        )
        with seeded.write() as session:
            blacklist.add(session, entry, by=GULNORA, on=clock())

    return bar
