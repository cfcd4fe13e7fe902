"""Permissions: one table of roles and what each may do.

A route names its permission or stays closed.
"""

from enum import StrEnum

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, SignInNeeded


class Permission(StrEnum):
    """A permission, written `noun:verb`; members are in alphabetical order.

    The scopes of an API key are permissions too, and only ever narrow those of its owner.
    """

    ACCOUNTS_CONFIRM = "accounts:confirm"
    ACCOUNTS_WRITE = "accounts:write"
    ADVICE_READ = "advice:read"
    ADVICE_WRITE = "advice:write"
    APPLICATIONS_READ = "applications:read"
    APPLICATIONS_STEP = "applications:step"
    APPROVALS_DECIDE = "approvals:decide"
    APPROVALS_READ = "approvals:read"
    BODIES_READ = "bodies:read"
    BODIES_WRITE = "bodies:write"
    BREAK_GLASS = "break:glass"
    CANDIDATES_FIND = "candidates:find"
    CHECKINS_READ = "checkins:read"
    CHECKINS_WRITE = "checkins:write"
    CITIZENS_ADD = "citizens:add"
    CITIZENS_ERASE = "citizens:erase"
    CITIZENS_HOLD = "citizens:hold"
    CITIZENS_MERGE = "citizens:merge"
    CITIZENS_READ = "citizens:read"
    CITIZENS_REVEAL = "citizens:reveal"
    CITIZENS_WRITE = "citizens:write"
    COMPLAINTS_DECIDE = "complaints:decide"
    COMPLAINTS_READ = "complaints:read"
    CONTESTS_WRITE = "contests:write"
    DESK_OPEN = "desk:open"
    EMPLOYERS_JUDGE = "employers:judge"
    EMPLOYERS_READ = "employers:read"
    EVIDENCE_READ = "evidence:read"
    FACTS_CONFIRM = "facts:confirm"
    INCIDENTS_DECIDE = "incidents:decide"
    INCIDENTS_READ = "incidents:read"
    INCIDENTS_WRITE = "incidents:write"
    JOURNAL_READ = "journal:read"
    LETTERS_MAKE = "letters:make"
    LETTERS_VOID = "letters:void"
    LICENCES_CONFIRM = "licences:confirm"
    LICENCES_WRITE = "licences:write"
    LISTS_EXPORT = "lists:export"
    ME_OPEN = "me:open"
    METRICS_READ = "metrics:read"
    NUMBERS_READ = "numbers:read"
    OWN_OPEN = "own:open"
    OWN_WRITE = "own:write"
    PLACEMENTS_CONFIRM = "placements:confirm"
    PLACEMENTS_READ = "placements:read"
    PLACEMENTS_WRITE = "placements:write"
    POSTS_PROPOSE = "posts:propose"
    PUBLIC = "public"
    REFERRALS_OPEN = "referrals:open"
    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"
    REPORT_CLOSE = "report:close"
    REPORT_COUNTERSIGN = "report:countersign"
    REPORT_READ = "report:read"
    REPORT_WRITE = "report:write"
    RETURNS_COUNTERSIGN = "returns:countersign"
    RETURNS_READ = "returns:read"
    RETURNS_SIGN = "returns:sign"
    ROAD_READ = "road:read"
    ROAD_WRITE = "road:write"
    SEATS_RUN = "seats:run"
    VACANCIES_APPROVE = "vacancies:approve"
    VACANCIES_READ = "vacancies:read"
    VACANCIES_VET = "vacancies:vet"
    WAGES_APPROVE = "wages:approve"
    WAGES_ASSIGN = "wages:assign"
    WAGES_FILE = "wages:file"
    WAGES_HAND_OVER = "wages:hand_over"
    WAGES_PAY = "wages:pay"
    WAGES_READ = "wages:read"
    WAGES_STEP = "wages:step"
    WAGES_TRANSFER = "wages:transfer"
    WAGES_WRITE = "wages:write"
    WARNINGS_DECIDE = "warnings:decide"


