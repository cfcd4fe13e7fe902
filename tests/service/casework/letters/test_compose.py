"""The words of the letters: whose, of what, how much, by when, and never anything that was not
told."""

from datetime import date

import msgspec
import pytest

from i18n import Language
from i18n.tongues import ABROAD, LetterLanguage
from i18n.tongues import date as dated
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Line
from service.casework.letters import compose, layout, letter_facts, letter_request, letter_texts
from service.casework.letters.layout import Facts, Paragraph, Signatures, Table
from service.casework.letters.letter_law import AnswerPeriod, LawBasis
from service.casework.letters.letter_request import LOCAL_LANGUAGES, Kind, LetterRequest
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money.money_entries import Balance
from tests.support import cast
from tests.support.letters import POLICY, SITE

WORKED = "from 1 March 2026 to 31 August 2026"


@pytest.fixture
def known(seeded):
    """Alisher's claim, with some of the money handed over."""
    with seeded.read() as session:
        session_input = letter_facts.read(
            session,
            wage_claims.get(session, cast.CLAIM, by=cast.ELYOR),
            by=cast.ELYOR,
            day=cast.TODAY,
        )
    paid = [letter_facts.WorkerPayment(date(2026, 9, 3), 50_000_00, "RUB", True)]
    return msgspec.structs.replace(session_input, handed=paid, policies=[POLICY])


def written(known, kind=Kind.DEMAND, language=LetterLanguage.EN, demanded=None, **values):
    return compose.letter(
        LetterWriter(known, LetterRequest(kind, language, **values), cast.TODAY, demanded),
        "L-22222222",
        SITE,
    )


def tables(letter):
    return [block for block in letter.blocks if isinstance(block, Table)]


def test_a_demand_says_what_is_owed_and_until_when(known):
    some = [Balance("RUB", 240_000_00, 200_000_00, 0, 50_000_00, 50_000_00, 200_000_00)]
    some[0].covered = 50_000_00
    lines = [
        Line(
            claim="W",
            number=1,
            component="base_pay",
            currency="RUB",
            claimed=240_000_00,
            documented=200_000_00,
        )
    ]
    letter = written(msgspec.structs.replace(known, balances=some, lines=lines))
    parts, totals = tables(letter)
    assert parts.rows == [[f"Wages\n{WORKED}", "₽200,000"]]
    assert totals.rows == [
        ["Owed", "₽200,000"],
        ["Already received", "₽50,000"],
        ["Still to be paid", "₽150,000"],
    ]
    assert "by 9 December 2026." in layout.plain(letter)
    assert letter.to == [("To", "Severny Dvor Stroy\nMoscow, Russia")]


def test_a_complaint_keeps_the_five_amounts_apart_and_tells_what_is_not_known(known):
    parts, totals = tables(written(known, Kind.COMPLAINT))
    assert parts.rows == [[f"Wages\n{WORKED}", "₽240,000", "–", "–"]]
    assert [row[0] for row in totals.rows] == [
        "Claimed",
        "Shown by papers",
        "Agreed or judged",
        "Already received",
        "Handed to the worker",
        "Still to be paid",
    ]
    assert [row[1] for row in totals.rows] == ["₽240,000", "–", "–", "₽0", "₽0", "₽240,000"]


def test_only_a_complaint_says_how_long_a_court_can_be_asked(known):
    """The employer is never told by when the worker must have sued."""
    near = date(2026, 12, 10)
    for language in LetterLanguage:
        for kind, times in ((Kind.COMPLAINT, 1), (Kind.DEMAND, 0)):
            pen = LetterWriter(known, LetterRequest(kind, language), cast.TODAY, None, near)
            sheet = layout.encoded(compose.letter(pen, "L-22222222", SITE))
            assert sheet.count(dated(language, near)) == times
            assert sheet.count(dated(language, date(2026, 12, 3))) == 1, "a week is left to sue"


def test_a_complaint_names_the_demand_that_went_before(known):
    result = layout.plain(
        written(known, Kind.COMPLAINT, demanded=(date(2026, 11, 1), "L-33333333"))
    )
    assert "drawn up on 1 November 2026, letter No. L-33333333." in result
    assert "drawn up" not in layout.plain(written(known, Kind.COMPLAINT))


def test_a_power_leaves_room_for_what_is_written_by_hand(known):
    letter = written(known, Kind.POWER, to="Aunt Invented, Tashkent")
    facts = next(block for block in letter.blocks if isinstance(block, Facts))
    assert [name for name, value in facts.rows if not value] == ["Passport No.", "Address"]
    assert letter.to == [("Representative", "Aunt Invented, Tashkent")]


def test_a_receipt_lists_the_money_and_has_nobody_to_go_to(known):
    letter = written(known, Kind.RECEIPT)
    assert tables(letter)[0].rows == [
        ["3 September 2026", "Paid to the worker directly", "₽50,000"]
    ]
    assert letter.to == []


