"""Is it real: every verdict on a recruiter and on an offer."""

from datetime import date

import pytest
from sqlmodel import col, select

from catalog.core import exchange_rates
from catalog.core.exchange_rates import NewRate
from catalog.employers import blacklist, employers
from catalog.employers.blacklist import BarredKind, NewEntry
from catalog.employers.employers import NewEmployer
from catalog.vacancies.vacancies import Vacancy
from matching.fraud import confirmed_frauds, offer_check, recruiter_names, scam_reports
from matching.fraud.offer_check import NobodyNamed, OfferInput, RecruiterVerdict, Trade, Verdict
from matching.fraud.pay_check import Money
from matching.fraud.scam_reports import NewReport
from tests.support.cast import BARNO, FARIDA, GULNORA, TODAY


@pytest.fixture
def check(seeded):
    """One offer judged on the cast's register."""

    def judged(today: date = TODAY, trade: Trade | None = None, **values) -> offer_check.OfferCheck:
        with seeded.read() as session:
            known = recruiter_names.read(session)
            warned = confirmed_frauds.read(session, known, today)
            return offer_check.check(session, known, warned, OfferInput(**values), today, trade)

    return judged


@pytest.fixture
def confirmed(seeded, clock):
    """A fraud that two officers confirmed under this name."""

    def confirm(name: str) -> None:
        with seeded.write() as session:
            number = scam_reports.report(session, NewReport(name), by=BARNO, on=clock()).reference
            for officer in (FARIDA, GULNORA):
                scam_reports.confirm(session, number, by=officer, on=clock())

    return confirm


def codes(judged: offer_check.OfferCheck) -> list[str]:
    return [reason.code for reason in judged.reasons]


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
        checked = offer_check.check_agency(session, recruiter_names.read(session), asked, TODAY)
    assert checked.verdict is found
    assert (checked.standing is None) == (found is RecruiterVerdict.UNKNOWN)


def test_a_look_alike_is_suggested_and_never_called_licensed(seeded):
    with seeded.read() as session:
        checked = offer_check.check_agency(
            session, recruiter_names.read(session), "Oltin Yul Bandik", TODAY
        )
    assert checked.verdict is RecruiterVerdict.UNKNOWN
    assert checked.suggestions[0].agency.external_id == "AG-VALID"


def test_the_verdict_on_a_recruiter_changes_with_the_day(check):
    values = {"agency": "Kumush Koʻprik", "employer": "Severny Dvor Stroy"}
    assert check(**values).verdict is Verdict.GENUINE_MATCH
    assert check(date(2026, 12, 21), **values).verdict is Verdict.AGENCY_NOT_VALID


WELDER = {
    "agency": "Oltin Yoʻl Bandlik",
    "country": "KR",
    "occupation": "7212",
    "wage": 3_000_000,
    "currency": "KRW",
}


def test_an_offer_that_fits_a_vetted_vacancy_is_genuine(check):
    judged = check(**WELDER)
    assert judged.verdict is Verdict.GENUINE_MATCH
    assert len(judged.vacancies) == 1
    assert codes(judged) == ["vacancy_fits"]


def test_an_employer_alone_is_enough_to_compare(check):
    assert check(employer="HANBIT Shipyard").verdict is Verdict.GENUINE_MATCH


@pytest.mark.parametrize(
    "other", [{"country": "PL"}, {"occupation": "5120"}, {"employer": "Severny Dvor Stroy"}]
)
def test_a_licensed_agency_with_a_job_we_do_not_know(check, other):
    judged = check(**(WELDER | other))
    assert (judged.verdict, judged.vacancies) == (Verdict.AGENCY_OK_JOB_UNKNOWN, [])


def test_another_unit_group_of_the_same_minor_group_is_another_job(check):
    """A welder's promise is not proved by a metal caster (7211) or a sheet-metal worker (7213)."""
    for group in ("7211", "7213", "7214"):
        judged = check(**(WELDER | {"occupation": group}))
        assert (judged.verdict, codes(judged)[-1]) == (
            Verdict.AGENCY_OK_JOB_UNKNOWN,
            "no_vacancy_fits",
        ), group


def test_a_promise_a_tenth_above_the_highest_vetted_pay_still_fits_and_no_more(check):
    assert check(**(WELDER | {"wage": 3_740_000})).verdict is Verdict.GENUINE_MATCH
    judged = check(**(WELDER | {"wage": 3_740_001}))
    assert (judged.verdict, judged.vacancies) == (Verdict.AGENCY_OK_JOB_UNKNOWN, [])
    assert judged.reasons[-1].code == "pay_too_high"
    assert judged.reasons[-1].facts["most"] == Money(3_400_000, "KRW")


