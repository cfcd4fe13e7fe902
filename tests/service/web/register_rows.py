"""At least one row for each list of vacancies, agencies and people placed."""

from datetime import timedelta

from sqlmodel import Session

from catalog.contests import contests
from catalog.contests.contests import Criterion, NewContest
from catalog.vacancies import vacancies
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from matching.journey import check_ins
from tests.support import cast, sample_proposals, sample_rounds
from tests.support.sample_applications import applied, worker
from tests.support.sample_placements import ULSAN, placed


def fill(session: Session, clock) -> None:
    sample_proposals.rules(session, clock())
    sample_proposals.proposed(session, on=clock())
    firm = cast.named(session, "cook").employer
    for number in ("J-ONE", "J-TWO"):
        job = cast.vacancy(number, title=f"Welder {number}")
        vacancies.submit(session, job, agency="AG-VALID", employer=firm, by=cast.HAMID, on=clock())
    applied(session, worker(session, on=clock()), on=clock())
    placed(session, of=worker(session, on=clock(), name="Placed Invented").reference, on=clock())
    somebody = worker(session, on=clock(), name="Abroad Invented").reference
    came = clock.today - timedelta(days=31)
    row = placed(session, ULSAN, of=somebody, on=clock(), arrived_on=came, signed_on=came)
    check_ins.plan(session, row, by=cast.FARIDA, on=clock(), day=clock.today)
    sample_rounds.opened(session, {}, on=clock())
    quota = NewContest("Welders for Ulsan", "KR", "7212", 30, clock.today + timedelta(days=8))
    weights = {Criterion.NO_FEE: 100}
    contests.announce(session, quota, weights, by=cast.FARIDA, on=clock(), day=clock.today)
    scam_reports.report(session, NewReport("Soxta Firma"), by=cast.FARIDA, on=clock())