def test_own_paragraphs_stand_as_they_were_written(known):
    text = layout.plain(written(known, first="One\nline\n\n\n  Two  ", second="Last"))
    assert "One\nline\nTwo\n" in text
    assert text.index("Two") < text.index("We ask you to pay") < text.index("Last")


def test_a_name_that_cannot_be_drawn_leaves_a_dash_and_not_a_gap(known):
    letter = written(msgspec.structs.replace(known, worker=letter_facts.Worker("😀"), officer="😀"))
    assert ("Worker", "–") in next(
        block for block in letter.blocks if isinstance(block, Facts)
    ).rows


def test_it_says_where_it_can_be_checked_in_a_language_that_the_page_speaks(known):
    korean = written(
        msgspec.structs.replace(known, place=letter_facts.Place("KR", "Seoul", {})),
        language=LetterLanguage.KO,
    )
    assert korean.check.opens == f"{SITE}/en/letters/check?code={korean.check.code}"
    assert "musofir.example/en/letters/check" in korean.check.how
    assert written(known, language=LetterLanguage.UZ_CYRL).check.opens.startswith(
        f"{SITE}/uz-Cyrl/"
    )


@pytest.mark.parametrize("language", LetterLanguage)
def test_every_letter_of_every_language_is_whole(known, language):
    local = {tongue: code for code, tongue in letter_request.LOCAL_LANGUAGES.items()}
    country = local.get(language, "RU")
    there = msgspec.structs.replace(
        known, place=msgspec.structs.replace(known.place, country=country)
    )
    for kind in (
        one for one in Kind if language in letter_request.available_languages(one, country)
    ):
        text = layout.plain(written(there, kind, language, demanded=(cast.TODAY, "L-33333333")))
        assert "—" not in text, "no gap of a sentence was left unfilled"
        assert "%(" not in text
        assert ".." not in text
        assert cast.CLAIM in text
        assert "Alisher Invented" in text


@pytest.mark.parametrize(
    ("language", "country", "greeting", "regards"),
    [
        (LetterLanguage.PL, "PL", "Szanowni Państwo,", "Z poważaniem"),
        (LetterLanguage.DE, "AT", "Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen"),
    ],
)
def test_a_letter_greets_and_its_regards_stay_with_the_signature(
    known, language, country, greeting, regards
):
    there = msgspec.structs.replace(known, place=letter_facts.Place(country, "Town", {}))
    for kind in letter_request.SENT_ABROAD:
        blocks = written(there, kind, language).blocks
        assert (blocks[0], blocks[-2]) == (Paragraph(greeting), Paragraph(regards, True))


def test_the_letterhead_is_that_of_the_post(known):
    assert written(known).office == [
        "Migration Agency of the Republic of Uzbekistan",
        "Embassy of the Republic of Uzbekistan, Moscow",
    ]
    reached = letter_facts.Contact("1 Street", "+82 2 000 00 01", "post@musofir.example")
    assert written(msgspec.structs.replace(known, contact=reached)).office[2:] == [
        "1 Street",
        "Telephone: +82 2 000 00 01",
        "E-mail: post@musofir.example",
    ]
    assert written(msgspec.structs.replace(known, office=None)).office[1:] == ["Tashkent"]


def test_an_insurer_is_asked_for_the_benefit_alone_on_the_policy_of_the_event(known):
    lines = [
        Line(claim="W", number=1, component="base_pay", currency="RUB", claimed=9_00),
        Line(claim="W", number=2, component="insurance", currency="RUB", claimed=5_00),
    ]
    paid = [Balance("RUB", due=5_00, received=2_00, covered=2_00)]
    firm = msgspec.structs.replace(known.employer, number="7700000000")
    mixed = msgspec.structs.replace(known, lines=lines, balances=paid, employer=firm)
    sheet = written(mixed, Kind.INSURER)
    assert sheet.to == [("To", "Zashchita Strakh")]
    assert [table.rows for table in tables(sheet)] == [[["Insurance benefit", "₽5"]]]
    text = layout.plain(sheet)
    assert "Policy No.: NS-000001\nEvent: Injury of the worker\nDay of the event: 25 " in text
    assert "Sum insured: ₽1,000,000" in text
    assert "are enclosed:\nMedical report × 2\nDocument (c.jpg)\n" in text
    assert all(part not in text for part in (WORKED, "period", firm.number))
    alone = msgspec.structs.replace(mixed, lines=lines[1:])
    assert tables(written(alone, Kind.INSURER))[1].rows[1] == ["Still to be paid", "₽3"]
    chosen = written(alone, Kind.INSURER, enclosed="Own list")
    assert "are enclosed:\nOwn list\n" in layout.plain(chosen)
    assert "Medical report" not in layout.plain(chosen)


