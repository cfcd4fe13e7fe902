"""Every table there is, in one place, so that migrations see them all."""

from importlib import import_module

# Each floor with its modules in which tables stand.
_STAND = {
    "catalog": """
        agencies answers bids blacklist branches contests countries deposits employers idle inspections
        law licences occupations petitions posts proposals proprietors vacancies vetting
    """,
    "catalog.ground": "journal outbox rates vault",
    "matching": """
        alerts applications checkins citizens contracts costs drawn entries homecomings misses naming notices placements
        preparing profiles proposed rankings reports rounds searches terms
    """,
    "service": "accounts attempts counters dossier drafts once retention upkeep",
    "service.accounts": "invitations number_changes numbers second signins",
    "service.casework": """
        acts advice allowed_days approvals audits books callbacks complaints contacts diaries evidence
        gatherings groups instalments ledger letters limits notes opinions origins owners parties payees
        phrases questions referrals reminders rotations saved screenings shares steps texts troubles wages
        warnings
    """,
    "service.reporting": "bodies catalogue daily frozen handed_in remarks signed",
}
MODULES = tuple(import_module(f"{floor}.{name}") for floor, names in _STAND.items() for name in names.split())
