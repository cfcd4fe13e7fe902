"""Who may do what: one table, and keys that only ever narrow it."""

import msgspec
import pytest

from catalog.core.actor import VISITOR, Role
from catalog.core.errors import NotAllowed, SignInNeeded
from service.infra import access
from service.infra.access import ROLES, Permission
from tests.support import cast

PRIVATE = [one for one in Permission if one is not Permission.PUBLIC]


def test_every_role_stands_in_the_table():
    assert set(ROLES) == set(Role)


def test_everybody_may_do_what_is_public():
    for who in (VISITOR, *cast.PEOPLE.values()):
        access.require(who, Permission.PUBLIC)


@pytest.mark.parametrize("permission", PRIVATE)
def test_a_stranger_is_asked_to_sign_in(permission):
    with pytest.raises(SignInNeeded):
        access.require(VISITOR, permission)


@pytest.mark.parametrize("name", sorted(cast.PEOPLE))
def test_each_of_the_cast_may_do_what_their_role_may_and_nothing_else(name):
    who = cast.PEOPLE[name]
    assert {one for one in PRIVATE if access.allows(who, one)} == ROLES[who.role]
    for permission in set(PRIVATE) - ROLES[who.role]:
        with pytest.raises(NotAllowed):
            access.require(who, permission)


def test_a_key_narrows_its_owner_and_never_widens():
    narrow = msgspec.structs.replace(
        cast.DAVRON, scopes=frozenset({Permission.WAGES_READ, Permission.REPORT_READ})
    )
    assert [one for one in PRIVATE if access.allows(narrow, one)] == [Permission.WAGES_READ]


def test_those_who_run_the_service_or_own_an_agency_see_no_cases():
    cases = {Permission.WAGES_READ, Permission.ADVICE_READ}
    for role in (
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.STATISTICIAN,
        Role.AGENCY_USER,
        Role.LICENSING_OFFICER,
        Role.CITIZEN,
    ):
        assert not ROLES[role] & cases, role


def test_only_those_who_handle_claims_touch_money():
    assert {role for role in Role if Permission.WAGES_PAY in ROLES[role]} == {
        Role.CLAIMS_OFFICER,
        Role.ATTACHE,
    }


def test_protected_cases_are_read_by_those_trained_for_it_and_glass_is_broken_by_supervisors():
    may = {one: {role for role in Role if one in ROLES[role]} for one in Permission}
    assert (
        may[Permission.REFERRALS_READ]
        == may[Permission.REFERRALS_WRITE]
        == {Role.PROTECTION_OFFICER, Role.ATTACHE}
    )
    assert may[Permission.BREAK_GLASS] == {Role.SUPERVISOR}
    assert may[Permission.REFERRALS_OPEN] == may[Permission.REFERRALS_READ] | {
        Role.ADVISER,
        Role.CLAIMS_OFFICER,
    }
