"""Which recruiter is meant, and whether it may recruit today."""

import pytest

from matching.fraud import recruiter_check, recruiter_names
from matching.fraud.offer import RecruiterVerdict, Verdict
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


def test_only_a_licence_number_is_one(seeded, check):
    """A telephone or a name in its place is none; nor is a part of another number one."""
    for typed in ("+998 71 000 01 01", "Oltin Yoʻl Bandlik", "XB-0101/2", "XB-01 1", "XB-10/1"):
        for values in ({}, {"agency": "Oltin Yoʻl Bandlik"}):
            judged = check(licence_no=typed, **values)
            found = "licence_unknown" in [reason.code for reason in judged.reasons]
            assert (judged.verdict, found) == (Verdict.NO_RECORD, True), (typed, values)
    for typed in ("XB-0101", "№ XB 0101", "xb101", "XB-01 01", "0101", "Хб-0101"):
        standing = check(licence_no=typed).agency.standing
        assert standing is not None, typed
        assert standing.agency.external_id == "AG-VALID", typed
