"""Is it real: every verdict on a recruiter and on an offer."""

from datetime import date

import pytest

from matching import offers
from matching.offers import Found, NobodyNamed, Offer, Verdict
from tests.cast import TODAY


@pytest.fixture
def check(seeded):
    """One offer judged on the cast's register."""

    def judged(today: date = TODAY, **told) -> offers.Judged:
        with seeded.read() as session:
            return offers.check(session, offers.names(session), Offer(**told), today)

    return judged


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Oltin Yoʻl Bandlik", Found.LICENSED), ("Kumush Koʻprik", Found.LICENSED), ("Oyna Savdo", Found.LICENSED),
        ("State Agency for Migration", Found.LICENSED), ("Eski Karvon", Found.NOT_LICENSED),
        ("Sariq Chiroq", Found.NOT_LICENSED), ("Qora Bulut", Found.NOT_LICENSED), ("Yangi Tong", Found.NOT_LICENSED),
        ("Umid Yulduzi", Found.NOT_LICENSED), ("Nomsiz Vositachi", Found.NOT_LICENSED),
        ("Padma Delta Overseas", Found.REGISTERED_ELSEWHERE), ("Oltin Yul Bandik", Found.UNKNOWN),
        ("Butunlay Notanish", Found.UNKNOWN), ("XB-0101", Found.LICENSED), ("XB-0105", Found.NOT_LICENSED),
    ],
)  # fmt: skip
def test_a_recruiter_is_what_its_register_says_today(seeded, asked, found):
    with seeded.read() as session:
        checked = offers.check_agency(session, offers.names(session), asked, TODAY)
    assert checked.verdict is found
    assert (checked.standing is None) == (found is Found.UNKNOWN)


def test_a_look_alike_is_suggested_and_never_called_licensed(seeded):
    with seeded.read() as session:
        checked = offers.check_agency(session, offers.names(session), "Oltin Yul Bandik", TODAY)
    assert checked.verdict is Found.UNKNOWN
    assert checked.suggestions[0].agency.external_id == "AG-VALID"


def test_the_verdict_on_a_recruiter_changes_with_the_day(check):
    told = {"agency": "Kumush Koʻprik", "employer": "Severny Dvor Stroy"}
    assert check(**told).verdict is Verdict.GENUINE_MATCH
    assert check(date(2026, 12, 21), **told).verdict is Verdict.AGENCY_NOT_VALID


WELDER = {"agency": "Oltin Yoʻl Bandlik", "country": "KR", "occupation": "7212", "wage": 3_000_000, "currency": "KRW"}


def test_an_offer_that_fits_a_vetted_vacancy_is_genuine(check):
    judged = check(**WELDER)
    assert judged.verdict is Verdict.GENUINE_MATCH
    assert [row.external_id for row in judged.vacancies] == ["J-PUBLISHED"]


def test_an_employer_alone_is_enough_to_compare(check):
    assert check(employer="HANBIT Shipyard").verdict is Verdict.GENUINE_MATCH


@pytest.mark.parametrize("other", [{"country": "PL"}, {"occupation": "5120"}, {"employer": "Severny Dvor Stroy"}])
def test_a_licensed_agency_with_a_job_we_do_not_know(check, other):
    judged = check(**(WELDER | other))
    assert (judged.verdict, judged.vacancies) == (Verdict.AGENCY_OK_JOB_UNKNOWN, [])


def test_a_promise_a_fifth_above_the_vetted_pay_still_fits_and_no_more(check):
    assert check(**(WELDER | {"wage": 3_400_000 * 6 // 5})).verdict is Verdict.GENUINE_MATCH
    judged = check(**(WELDER | {"wage": 3_400_000 * 6 // 5 + 1}))
    assert judged.verdict is Verdict.AGENCY_OK_JOB_UNKNOWN
    assert "higher" in judged.reasons[-1][0]


def test_pay_in_another_currency_is_not_compared(check):
    assert check(**(WELDER | {"wage": 9_000_000, "currency": "USD"})).verdict is Verdict.GENUINE_MATCH


@pytest.mark.parametrize("told", [{}, {"country": "KR"}])
def test_an_agency_without_a_trade_or_employer_is_asked_about_the_job(check, told):
    judged = check(agency="Oltin Yoʻl Bandlik", **told)
    assert judged.verdict is Verdict.AGENCY_OK_JOB_UNKNOWN
    assert len(judged.reasons) == 2


@pytest.mark.parametrize("agency", ["Sariq Chiroq", "Padma Delta Overseas", "Qora Bulut"])
def test_a_recruiter_who_may_not_recruit_here_makes_no_offer_genuine(check, agency):
    judged = check(**(WELDER | {"agency": agency}))
    assert (judged.verdict, judged.vacancies) == (Verdict.AGENCY_NOT_VALID, [])


def test_a_borrowed_licence_number_is_noticed(check):
    judged = check(agency="Butunlay Notanish", licence_no="XB-0101", country="KR")
    assert judged.verdict is Verdict.AGENCY_NOT_VALID
    assert judged.reasons[0][1] == {"name": "Oltin Yoʻl Bandlik MCHJ"}
    assert check(agency="Oltin Yol Bandlik", licence_no="XB-0101", occupation="7212").verdict is Verdict.GENUINE_MATCH


def test_of_what_nobody_knows_there_is_no_record(check):
    assert check(agency="Butunlay Notanish", country="KR").verdict is Verdict.NO_RECORD
    assert check(employer="Nowhere Works", country="KR").verdict is Verdict.NO_RECORD


def test_somebody_must_be_named(check):
    with pytest.raises(NobodyNamed):
        check(country="KR", wage=1, currency="KRW")


def test_names_in_the_past_lead_to_the_firm_of_today(seeded):
    with seeded.write() as session:
        session.add(offers.PastName(agency="AG-REVOKED", name="Oq Bulut MCHJ", key="ok bulut", until=TODAY))
    with seeded.read() as session:
        checked = offers.check_agency(session, offers.names(session), "oq bulut", TODAY)
    assert (checked.verdict, checked.standing.agency.external_id) == (Found.NOT_LICENSED, "AG-REVOKED")