def test_an_insurer_gets_a_period_for_its_answer_only_from_the_law(known):
    law = LawBasis(dict.fromkeys(Language, "Insurance Act, article 9"), frozenset())
    ruled = msgspec.structs.replace(known, insurer_answer=AnswerPeriod(30, law))
    said = "30 days (Insurance Act, article 9)"
    assert said in layout.plain(written(ruled, Kind.INSURER))
    wished = written(known, Kind.INSURER, day=date(2026, 12, 30))
    assert "30 December" not in layout.plain(wished)


def for_heirs(known, *heirs):
    worker = msgspec.structs.replace(known.worker, died_on=date(2026, 11, 3), heirs=list(heirs))
    paid = [letter_facts.WorkerPayment(date(2026, 11, 9), 9_00, "RUB", False, one) for one in heirs]
    return msgspec.structs.replace(known, worker=worker, handed=paid)


def test_no_letter_speaks_of_a_dead_worker_as_alive_in_any_language(known):
    for language in LetterLanguage:
        sentences, abroad = letter_texts.sentences(language), language in ABROAD
        of_living = {one.removesuffix("_heirs") for one in sentences if one.endswith("_heirs")}
        (there,) = [c for c, one in LOCAL_LANGUAGES.items() if one == language][:1] or ["RU"]
        place = msgspec.structs.replace(known.place, country=there)
        matter = for_heirs(msgspec.structs.replace(known, place=place), "Lola", "Karim")
        for kind in Kind:
            if kind is Kind.RECEIPT and abroad:
                continue
            text = layout.plain(written(matter, kind, language)).splitlines()
            assert not {sentences[one] for one in of_living if "%" not in sentences[one]} & {*text}
            assert f"{sentences['fact.died']}: {dated(language, date(2026, 11, 3))}" in text
            assert any(sentences["fact.heirs"] in line for line in text)


def test_no_letter_speaks_of_wages_where_none_are_claimed(known):
    """Nor of the period of work as if it were that of the heirs."""
    line = Line(claim="W", number=1, component="injury", currency="RUB", claimed=5)
    injured = msgspec.structs.replace(known, lines=[line])
    benefit = Line(claim="W", number=1, component="insurance", currency="RUB", claimed=5)
    insured = msgspec.structs.replace(known, lines=[benefit])
    for matter in (injured, insured, for_heirs(injured, "Lola"), for_heirs(insured, "Lola")):
        for kind in (Kind.DEMAND, Kind.COMPLAINT, Kind.POWER):
            assert "wage" not in layout.plain(written(matter, kind)).lower()
            assert "заработ" not in layout.plain(written(matter, kind, LetterLanguage.RU)).lower()
    assert f"Time of work of the deceased: {WORKED}" in layout.plain(
        written(for_heirs(known, "Lola"))
    )


def test_a_power_reaches_to_all_that_is_claimed(known):
    """Not to the wages alone, nor to the employer alone where an insurer pays a part."""
    others = [Line(claim="W", number=2, component="insurance", currency="RUB", claimed=5)]
    text = layout.plain(
        written(msgspec.structs.replace(known, lines=known.lines + others), Kind.POWER)
    )
    assert "the wages and the other sums listed below" in text
    assert "write to the employer and the insurer" in text
    assert "other sums" not in layout.plain(written(known, Kind.POWER))
    benefit = layout.plain(written(msgspec.structs.replace(known, lines=others), Kind.POWER))
    assert "the insurance benefit that I claim" in benefit


def test_heirs_are_named_and_sign_and_those_not_proved_are_announced(known):
    complaint = written(for_heirs(known, "Lola", "Karim"), Kind.COMPLAINT)
    signed = [
        name for block in complaint.blocks if isinstance(block, Signatures) for name in block.of
    ]
    assert signed == [
        ("For the office, signature and seal", "Elyor"),
        ("Heir, signature", "Lola"),
        ("Heir, signature", "Karim"),
    ]
    text = layout.plain(written(for_heirs(known), Kind.DEMAND))
    assert "Claim brought for the heirs: will be named later" in text


def test_a_power_of_several_heirs_leaves_room_for_the_one_who_gives_it(known):
    several, one = (
        written(for_heirs(known, *heirs), Kind.POWER) for heirs in (("Lola", "Karim"), ("Lola",))
    )
    assert "\nHeir: \n" in layout.plain(several)
    assert "\nHeir: \n" not in layout.plain(one)
    for letter, name in ((several, ""), (one, "Lola")):
        assert "Passport No. of the heir: " in layout.plain(letter)
        assert letter.blocks[-1].of[0] == ("Signature of the person who gives this power", name)


def test_an_heir_signs_for_their_own_money_alone(known):
    receipt = written(for_heirs(known, "Lola", "Karim"), Kind.RECEIPT)
    assert [row[1] for row in tables(receipt)[0].rows] == [
        "Held by the Agency, handed to the heir\nLola",
        "Held by the Agency, handed to the heir\nKarim",
    ]
    assert [name for _, name in receipt.blocks[-1].of] == ["Lola", "Karim", "Elyor"]
