"""A complaint of Alisher's about an agency, told through the deeds."""

from datetime import datetime

from sqlmodel import Session

from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint, NewComplaint, Topic
from tests.support import cast
from tests.support.cast import ALISHER

WORDS = "They took two million soum and gave no receipt."


def complained(
    session: Session, on: datetime, *, agency: str = "AG-VALID", **changed: object
) -> Complaint:
    new_complaint = NewComplaint(agency, Topic.FEE_ASKED, WORDS)
    for name, value in changed.items():
        setattr(new_complaint, name, value)
    person = session.get_one(Citizen, session.get_one(Claim, cast.CLAIM).citizen)
    return complaints.file_complaint(session, new_complaint, person, by=ALISHER, on=on)
