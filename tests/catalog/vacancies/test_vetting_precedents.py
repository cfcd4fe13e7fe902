"""What is compared with an earlier vacancy, and which of its findings may not be taken over."""

from catalog.employers import employers
from catalog.licensing import agencies
from catalog.vacancies import vetting, vetting_precedents
from catalog.vacancies.vacancies import State
from catalog.vacancies.vetting import Check, CheckInput, Verdict
from catalog.vacancies.vetting_points import DATED_POINTS, Point, affected_points
from catalog.vacancies.vetting_precedents import Difference
from tests.support import cast, sample_documents
from tests.support.cast import FARIDA


def registered(ground, clock) -> None:
    for agency in cast.AGENCIES[:3]:
        agencies.register(ground, agency, by=FARIDA, on=clock())


def finding(point: Point, verdict: Verdict = Verdict.PASS) -> Check:
    return Check(vacancy="V-1", point=point.value, verdict=verdict.value, evidence="Paper")


def test_no_finding_is_taken_over_on_a_point_whose_terms_changed():
    found = [finding(point) for point in Point]
    for term in vetting_precedents.TERMS:
        held = vetting_precedents.unaffected_findings(found, [Difference(term, 1, 2)])
        assert not held.keys() & {point.value for point in affected_points([term])}, term


def test_what_was_true_on_the_day_of_an_earlier_vetting_is_checked_again_unless_waived():
    held = vetting_precedents.unaffected_findings([finding(point) for point in Point], [])
    assert not held.keys() & {point.value for point in DATED_POINTS}
    waived = finding(Point.INTERMEDIARY_LICENSED, Verdict.WAIVED)
    failed = finding(Point.HOUSING, Verdict.FAIL)
    assert [*vetting_precedents.unaffected_findings([waived, failed], [])] == [waived.point]


def test_the_precedent_is_the_approved_one_and_no_unfinished_or_changed_one(ground, clock):
    registered(ground, clock)
    earlier = sample_documents.approved(ground, "J-1", clock(), seats=4)
    clock.forward(days=1)
    changed = sample_documents.approved(ground, "J-2", clock())
    changed.open_points = Point.COSTS.value
    unfinished = sample_documents.submitted(ground, "J-3", clock())
    unfinished.state = State.APPROVED.value
    one = CheckInput(Point.COSTS, Verdict.PASS, "Paper")
    ground.add(
        Check(
            vacancy=unfinished.reference,
            point=one.point,
            verdict="pass",
            evidence="Paper",
            officer="U-1",
            at=clock(),
        )
    )
    row = sample_documents.submitted(ground, "J-4", clock())
    ground.flush()
    found = vetting_precedents.find(ground, row)
    assert found is not None
    assert found.vacancy.reference == earlier.reference
    assert [one.term for one in found.differences] == ["title", "seats"]
    assert vetting_precedents.count_earlier(ground, row) == (3, 2)


def test_findings_for_another_agency_are_compared_but_never_taken_over(ground, clock):
    registered(ground, clock)
    earlier = sample_documents.approved(ground, "J-1", clock())
    row = sample_documents.submitted(ground, "J-2", clock())
    row.agency = cast.AGENCIES[1].external_id
    ground.flush()
    found = vetting_precedents.find(ground, row)
    assert found is not None
    assert (found.vacancy.reference, found.findings) == (earlier.reference, {})
    other = employers.record(ground, cast.SEVERNY, by=FARIDA, on=clock()).reference
    row.employer = other
    ground.flush()
    assert vetting_precedents.find(ground, row) is None
    assert vetting.checks(ground, row.reference) == []
