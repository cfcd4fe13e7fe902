"""The actor: who acts, passed to every command for rules and for the journal."""

from enum import StrEnum

import msgspec


class Role(StrEnum):
    VISITOR = "visitor"
    CITIZEN = "citizen"
    ADVISER = "adviser"
    CLAIMS_OFFICER = "claims_officer"
    ATTACHE = "attache"
    AGENCY_USER = "agency_user"
    LICENSING_OFFICER = "licensing_officer"
    PROTECTION_OFFICER = "protection_officer"
    SUPERVISOR = "supervisor"
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Actor(msgspec.Struct, frozen=True):
    """An account in one role, with the posts (attachés), region (advisers) or agency it is bound
    to."""

    account: str
    role: Role
    name: str = ""
    posts: frozenset[str] = frozenset()
    region: str | None = None
    agency: str | None = None
    scopes: frozenset[str] | None = None


VISITOR = Actor(account="visitor", role=Role.VISITOR)
SYSTEM = Actor(account="system", role=Role.SYSTEM, name="Musofir")
