"""The parts of letters: who, which sums for which days, by which law, and the diary behind them."""

from datetime import date, timedelta

import msgspec
import pytest

from i18n import Language
from i18n.tongues import LetterLanguage
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.normal_hours import HoursRule
from service.casework.claims.wage_claims import Line
from service.casework.letters import layout, letter_facts, letter_parts, letter_request
from service.casework.letters.letter_law import LawBasis
from service.casework.letters.letter_request import Kind
from service.casework.money.money_entries import Balance
from service.casework.wage_diary import ClaimDiary, Diary, DiaryTotals
from tests.service.casework.letters.test_compose import WORKED, tables, written
from tests.support import cast
from tests.support.letters import POLICY


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


def test_sums_of_different_currencies_are_never_added(known):
    codes = ["RUB", "USD", "EUR", "KRW", "TRY"]
    many = msgspec.structs.replace(
        known, balances=[Balance(one, due=n * 100) for n, one in enumerate(codes, start=1)]
    )
    totals = tables(written(many))[1:]
    assert [table.heads[1:] for table in totals] == [codes[:3], codes[3:]]
    assert totals[0].rows[0][1:] == ["₽1", "$2", "€3"]


def test_a_receipt_counts_what_could_not_be_delivered_as_held(known):
    sums = Balance("RUB", received=300_00, paid_out=280_00, undelivered=20_00)
    receipt = written(msgspec.structs.replace(known, balances=[sums]), Kind.RECEIPT)
    held = {row[0]: row[1] for row in tables(receipt)[1].rows}["Still held for the worker"]
    assert held == "₽20"


def test_without_parts_and_sums_there_is_no_empty_table(known):
    assert tables(written(msgspec.structs.replace(known, lines=[], balances=[]), Kind.POWER)) == []


def test_only_bodies_and_representatives_get_a_passport_number_and_nobody_the_workers_telephone(
    known,
):
    worker = letter_facts.Worker("Alisher Invented", 1990, "AA1234567")
    there = msgspec.structs.replace(known, worker=worker)
    for kind in Kind:
        text = layout.plain(written(there, kind))
        assert ("AA1234567" in text) == (kind in (Kind.COMPLAINT, Kind.POWER, Kind.INSURER))
        assert "1990" in text
        assert "+998" not in text


def test_an_article_stands_only_where_the_law_covers_what_is_claimed(known):
    pays = law("Labor Standards Act of Korea, article 36", Component.BASE_PAY)
    other = law("Labor Standards Act of Korea, article 37", Component.INTEREST)
    there = msgspec.structs.replace(
        known, law=[pays, other], place=letter_facts.Place("KR", "Seoul", {})
    )
    english = "Law relied on: Labor Standards Act of Korea, article 36 (Wages)."
    assert english in layout.plain(written(there))
    assert "article 37" not in layout.plain(written(there))
    assert "근거 법령: 근로기준법 제36조 (임금)." in layout.plain(
        written(there, language=LetterLanguage.KO)
    )
    assert "Law relied on" not in layout.plain(written(msgspec.structs.replace(known, law=[])))


def law(english, component):
    return LawBasis(dict.fromkeys(Language, english), frozenset({component}))


def test_the_wage_diary_is_annexed_to_letters_sent_abroad_unless_left_out(known):
    job = Diary(employer="X", country="RU", wage=5_000_00, currency="RUB", period="day")
    days = [(date(2026, 3, 2), 570, 0), (date(2026, 3, 3), 0, 2_000_00)]
    diary = ClaimDiary(job, days, DiaryTotals(1, 570, 5_000_00, 2_000_00))
    there = msgspec.structs.replace(known, diary=diary)
    for kind in Kind:
        text = layout.plain(written(there, kind))
        assert ("2 March 2026 · 9:30 · " in text) == (kind in letter_request.SENT_ABROAD)
    demand = layout.plain(written(there))
    assert "3 March 2026 ·  · ₽2,000" in demand
    assert "Earned at the agreed rate: ₽5,000" in demand
    assert "Overtime" not in demand
    assert "9:30" not in layout.plain(written(there, without_diary=True))
    ruled = msgspec.structs.replace(diary, rule=HoursRule(8, None, "law"), overtime=90)
    text = layout.plain(written(msgspec.structs.replace(known, diary=ruled)))
    assert "Overtime by the law of the country, hours: 1:30" in text


def test_the_annex_is_as_it_was_at_filing_and_a_long_one_has_a_row_for_each_month(known):
    job = Diary(employer="X", country="RU", wage=1_000_00, currency="RUB", period="day")
    first = date(2026, 3, 1)
    days = [
        (first + timedelta(days=place), 60, 50_00) for place in range(letter_parts.MAX_DAYS + 2)
    ]
    later = {days[-2][0]: (0, 50_00), days[-1][0]: (60, 50_00)}
    diary = ClaimDiary(job, days, DiaryTotals(0, 0, 0, 0), later)
    sheet = written(msgspec.structs.replace(known, diary=diary))
    annexed = tables(sheet)[-1]
    assert annexed.rows[-1] == [
        "from 1 June 2026 to 9 June 2026",
        "9",
        "9:00",
        "₽400",
    ]
    assert len(annexed.rows) == 4
    text = layout.plain(sheet)
    assert "Days worked: 101" in text
    assert "Earned at the agreed rate: ₽101,000" in text


def test_a_sum_with_days_of_its_own_names_them(known):
    own = [line_of(first_day=date(2026, 5, 1), last_day=date(2026, 5, 31))]
    (row,) = tables(written(msgspec.structs.replace(known, lines=own)))[0].rows
    assert row[0] == "Wages\nfrom 1 May 2026 to 31 May 2026"


def test_days_of_work_stand_only_beside_sums_that_are_earned_by_them(known):
    after = date(2026, 9, 15)
    said = [
        (line_of(component="travel_home"), "Travel home"),
        (line_of(component="insurance"), "Insurance benefit"),
        (line_of(component="interest", first_day=after), "from 15 September 2026"),
        (line_of(component="deposit", last_day=after), "until 15 September 2026"),
        (line_of(component="leave"), WORKED),
        (line_of(first_day=date(2026, 5, 1)), "from 1 May 2026 to 31 August 2026"),
        (line_of(last_day=date(2026, 5, 1)), "from 1 March 2026 to 1 May 2026"),
    ]
    table = tables(written(msgspec.structs.replace(known, lines=[line for line, _ in said])))[0]
    assert [row[0].rpartition("\n")[2] for row in table.rows] == [days for _, days in said]
    some = msgspec.structs.replace(known, lines=[line_of(first_day=after)], worked_from=None)
    (row,) = tables(written(msgspec.structs.replace(some, worked_to=None)))[0].rows
    assert row[0] == "Wages\nfrom 15 September 2026"


def line_of(**values):
    sums = {"component": "base_pay", "currency": "RUB", "claimed": 240_000_00}
    return Line(claim="W", number=1, **sums | values)
