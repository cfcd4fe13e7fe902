"""Invitations: one code opens one account once, within a day, and the newest alone; it never
touches the second factor."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import Role
from service import accounts
from service.accounts import NewAccount, invitations, passwords
from service.accounts.invitations import AcceptanceInput, Invitation, NotInvited
from service.accounts.passwords import TooCommon, TooShort
from tests.support.cast import LAYLO

EMAIL, PASSWORD = "komila@musofir.example", "tulpor bulut qayiq 7 sadaf"


def invite(database, clock, komila) -> str:
    with database.write() as session:
        return invitations.invite(session, accounts.get(session, komila), by=LAYLO, on=clock())


def accept(session, clock, code: str, email: str = EMAIL, password: str = PASSWORD):
    return invitations.accept(
        session, AcceptanceInput(email, code, password), "a hash of it", on=clock()
    )


def accepted(database, clock, code: str, email: str = EMAIL) -> bool:
    try:
        with database.write() as session:
            accept(session, clock, code, email)
    except NotInvited:
        return False
    return True


@pytest.fixture
def code(database, clock, komila) -> str:
    return invite(database, clock, komila)


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")],
)
def test_it_opens_its_account_however_it_is_typed(database, clock, komila, code, typed):
    assert accepted(database, clock, typed(code), EMAIL.upper())
    with database.read() as session:
        assert accounts.get(session, komila).password == "a hash of it"
        assert [one.act for one in journal.history(session, "account", komila)] == [
            "add",
            "invite",
            "set_password",
        ]


def test_it_holds_once(database, clock, code):
    assert [accepted(database, clock, code) for _ in range(3)] == [True, False, False]


def test_of_many_who_come_with_it_at_once_one_sets_the_password(clock, code, at_once):
    assert at_once(lambda session: accept(session, clock, code)) == 1


@pytest.mark.parametrize(
    ("hours", "holds"), [(23.99, True), (24, True), (24.01, False), (999, False)]
)
def test_it_holds_a_day(database, clock, code, hours, holds):
    clock.forward(hours=hours)
    assert accepted(database, clock, code) is holds


def test_only_the_newest_holds(database, clock, komila, code):
    newest = invite(database, clock, komila)
    assert [accepted(database, clock, one) for one in (code, newest)] == [False, True]


@pytest.mark.parametrize(
    "typed", ["", "-", "x" * 24, "0000-0000-0000-0000-0000-0000", "🔑", "١٢٣٤"]
)
def test_another_code_opens_nothing(database, clock, code, typed):
    assert not accepted(database, clock, typed)
    assert not accepted(database, clock, code[:-1] + ("2" if code[-1] != "2" else "3"))
    assert accepted(database, clock, code), "wrong tries do not use it up"


def test_it_opens_no_other_account(database, clock, code):
    with database.write() as session:
        accounts.add(
            session, NewAccount("jamshid@musofir.example", Role.STATISTICIAN), by=LAYLO, on=clock()
        )
    assert not accepted(database, clock, code, "jamshid@musofir.example")
    assert not accepted(database, clock, code, "nobody@musofir.example")


def test_a_disabled_account_is_not_opened_by_it(database, clock, komila, code):
    with database.write() as session:
        accounts.disable(session, accounts.get(session, komila), by=LAYLO, on=clock())
    assert not accepted(database, clock, code)


def test_a_weak_password_is_refused_and_the_code_still_holds(database, clock, code):
    for weak, why in (("short", TooShort), ("komila1990", TooCommon)):
        with pytest.raises(why), database.write() as session:
            accept(session, clock, code, password=weak)
    assert accepted(database, clock, code)


def test_an_administrator_needs_fifteen_characters(database, clock, komila, code):
    with database.write() as session:
        accounts.get(session, komila).role = Role.ADMINISTRATOR.value
    with pytest.raises(TooShort, match="15"), database.write() as session:
        accept(session, clock, code, password="q7#Vx!2p_Zd")


def test_the_second_factor_stays(database, clock, komila, code):
    with database.write() as session:
        account = accounts.get(session, komila)
        account.second, account.second_step = b"sealed", 7
    assert accepted(database, clock, code)
    with database.read() as session:
        account = accounts.get(session, komila)
        assert (account.second, account.second_step) == (b"sealed", 7)


def test_the_code_has_more_than_112_bits_and_is_kept_only_hashed(database, code):
    plain = code.replace("-", "")
    assert (len(plain), len(code)) == (24, 29)
    with database.read() as session:
        (row,) = session.execute(select(Invitation)).scalars().all()
    assert plain not in repr(row)
    assert row.hash == accounts.hash_token(plain)


def test_who_was_invited_and_has_not_come_is_known(database, clock, komila, code):
    with database.read() as session:
        assert invitations.pending(session) == {komila}
    accepted(database, clock, code)
    with database.read() as session:
        assert invitations.pending(session) == set()


def test_one_may_change_ones_own_by_the_same_rules(database, clock, komila):
    with database.write() as session:
        account = accounts.get(session, komila)
        by = accounts.actor_for(account)
        with pytest.raises(TooCommon):
            invitations.change(session, account, "password1", "a hash", by=by, on=clock())
        invitations.change(
            session, account, PASSWORD, passwords.hash_password(PASSWORD), by=by, on=clock()
        )
        assert passwords.verify(account.password, PASSWORD)


def test_those_nobody_followed_are_forgotten(database, clock, komila, code):
    with database.write() as session:
        assert invitations.forget(session, before=clock()) == 0
        assert invitations.forget(session, before=clock() + timedelta(seconds=1)) == 1