_P = Permission
_DESK = frozenset({_P.DESK_OPEN, _P.ME_OPEN})
_PEOPLE = frozenset({_P.CITIZENS_ADD, _P.CITIZENS_READ, _P.CITIZENS_REVEAL, _P.CITIZENS_WRITE})
_ADVICE = frozenset({_P.ADVICE_READ, _P.ADVICE_WRITE})
_CLAIMS = frozenset({_P.WAGES_FILE, _P.WAGES_READ, _P.WAGES_WRITE, _P.WAGES_STEP, _P.WAGES_PAY})
_LETTERS = frozenset({_P.LETTERS_MAKE, _P.LETTERS_VOID})
# Anyone who hears of danger opens a protected case; only trained staff read one afterwards.
_CASES = (
    _DESK
    | _PEOPLE
    | _CLAIMS
    | _LETTERS
    | {_P.APPROVALS_READ, _P.CITIZENS_MERGE, _P.EVIDENCE_READ, _P.REFERRALS_OPEN}
)
_PROTECT = frozenset({_P.REFERRALS_OPEN, _P.REFERRALS_READ, _P.REFERRALS_WRITE})
# A death, injury or detention abroad; a supervisor proves heirs and takes a confirmation back.
_DECIDE_INCIDENTS = frozenset({_P.INCIDENTS_DECIDE, _P.INCIDENTS_READ})
_INCIDENTS = _DECIDE_INCIDENTS | {_P.INCIDENTS_WRITE}
# An attaché records that a person on the journey has arrived, and how they are.
_JOURNEY = frozenset({_P.ROAD_READ, _P.ROAD_WRITE})
_ABROAD = _JOURNEY | {_P.CHECKINS_READ, _P.CHECKINS_WRITE}
_VET = frozenset({_P.VACANCIES_READ, _P.VACANCIES_VET})
ROLES: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: frozenset(),
    # Its officers have no account, but a link and a code (service.casework.protection).
    Role.OTHER_BODY: frozenset(),
    Role.CITIZEN: frozenset({_P.ME_OPEN}),
    Role.ADVISER: _DESK
    | _PEOPLE
    | _ADVICE
    | {
        _P.APPROVALS_READ,
        _P.CANDIDATES_FIND,
        _P.EMPLOYERS_READ,
        _P.REFERRALS_OPEN,
        _P.WAGES_FILE,
        _P.WAGES_READ,
        _P.WAGES_STEP,
    },
    Role.CLAIMS_OFFICER: _CASES
    | _INCIDENTS
    | {_P.ADVICE_READ, _P.CITIZENS_HOLD, _P.EMPLOYERS_READ, _P.WAGES_TRANSFER},
    Role.ATTACHE: _CASES
    | _INCIDENTS
    | _PROTECT
    | _ADVICE
    | _VET
    | {_P.EMPLOYERS_JUDGE, _P.EMPLOYERS_READ, _P.RETURNS_READ, _P.RETURNS_SIGN}
    | {_P.POSTS_PROPOSE, _P.WAGES_HAND_OVER, _P.WAGES_TRANSFER}
    | {_P.APPLICATIONS_READ, _P.CANDIDATES_FIND, _P.PLACEMENTS_CONFIRM, _P.PLACEMENTS_READ}
    | _ABROAD,
    Role.AGENCY_USER: _DESK | _JOURNEY | {_P.LISTS_EXPORT, _P.OWN_OPEN, _P.OWN_WRITE},
    Role.LICENSING_OFFICER: _DESK
    | {_P.LISTS_EXPORT}
    | _VET
    | {
        _P.APPROVALS_DECIDE,
        _P.APPROVALS_READ,
        _P.EMPLOYERS_READ,
        _P.FACTS_CONFIRM,
        _P.LICENCES_CONFIRM,
        _P.LICENCES_WRITE,
        _P.VACANCIES_APPROVE,
        _P.WARNINGS_DECIDE,
    }
    | {
        _P.APPLICATIONS_READ,
        _P.APPLICATIONS_STEP,
        _P.CANDIDATES_FIND,
        _P.PLACEMENTS_READ,
        _P.PLACEMENTS_WRITE,
    }
    | {_P.COMPLAINTS_DECIDE, _P.COMPLAINTS_READ, _P.CONTESTS_WRITE, _P.SEATS_RUN}
    | _ABROAD,
    Role.PROTECTION_OFFICER: _DESK
    | _INCIDENTS
    | _PROTECT
    | {_P.ADVICE_READ, _P.APPROVALS_READ, _P.CITIZENS_READ, _P.EVIDENCE_READ}
    | {_P.REPORT_READ, _P.WAGES_READ},
    Role.SUPERVISOR: _DESK
    | _DECIDE_INCIDENTS
    | {
        _P.LISTS_EXPORT,
        _P.ACCOUNTS_CONFIRM,
        _P.ADVICE_READ,
        _P.APPLICATIONS_READ,
        _P.APPROVALS_DECIDE,
        _P.APPROVALS_READ,
        _P.BODIES_READ,
        _P.BREAK_GLASS,
        _P.CHECKINS_READ,
        _P.CITIZENS_ADD,
        _P.CITIZENS_ERASE,
        _P.CITIZENS_HOLD,
        _P.CITIZENS_MERGE,
        _P.CITIZENS_READ,
        _P.CITIZENS_REVEAL,
        _P.COMPLAINTS_READ,
        _P.EMPLOYERS_READ,
        _P.EVIDENCE_READ,
        _P.FACTS_CONFIRM,
        _P.LETTERS_VOID,
        _P.LICENCES_CONFIRM,
        _P.NUMBERS_READ,
        _P.PLACEMENTS_READ,
        _P.PLACEMENTS_WRITE,
        _P.POSTS_PROPOSE,
        _P.REPORT_COUNTERSIGN,
        _P.REPORT_READ,
        _P.RETURNS_COUNTERSIGN,
        _P.RETURNS_READ,
        _P.ROAD_READ,
        _P.SEATS_RUN,
        _P.VACANCIES_APPROVE,
        _P.VACANCIES_READ,
        _P.WAGES_APPROVE,
        _P.WAGES_ASSIGN,
        _P.WAGES_HAND_OVER,
        _P.WAGES_READ,
        _P.WAGES_STEP,
        _P.WAGES_TRANSFER,
        _P.WARNINGS_DECIDE,
    },
    Role.STATISTICIAN: _DESK
    | {
        _P.LISTS_EXPORT,
        _P.BODIES_READ,
        _P.BODIES_WRITE,
        _P.NUMBERS_READ,
        _P.PLACEMENTS_READ,
        _P.REPORT_CLOSE,
        _P.REPORT_READ,
        _P.REPORT_WRITE,
        _P.RETURNS_READ,
    },
    Role.AUDITOR: _DESK | {_P.JOURNAL_READ},
    Role.ADMINISTRATOR: _DESK
    | {_P.ACCOUNTS_CONFIRM, _P.ACCOUNTS_WRITE, _P.METRICS_READ}
    | {_P.APPROVALS_DECIDE, _P.APPROVALS_READ},
    Role.SYSTEM: frozenset(),
}
# The permissions by which a person decides as the second of two.
DECISIONS = frozenset(
    {
        _P.APPROVALS_DECIDE,
        _P.CITIZENS_ERASE,
        _P.CITIZENS_WRITE,
        _P.COMPLAINTS_DECIDE,
        _P.CONTESTS_WRITE,
        _P.FACTS_CONFIRM,
        _P.INCIDENTS_DECIDE,
        _P.LICENCES_CONFIRM,
        _P.REPORT_COUNTERSIGN,
        _P.RETURNS_COUNTERSIGN,
        _P.SEATS_RUN,
        _P.VACANCIES_APPROVE,
        _P.VACANCIES_VET,
        _P.WAGES_HAND_OVER,
    }
)


def allows(who: Actor, permission: Permission) -> bool:
    """Return whether the actor has the permission by role and, for an API key, by its scopes."""
    if permission is Permission.PUBLIC:
        return True
    return permission in ROLES[who.role] and (who.scopes is None or permission in who.scopes)


def decides(who: Actor) -> bool:
    """Return whether there is anything that the actor may decide as the second of two."""
    return any(allows(who, permission) for permission in DECISIONS)


def permissions(who: Actor) -> set[str]:
    """Return the names of all permissions of an actor, by which pages choose what to show."""
    return {permission.value for permission in Permission if allows(who, permission)}


def require(who: Actor, permission: Permission) -> None:
    """Require a permission. Refuses: SignInNeeded for visitors, NotAllowed for all others."""
    if allows(who, permission):
        return
    raise SignInNeeded if who.role is Role.VISITOR else NotAllowed
