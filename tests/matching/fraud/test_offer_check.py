"""Is it real: the verdict on an offer, and what was not stated."""

from datetime import date

import pytest
from sqlmodel import col, select

from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from matching.fraud.offer import NobodyNamed, OfferCheck, OfferFact, Trade, Verdict
from tests.support import cast

WELDER = {
    "agency": "Oltin Yoʻl Bandlik",
    "country": "KR",
    "occupation": "7212",
    "wage": 3_000_000,
    "currency": "KRW",
}
WHOLE = WELDER | {"employer": "Hanbit Shipyard"}


def codes(judged: OfferCheck) -> list[str]:
    return [reason.code for reason in judged.reasons]


def number(seeded, external: str = "published") -> str:
    with seeded.read() as session:
        return cast.named(session, external).reference


def test_only_an_offer_of_which_everything_was_stated_and_fits_is_genuine(seeded, check):
    """Each thing left out is named as missing; a vacancy's number stands for the employer."""
    judged = check(**WHOLE)
    assert (judged.verdict, judged.missing, codes(judged)) == (
        Verdict.GENUINE_MATCH,
        [],
        ["vacancy_fits"],
    )
    assert check(**WELDER, vacancy=number(seeded)).verdict is Verdict.GENUINE_MATCH
    licensed = {name: value for name, value in WHOLE.items() if name != "agency"}
    assert check(licence_no="XB-0101", **licensed).verdict is Verdict.GENUINE_MATCH
    for name, missing in (
        ("agency", OfferFact.AGENCY),
        ("country", OfferFact.COUNTRY),
        ("occupation", OfferFact.OCCUPATION),
        ("wage", OfferFact.WAGE),
        ("currency", OfferFact.CURRENCY),
        ("employer", OfferFact.EMPLOYER),
    ):
        judged = check(**{key: value for key, value in WHOLE.items() if key != name})
        assert (judged.verdict, judged.missing) == (Verdict.FITS_SO_FAR, [missing]), name


def test_what_is_stated_and_cannot_be_compared_is_never_genuine(check):
    """Pay without a rate or at an old one, work that was not understood, a misspelt agency, a
    telephone or an account that the register does not have."""
    for values, code in (
        ({"currency": "SEK"}, "rate_missing"),
        ({"currency": "USD", "wage": 2_300_00, "today": date(2027, 1, 15)}, "rate_old"),
        ({"occupation": None, "trade": Trade("qwertyuiop", ())}, "trade_not_understood"),
        ({"agency": "Oltin Yul Bandik"}, "name_nearly"),
        ({"telephone": "+998 71 999 99 99"}, "telephone_not_on_register"),
        ({"contact": "@somebody"}, "account_not_on_register"),
        ({"wage": 2_000_000}, "pay_lower"),
    ):
        judged = check(**(WHOLE | values))
        assert (judged.verdict, code in codes(judged)) == (Verdict.FITS_SO_FAR, True), values


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"country": "PL"}, "country_differs"),
        ({"employer": "Severny Dvor Stroy"}, "employer_differs"),
        ({"occupation": "5120"}, "occupation_differs"),
        ({"occupation": "7213"}, "occupation_differs"),
        ({"wage": 3_740_001}, "pay_too_high"),
        ({"wage": 5_100_000}, "pay_too_high"),
        ({"wage": 1_000_000}, "pay_too_low"),
        ({"vacancy": "V-2222222"}, "vacancy_unknown"),
    ],
)
def test_what_differs_from_the_vetted_job_is_named(check, values, code):
    judged = check(**(WHOLE | values))
    assert judged.verdict is Verdict.TERMS_DIFFER
    assert [one for one in codes(judged) if one.endswith(code)] == [code]


def test_pay_of_more_than_half_above_the_highest_vetted_is_a_likely_fraud(check):
    """Of a known agency, and of one that nobody knows, by the pay of all such jobs."""
    assert check(**(WHOLE | {"wage": 3_740_000})).verdict is Verdict.GENUINE_MATCH
    assert check(**(WHOLE | {"wage": 5_100_001})).verdict is Verdict.LIKELY_FRAUD
    unknown = WELDER | {"agency": "Butunlay Notanish"}
    assert check(**(unknown | {"wage": 5_100_001})).verdict is Verdict.LIKELY_FRAUD
    judged = check(**(unknown | {"wage": 4_000_000}))
    assert (judged.verdict, "pay_too_high" in codes(judged)) == (Verdict.NO_RECORD, True)


def test_the_verdict_changes_with_the_day(check):
    values = {"agency": "Kumush Koʻprik", "employer": "Severny Dvor Stroy"}
    assert check(**values).verdict is Verdict.FITS_SO_FAR
    assert check(date(2026, 12, 21), **values).verdict is Verdict.AGENCY_NOT_VALID


