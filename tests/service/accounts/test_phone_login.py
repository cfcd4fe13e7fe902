"""Citizens by their telephone: digits, once and for ten minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.core import outbox
from catalog.core.actor import Role
from catalog.core.outbox import CODE_LASTS, Channel
from i18n import Language
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.identity.telephones import NotAPhone
from service import accounts
from service.accounts import Account, phone_login
from service.accounts.phone_login import Code, CodeRequestInput, PhoneTaken, WrongCode

PHONE, OTHER = "+998900000077", "+821000000078"
IN = "sign_in"


def send(
    database, clock, phone: str = PHONE, purpose: str = IN, lang: Language = Language.EN
) -> str:
    """The code that was sent, as it stands in the message."""
    with database.write() as session:
        phone_login.send(
            session, CodeRequestInput(phone), purpose, lang, on=clock.forward(seconds=1)
        )
        return outbox.latest(session, 1)[0].code


def fits(database, clock, code: str, phone: str = PHONE, purpose: str = IN) -> bool:
    try:
        with database.write() as session:
            phone_login.use_code(session, phone, purpose, code, on=clock())
    except WrongCode:
        return False
    return True


def opened(database, clock, phone: str = PHONE) -> str:
    with database.write() as session:
        return phone_login.get_or_open(session, phone, Language.RU, on=clock()).reference


@pytest.mark.parametrize(
    "typed", ["90 000 00 77", "+998 (90) 000-00-77", "00998900000077", "998900000077"]
)
def test_a_code_goes_to_the_number_however_it_is_typed(database, clock, typed):
    code = send(database, clock, typed)
    with database.read() as session:
        (letter,) = outbox.latest(session)
    assert (letter.number, letter.channel, len(code), code in letter.words) == (
        PHONE,
        Channel.SMS,
        6,
        True,
    )
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
    assert (
        at_once(lambda session: phone_login.use_code(session, PHONE, IN, code, on=clock()) is None)
        == 1
    )


def test_nobody_is_refused_who_taps_twice(database, clock, at_once):
    assert (
        at_once(
            lambda session: phone_login.send(
                session, CodeRequestInput(PHONE), IN, Language.EN, on=clock()
            )
        )
        == 6
    )
    with database.read() as session:
        codes = {one.code for one in outbox.latest(session)}
    assert [fits(database, clock, code) for code in codes].count(True) == 1


@pytest.mark.parametrize(
    ("seconds", "holds"), [(599, True), (600, True), (601, False), (86_400, False)]
)
def test_a_code_holds_ten_minutes(database, clock, seconds, holds):
    code = send(database, clock)
    clock.forward(seconds=seconds)
    assert fits(database, clock, code) is holds


def test_it_is_sent_as_long_as_it_holds():
    assert phone_login.VALID_FOR == CODE_LASTS


def test_only_the_newest_holds(database, clock):
    first = send(database, clock)
    clock.forward(seconds=30)
    second = send(database, clock)
    assert [fits(database, clock, code) for code in (first, second)] == [
        first == second,
        first != second,
    ]


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
        rows = [
            *session.execute(select(Code)).scalars(),
            *session.execute(select(Account)).scalars(),
        ]
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
        account = phone_login.find_by_number(session, PHONE)
        person = session.get_one(Citizen, account.citizen)
        assert (account.role, person.language) == (Role.CITIZEN.value, "ru")
        assert persons.phone(session, person) == PHONE


def change(database, clock, reference: str, number: str) -> None:
    with database.write() as session:
        account = accounts.get(session, reference)
        phone_login.change(session, account, number, by=accounts.actor_for(account), on=clock())


def test_another_number_opens_the_same_account_and_the_old_one_no_more(database, clock):
    mine = opened(database, clock)
    change(database, clock, mine, OTHER)
    assert opened(database, clock, OTHER) == mine != opened(database, clock)
    with database.read() as session:
        account = accounts.get(session, mine)
        assert persons.phone(session, session.get_one(Citizen, account.citizen)) == OTHER


def test_a_number_of_somebody_else_is_not_taken_over(database, clock):
    mine, theirs = opened(database, clock), opened(database, clock, OTHER)
    with pytest.raises(PhoneTaken):
        change(database, clock, mine, OTHER)
    assert (opened(database, clock), opened(database, clock, OTHER)) == (mine, theirs)


def test_ones_own_number_may_be_told_again(database, clock):
    mine = opened(database, clock)
    change(database, clock, mine, PHONE)
    assert opened(database, clock) == mine


def test_old_codes_are_forgotten(database, clock):
    send(database, clock)
    with database.write() as session:
        assert phone_login.forget(session, before=clock()) == 0
        assert phone_login.forget(session, before=clock() + timedelta(seconds=1)) == 1


def test_a_code_is_tried_so_often_and_then_fits_no_more(database, clock):
    for tries in (10, 11):
        code = send(database, clock)
        with database.write() as session:
            for _ in range(tries):
                phone_login.count_try(session, PHONE, IN)
        assert fits(database, clock, code) is (tries == 10)
