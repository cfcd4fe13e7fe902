"""The next action of a claim in our own words for the person who follows it."""

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import post_acceptance, reversals, withdrawal_actions

_CALLED = N_("An officer will read your claim and call you")
_CHECKED = N_("An officer will check the amounts of your claim")
_FOLLOWED_UP = N_("We will follow it up and tell you the outcome")
# What officers set by a command, wherever the claim is.
_BY_ACTION: Mapping[str, str] = MappingProxyType(
    {
        wage_claims.FIRST_ACTION: _CALLED,
        post_acceptance.FIRST_ACTION: _CALLED,
        withdrawal_actions.CANCELLED_ACTION: _CALLED,
        reversals.REOPENED_ACTION: _CHECKED,
    }
)
# An officer's own words are for officers: what the worker reads follows from the state.
_BY_STATE: Mapping[ClaimState, str] = MappingProxyType(
    {
        ClaimState.RECEIVED: _CALLED,
        ClaimState.ACKNOWLEDGED: N_("An officer will read your claim and tell you what is missing"),
        ClaimState.SCREENED: N_("An officer will work out how much you are owed"),
        ClaimState.NEEDS_DOCUMENTS: N_(
            "Send what the officer asked for, or tell us that you do not have it"
        ),
        ClaimState.CALCULATED: N_("We will decide whether to accept the claim and tell you"),
        ClaimState.ACCEPTED: N_("We will contact the employer, or ask the embassy to do it"),
        ClaimState.DECLINED: N_("You can ask us why, and send evidence"),
        ClaimState.ASSIGNED_TO_POST: N_(
            "The embassy or consulate will read your claim and contact the employer"
        ),
        ClaimState.EMPLOYER_CONTACTED: N_("We will ask the employer for an answer and tell you"),
        ClaimState.NEGOTIATION: N_("We will tell you how the talks with the employer end"),
        ClaimState.SETTLEMENT_OFFERED: N_("Decide whether you accept the amount, and tell us"),
        ClaimState.SETTLED_AWAITING_PAYMENT: N_("We will check whether the money has been paid"),
        ClaimState.PARTLY_PAID: N_("We will ask the employer for the rest of the money"),
        ClaimState.PAID_IN_FULL: N_("We will make sure that you have the money"),
        ClaimState.REOPENED: _CALLED,
    }
)


def for_worker(action: str, state: str) -> str:
    """Return what happens next as the worker reads it."""
    return _BY_ACTION.get(action) or _BY_STATE.get(ClaimState(state), _FOLLOWED_UP)


# What is said in other words to an heir of a worker who has died.
_TO_HEIRS: Mapping[str, str] = MappingProxyType(
    {
        _CALLED: N_("An officer will read the claim and call the family"),
        _CHECKED: N_("An officer will check the amounts of the claim"),
        _BY_STATE[ClaimState.ACKNOWLEDGED]: N_(
            "An officer will read the claim and tell you what is missing"
        ),
        _BY_STATE[ClaimState.SCREENED]: N_("An officer will work out how much is owed"),
        _BY_STATE[ClaimState.ASSIGNED_TO_POST]: N_(
            "The embassy or consulate will read the claim and contact the employer"
        ),
        _BY_STATE[ClaimState.SETTLEMENT_OFFERED]: N_(
            "The heirs decide whether they accept the amount, and tell us"
        ),
        _BY_STATE[ClaimState.PAID_IN_FULL]: N_("We will make sure that the heirs have the money"),
    }
)


def for_heir(action: str, state: str) -> str:
    """Return what happens next as an heir of a worker who has died reads it."""
    shown = for_worker(action, state)
    return _TO_HEIRS.get(shown, shown)
