"""The doors for people: pages that work on a cheap phone, without scripts, in five languages."""

from typing import Any

from catalog.ground import vault
from service import lines
from service.pages import (
    advice,
    agencies,
    countries,
    danger,
    desk,
    desk_advice,
    desk_claim,
    desk_licences,
    desk_vetting,
    desk_wages,
    follow,
    home,
    matches,
    offers,
    outside,
    report,
    vacancies,
    wages,
    walk,
)
from service.web import House

HANDLERS: list[Any] = [
    *home.HANDLERS,
    *vacancies.HANDLERS,
    *agencies.HANDLERS,
    *offers.HANDLERS,
    *matches.HANDLERS,
    *countries.HANDLERS,
    *danger.HANDLERS,
    *wages.HANDLERS,
    *follow.HANDLERS,
    *advice.HANDLERS,
    *report.HANDLERS,
    *walk.HANDLERS,
    *desk.HANDLERS,
    *desk_advice.HANDLERS,
    *desk_wages.HANDLERS,
    *desk_claim.HANDLERS,
    *desk_vetting.HANDLERS,
    *desk_licences.HANDLERS,
]
OUTSIDE_LANGUAGES: list[Any] = [*outside.HANDLERS]


def prepare(house: House) -> None:
    """Read before the first visitor: the keys that outlast a change of master key, and the lines to call on every page."""
    with house.database.read() as session:
        vault.load(session)
        house.memory["lines"] = lines.read(session, house.today)


def warm(house: House) -> None:
    """Read while the first visitors come: the register in memory; whoever searches meanwhile waits for it."""
    with house.database.read() as session:
        house.shelf(session)