def test_of_an_agency_without_jobs_on_show_the_job_is_unknown(seeded, check):
    with seeded.write() as session:
        for row in session.execute(select(Vacancy)).scalars():
            row.closes_on = date(2026, 11, 1)
    judged = check(agency="Oltin Yoʻl Bandlik", country="PL", occupation="5120")
    assert (judged.verdict, codes(judged)) == (
        Verdict.AGENCY_OK_JOB_UNKNOWN,
        ["no_vacancy_fits", "agency_may_recruit"],
    )


def test_an_agency_alone_is_asked_about_the_job(check):
    judged = check(agency="Oltin Yoʻl Bandlik")
    assert (judged.verdict, codes(judged)) == (
        Verdict.FITS_SO_FAR,
        ["agency_may_recruit", "tell_more"],
    )
    assert judged.missing == [
        OfferFact.COUNTRY,
        OfferFact.OCCUPATION,
        OfferFact.WAGE,
        OfferFact.EMPLOYER,
    ]


def test_work_typed_as_a_job_is_called_or_near_to_it_is_no_other_work(seeded, check):
    """A title that no lexicon knows; and a group of the same minor group, which is not genuine."""
    with seeded.write() as session:
        asked = select(Vacancy).where(col(Vacancy.reference) == number(seeded))
        session.execute(asked).scalars().one().title = "Gaz-elektr ustasi"
    values = {name: value for name, value in WHOLE.items() if name != "occupation"}
    for trade, verdict in (
        (Trade("gaz elektr ustasi", ()), Verdict.GENUINE_MATCH),
        (Trade("quyuvchi", ("7211",)), Verdict.FITS_SO_FAR),
        (Trade("usta", ("5120",), ("7212",)), Verdict.FITS_SO_FAR),
        (Trade("oshpaz", ("5120",)), Verdict.TERMS_DIFFER),
    ):
        assert check(trade=trade, **values).verdict is verdict, trade


def test_pay_far_above_near_work_does_not_fit_because_another_job_pays_more(seeded, check):
    """The work was not understood; a dearer job of other work is no excuse."""
    with seeded.write() as session:
        dear = session.get(Vacancy, number(seeded, "paused"))
        dear.state, dear.isco08, dear.wage_max = "published", "9112", 9_000_000
    typed = WHOLE | {"occupation": None, "wage": 5_100_001}
    judged = check(**typed, trade=Trade("temir ustasi", (), ("7212",)))
    assert (judged.verdict, codes(judged)[:2]) == (
        Verdict.TERMS_DIFFER,
        ["pay_too_high", "occupation_nearly"],
    )
    for near, wage in ((("7212",), 5_100_000), (("7212", "9112"), 5_100_001), ((), 5_100_001)):
        judged = check(**(typed | {"wage": wage}), trade=Trade("temir ustasi", (), near))
        assert judged.verdict is Verdict.FITS_SO_FAR, near


def test_pay_of_a_neighbouring_job_of_that_agency_and_country_is_asked_about_and_no_fraud(
    seeded, check
):
    """Work that is not near, pay above that job, or a country left out, is no excuse."""
    with seeded.write() as session:
        dear = session.get_one(Vacancy, number(seeded, "paused"))
        dear.state, dear.isco08, dear.wage_max = "published", "9112", 6_000_000
    typed = WELDER | {"occupation": None, "wage": 5_500_000}
    near = Trade("usta", ("7212",), ("7212", "9112"))
    judged = check(**typed, trade=near)
    assert (judged.verdict, judged.vacancies, codes(judged)[:2]) == (
        Verdict.TERMS_DIFFER,
        [number(seeded, "paused")],
        ["neighbour_pays", "pay_too_high"],
    )
    for values in ({"wage": 9_500_000}, {"country": None}, {"trade": Trade("usta", ("7212",))}):
        judged = check(**(typed | {"trade": near} | values))
        assert judged.verdict is Verdict.LIKELY_FRAUD, values


def test_the_state_agency_is_not_asked_for_a_licence_number(seeded, check):
    """It has none; its name is known without the note in brackets, in any order and alphabet."""
    with seeded.write() as session:
        row = session.get(Agency, "AG-STATE")
        row.name = "Tashqi mehnat migratsiyasi agentligi (namuna)"
        row.name_local = "Agency for External Labour Migration"
    job = {"vacancy": number(seeded, "quota"), "country": "KR", "occupation": "9112"}
    pay = {"wage": 3_000_000, "currency": "KRW"}
    for name in (
        "Tashqi mehnat migratsiyasi agentligi",
        "Ташқи меҳнат миграцияси агентлиги",
        "Agentlik: mehnat migratsiyasi tashqi",
        "External Labour Migration Agency",
    ):
        judged = check(agency=name, **job, **pay)
        assert judged.verdict is Verdict.GENUINE_MATCH, (name, codes(judged))
    judged = check(agency="Tashqi mehnat migratsyasi agentligi", **job, **pay)
    assert (judged.verdict, OfferFact.LICENCE_NO in judged.missing) == (Verdict.FITS_SO_FAR, False)
    assert "name_nearly_state" in codes(judged)