@pytest.mark.parametrize("told", [WELDER, {"employer": "Hanbit Shipyard"}])
def test_pay_in_any_currency_is_compared_at_the_rate_of_the_day(check, told):
    """1 euro is 1.10 dollars or 1,600 won: 3.4 million won are 2,337.50 dollars, and a tenth more
    is 2,571.25."""
    assert check(**(told | {"wage": 2_571_20, "currency": "USD"})).verdict is Verdict.GENUINE_MATCH
    judged = check(**(told | {"wage": 10_000_00, "currency": "USD"}))
    assert judged.verdict in (Verdict.AGENCY_OK_JOB_UNKNOWN, Verdict.NO_RECORD)
    assert codes(judged)[-2:] == ["pay_too_high", "compared_at_rate"]
    facts = judged.reasons[-1].facts
    assert facts["day"] == date(2026, 11, 20)
    assert (facts["one"], facts["worth"]) == (Money(1_00, "USD"), Money(1_455, "KRW"))
    assert (facts["promised"], facts["here"]) == (Money(10_000_00, "USD"), Money(14_500_000, "KRW"))


def test_the_last_rate_on_or_before_the_day_counts(seeded, check, clock):
    promised = WELDER | {"wage": 2_571_20, "currency": "USD"}
    with seeded.write() as session:
        for day, worth in ((date(2026, 11, 24), 600_000), (date(2026, 11, 26), 1_100_000)):
            exchange_rates.load(
                session, [NewRate("USD", day, worth, "invented")], by=FARIDA, on=clock()
            )
    assert "pay_too_high" in codes(check(**promised))


def test_pay_that_cannot_be_compared_is_never_genuine(check):
    """An amount without a currency, in money without a rate, or at a rate that is too old."""
    for values, code in (
        ({"currency": None}, "currency_missing"),
        ({"currency": None, "wage": 10**12}, "currency_missing"),
        ({"currency": "SEK"}, "rate_missing"),
        ({"currency": "USD", "today": date(2027, 1, 15)}, "rate_missing"),
    ):
        for offer in (WELDER, {"employer": "Hanbit Shipyard", "wage": 3_000_000}):
            judged = check(**(offer | values))
            assert judged.verdict in (Verdict.AGENCY_OK_JOB_UNKNOWN, Verdict.NO_RECORD), values
            assert codes(judged)[-1] == code, values


