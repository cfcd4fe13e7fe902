"""Which recruiter is meant, and whether it may recruit today."""

import pytest

from matching.fraud import known_register, recruiter_check
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
        known = known_register.read(session, TODAY)
        checked = recruiter_check.check_agency(session, known, asked)
    assert checked.verdict is found
    assert (checked.standing is None) == (found is RecruiterVerdict.UNKNOWN)


def test_a_look_alike_is_suggested_and_never_called_licensed(seeded):
    with seeded.read() as session:
        known = known_register.read(session, TODAY)
        checked = recruiter_check.check_agency(session, known, "Oltin Yul Bandik")
    assert checked.verdict is RecruiterVerdict.UNKNOWN
    assert checked.suggestions[0].agency.external_id == "AG-VALID"


def test_only_a_licence_number_is_one(seeded, check):
    """A telephone or a name in its place is none; nor is a part of another number one."""
    for typed in (
        "+998 71 000 01 01",
        "Oltin Yoʻl Bandlik",
        "XB-0101/2",
        "XB-01 1",
        "XB-10/1",
        "101",
    ):
        for values in ({}, {"agency": "Oltin Yoʻl Bandlik"}):
            judged = check(licence_no=typed, **values)
            found = "licence_unknown" in [reason.code for reason in judged.reasons]
            assert (judged.verdict, found) == (Verdict.NO_RECORD, True), (typed, values)
    for typed in ("XB-0101", "№ XB 0101", "xb101", "XB-01 01", "0101", "Хб-0101"):
        standing = check(licence_no=typed).agency.standing
        assert standing is not None, typed
        assert standing.agency.external_id == "AG-VALID", typed


WHOLE = {
    "licence_no": "XB-0101",
    "country": "KR",
    "occupation": "7212",
    "wage": 3_000_000,
    "currency": "KRW",
    "employer": "Hanbit Shipyard",
}


def test_ordinary_words_around_a_name_are_not_a_name_of_another(check):
    """A firm with its right number is never one that may not recruit because of such words."""
    for name in (
        *("Oltin Yoʻl XBA", "ХБА Олтин йўл", "ЧАЗ Oltin Yoʻl Bandlik", "Oltin Yoʻl Bandlik PEA"),
        *("Частное агентство занятости Oltin Yoʻl", "Oltin Yoʻl Bandlik filiali"),
        *("Oltin Yoʻl Bandlik MCHJ Samarqand filiali", "Oltin Yoʻl Bandlik, Toshkent sh."),
        *("Oltin Yoʻl Bandlik masʼuliyati cheklangan jamiyati", "Oltin Yoʻl Recruiting"),
        *("Общество с ограниченной ответственностью Oltin Yoʻl", "Oltin Yoʻl xorijda ish"),
    ):
        assert check(agency=name, **WHOLE).verdict is Verdict.GENUINE_MATCH, name


def test_a_name_that_is_only_like_that_of_the_number_is_never_genuine(check):
    for name in ("Oltin Yol Bandlk", "Oltim Yol Bandlik", "0ltin Yol Bandlik", "Oltin"):
        judged = check(agency=name, **WHOLE)
        assert judged.verdict in (Verdict.FITS_SO_FAR, Verdict.AGENCY_NOT_VALID), name
    judged = check(agency="Oltin Yol Bandlk", **WHOLE)
    assert "name_nearly" in [reason.code for reason in judged.reasons]
