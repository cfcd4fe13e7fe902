"""Corrections of accounts: what a new address ends, and who may not correct."""

import pytest

from catalog.core import corrections, outbox
from catalog.core.actor import Role
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import EditConflict
from service import accounts
from service.accounts import (
    Account,
    EmailTaken,
    NewAccount,
    NotAnEmail,
    account_corrections,
    invitations,
    login_sessions,
)
from service.accounts.account_corrections import AccountFacts, OwnDetails
from tests.support.cast import LAYLO
from tests.support.sample_accounts import signed_in_auditor


@pytest.fixture
def auditor(session, clock) -> Account:
    return signed_in_auditor(session, clock())


def correct(session, clock, row, name="Komila", email="komila@musofir.example", seen=1, by=LAYLO):
    return account_corrections.correct(
        session, row, AccountFacts(name, email), "Misspelt", seen, by=by, on=clock()
    )


def test_a_new_name_leaves_the_sign_in_alone(session, clock, auditor):
    assert correct(session, clock, auditor, name="Komila Invented") == ""
    assert (auditor.name, auditor.password) == ("Komila Invented", "kept")
    assert login_sessions.list_for_account(session, auditor.reference, on=clock())


def test_a_new_address_ends_password_and_sessions_but_not_the_second_factor(
    session, clock, auditor
):
    old = invitations.invite(session, auditor, by=LAYLO, on=clock())
    code = correct(session, clock, auditor, email="Komila@New.example")
    assert (auditor.email, auditor.password, auditor.second) == (
        "komila@new.example",
        None,
        b"seed",
    )
    assert login_sessions.list_for_account(session, auditor.reference, on=clock()) == []
    values = invitations.AcceptanceInput("komila@new.example", old, "x")
    with pytest.raises(invitations.NotInvited):
        invitations.get_invited_account(session, values, on=clock())
    values.code = code
    assert invitations.get_invited_account(session, values, on=clock()) is auditor


def test_the_old_address_is_told_and_stays_in_the_history(session, clock, auditor):
    correct(session, clock, auditor, email="komila@new.example")
    (version,) = corrections.history(session, "account", auditor.reference)
    assert [(one.field, one.before) for one in version.changes] == [
        ("email", "komila@musofir.example")
    ]
    (message,) = outbox.latest(session)
    assert message.number == "komila@musofir.example"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, NothingCorrected),
        ({"email": "komila"}, NotAnEmail),
        ({"email": "other@musofir.example"}, EmailTaken),
        ({"name": "K", "seen": 2}, EditConflict),
    ],
)
def test_a_correction_is_checked_like_a_new_account(session, clock, auditor, values, refusal):
    accounts.add(session, NewAccount("other@musofir.example", Role.AUDITOR), by=LAYLO, on=clock())
    with pytest.raises(refusal):
        correct(session, clock, auditor, **values)
    assert auditor.password == "kept"


def test_nobody_changes_their_own_address_without_both_secrets(session, clock, auditor):
    with pytest.raises(OwnDetails):
        correct(session, clock, auditor, email="k@new.example", by=accounts.actor_for(auditor))


def test_a_key_of_the_account_keeps_working_under_its_new_address(session, clock, auditor):
    token = accounts.issue_key(session, auditor, [], by=LAYLO, on=clock())
    correct(session, clock, auditor, email="komila@new.example")
    assert accounts.find_actor_by_key(session, token).account == auditor.reference
