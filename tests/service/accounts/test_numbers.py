"""Citizens by their telephone: six digits, once and for ten minutes; and a new number only by two who saw the passport."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.ground import outbox
from catalog.ground.outbox import CODE_LASTS, Channel
from catalog.ground.refusals import NotAllowed, NotFound
from catalog.ground.who import Role
from i18n import Language
from matching import citizens
from matching.citizens import Citizen, NotAPhone
from service import accounts
from service.accounts import Account, numbers
from service.accounts.numbers import Asked, Code, NumberChange, PhoneTaken, SecondOfficer, WrongCode
from tests.cast import BARNO, CHINORA, DAVRON

PHONE, OTHER = "+998900000077", "+821000000078"
IN = "sign_in"


def send(database, clock, phone: str = PHONE, purpose: str = IN, lang: Language = Language.EN) -> str:
    """The code that was sent, as it stands in the message."""
    with database.write() as session:
        numbers.send(session, Asked(phone), purpose, lang, on=clock.forward(seconds=1))
        return outbox.latest(session, 1)[0].code


def fits(database, clock, code: str, phone: str = PHONE, purpose: str = IN) -> bool:
    try:
        with database.write() as session:
            numbers.take(session, phone, purpose, code, on=clock())
    except WrongCode:
        return False
    return True


def opened(database, clock, phone: str = PHONE) -> str:
    with database.write() as session:
        return numbers.of_number(session, phone, Language.RU, on=clock()).reference


@pytest.mark.parametrize("typed", ["90 000 00 77", "+998 (90) 000-00-77", "00998900000077", "998900000077"])
def test_a_code_goes_to_the_number_however_it_is_typed(database, clock, typed):
    code = send(database, clock, typed)
    with database.read() as session:
        (letter,) = outbox.latest(session)
    assert (letter.number, letter.channel, len(code), code in letter.words) == (PHONE, Channel.SMS, 6, True)
    assert fits(database, clock, code)


@pytest.mark.parametrize(
    "typed", ["", "hello", "12", "+99890000007700000", "+998 90 abc", "+0998900000077", "١٢٣٤٥٦٧٨٩"]
)
def test_what_is_no_number_gets_none(database, clock, typed):
    with pytest.raises(NotAPhone):
        send(database, clock, typed)


def test_a_code_holds_once(database, clock):
    code = send(database, clock)
    assert [fits(database, clock, code) for _ in range(3)] == [True, False, False]


def test_of_many_who_send_it_at_once_one_is_let_in(database, clock, at_once):
    code = send(database, clock)
    assert at_once(lambda session: numbers.take(session, PHONE, IN, code, on=clock()) is None) == 1


def test_nobody_is_refused_who_taps_twice(database, clock, at_once):
    assert at_once(lambda session: numbers.send(session, Asked(PHONE), IN, Language.EN, on=clock())) == 6
    with database.read() as session:
        codes = {one.code for one in outbox.latest(session)}
    assert [fits(database, clock, code) for code in codes].count(True) == 1


@pytest.mark.parametrize(("seconds", "holds"), [(599, True), (600, True), (601, False), (86_400, False)])
def test_a_code_holds_ten_minutes(database, clock, seconds, holds):
    code = send(database, clock)
    clock.forward(seconds=seconds)
    assert fits(database, clock, code) is holds


def test_it_is_sent_as_long_as_it_holds():
    assert numbers.LASTS == CODE_LASTS


def test_only_the_newest_holds(database, clock):
    first = send(database, clock)
    clock.forward(seconds=30)
    second = send(database, clock)
    assert [fits(database, clock, code) for code in (first, second)] == [first == second, first != second]


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "1234567", "١٢٣٤٥٦", "🔑", "0" * 200])
def test_anything_else_does_not_fit_and_uses_nothing_up(database, clock, typed):
    code = send(database, clock)
    assert not fits(database, clock, typed)
    assert fits(database, clock, f" {code[:3]} {code[3:]} ")


def test_a_code_is_for_its_number_and_its_purpose(database, clock):
    code = send(database, clock)
    assert not fits(database, clock, code, phone=OTHER)
    assert not fits(database, clock, code, purpose="change")
    assert fits(database, clock, code)


def test_neither_number_nor_code_stands_beside_its_account(database, clock):
    code = send(database, clock)
    opened(database, clock)
    with database.read() as session:
        rows = [*session.execute(select(Code)).scalars(), *session.execute(select(Account)).scalars()]
        kept = repr([row.model_dump() for row in rows])
    assert PHONE[4:] not in kept
    assert f"'{code}'" not in kept


def test_codes_are_of_every_kind_of_digits(database, clock):
    codes = {send(database, clock) for _ in range(40)}
    assert len(codes) > 35
    assert all(code.isascii() and code.isdigit() and len(code) == 6 for code in codes)


def test_a_number_opens_one_account_and_it_is_a_citizens(database, clock):
    assert opened(database, clock) == opened(database, clock) != opened(database, clock, OTHER)
    with database.read() as session:
        account = numbers.known(session, PHONE)
        person = session.get_one(Citizen, account.citizen)
        assert (account.role, person.language) == (Role.CITIZEN.value, "ru")
        assert citizens.phone(session, person) == PHONE


def change(database, clock, reference: str, number: str) -> None:
    with database.write() as session:
        account = accounts.get(session, reference)
        numbers.change(session, account, number, by=accounts.acting(account), on=clock())


def test_another_number_opens_the_same_account_and_the_old_one_no_more(database, clock):
    mine = opened(database, clock)
    change(database, clock, mine, OTHER)
    assert opened(database, clock, OTHER) == mine != opened(database, clock)
    with database.read() as session:
        account = accounts.get(session, mine)
        assert citizens.phone(session, session.get_one(Citizen, account.citizen)) == OTHER


def test_a_number_of_somebody_else_is_not_taken_over(database, clock):
    mine, theirs = opened(database, clock), opened(database, clock, OTHER)
    with pytest.raises(PhoneTaken):
        change(database, clock, mine, OTHER)
    assert (opened(database, clock), opened(database, clock, OTHER)) == (mine, theirs)


def test_ones_own_number_may_be_told_again(database, clock):
    mine = opened(database, clock)
    change(database, clock, mine, PHONE)
    assert opened(database, clock) == mine


@pytest.fixture
def person(database, clock) -> str:
    reference = opened(database, clock)
    with database.read() as session:
        return accounts.get(session, reference).citizen


@pytest.fixture
def asked(database, clock, person) -> str:
    """A change that Davron, who saw the passport, has asked for."""
    with database.write() as session:
        row = numbers.ask_change(session, session.get_one(Citizen, person), "+82 10 0000 0078", by=DAVRON, on=clock())
        return row.reference


def confirm(database, clock, asked: str, by) -> str:
    with database.write() as session:
        return numbers.confirm_change(session, session.get_one(NumberChange, asked), by=by, on=clock()).reference


def test_two_officers_give_a_new_number(database, clock, person, asked):
    mine = opened(database, clock)
    assert confirm(database, clock, asked, CHINORA) == mine
    assert opened(database, clock, OTHER) == mine
    with database.read() as session:
        assert numbers.waiting(session, person, on=clock()) == []
        assert session.get_one(NumberChange, asked).number is None, "the number is kept in one place"


def test_one_officer_alone_does_not(database, clock, person, asked):
    with pytest.raises(SecondOfficer):
        confirm(database, clock, asked, DAVRON)
    with database.read() as session:
        assert numbers.known(session, OTHER) is None
        assert [one.reference for one in numbers.waiting(session, person, on=clock())] == [asked]


def test_it_is_done_once(database, clock, asked):
    confirm(database, clock, asked, CHINORA)
    with pytest.raises(NotAllowed):
        confirm(database, clock, asked, BARNO)


@pytest.mark.parametrize(("hours", "holds"), [(72, True), (73, False)])
def test_it_waits_three_days(database, clock, person, asked, hours, holds):
    clock.forward(hours=hours)
    with database.read() as session:
        assert bool(numbers.waiting(session, person, on=clock())) is holds
    if not holds:
        with pytest.raises(NotAllowed):
            confirm(database, clock, asked, CHINORA)


def test_a_number_that_was_taken_meanwhile_is_refused(database, clock, asked):
    opened(database, clock, OTHER)
    with pytest.raises(PhoneTaken):
        confirm(database, clock, asked, CHINORA)


def test_whoever_has_no_account_has_no_number_to_change(database, clock):
    with database.write() as session:
        told = citizens.NewCitizen("Invented Without", OTHER)
        row = citizens.record(session, told, by=BARNO, on=clock())
        with pytest.raises(NotFound):
            numbers.ask_change(session, row, PHONE, by=DAVRON, on=clock())


def test_the_number_asked_for_is_sealed(database, asked):
    with database.read() as session:
        assert b"0000078" not in session.get_one(NumberChange, asked).number


def test_old_codes_are_forgotten(database, clock):
    send(database, clock)
    with database.write() as session:
        assert numbers.forget(session, before=clock()) == 0
        assert numbers.forget(session, before=clock() + timedelta(seconds=1)) == 1
