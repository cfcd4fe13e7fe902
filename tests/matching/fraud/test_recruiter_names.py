"""Recruiters are read with every name they ever had."""

from catalog.licensing.agencies import PastName
from matching.fraud import known_register, recruiter_check, recruiter_names
from matching.fraud.offer import RecruiterVerdict
from tests.support.cast import TODAY


def test_a_recruiter_is_found_by_its_name_and_by_its_number(seeded):
    with seeded.read() as session:
        known = recruiter_names.read(session)
    assert known.exact("Oltin Yoʻl Bandlik") == known.exact("XB-0101") == {"AG-VALID"}


def test_names_in_the_past_lead_to_the_firm_of_today(seeded):
    with seeded.write() as session:
        session.add(
            PastName(agency="AG-REVOKED", name="Oq Bulut MCHJ", key="ok bulut", until=TODAY)
        )
    with seeded.read() as session:
        known = known_register.read(session, TODAY)
        checked = recruiter_check.check_agency(session, known, "oq bulut")
    assert (checked.verdict, checked.standing.agency.external_id) == (
        RecruiterVerdict.NOT_LICENSED,
        "AG-REVOKED",
    )
