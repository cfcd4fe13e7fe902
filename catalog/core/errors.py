"""Refusals: why a command was not carried out, worded so that the person can act on it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from i18n import N_

T = TypeVar("T")


class Refusal(Exception):
    """A command that a rule forbids.

    The facts fill the placeholders of the sentence; `field` names the form field to which it
    belongs.
    """

    # The fixed name for programs: the end of the problem type, the code of a field problem and a
    # label of the metrics.
    slug: ClassVar[str] = "refusal"
    sentence: ClassVar[str] = N_("You cannot do this.")
    # The facts that are codes, each with the list of labels in which it is looked up.
    coded: ClassVar[Mapping[str, str]] = {}

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(self.sentence % facts if facts else self.sentence)
        self.field = field
        self.facts = facts

    @property
    def errors(self) -> "list[Refusal]":
        """The refusals that this one holds: itself, or those of several fields."""
        return [self]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "slug" not in vars(cls):
            raise TypeError(f"{cls.__qualname__} needs a slug of its own")


class NotFound(Refusal):
    slug = "not-found"
    sentence = N_("Nothing was found at this address.")

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(field, **facts)
        if field:
            self.sentence = _NOT_FOUND_AS_TYPED  # type: ignore[misc]


# Beside the field of a reference that somebody typed or chose.
_NOT_FOUND_AS_TYPED = N_(
    "There is no such record among those you can open. Check what you entered here."
)


def require_found(row: T | None) -> T:
    """Return a row that was looked for. Refuses: NotFound, if there is none."""
    if row is None:
        raise NotFound
    return row


class NotAllowed(Refusal):
    slug = "not-allowed"
    sentence = N_("You do not have permission to do this.")


class SignInNeeded(Refusal):
    slug = "sign-in-needed"
    sentence = N_("You need to sign in first.")


class Conflict(Refusal):
    slug = "conflict"
    sentence = N_("This record has changed since you opened it. Open it again.")


class EditConflict(Refusal):
    slug = "stale"
    sentence = N_(
        "This record changed while you were editing it. Compare both versions and send yours again."
    )


class KeyReused(Refusal):
    slug = "other-body"
    sentence = N_("This key has already been used for a different request.")


class Unavailable(Refusal):
    slug = "unavailable"
    sentence = N_(
        "The service cannot save anything at the moment. Nothing has been lost. Try again in "
        "a minute."
    )


class InvalidInput(Refusal):
    """All refused fields of one input together."""

    slug = "wrong"
    sentence = N_("There is a problem with some of your answers.")

    def __init__(self, errors: list[Refusal]) -> None:
        super().__init__()
        self._errors = errors

    @property
    def errors(self) -> list[Refusal]:
        return self._errors

    def sort(self, names: Sequence[str]) -> None:
        """Sort by the order of the fields; an error of no named field stays after the one before."""
        places, last = {name: place for place, name in enumerate(names)}, 0
        placed: list[tuple[int, Refusal]] = []
        for error in self._errors:
            last = places.get(error.field or "", last)
            placed.append((last, error))
        self._errors = [error for _, error in sorted(placed, key=lambda one: one[0])]


class Mistakes:
    """Mistakes of one input that are found one after another and reported together."""

    def __init__(self) -> None:
        self._errors: list[Refusal] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what the block refuses, once for each field, and go on."""
        try:
            yield
        except Refusal as refusal:
            known = {error.field for error in self._errors}
            self._errors += [error for error in refusal.errors if error.field not in known]

    @property
    def fields(self) -> set[str]:
        """The fields of which something was noted."""
        return {error.field for error in self._errors if error.field}

    def require_none(self) -> None:
        """Refuses: the one mistake that was noted, or InvalidInput with all of them."""
        if len(self._errors) == 1:
            raise self._errors[0]
        if self._errors:
            raise InvalidInput(self._errors)
