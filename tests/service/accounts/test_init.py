"""Accounts and keys: known by what they hold, and by nobody once they are disabled."""

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM, Role
from catalog.core.errors import NotFound
from service import accounts
from service.accounts import (
    Account,
    AgencyNeeded,
    EmailTaken,
    Key,
    NewAccount,
    NotAnEmail,
    NotAStaffRole,
    PostNeeded,
    RoleInput,
    UnknownScope,
)
from tests.support import cast
from tests.support.cast import LAYLO, SEOUL


@pytest.fixture
def davron(session, clock) -> Account:
    cast.ground(session, on=clock())
    new_account = NewAccount("Davron@Musofir.Example", Role.ATTACHE, "Davron", SEOUL)
    return accounts.add(session, new_account, by=LAYLO, on=clock())


def test_an_address_is_one_account_however_it_is_typed(session, clock, davron):
    assert accounts.find(session, "DAVRON@musofir.example") is davron
    with pytest.raises(EmailTaken):
        accounts.add(
            session, NewAccount("davron@musofir.example", Role.AUDITOR), by=LAYLO, on=clock()
        )


def test_an_attache_belongs_to_a_post(session, clock):
    with pytest.raises(PostNeeded):
        accounts.add(session, NewAccount("x@musofir.example", Role.ATTACHE), by=LAYLO, on=clock())


def test_nobody_is_found_under_an_unknown_address(session):
    with pytest.raises(NotFound):
        accounts.find(session, "nobody@musofir.example")


def test_a_key_has_its_scopes_or_all_of_its_role(session, clock, davron):
    narrow = accounts.issue_key(
        session, davron, ["wages:read", "wages:write"], by=LAYLO, on=clock()
    )
    whole = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    assert accounts.find_actor_by_key(session, narrow).scopes == {"wages:read", "wages:write"}
    assert accounts.find_actor_by_key(session, whole).scopes is None
    assert accounts.find_actor_by_key(session, whole + "x") is None


@pytest.mark.parametrize("scope", ["report:read", "public", "everything", ""])
def test_a_scope_its_owner_does_not_have_is_refused(session, clock, davron, scope):
    with pytest.raises(UnknownScope):
        accounts.issue_key(session, davron, [scope], by=LAYLO, on=clock())


def test_a_disabled_account_opens_nothing(session, clock, davron):
    key = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    accounts.disable(session, davron, by=LAYLO, on=clock())
    assert accounts.find_actor_by_key(session, key) is None
    accounts.enable(session, davron, by=LAYLO, on=clock())
    assert accounts.find_actor_by_key(session, key) is not None


def test_a_revoked_key_opens_nothing(session, clock, davron):
    key = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    (row,) = accounts.keys(session, davron.reference)
    accounts.revoke_key(session, row.reference, by=LAYLO, on=clock())
    assert accounts.find_actor_by_key(session, key) is None
    assert accounts.keys(session, davron.reference) == []
    with pytest.raises(NotFound):
        accounts.revoke_key(session, "K-NONE", by=LAYLO, on=clock())


def test_whoever_issues_a_key_to_another_person_knows_it(session, clock, davron):
    def shared(by) -> bool:
        key = accounts.issue_key(session, davron, [], by=by, on=clock())
        return accounts.find_actor_by_key(session, key).shared_key

    assert shared(LAYLO)
    assert not shared(accounts.actor_for(davron))
    assert not shared(SYSTEM)
    by_key = msgspec.structs.replace(accounts.actor_for(davron), shared_key=True)
    assert shared(by_key), "a key made with a known key is known too"


def test_keys_are_not_kept_readable(session, clock, davron):
    key = accounts.issue_key(session, davron, [], by=LAYLO, on=clock())
    assert [one.hash for one in session.execute(select(Key)).scalars()] != [key]


def test_who_is_moved_has_only_what_the_new_place_needs(session, clock, davron):
    accounts.change_role(
        session, davron, RoleInput(Role.ADVISER, SEOUL, "1726"), by=LAYLO, on=clock()
    )
    assert (davron.role, davron.post, davron.region) == ("adviser", None, "1726")


@pytest.mark.parametrize(
    ("there", "refusal"),
    [
        (RoleInput(Role.ATTACHE, "NO-SUCH-POST"), PostNeeded),
        (RoleInput(Role.AGENCY_USER, agency="AG-NONE"), AgencyNeeded),
        (RoleInput(Role.SYSTEM), NotAStaffRole),
        (RoleInput(Role.VISITOR), NotAStaffRole),
    ],
)
def test_nobody_is_moved_to_a_place_that_is_none(session, clock, davron, there, refusal):
    with pytest.raises(refusal):
        accounts.change_role(session, davron, there, by=LAYLO, on=clock())


WRONG = ["", "a", "@", "a@", "@b", "a b@c.uz", "a@@b.uz", "a@b", "<a>@b.uz", "ａ@b.uz"]


@pytest.mark.parametrize("address", WRONG)
def test_an_address_has_two_sides_and_looks_like_no_other(session, clock, address):
    with pytest.raises(NotAnEmail):
        accounts.add(session, NewAccount(address, Role.AUDITOR), by=LAYLO, on=clock())


def test_the_journal_says_who_opened_it(session, clock, davron):
    session.commit()
    acts = [(one.act, one.account) for one in journal.history(session, "account", davron.reference)]
    assert acts == [("add", "U-LAYLO")]
