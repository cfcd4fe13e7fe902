"""What speaks against an offer before the job is compared."""

import pytest

from catalog.employers import blacklist, employers
from catalog.employers.blacklist import BarredKind, NewEntry
from catalog.employers.employers import NewEmployer
from catalog.licensing.agencies import Agency
from matching.fraud.offer import OfferCheck, Verdict
from tests.support.cast import FARIDA, GULNORA, TODAY


def codes(judged: OfferCheck) -> list[str]:
    return [reason.code for reason in judged.reasons]


@pytest.mark.parametrize("agency", ["Sariq Chiroq", "Padma Delta Overseas", "Qora Bulut"])
def test_a_recruiter_who_may_not_recruit_here_makes_no_offer_genuine(check, agency):
    judged = check(agency=agency, country="KR", occupation="7212")
    assert (judged.verdict, judged.vacancies) == (Verdict.AGENCY_NOT_VALID, [])


def test_a_borrowed_licence_number_is_noticed(check):
    judged = check(agency="Butunlay Notanish", licence_no="XB-0101", country="KR")
    assert judged.verdict is Verdict.AGENCY_NOT_VALID
    assert judged.reasons[0].facts == {"name": "Oltin Yoʻl Bandlik MCHJ"}
    assert judged.agency.suggestions == []
    for name in ("Oltin Yol Bandlik", "Oltin Yol Bandlk"):
        judged = check(agency=name, licence_no="№ XB-0101", occupation="7212")
        assert judged.verdict is Verdict.FITS_SO_FAR, name
    judged = check(agency="Oltin Yoʻl Bandlik", licence_no="XB-0102")
    assert codes(judged) == ["licence_of_another", "name_on_register"]


def test_a_confirmed_fraud_is_likely_under_a_like_name_and_shown_by_its_own(check, confirmed):
    confirmed("Tez Viza Grupp")
    for item in (
        {"agency": "tez visa"},
        {"agency": "Тез Виза"},
        {"agency": "t.me/tez_visa"},
        {"contact": "@tez_visa_grup"},
        {"agency": "Biror kim", "employer": "TEZVIZA group"},
    ):
        judged = check(**item)
        assert (judged.verdict, codes(judged)) == (Verdict.LIKELY_FRAUD, ["looks_like_fraud"]), item
        assert judged.reasons[0].facts == {"name": "Tez Viza Grupp", "n": 1}
        assert judged.agency.suggestions == []
    assert check(agency="ТЕЗ ВИЗА ГРУПП").verdict is Verdict.KNOWN_SCAM


def test_a_telephone_or_account_of_a_fraud_is_found_whole_or_not_at_all(check, confirmed):
    confirmed("Soxta Karvon", "+998 90 765-43-21, karta 8600 1111 2222 3333, @soxta_karvon")
    for text in (
        "90 765 43 21",
        "998907654321",
        "8600111122223333",
        "https://t.me/Soxta_Karvon",
        "soxta_karvon",
        "tg soxta_karvon, oldindan 300$",
    ):
        for field in ("telephone", "contact", "agency"):
            judged = check(**({"agency": "Oltin Yoʻl Bandlik"} | {field: text}))
            assert (judged.verdict, codes(judged)[0]) == (Verdict.KNOWN_SCAM, "contact_of_fraud")
    for text in (
        "765 43 21",
        "90 765 43 22",
        "+7 990 765 43 21",
        "8600 1111 2222 333",
        "90765432",
        "tg soxta_karvon2",
    ):
        judged = check(agency="Oltin Yoʻl Bandlik", contact=text)
        assert judged.verdict is Verdict.FITS_SO_FAR, text


