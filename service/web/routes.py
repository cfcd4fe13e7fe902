"""Route handlers found in the modules of a package, so that a route needs no entry in a list."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from litestar.handlers import HTTPRouteHandler


def in_module(module: ModuleType) -> list[HTTPRouteHandler]:
    """Return the route handlers that a module defines."""
    named = [one for one in vars(module).values() if isinstance(one, HTTPRouteHandler)]
    return [one for one in named if one.fn.__module__ == module.__name__]


def in_package(name: str, path: Iterable[str]) -> list[HTTPRouteHandler]:
    """Return the route handlers of every module in a package, of this name and `__path__`."""
    modules = [import_module(one.name) for one in walk_packages(path, f"{name}.")]
    return [handler for module in modules for handler in in_module(module)]
