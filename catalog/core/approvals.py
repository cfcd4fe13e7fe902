"""The two-person rule: nobody approves, confirms or countersigns what they began themselves."""

from catalog.core.actor import Actor
from catalog.core.errors import Refusal


def require_other_person(by: Actor, refusal: type[Refusal], *earlier: str | None) -> None:
    """Check that the actor is none of the accounts that took part earlier.

    An account is one person in whichever role, session or API key it acts. Raises `refusal`.
    """
    if by.account in earlier:
        raise refusal
