"""Accounts, keys and sign-ins: known by what they hold, and by nobody once they are disabled."""

import pytest
from sqlalchemy import select

from catalog.ground import journal
from catalog.ground.refusals import NotFound
from catalog.ground.who import Role
from service import accounts
from service.accounts import Account, EmailTaken, Key, NewAccount, PostNeeded, SignIn, UnknownScope
from tests import cast
from tests.cast import LAYLO, SEOUL


@pytest.fixture
def davron(session, clock) -> Account:
    cast.ground(session, on=clock())
    told = NewAccount("Davron@Musofir.Example", Role.ATTACHE, "Davron", SEOUL)
    return accounts.add(session, told, by=LAYLO, on=clock())


def test_an_address_is_one_account_however_it_is_typed(session, clock, davron):
    assert accounts.find(session, "DAVRON@musofir.example") is davron
    with pytest.raises(EmailTaken):
        accounts.add(session, NewAccount("davron@musofir.example", Role.AUDITOR), by=LAYLO, on=clock())


def test_an_attache_belongs_to_a_post(session, clock):
    with pytest.raises(PostNeeded):
        accounts.add(session, NewAccount("x@musofir.example", Role.ATTACHE), by=LAYLO, on=clock())


def test_nobody_is_found_under_an_unknown_address(session):
    with pytest.raises(NotFound):
        accounts.find(session, "nobody@musofir.example")


def test_a_cookie_says_who_is_signed_in(session, clock, davron):
    who = accounts.by_cookie(session, accounts.sign_in(session, davron, on=clock()), clock())
    assert (who.account, who.role, who.posts, who.scopes) == (davron.reference, Role.ATTACHE, {SEOUL}, None)


def test_a_sign_in_lasts_twelve_hours(session, clock, davron):
    cookie = accounts.sign_in(session, davron, on=clock())
    assert accounts.by_cookie(session, cookie, clock.forward(hours=12)) is not None
    assert accounts.by_cookie(session, cookie, clock.forward(seconds=1)) is None


def test_who_signed_out_is_known_no_more(session, clock, davron):
    cookie, other = (accounts.sign_in(session, davron, on=clock()) for _ in range(2))
    accounts.sign_out(session, cookie)
    accounts.sign_out(session, "no such cookie")
    session.flush()
    assert accounts.by_cookie(session, cookie, clock()) is None
    assert accounts.by_cookie(session, other, clock()) is not None


def test_a_key_has_its_scopes_or_all_of_its_role(session, clock, davron):
    narrow = accounts.issue_key(session, davron, ["wages:read", "wages:write"], by=LAYLO, on=clock())
    whole = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    assert accounts.by_key(session, narrow).scopes == {"wages:read", "wages:write"}
    assert accounts.by_key(session, whole).scopes is None
    assert accounts.by_key(session, whole + "x") is None


@pytest.mark.parametrize("scope", ["report:read", "public", "everything", ""])
def test_a_scope_its_owner_does_not_have_is_refused(session, clock, davron, scope):
    with pytest.raises(UnknownScope):
        accounts.issue_key(session, davron, [scope], by=LAYLO, on=clock())


def test_a_disabled_account_opens_nothing(session, clock, davron):
    cookie = accounts.sign_in(session, davron, on=clock())
    key = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    davron.disabled_at = clock()
    session.flush()
    assert accounts.by_cookie(session, cookie, clock()) is None
    assert accounts.by_key(session, key) is None


def test_neither_keys_nor_cookies_are_kept_readable(session, clock, davron):
    cookie = accounts.sign_in(session, davron, on=clock())
    key = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    kept = [one.hash for table in (Key, SignIn) for one in session.execute(select(table)).scalars()]
    assert len(kept) == 2
    assert not {cookie, key} & set(kept)


def test_the_journal_says_who_opened_it_and_who_signed_in(session, clock, davron):
    accounts.sign_in(session, davron, on=clock())
    session.commit()
    acts = [(one.act, one.account) for one in journal.of(session, "account", davron.reference)]
    assert acts == [("add", "U-LAYLO"), ("sign_in", davron.reference)]