def test_hourly_pay_is_compared_by_the_month_and_not_without_its_hours(seeded, check):
    def paid(period: str, hours: int | None) -> None:
        with seeded.write() as session:
            row = (
                session.execute(select(Vacancy).where(col(Vacancy.external_id) == "J-PUBLISHED"))
                .scalars()
                .one()
            )
            row.wage_min, row.wage_max, row.period, row.hours_per_week = (
                15_000,
                20_000,
                period,
                hours,
            )
            row.pay_month = 15_000 * 52 * hours // 12 if hours else None

    paid("hour", 40)
    highest = 20_000 * 52 * 40 // 12
    assert check(**(WELDER | {"wage": highest})).verdict is Verdict.GENUINE_MATCH
    assert codes(check(**(WELDER | {"wage": highest * 6 // 5})))[-1] == "pay_too_high"
    paid("hour", None)
    judged = check(**(WELDER | {"wage": highest}))
    assert (judged.verdict, codes(judged)[-1]) == (Verdict.AGENCY_OK_JOB_UNKNOWN, "hours_missing")


def test_pay_below_half_of_the_vetted_is_a_slip_and_no_fit(check):
    """3,000 meant in dollars and sent in soums."""
    judged = check(**(WELDER | {"wage": 3_000_00, "currency": "UZS"}))
    assert (judged.verdict, codes(judged)[1]) == (Verdict.AGENCY_OK_JOB_UNKNOWN, "pay_too_low")
    assert check(**(WELDER | {"wage": 2_000_000})).verdict is Verdict.GENUINE_MATCH


def test_work_that_was_not_understood_makes_no_offer_genuine(check):
    result = {name: value for name, value in WELDER.items() if name != "occupation"} | {
        "employer": "Hanbit Shipyard"
    }
    judged = check(trade=Trade("qwertyuiop", ()), **result)
    assert (judged.verdict, codes(judged)[-1]) == (
        Verdict.AGENCY_OK_JOB_UNKNOWN,
        "trade_not_understood",
    )
    assert (
        check(trade=Trade("driver or welder", ("8332", "7212")), **result).verdict
        is Verdict.GENUINE_MATCH
    )


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
    assert judged.reasons[0].facts == {"name": "Oltin Yoʻl Bandlik MCHJ"}
    assert judged.agency.suggestions == []
    assert (
        check(agency="Oltin Yol Bandlik", licence_no="XB-0101", occupation="7212").verdict
        is Verdict.GENUINE_MATCH
    )


def test_a_right_name_with_a_wrong_number_is_told_both(check):
    judged = check(agency="Oltin Yoʻl Bandlik", licence_no="XB-9999", occupation="7212")
    assert (judged.verdict, codes(judged)) == (
        Verdict.NO_RECORD,
        ["name_on_register", "licence_unknown"],
    )
    assert judged.agency.suggestions[0].agency.external_id == "AG-VALID"
    judged = check(agency="Oltin Yoʻl Bandlik", licence_no="XB-0102")
    assert (judged.verdict, codes(judged)) == (
        Verdict.AGENCY_NOT_VALID,
        ["licence_of_another", "name_on_register"],
    )
    for item in ({}, {"agency": "Butunlay Notanish"}):
        judged = check(licence_no="XB-9999", **item)
        assert (judged.verdict, codes(judged)) == (
            Verdict.NO_RECORD,
            ["nothing_on_record", "licence_unknown"],
        )
    judged = check(agency="Qora Bulut", licence_no="XB-9999")
    assert (judged.verdict, codes(judged)) == (
        Verdict.AGENCY_NOT_VALID,
        ["agency_may_not_recruit", "licence_unknown"],
    )


def test_a_confirmed_fraud_is_found_under_a_like_name_and_shown_by_its_own(check, confirmed):
    confirmed("Tez Viza Grupp")
    for item in (
        {"agency": "tez visa"},
        {"agency": "Тез Виза"},
        {"agency": "Biror kim", "employer": "TEZVIZA group"},
    ):
        judged = check(**item)
        assert (judged.verdict, codes(judged)) == (Verdict.KNOWN_SCAM, ["looks_like_fraud"]), item
        assert judged.reasons[0].facts == {"name": "Tez Viza Grupp", "n": 1}
        assert judged.agency.suggestions == []


def test_who_is_on_the_register_is_never_called_a_fraud_because_of_a_like_name(check, confirmed):
    for fraud in (
        "Oltin Yul Bandlik Konsalting",
        "Kumus Kuprik",
        "Ojna Savdo",
        "Hanbit Shipiard",
        "Oltin Yoʻl OOO",
    ):
        confirmed(fraud)
    for item in (
        {"agency": "Oltin Yoʻl Bandlik"},
        {"agency": "OLTIN YOL BANDLIK MCHJ", "licence_no": "XB-0101"},
        {"agency": "Kumush Koʻprik"},
        {"licence_no": "XB-0106"},
        {"agency": "Oina Savdo", "licence_no": "XB-0106"},
        {"agency": "Oltin Yoʻl Bandlik", "employer": "Hanbit Shipyerd"},
        {"agency": "Biror kim", "employer": "Hanbit Shipyard"},
    ):
        assert check(**item).verdict is not Verdict.KNOWN_SCAM, item
    assert check(agency="Kumish Koprik").verdict is Verdict.NO_RECORD, (
        "as near to the firm as to the fraud"
    )
    assert check(agency="Kumus Kuprig").verdict is Verdict.KNOWN_SCAM


def test_the_black_list_is_found_by_name_of_firm_and_director(seeded, check, clock):
    with seeded.write() as session:
        firm = employers.record(
            session, NewEmployer("Kold Harbor Werke", "PL"), by=FARIDA, on=clock()
        )
        values = {"reason": blacklist.Reason.FRAUD, "number": "1", "starts_on": TODAY}
        for entry in (
            NewEntry(BarredKind.EMPLOYER, firm.name, employer=firm.reference, **values),
            NewEntry(
                BarredKind.DIRECTOR, "Soxtayeva Feruza Karimovna", agency="AG-REVOKED", **values
            ),
            NewEntry(BarredKind.AGENCY, "Qora Bulut MCHJ", agency="AG-REVOKED", **values),
        ):
            blacklist.add(session, entry, by=GULNORA, on=clock())
    for values, verdict, said in (
        ({"agency": "Сохтаева Фируза Каримовна"}, Verdict.KNOWN_SCAM, "looks_like_black_listed"),
        ({"agency": "Soxtayeva Feruza Karimovna"}, Verdict.KNOWN_SCAM, "on_black_list"),
        ({"employer": "Kold Harbor Werke", "country": "PL"}, Verdict.KNOWN_SCAM, "on_black_list"),
        ({"agency": "Qora Bulutt"}, Verdict.AGENCY_NOT_VALID, "on_black_list"),
        ({"agency": "Kora Bulut"}, Verdict.AGENCY_NOT_VALID, "on_black_list"),
        ({"agency": "Soxtayeva Feruza"}, Verdict.NO_RECORD, "nothing_on_record"),
        (
            {"employer": "Kold Harbor Werke", "country": "RU"},
            Verdict.NO_RECORD,
            "nothing_on_record",
        ),
    ):
        judged = check(**values)
        assert (judged.verdict, codes(judged)[-1]) == (verdict, said), values


def test_of_what_nobody_knows_there_is_no_record(check):
    assert check(agency="Butunlay Notanish", country="KR").verdict is Verdict.NO_RECORD
    assert check(employer="Nowhere Works", country="KR").verdict is Verdict.NO_RECORD


def test_somebody_must_be_named(check):
    with pytest.raises(NobodyNamed):
        check(country="KR", wage=1, currency="KRW")
