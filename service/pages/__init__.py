"""The doors for people: pages that work on a cheap phone, without scripts, in five languages."""

from typing import Any

from service.pages import agencies, countries, danger, home, matches, offers, outside, vacancies
from service.web import House

HANDLERS: list[Any] = [
    *home.HANDLERS,
    *vacancies.HANDLERS,
    *agencies.HANDLERS,
    *offers.HANDLERS,
    *matches.HANDLERS,
    *countries.HANDLERS,
    *danger.HANDLERS,
]
OUTSIDE_LANGUAGES: list[Any] = [*outside.HANDLERS]


def prepare(house: House) -> None:
    """Read once at start, so that the first visitor does not wait: the register in memory and the lines to call."""
    with house.database.read() as session:
        house.shelf(session)
