"""A lost second factor is removed by two people, so that no administrator takes over an account."""

import msgspec
import pytest

from catalog.core import outbox
from catalog.core.approvals import (
    AlreadyRequested,
    DecidedByKey,
    RecordChanged,
    RequesterDecides,
)
from service import accounts
from service.accounts import Account, OwnRights, login_sessions
from service.approvals import account_requests, decisions
from service.approvals.account_requests import NoSecondFactor
from tests.support.cast import IRODA, LAYLO, NO_FILES, TODAY
from tests.support.sample_accounts import signed_in_auditor


@pytest.fixture
def auditor(session, clock) -> Account:
    return signed_in_auditor(session, clock())


def request(session, clock, account, by=LAYLO):
    return account_requests.request_removal(session, account, "Lost", by=by, on=clock()).reference


def approve(session, clock, number, by):
    on = clock()
    decisions.approve(session, number, "Yes", by=by, on=on, day=TODAY, home=NO_FILES)


def test_no_administrator_removes_a_second_factor_alone(session, clock, auditor):
    number = request(session, clock, auditor)
    with pytest.raises(RequesterDecides), session.begin_nested():
        approve(session, clock, number, LAYLO)
    with pytest.raises(DecidedByKey), session.begin_nested():
        approve(session, clock, number, msgspec.structs.replace(IRODA, shared_key=True))
    with pytest.raises(AlreadyRequested):
        request(session, clock, auditor)
    assert auditor.second == b"seed"
    assert login_sessions.list_for_account(session, auditor.reference, on=clock()) == []
    approve(session, clock, number, IRODA)
    assert (auditor.second, auditor.password) == (None, None)
    (message,) = outbox.latest(session)
    assert (message.number, "call your supervisor" in message.words) == (auditor.email, True)
    with pytest.raises(NoSecondFactor):
        request(session, clock, auditor)


def test_a_telephone_set_up_since_is_not_removed_by_an_older_request(session, clock, auditor):
    number = request(session, clock, auditor)
    auditor.second = b"new"
    with pytest.raises(RecordChanged):
        approve(session, clock, number, IRODA)


def test_nobody_requests_the_removal_of_their_own_second_factor(session, clock, auditor):
    with pytest.raises(OwnRights):
        request(session, clock, auditor, by=accounts.actor_for(auditor))
