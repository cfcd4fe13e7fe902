"""Libraries that a start does not need. They are loaded by their names when something of them is
first asked for."""

from importlib import import_module
from typing import Any

_NAMES: set[str] = set()


class Library:
    """A library by its name. Its parts are asked for as those of a module that was imported:
    `typst.Compiler`."""

    def __init__(self, name: str) -> None:
        _NAMES.add(name)
        self._name = name

    def __getattr__(self, part: str) -> Any:
        return getattr(import_module(self._name), part)


def load_all() -> None:
    """Loads each, so that `./musofir check` finds what is missing before somebody asks for it."""
    for name in sorted(_NAMES):
        import_module(name)
