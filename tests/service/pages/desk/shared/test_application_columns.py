"""The columns that both lists of applications show."""

from types import SimpleNamespace

import pytest

from service.pages.desk.agency.candidate_list import CANDIDATES
from service.pages.desk.placements.application_list import APPLICATIONS
from service.pages.desk.shared import application_columns


@pytest.mark.parametrize(
    ("points", "knowable", "shown"), [(None, None, None), (0, 70, "0 / 70"), (40, 70, "40 / 70")]
)
def test_who_was_not_scored_has_no_points_and_nobody_is_shown_as_none(points, knowable, shown):
    row = SimpleNamespace(row=SimpleNamespace(points=points, knowable=knowable))
    assert application_columns.POINTS.cell(row) == shown


def test_officers_and_agencies_read_the_same_columns_of_an_application():
    shared = {
        application_columns.POINTS,
        *application_columns.STATE_SINCE,
        *application_columns.DATES,
    }
    assert shared <= set(CANDIDATES.columns)
    assert shared <= set(APPLICATIONS.columns)
