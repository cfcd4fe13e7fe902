"""Libraries that are imported only when first used, to keep start-up fast."""

from importlib import import_module
from typing import Any

_NAMES: set[str] = set()


class Library:
    """A library by its name, used like an imported module: `typst.Compiler`."""

    def __init__(self, name: str) -> None:
        _NAMES.add(name)
        self._name = name

    def __getattr__(self, part: str) -> Any:
        return getattr(import_module(self._name), part)


def load_all() -> None:
    """Import every library, so that `./musofir check` finds a missing one before it is needed."""
    for name in sorted(_NAMES):
        import_module(name)
