"""What figures count, on either database: hours between two moments, the day by which each record
counts, who may recruit."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select

from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep
from service.reporting.figures import figures, months, sources
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.sources import HoursBetween
from tests.support.cast import ALISHERS_CLAIM, CHINORA, TODAY

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "whole"),
    [
        (timedelta(), 0),
        (timedelta(minutes=59), 0),
        (timedelta(minutes=61), 1),
        (timedelta(days=3, minutes=1), 72),
    ],
)
def test_whole_hours_are_counted_from_one_moment_to_the_other(session, after, whole):
    assert (
        session.execute(select(HoursBetween(literal(NOON), literal(NOON + after)))).scalar()
        == whole
    )


@pytest.mark.parametrize(
    ("waited", "band"),
    [(2, "within_1_day"), (30, "within_3_days"), (100, "within_10_days"), (300, "later")],
)
def test_a_claim_is_answered_by_its_first_step_and_no_later_one(ground, clock, waited, band):
    claim = wage_claims.file(ground, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY).claim
    for state, passed in ((ClaimState.ACKNOWLEDGED, waited), (ClaimState.SCREENED, 400)):
        clock.forward(hours=passed)
        new_step = NewStep(state, "Looked", "Call", clock.today)
        state_machine.take_step(ground, claim, new_step, by=CHINORA, on=clock(), day=clock.today)
    answered = next(one for one in DEFINITIONS if one.key == "wages.answered")
    found = figures.count_figure(ground, answered, months.year(TODAY.year))
    assert {one.name[1]: one.value for one in found} == {band: 1}


def test_each_source_names_its_records_and_no_two_columns_the_same():
    items = [one for one in vars(sources).values() if isinstance(one, figures.Source)]
    assert len(items) > 12
    assert [one.word for one in items if not one.word or one.reference is None] == []
