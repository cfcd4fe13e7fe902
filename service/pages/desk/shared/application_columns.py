"""The columns that lists of applications and of candidates share.

A row has the application, or what an agency may see of it, as `row`, and `held` until when a place
is kept.
"""

from typing import Any

from sqlmodel import col

from catalog.core.fields import tashkent_day
from i18n import N_
from matching.applications.applications import Application
from service.web.lists.list_cells import Cell, Labelled
from service.web.lists.list_view import Column


def _points(one: Any) -> Cell:
    return None if one.row.points is None else f"{one.row.points} / {one.row.knowable}"


POINTS = Column(
    key="points",
    label=N_("Points"),
    cell=_points,
    order=(col(Application.points),),
    is_number=True,
)
STATE_SINCE = (
    Column(
        key="state",
        label=N_("Status"),
        cell=lambda one: (
            Labelled("application", one.row.state),
            Labelled("rejected", one.row.why or ""),
        ),
        order=(col(Application.state),),
    ),
    Column(
        key="moved",
        label=N_("In this status since"),
        cell=lambda one: tashkent_day(one.row.moved_at),
        order=(col(Application.moved_at),),
        indexed=True,
    ),
)
DATES = (
    Column(
        key="applied",
        label=N_("Date of application"),
        cell=lambda one: tashkent_day(one.row.applied_at),
        order=(col(Application.applied_at),),
        usual=False,
    ),
    Column(
        key="interview",
        label=N_("Interview (Tashkent time)"),
        cell=lambda one: one.row.interview_at,
        order=(col(Application.interview_at),),
        usual=False,
    ),
    Column(
        key="held",
        label=N_("Place held until"),
        cell=lambda one: one.held,
        order=(col(Application.held_until),),
        usual=False,
    ),
)
