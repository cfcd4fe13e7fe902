"""Who checked a vacancy reads that they cannot approve it; in whichever point that was."""

from catalog.vacancies import vetting
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from service.pages.desk.vacancies import vetting_approval
from tests.support import sample_documents
from tests.support.cast import FARIDA, GULNORA


def test_one_point_makes_a_checker_also_under_earlier_terms(seeded, clock):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock())
        vetting.step(session, row.reference, "take_up", by=FARIDA, on=clock())
        finding = CheckInput(Point.COSTS, Verdict.PASS, "Article 4")
        vetting.check(session, row.reference, finding, by=FARIDA, on=clock())
        row.open_points = Point.COSTS.value
        ever = vetting.checks(session, row.reference)
        known = {
            by.account: vetting_approval.collect(session, row, ever, by=by).is_checker
            for by in (FARIDA, GULNORA)
        }
    assert known == {FARIDA.account: True, GULNORA.account: False}
