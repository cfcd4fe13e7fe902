"""The usual next actions of officers, in the words for a claim whose worker has died."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlmodel import Session

from i18n import N_
from matching.identity import deaths

FAMILY_ACTION = N_("Acknowledge the claim and call the family")
# What an officer does instead of an action that would need the worker.
OF_HEIRS: Mapping[str, str] = MappingProxyType(
    {
        N_("Acknowledge the claim and call the worker"): FAMILY_ACTION,
        N_("Read the claim and call the worker"): N_("Read the claim and call the family"),
        N_("Call the worker"): N_("Call the family"),
        N_("Speak with the worker alone, on the telephone number given in the claim"): N_(
            "Speak with the heirs about the withdrawal"
        ),
        N_("Ask the worker for the missing documents again"): N_(
            "Ask the heirs for the missing documents again"
        ),
        N_("Send the worker a letter with the answer"): N_(
            "Send the heirs a letter with the answer"
        ),
        N_("Get the worker’s answer"): N_("Get the answer of the heirs"),
        N_("Pay the money out to the worker and close the claim"): N_(
            "Pay the money out to the heirs and close the claim"
        ),
    }
)


def by_claims(session: Session, actions: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Return next actions by claim, each given as (claim, person, action).

    Where the person has died, an action that would need them is that of the heirs."""
    people = {person for _claim, person, action in actions if action in OF_HEIRS}
    died = deaths.list_dead(session, people) if people else set()
    return {
        claim: OF_HEIRS.get(action, action) if person in died else action
        for claim, person, action in actions
    }
