"""The next action of a claim in the words for the person who follows it."""

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_
from service.casework.claims import wage_claims
from service.casework.workflow import post_acceptance, reversals, withdrawal_actions

_CALLED = N_("An officer will read your claim and call you")
_CHECKED = N_("An officer will check the amounts of your claim")
_FOR_WORKERS: Mapping[str, str] = MappingProxyType(
    {
        wage_claims.FIRST_ACTION: _CALLED,
        post_acceptance.FIRST_ACTION: _CALLED,
        withdrawal_actions.CANCELLED_ACTION: _CALLED,
        reversals.REOPENED_ACTION: _CHECKED,
    }
)


def for_worker(action: str) -> str:
    """Return the action as the worker reads it: those that officers set by a command in other
    words, what an officer wrote as it is."""
    return _FOR_WORKERS.get(action, action)
