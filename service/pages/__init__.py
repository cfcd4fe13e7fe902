"""Pages for people, which work on a cheap phone, without scripts, in five languages."""

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from service.infra import hotlines, master_key
from service.pages.public import site_addresses
from service.web.app_state import AppState


def route_handlers(module: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers that a module defines."""
    named = [one for one in vars(module).values() if isinstance(one, HTTPRouteHandler)]
    return [one for one in named if one.fn.__module__ == module.__name__]


# Every module of every package here: a page needs no entry in a list.
_MODULES = [import_module(one.name) for one in walk_packages(__path__, f"{__name__}.")]
HANDLERS_WITHOUT_LANGUAGE = route_handlers(site_addresses)
HANDLERS = [
    handler
    for module in _MODULES
    if module is not site_addresses
    for handler in route_handlers(module)
]


def prepare(house: AppState) -> None:
    """Load what is needed before the first visitor.

    These are the keys that outlast a change of master key, and the hotlines shown on every page.
    """
    master_key.load(house.settings, house.database)
    with house.database.read() as session:
        house.memory["lines"] = hotlines.read(session, house.today)


def warm(house: AppState) -> None:
    """Load the register into memory while the first visitors come.

    Searches wait until it is loaded.
    """
    with house.database.read() as session:
        house.shelf(session)