def test_who_is_on_the_register_is_never_called_a_fraud_because_of_a_like_name(check, confirmed):
    for fraud in (
        "Oltin Yul Bandlik Konsalting",
        "Kumus Kuprik",
        "Kumush Koprak",
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
        verdict = check(**item).verdict
        assert verdict not in (Verdict.KNOWN_SCAM, Verdict.LIKELY_FRAUD), item
    assert check(agency="Kumush Kopruk").verdict is Verdict.NO_RECORD, (
        "as near to the firm as to the fraud"
    )
    assert check(agency="Kumish Koprik").verdict is Verdict.FITS_SO_FAR, "nearer to the firm"
    assert check(agency="Kumus Kuprig").verdict is Verdict.LIKELY_FRAUD


def test_the_black_list_is_found_by_name_of_firm_and_a_person_makes_no_verdict(
    seeded, check, confirmed, clock
):
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
    confirmed("Karimov Sherzod")
    person, fraud = "person_directed", Verdict.LIKELY_FRAUD
    for values, verdict, text in (
        ({"agency": "Сохтаева Фируза Каримовна"}, Verdict.NO_RECORD, person),
        ({"agency": "Soxtayeva Feruza Karimovna"}, Verdict.NO_RECORD, person),
        (
            {"agency": "Oltin Yoʻl Bandlik", "employer": "Soxtayeva Feruza Karimovna"},
            Verdict.TERMS_DIFFER,
            person,
        ),
        ({"agency": "Sherzod Karimov"}, Verdict.NO_RECORD, "person_reported"),
        ({"employer": "Kold Harbor Werke", "country": "PL"}, fraud, "on_black_list"),
        ({"agency": "Qora Bulut"}, fraud, "on_black_list"),
        ({"agency": "Kora Bulut"}, fraud, "on_black_list"),
        ({"agency": "Soxtayeva Feruza"}, Verdict.NO_RECORD, "nothing_on_record"),
        (
            {"employer": "Kold Harbor Werke", "country": "RU"},
            Verdict.NO_RECORD,
            "nothing_on_record",
        ),
    ):
        judged = check(**values)
        assert (judged.verdict, text in codes(judged)) == (verdict, True), (values, codes(judged))


def test_the_telephone_of_a_firm_that_may_not_recruit_is_noticed(seeded, check):
    """Whatever firm is named with it; and the order says since when."""
    with seeded.write() as session:
        session.get_one(Agency, "AG-REVOKED").phone = "+998 71 000 09 09"
    judged = check(agency="Oltin Yoʻl Bandlik", telephone="71 000-09-09")
    assert (judged.verdict, codes(judged)[0]) == (Verdict.AGENCY_NOT_VALID, "telephone_of_another")
    judged = check(agency="Qora Bulut")
    assert codes(judged) == ["agency_may_not_recruit", "licence_order"]


def test_the_telephone_of_another_licensed_firm_differs_and_is_never_a_fraud(
    seeded, check, confirmed
):
    """Whoever reported the firm's number may have been called from a false one."""
    with seeded.write() as session:
        session.get_one(Agency, "AG-EXPIRING").phone = "+998 71 000 09 09"
    values = {"agency": "Oltin Yoʻl Bandlik", "country": "KR", "occupation": "7212"}
    judged = check(**values, telephone="71 000-09-09")
    assert (judged.verdict, "telephone_of_another" in codes(judged)) == (Verdict.TERMS_DIFFER, True)
    confirmed("Soxta Karvon", "71 000-09-09")
    for field in ("telephone", "contact"):
        assert check(**values, **{field: "71 000-09-09"}).verdict is not Verdict.KNOWN_SCAM


def test_a_contact_of_a_fraud_is_found_beside_a_number_of_the_register(check, confirmed):
    """Whatever else stands there; and no person is named by a telephone."""
    confirmed("Soxta Karvon", "+998 90 765-43-21, karta 8600 1111 2222 3333, @soxta_karvon")
    confirmed("Karimov Sherzod", "+998 90 765 43 22")
    confirmed("Soxta Karvon", "karvon_ish")
    for text in (
        "+998 71 000 01 01, +998 90 765 43 21",
        "71 000 01 01 90 765 43 21",
        "+998 71 000 01 01 karta 8600111122223333",
        "+998 71 000 01 01 @soxta_karvon",
        "+998 71 000 01 01 @karvon_ish",
    ):
        for field in ("telephone", "contact"):
            judged = check(agency="Oltin Yoʻl Bandlik", licence_no="XB-0101", **{field: text})
            assert judged.verdict is Verdict.KNOWN_SCAM, (field, text)
    judged = check(agency="Oltin Yoʻl Bandlik", contact="71 000 01 01, 90 765 43 22")
    assert judged.verdict is Verdict.KNOWN_SCAM
    assert [(one.code, one.facts) for one in judged.reasons] == [("contact_confirmed", {"n": 1})]


def test_each_number_is_looked_up_and_not_only_one_of_a_text(seeded, check, barred):
    """A second number that nobody knows leaves doubt; that of a black-listed firm is a warning; a
    word around the number of a firm does not hide it."""
    with seeded.write() as session:
        session.get_one(Agency, "AG-REVOKED").phone = "+998 71 000 09 09"
    barred("Qora Bulut MCHJ", "AG-REVOKED")
    whole = {
        "agency": "Oltin Yoʻl Bandlik",
        "licence_no": "XB-0101",
        "country": "KR",
        "occupation": "7212",
        "wage": 3_000_000,
        "currency": "KRW",
        "employer": "Hanbit Shipyard",
    }
    own = "+998 71 000 01 01"
    for text, verdict in (
        (own, Verdict.GENUINE_MATCH),
        (f"tel. {own} (Aziza)", Verdict.GENUINE_MATCH),
        (f"{own}, 90 123 45 67", Verdict.FITS_SO_FAR),
        (f"{own} 8600 1111 2222 3333", Verdict.FITS_SO_FAR),
        (f"{own} @somebody", Verdict.FITS_SO_FAR),
        (f"{own} 71 000 09 09", Verdict.LIKELY_FRAUD),
    ):
        for field in ("telephone", "contact"):
            assert check(**whole, **{field: text}).verdict is verdict, (field, text)
    for text in (f"tel. {own}", "wa.me/998710000101", f"{own} (Aziza)"):
        for field in ("telephone", "contact"):
            standing = check(**{field: text}).agency.standing
            assert standing is not None, (field, text)
            assert standing.agency.external_id == "AG-VALID", (field, text)
    assert check(agency=f"tel. {own}").agency.standing is not None
    assert check(agency=f"Butunlay Notanish {own}").agency.standing is None


def test_a_fraud_beside_the_number_of_a_licensed_firm_is_noticed(seeded, check, confirmed, barred):
    """A black-listed firm as the agency, as the employer, or by its account; a name like that of a
    fraud; and a name in brackets."""
    barred("Qora Bulut MCHJ", "AG-REVOKED")
    confirmed("Tez Viza Grupp")
    own = {"agency": "Oltin Yoʻl Bandlik", "licence_no": "XB-0101"}
    listed, likely = "on_black_list", Verdict.LIKELY_FRAUD
    for values, verdict, code in (
        ({"agency": "Qora Bulut"}, likely, listed),
        ({"employer": "Qora Bulut MCHJ"}, likely, listed),
        ({"contact": "@qora_bulut"}, likely, listed),
        ({"telephone": "@qora_bulut"}, likely, listed),
        ({"telephone": "+998 71 000 01 01 @qora_bulut"}, likely, listed),
        ({"agency": "Qora Bulud"}, likely, "licence_of_another"),
        ({"agency": "Tes Viza Grupp"}, likely, "looks_like_fraud"),
        ({"agency": "Oltin Yoʻl Bandlik (Tez Viza Grupp)"}, Verdict.KNOWN_SCAM, "fraud_confirmed"),
        ({"employer": "Hanbit (Tez Viza Grupp)"}, Verdict.KNOWN_SCAM, "fraud_confirmed"),
        ({"employer": "Hanbit (Qora Bulut)"}, likely, listed),
        ({"employer": "Hanbit Shipyard (Tes Viza Grupp)"}, likely, "looks_like_fraud"),
        ({"employer": "Hanbit / Tez Viza Grupp"}, Verdict.KNOWN_SCAM, "fraud_confirmed"),
        ({"agency": "Oltin Yoʻl [Tez Viza Grupp]"}, Verdict.KNOWN_SCAM, "fraud_confirmed"),
    ):
        judged = check(**(own | values))
        assert (judged.verdict, code in codes(judged)) == (verdict, True), (values, codes(judged))
    assert check(agency="Biror kim", employer="Hanbit (Tes Viza Grupp)").verdict is likely
