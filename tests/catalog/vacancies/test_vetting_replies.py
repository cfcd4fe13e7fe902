"""Remarks of vetting are answered one by one, and the vacancy is handed in again; nobody approves
their own."""

import pytest

from catalog.core.errors import InvalidInput
from catalog.core.fields import TooLong
from catalog.vacancies import agency_vacancies, vetting, vetting_replies
from catalog.vacancies.vetting import CheckInput, Verdict, WrongStep
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_replies import WHOLE, RemarkOpen
from tests.catalog.vacancies.test_agency_vacancies import vacancy_input
from tests.support import cast
from tests.support.cast import FARIDA, HAMID, TODAY


@pytest.fixture
def returned(seeded, clock):
    """A vacancy that came back: no demand letter, and pay that was too low."""
    with seeded.write() as session:
        row = agency_vacancies.submit(session, vacancy_input(), by=HAMID, on=clock(), day=TODAY)
        vetting.step(session, row.reference, "take_up", by=FARIDA, on=clock())
        for point, verdict in (
            (Point.DEMAND_LETTER, "fail"),
            (Point.WAGE_FLOOR, "fail"),
            (Point.HOUSING, "pass"),
        ):
            finding = CheckInput(point, Verdict(verdict), f"Seen: {point.value}")
            vetting.check(session, row.reference, finding, by=FARIDA, on=clock())
        vetting.step(
            session, row.reference, "return", reason="See the points", by=FARIDA, on=clock()
        )
        yield session, row
        session.rollback()


def test_every_remark_needs_its_answer(returned, clock):
    session, row = returned
    assert set(vetting_replies.remarks(session, row.reference)) == {"demand_letter", "wage_floor"}
    with pytest.raises(InvalidInput) as wrong:
        vetting_replies.resubmit(session, row, {"demand_letter": "Enclosed"}, by=HAMID, on=clock())
    assert [(error.field, type(error)) for error in wrong.value.errors] == [
        ("wage_floor", RemarkOpen)
    ]
    assert (row.state, vetting_replies.replies_by_point(session, row.reference)) == ("returned", {})
    with pytest.raises(InvalidInput) as wrong:
        vetting_replies.resubmit(
            session, row, {"demand_letter": "x" * 501, "wage_floor": "y"}, by=HAMID, on=clock()
        )
    assert isinstance(wrong.value.errors[0], TooLong)


def test_answered_it_waits_again_and_the_findings_stand_until_an_officer_looks(returned, clock):
    session, row = returned
    vetting_replies.resubmit(
        session, row, {"demand_letter": "Enclosed", "wage_floor": "Raised"}, by=HAMID, on=clock()
    )
    assert row.state == "submitted"
    assert {
        point: [one.words for one in rows]
        for point, rows in vetting_replies.replies_by_point(session, row.reference).items()
    } == {
        "demand_letter": ["Enclosed"],
        "wage_floor": ["Raised"],
    }
    assert {one.verdict for one in vetting.checks(session, row.reference)} == {"fail", "pass"}
    with pytest.raises(WrongStep):
        vetting_replies.resubmit(session, row, {WHOLE: "Again"}, by=HAMID, on=clock())


def test_sent_back_without_a_point_the_reason_itself_is_answered(seeded, clock):
    with seeded.write() as session:
        row = cast.named(session, "published")
        row.state = "returned"
        with pytest.raises(InvalidInput):
            vetting_replies.resubmit(session, row, {}, by=HAMID, on=clock())
        vetting_replies.resubmit(
            session, row, {WHOLE: "The firm was renamed"}, by=HAMID, on=clock()
        )
        assert row.state == "submitted"
