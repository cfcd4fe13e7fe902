"""The measured figures of the desk in little: what our questions cost beside the rows themselves,
and among more of them."""

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bench import caseload, desk
from bench.caseload import Size
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow.state_machine import ALLOWED, Step

SMALL = Size(sessions=2_000, claims=400, files=2_200, people=2_000)


def test_a_caseload_is_a_life_by_allowed_steps_with_as_many_rows_as_asked(database):
    caseload.fill(database, Size(200, 40, 220, 100))
    with database.read() as session:
        for table, many in (
            (Claim, 40),
            (caseload.evidence.Evidence, 220),
            (caseload.advice_tables.Session, 200),
        ):
            assert session.execute(select(func.count()).select_from(table)).scalar() == many
        moves = session.execute(select(col(Step.came_from), col(Step.to))).all()
        assert moves
        assert all(to in ALLOWED[ClaimState(before)] for before, to in moves)


def test_a_tenth_is_a_tenth_of_everything():
    assert Size().part(10) == Size(21_337, 2_000, 11_000, 10_000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_each_question_of_the_desk_is_measured_among_four_times_the_records(kind, request):
    found = desk.run([kind], SMALL, lambda: request.getfixturevalue("server"))
    print(desk.summary(found))
    assert [row["question"] for row in found] == [one.name for one in desk.QUESTIONS]
    assert [row for row in found if not row["ratio"] > 0 or not row["growth"] > 0] == []
