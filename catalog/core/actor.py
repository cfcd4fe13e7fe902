"""The actor: who acts, passed to every command for rules and for the journal."""

import msgspec

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Role(LabelledEnum):
    VISITOR = "visitor"
    CITIZEN = "citizen", N_("Citizen")
    ADVISER = "adviser", N_("Adviser")
    CLAIMS_OFFICER = "claims_officer", N_("Claims officer")
    ATTACHE = "attache", N_("Labour attaché")
    AGENCY_USER = "agency_user", N_("Private agency")
    LICENSING_OFFICER = "licensing_officer", N_("Licensing officer")
    PROTECTION_OFFICER = "protection_officer", N_("Protection officer")
    SUPERVISOR = "supervisor", N_("Supervisor")
    STATISTICIAN = "statistician", N_("Statistician")
    AUDITOR = "auditor", N_("Auditor")
    OTHER_BODY = "other_body", N_("Another organisation")
    ADMINISTRATOR = "administrator", N_("Administrator")
    SYSTEM = "system"


class Actor(msgspec.Struct, frozen=True):
    """An account in one role, with the posts (attachés), region (advisers) or agency it is bound
    to; `shared_key` is whether a program acts with a key that another person issued and so knows."""

    account: str
    role: Role
    name: str = ""
    posts: frozenset[str] = frozenset()
    region: str | None = None
    agency: str | None = None
    scopes: frozenset[str] | None = None
    shared_key: bool = False


VISITOR = Actor(account="visitor", role=Role.VISITOR)
SYSTEM = Actor(account="system", role=Role.SYSTEM, name="Musofir")
