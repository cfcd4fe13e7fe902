"""What early warnings count, and whose it is."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR
from catalog.licensing.agencies import Agency
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.journey.check_ins import CheckIn
from matching.placements.placements import Placement
from service.casework.claims.wage_claims import Claim
from service.casework.complaints.complaints import Complaint
from service.casework.employers import counted_cases
from service.casework.employers.early_warnings import Unit
from tests.service.casework.employers.test_anomaly_detection import (
    LONG_AGO,
    filed,
    looked,
    of,
    worker,
)
from tests.support import cast


def test_one_person_and_three_anonymous_claims_of_a_day_make_no_warning(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 4, contact=worker())
        filed(session, clock, 3, by=VISITOR, employer="Zvezda Stroy")
        assert of(looked(session, clock), "employer") == []


def test_the_agency_that_placed_the_workers_is_meant_though_others_recruit_there(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 3, employer=cast.SEVERNY.name)
        assert of(looked(session, clock), "agency") == []
        for claim in session.execute(select(Claim).where(col(Claim.owner) != "x")).scalars():
            if claim.employer == cast.SEVERNY.name:
                place(session, claim, clock)
        assert [row.subject for row in of(looked(session, clock), "agency")] == ["AG-VALID"]


def place(session, claim, clock):
    session.add(
        Placement(
            citizen=claim.citizen,
            agency="AG-VALID",
            contract=claim.reference,
            channel="agency",
            employer=claim.employer,
            country=claim.country,
            signed_on=LONG_AGO,
            recorded_at=clock(),
        )
    )
    session.flush()


def test_complaints_and_reports_point_at_their_agency(seeded, clock):
    with seeded.write() as session:
        name = session.get_one(Agency, "AG-VALID").name
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 3, employer="Far Stroy")
        claims = session.execute(select(Claim).where(col(Claim.employer) == "Far Stroy"))
        for days, claim in enumerate(claims.scalars()):
            place(session, claim, clock)
            at = clock() - timedelta(days=days)
            about = {"citizen": claim.citizen, "agency": "AG-VALID", "topic": "fees"}
            session.add(Complaint(**about, filed_at=at))
            key = scam_reports.key_of(name)
            session.add(Report(recruiter=name, key=key, country="RU", reported_at=at))
        session.flush()
        began = clock() - timedelta(days=300)
        session.add(
            Complaint(citizen=claim.citizen, agency="AG-SURRENDERED", topic="fees", filed_at=began)
        )
        session.add(Report(recruiter="Nobody", key="nobody", country="KZ", reported_at=began))
        found = {(row.unit, row.kind) for row in looked(session, clock)}
    assert {(unit, "agency") for unit in ("claims", "complaints", "reports")} <= found


def test_a_bad_check_in_counts_for_employer_country_and_agency(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Far Stroy")
        claim = session.execute(
            select(Claim).where(col(Claim.employer) == "Far Stroy")
        ).scalar_one()
        place(session, claim, clock)
        number = session.execute(
            select(col(Placement.reference)).where(col(Placement.citizen) == claim.citizen)
        ).scalar_one()
        row = {"placement": number, "day": 7, "due_on": cast.TODAY, "needs_call": True}
        session.add(CheckIn(**row, answered_at=clock()))
        session.flush()
        cases = counted_cases.read(session, cast.TODAY, cast.TODAY)
        found = [one for one in cases if one.unit is Unit.CHECK_INS]
    assert {one.kind.value: one.subject for one in found} == {
        "employer": "far stroy/RU",
        "country": "RU",
        "agency": "AG-VALID",
    }
    assert {one.person for one in found} == {claim.citizen}
