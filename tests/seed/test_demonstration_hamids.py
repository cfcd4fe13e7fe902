"""Whoever walks as Hamid finds his desk alive: candidates, remarks, complaints, a return to sign, a
contest to enter."""

from sqlalchemy import func, select
from sqlmodel import col

from catalog.contests import contests
from catalog.core.actor import Actor, Role
from catalog.vacancies import agency_vacancies
from matching.applications.applications import Application
from seed.demonstration.agency_desk import AGENCY
from service.casework.complaints.complaints import Complaint
from service.reporting.monthly.agency_return import AgencyReturn

HAMID = Actor("U-HAMID", Role.AGENCY_USER, agency=AGENCY)


def grouped(session, column) -> dict[str, int]:
    return dict(session.execute(select(column, func.count()).group_by(column)).all())


def test_every_part_of_his_desk_has_something_in_it(reading):
    applied = grouped(reading, col(Application.state))
    assert applied["submitted"] >= 3
    assert {"eligible", "rejected", "shortlisted", "interview"} <= set(applied)
    assert agency_vacancies.count_by_state(reading, by=HAMID)["returned"] >= 1
    own = select(col(Complaint.state), func.count()).where(col(Complaint.agency) == AGENCY)
    assert dict(reading.execute(own.group_by(col(Complaint.state))).all()) == {
        "confirmed": 1,
        "answered": 1,
        "received": 2,
    }
    assert [one.state for one in contests.list_recent(reading)] == ["announced", "decided"]
    (row,) = reading.execute(select(AgencyReturn)).scalars()
    assert row.countersigned_by
