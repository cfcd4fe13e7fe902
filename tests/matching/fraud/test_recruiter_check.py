"""Which recruiter is meant, and whether it may recruit today."""

import pytest

from matching.fraud import recruiter_check, recruiter_names
from matching.fraud.offer import RecruiterVerdict
from tests.support.cast import TODAY


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Oltin Yoʻl Bandlik", RecruiterVerdict.LICENSED),
        ("Kumush Koʻprik", RecruiterVerdict.LICENSED),
        ("Oyna Savdo", RecruiterVerdict.LICENSED),
        ("State Agency for Migration", RecruiterVerdict.LICENSED),
        ("Eski Karvon", RecruiterVerdict.NOT_LICENSED),
        ("Sariq Chiroq", RecruiterVerdict.NOT_LICENSED),
        ("Qora Bulut", RecruiterVerdict.NOT_LICENSED),
        ("Yangi Tong", RecruiterVerdict.NOT_LICENSED),
        ("Umid Yulduzi", RecruiterVerdict.NOT_LICENSED),
        ("Nomsiz Vositachi", RecruiterVerdict.NOT_LICENSED),
        ("Padma Delta Overseas", RecruiterVerdict.REGISTERED_ELSEWHERE),
        ("Oltin Yul Bandik", RecruiterVerdict.UNKNOWN),
        ("Butunlay Notanish", RecruiterVerdict.UNKNOWN),
        ("XB-0101", RecruiterVerdict.LICENSED),
        ("XB-0105", RecruiterVerdict.NOT_LICENSED),
    ],
)
def test_a_recruiter_is_what_its_register_says_today(seeded, asked, found):
    with seeded.read() as session:
        checked = recruiter_check.check_agency(session, recruiter_names.read(session), asked, TODAY)
    assert checked.verdict is found
    assert (checked.standing is None) == (found is RecruiterVerdict.UNKNOWN)


def test_a_look_alike_is_suggested_and_never_called_licensed(seeded):
    with seeded.read() as session:
        checked = recruiter_check.check_agency(
            session, recruiter_names.read(session), "Oltin Yul Bandik", TODAY
        )
    assert checked.verdict is RecruiterVerdict.UNKNOWN
    assert checked.suggestions[0].agency.external_id == "AG-VALID"
