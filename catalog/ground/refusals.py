"""Why something is not done, said so that the person can act on it."""

import re
from collections.abc import Mapping
from typing import ClassVar

from i18n import N_


class Refusal(Exception):
    """A deed that a rule forbids; the facts fill the sentence's %(names)s, field says beside which answer it belongs."""

    sentence: ClassVar[str] = N_("This cannot be done.")
    # The facts that are codes, each with the list in which its word stands.
    coded: ClassVar[Mapping[str, str]] = {}

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(self.sentence % facts if facts else self.sentence)
        self.field = field
        self.facts = facts

    @classmethod
    def slug(cls) -> str:
        """The refusal's stable name for programs, the end of its problem type."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


class NotFound(Refusal):
    sentence = N_("There is nothing under this address.")


class NotAllowed(Refusal):
    sentence = N_("You do not have the right to do this.")


class SignInNeeded(Refusal):
    sentence = N_("Sign in first.")


class Conflict(Refusal):
    sentence = N_("Something else has happened to this record. Open it again.")


class Stale(Refusal):
    sentence = N_("Somebody changed this record while you were writing. Compare both and send again.")


class OtherBody(Refusal):
    sentence = N_("This key was already used for a different request.")


class Unavailable(Refusal):
    sentence = N_("The service cannot write at this moment. Nothing was lost. Try again in a minute.")


class Wrong(Refusal):
    """Answers that cannot be taken, all of them at once."""

    sentence = N_("Some answers need another look.")

    def __init__(self, errors: list[Refusal]) -> None:
        super().__init__()
        self.errors = errors
