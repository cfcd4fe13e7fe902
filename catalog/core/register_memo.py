"""Values read from the register, kept until it changes."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.orm import Session as AnySession

from catalog.core import journal

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class RegisterMemo(Generic[Key, Value]):
    """Values as they are at one position of the register's journal, at most so many of them."""

    def __init__(self, position: int, most: int) -> None:
        self._position, self._most = position, most
        self._kept: dict[Key, Value] = {}

    def get(
        self,
        session: AnySession,
        wanted: Sequence[Key],
        read: Callable[[list[Key]], dict[Key, Value]],
    ) -> dict[Key, Value]:
        """The values of these keys; those that are not kept are read.

        They are kept only if the session still sees that position.
        """
        kept = self._kept
        found = {key: kept[key] for key in wanted if key in kept}
        if missing := [key for key in dict.fromkeys(wanted) if key not in found]:
            fresh = read(missing)
            found |= fresh
            if journal.register_position(session) == self._position:
                self._kept = fresh if len(kept) + len(fresh) > self._most else kept | fresh
        return found
