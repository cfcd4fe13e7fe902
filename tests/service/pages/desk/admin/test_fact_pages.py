"""Facts at the desk: each kind is confirmed by two officers, and never unread."""

import re
from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import LawRow, NewLaw
from catalog.reference import posts
from catalog.reference.countries import Fact, Mark
from catalog.reference.posts import Hotline, NewHotline
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit
from service.privacy import retention
from service.privacy.retention import NewRule, Rule

LINE = NewHotline("UZ", "1282", Mark.SOURCED, "invented.example", *["A line"] * 4)
LAW = NewLaw("posting_days", 5, legal_rules.Unit.DAYS, Mark.SOURCED, "invented.example")
YEARS = time_limits.Unit.YEARS
LIMIT = NewLimit("KR", "", 3, YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example")
RULE = NewRule("drafts", 14, date(2019, 1, 1), None, Mark.SOURCED, "invented.example")


@pytest.fixture
def rows(seeded, clock):
    """One row of each kind: its page, its table and its number."""
    with seeded.write() as session:
        posts.load_hotlines(session, [LINE], by=SYSTEM, on=clock())
        legal_rules.load(session, [LAW], by=SYSTEM, on=clock())
        retention.load(session, [RULE], by=SYSTEM, on=clock())
        time_limits.load(session, [LIMIT], by=SYSTEM, on=clock())
        fact = session.execute(select(Fact)).scalars().first()
        numbers = {table: number(session, table, source="invented.example") for table in TABLES}
        return [
            ("countries", Fact, fact.id),
            ("helplines", Hotline, numbers[Hotline]),
            ("law", LawRow, numbers[LawRow]),
            ("retention", Rule, numbers[Rule]),
            ("limits", TimeLimit, numbers[TimeLimit]),
        ]


@pytest.fixture
def limit(seeded, clock) -> str:
    """The address at which a time limit is corrected."""
    with seeded.write() as session:
        time_limits.load(session, [LIMIT], by=SYSTEM, on=clock())
        return f"/en/desk/facts/limits/{number(session, TimeLimit, source='invented.example')}"


TABLES = (Hotline, LawRow, Rule, TimeLimit)


def number(session, table, source) -> int:
    return session.execute(select(table.id).where(table.source == source)).scalars().first()


def mark(seeded, table, row) -> str:
    with seeded.read() as session:
        return session.get_one(table, row).mark


def address(page: str, row: int) -> str:
    return f"/en/desk/facts/{page}/{row}/confirm"


def seen(client, page: str, row: int) -> dict[str, str]:
    text = client.get(f"/en/desk/facts/{page}/{row}").text
    return {"seen": re.search(r'name="seen" value="([^"]*)"', text)[1]}


def test_each_kind_is_confirmed_when_two_officers_have_said_so(as_, seeded, rows):
    for page, table, row in rows:
        before, result = mark(seeded, table, row), seen(as_("farida"), page, row)
        assert as_("farida").post(address(page, row), data=result).status_code == 303, page
        again = as_("farida").post(address(page, row), data=result)
        assert (again.status_code, mark(seeded, table, row)) == (422, before), page
        assert "Confirmed by Farida. One more officer must confirm it." in again.text
        assert "You have confirmed this." in again.text
        assert as_("iroda").post(address(page, row), data=result).status_code == 303
        assert mark(seeded, table, row) == "confirmed"
        shown = as_("farida").get(f"/en/desk/facts/{page}/{row}").text
        assert ("Confirmed by two officers" in shown, "I confirm this" in shown) == (True, False)


def test_what_nobody_has_read_is_not_confirmed_without_its_source(as_, seeded, rows):
    page, table, row = rows[0]
    result = seen(as_("farida"), page, row)
    with seeded.write() as session:
        session.get_one(table, row).mark = Mark.UNCONFIRMED.value
    answer = as_("farida").post(address(page, row), data=result)
    assert answer.status_code == 422
    assert "name its source first" in answer.text
    assert mark(seeded, table, row) == "unconfirmed"


def test_our_list_changes_nothing_that_two_officers_confirmed(as_, seeded, clock, rows):
    page, table, row = rows[1]
    result = seen(as_("farida"), page, row)
    for name in ("farida", "iroda"):
        as_(name).post(address(page, row), data=result)
    other = NewHotline("UZ", "1282", Mark.SOURCED, "other.example", *["A line"] * 4)
    with seeded.write() as session:
        assert posts.load_hotlines(session, [other], by=SYSTEM, on=clock()) == 0
    assert mark(seeded, table, row) == "confirmed"


def approve(as_, name: str) -> int:
    page = as_(name).get("/en/desk/approvals").text
    number = re.search(r'action="(/en/desk/approvals/Q-[^"]*)"', page)[1]
    form = {"verdict": "agree", "answer": "I read it."}
    return as_(name).post(number, data=form).status_code


def test_a_correction_is_written_when_a_second_officer_agrees(as_, seeded, rows):
    for (page, table, row), (column, text, stored) in zip(
        rows,
        (
            ("uz", "Yangi gap", "Yangi gap"),
            ("source", "A letter", "A letter"),
            ("value", "7", 7),
            ("days", "30", 30),
            ("note", "Read on paper", "Read on paper"),
        ),
        strict=True,
    ):
        form = f"/en/desk/facts/{page}/{row}"
        fields = {column: text, "reason": "The page says so."}
        assert as_("farida").post(form, data=fields).status_code == 303, page
        assert "Correct or add a fact" in as_("farida").get(form).text
        assert approve(as_, "iroda") == 303
        with seeded.read() as session:
            now = session.get_one(table, row)
            assert (getattr(now, column), now.mark) == (stored, "confirmed"), page
            assert getattr(now, "uz_cyrl", "Янги гап") in ("Янги гап", "A line", ""), page


def test_an_amount_of_money_is_typed_and_read_in_whole_units(as_, seeded, clock):
    wage = NewLaw("minimum_wage_uz", 100_00, legal_rules.Unit.MONTH, Mark.SOURCED, "x", "UZS")
    with seeded.write() as session:
        legal_rules.load(session, [wage], by=SYSTEM, on=clock())
        row = number(session, LawRow, "x")
    form = f"/en/desk/facts/law/{row}"
    assert 'value="100"' in as_("farida").get(form).text
    assert as_("farida").post(form, data={"value": "a lot", "reason": "x"}).status_code == 422
    assert as_("farida").post(form, data={"value": "1 300", "reason": "x"}).status_code == 303
    assert approve(as_, "iroda") == 303
    with seeded.read() as session:
        assert session.get_one(LawRow, row).value == 1_300_00
    decided = as_("farida").get(form).text.partition("Earlier decisions")[2]
    assert "130000" not in decided
    assert "1,300" in decided


def test_a_correction_that_cannot_be_true_stands_beside_its_field(as_, rows):
    forms = [f"/en/desk/facts/{page}/{row}" for page, _, row in rows]
    for form, data in (
        (forms[0], {}),
        (forms[0], {"reason": "x"}),
        (forms[0], {"uz": "", "reason": "x"}),
        (forms[0], {"en": "x" * 601, "reason": "x"}),
        (forms[0], {"valid_to": "soon", "reason": "x"}),
        (forms[0], {"valid_from": "2026-02-02", "reason": "x"}),
        (forms[2], {"value": "-1", "reason": "x"}),
        (forms[2], {"value": "9" * 14, "reason": "x"}),
        (forms[3], {"days": "0", "reason": "x"}),
        (forms[3], {"days": "15", "reason": ""}),
    ):
        assert as_("farida").post(form, data=data).status_code == 422, (form, data)
    assert as_("farida").get("/en/desk/facts/law/999999").status_code == 404
    assert as_("chinora").post(forms[0], data={}).status_code == 403


def test_nobody_confirms_what_they_have_not_read(as_, seeded, rows):
    for page, table, row in rows:
        before = mark(seeded, table, row)
        for data in ({}, {"seen": "x"}):
            answer = as_("farida").post(address(page, row), data=data)
            assert (answer.status_code, mark(seeded, table, row)) == (422, before)
        assert as_("farida").post(address(page, row + 999), data={}).status_code == 404
        assert as_("chinora").post(address(page, row), data={}).status_code == 403
    assert as_("farida").get("/en/desk/facts/nothing").status_code == 404
    for earlier in ("countries?country=’XX", "limits", "helplines"):
        answer = as_("farida").get(f"/en/desk/facts/{earlier}")
        assert answer.headers["location"] == f"/en/desk/facts?kind={earlier.partition('?')[0]}"


def test_a_time_limit_is_corrected_in_words_and_never_by_one_officer(as_, seeded, limit):
    form = {"length": "24", "unit": "months", "counted_from": "end_of_work", "reason": "New law."}
    assert as_("farida").post(limit, data=form).status_code == 303
    with seeded.read() as session:
        assert time_limits.list_all(session)[0].length == 3
    card = as_("iroda").get("/en/desk/approvals").text
    assert "Time limit · South Korea · Any other dispute with the employer" in card
    assert "3 → 24" in card
    assert "Years → Months" in card
    assert "counted from the day each payment was due → counted from the last day of work" in card
    assert approve(as_, "iroda") == 303
    with seeded.read() as session:
        row = time_limits.list_all(session)[0]
        assert (row.length, row.unit, row.counted_from) == (24, "months", "end_of_work")
        assert row.mark == "confirmed"
    history = as_("farida").get(limit).text.partition('id="decided-requests"')[2]
    assert "Unit of time: Months" in history
    assert "end_of_work" not in history


def test_what_no_time_limit_can_state_stands_beside_its_field_with_what_was_typed(as_, limit):
    for name, text in (
        ("length", "0"),
        ("length", "101"),
        ("length", "soon"),
        ("unit", "fortnights"),
        ("counted_from", "judgment"),
        ("valid_to", "tomorrow"),
        ("source", ""),
        ("ru", "По-русски"),
    ):
        answer = as_("farida").post(limit, data={name: text, "note": "typed", "reason": "x"})
        field = "en" if name == "ru" else name
        assert (answer.status_code, f'id="{field}-wrong"' in answer.text) == (422, True), name
        assert ">typed</textarea>" in answer.text


def test_a_fact_that_changed_meanwhile_is_not_confirmed(as_, seeded, clock, rows):
    page, table, row = rows[4]
    result = seen(as_("farida"), page, row)
    with seeded.write() as session:
        changed = msgspec.structs.replace(LIMIT, ru="Сначала инспекция.")
        time_limits.load(session, [changed], by=SYSTEM, on=clock())
    answer = as_("farida").post(address(page, row), data=result)
    assert (answer.status_code, mark(seeded, table, row)) == (422, "sourced")
    assert "This has changed since you opened it" in answer.text
