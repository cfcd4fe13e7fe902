"""The doors for people: pages that work on a cheap phone, without scripts, in five languages."""

from typing import Any

from service.pages import home, outside
from service.web import House

HANDLERS: list[Any] = [*home.HANDLERS]
OUTSIDE_LANGUAGES: list[Any] = [*outside.HANDLERS]


def prepare(house: House) -> None:
    """What every page shows, read once at start: the lines to call."""
    with house.database.read() as session:
        house.memory["help"] = home.help_lines(session)