def test_a_right_name_with_a_wrong_number_is_told_both(check):
    judged = check(agency="Oltin Yoʻl Bandlik", licence_no="XB-9999", occupation="7212")
    assert (judged.verdict, codes(judged)) == (
        Verdict.NO_RECORD,
        ["name_on_register", "licence_unknown"],
    )
    assert judged.agency.suggestions[0].agency.external_id == "AG-VALID"
    for item in ({}, {"agency": "Butunlay Notanish"}):
        judged = check(licence_no="XB-9999", **item)
        assert (judged.verdict, codes(judged)) == (
            Verdict.NO_RECORD,
            ["nothing_on_record", "licence_unknown"],
        )


def test_a_real_job_in_the_name_of_an_unknown_recruiter_is_not_said_to_be_unknown(seeded, check):
    """Its agency is named, the recruiter is not on the register, and the pay is that job's."""
    job = {"vacancy": number(seeded), "wage": 3_000_000, "currency": "KRW"}
    for item in ({"agency": "Butunlay Notanish"}, {"contact": "@butunlay_notanish"}):
        judged = check(**item, **job)
        assert (judged.verdict, codes(judged)) == (
            Verdict.TERMS_DIFFER,
            ["vacancy_of_agency", "recruiter_unknown"],
        ), item
        assert judged.reasons[0].facts["name"] == "Oltin Yoʻl Bandlik MCHJ"
    assert check(**(job | {"agency": "Butunlay Notanish", "wage": 9_000_000})).verdict is (
        Verdict.LIKELY_FRAUD
    )


def test_a_vacancy_alone_leads_to_its_agency_and_fits_so_far(seeded, check):
    judged = check(vacancy=number(seeded).lower().replace("-", " "))
    assert (judged.verdict, judged.agency.standing.agency.external_id) == (
        Verdict.FITS_SO_FAR,
        "AG-VALID",
    )
    assert judged.missing[0] is OfferFact.AGENCY


def test_of_what_nobody_knows_there_is_no_record(check):
    for item in (
        {"agency": "Butunlay Notanish"},
        {"employer": "Nowhere Works"},
        {"vacancy": "V-2222222"},
        {"telephone": "+998 90 000 00 00"},
    ):
        assert check(country="KR", **item).verdict is Verdict.NO_RECORD, item


def test_somebody_must_be_named(check):
    with pytest.raises(NobodyNamed):
        check(country="KR", wage=1, currency="KRW")


def test_the_own_terms_of_a_closed_vacancy_are_no_fraud(seeded, check):
    """It is compared with itself, not with what other jobs are and pay, and said to be closed."""
    reference = number(seeded)
    with seeded.write() as session:
        asked = select(Vacancy).where(col(Vacancy.reference) == reference)
        row = session.execute(asked).scalars().one()
        row.closes_on, row.isco08 = date(2026, 11, 1), "9112"
        row.wage_min = row.wage_max = row.pay_month = 30_000_000
    own = WHOLE | {"vacancy": reference, "wage": 30_000_000, "occupation": "9112"}
    judged = check(**own)
    assert judged.verdict is Verdict.TERMS_DIFFER
    assert codes(judged) == ["vacancy_closed", "agency_may_recruit"]
    judged = check(**(own | {"employer": "Severny Dvor Stroy"}))
    assert codes(judged) == ["vacancy_closed", "employer_differs", "agency_may_recruit"]
    assert check(**(own | {"wage": 90_000_000})).verdict is Verdict.LIKELY_FRAUD


def test_a_name_only_like_the_employers_or_a_link_of_another_site_leaves_doubt(seeded, check):
    genuine, fits = Verdict.GENUINE_MATCH, Verdict.FITS_SO_FAR
    link = f"evil.example/uz/vacancies/{number(seeded)}"
    for values, verdict, code in (
        ({"employer": "HANBIT SHIPYARD LLC"}, genuine, "vacancy_fits"),
        ({"employer": "Hanbit"}, fits, "employer_nearly"),
        ({"employer": "Hanbit Shipyard Invest"}, fits, "employer_nearly"),
        ({"employer": "Hanbit Shipyard (Butunlay Notanish)"}, fits, "employer_nearly"),
        ({"vacancy": f"https://{link}"}, fits, "vacancy_link"),
        ({"vacancy": link}, fits, "vacancy_link"),
        ({"vacancy": f"/uz/vacancies/{number(seeded)}"}, genuine, "vacancy_fits"),
    ):
        judged = check(**(WHOLE | values))
        assert (judged.verdict, code in codes(judged)) == (verdict, True), (values, codes(judged))
