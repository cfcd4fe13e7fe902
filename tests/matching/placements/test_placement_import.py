"""A register of placements taken over at once: each contract by the rules of a single one, each
mistake by its line."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from matching.identity import persons
from matching.identity.persons import NewCitizen
from matching.placements import placement_import
from matching.placements.placement_import import PlacementLine
from matching.placements.placements import NewPlacement, Placement
from tests.support.cast import TODAY

TOLD = NewPlacement(
    "STATE", "C-1", "Invented Shipyard", date(2026, 5, 1), "KR", arrived_on=date(2026, 7, 1)
)


@pytest.fixture
def sign(seeded, clock):
    """Takes lines over; says what became of each, by a word."""

    def taken(*lines: dict[str, object]) -> list[str]:
        with seeded.write() as session:
            person = persons.record(session, NewCitizen("Worker Invented"), by=SYSTEM, on=clock())
            agency = "AG-STATE"
            items = [msgspec.structs.replace(TOLD, **({"agency": agency} | line)) for line in lines]
            placed = [PlacementLine(one, person) for one in items]
            done = placement_import.sign_many(session, placed, by=SYSTEM, on=clock(), day=TODAY)
        return [one.slug if isinstance(one, Refusal) else one[:2] for one in done]

    return taken


def test_each_contract_is_recorded_and_stands_in_the_chain(sign, seeded):
    assert sign({}, {"contract": "C-2", "country": None}) == ["P-", "P-"]
    with seeded.read() as session:
        rows = list(session.execute(select(Placement)).scalars())
        assert {(row.state, row.channel, row.country) for row in rows} == {
            ("arrived", "state_agency", "KR"),
            ("arrived", "state_agency", None),
        }
        assert all(journal.history(session, "placement", row.reference) for row in rows)
        assert journal.verify(session) is None


WRONG = {
    "same-contract": {},
    "not-found": {"agency": "AG-NOBODY"},
    "may-not-recruit": {"agency": "AG-DHAKA"},
    "not-a-country": {"contract": "C-2", "country": "ZZ"},
    "wrong-order": {"contract": "C-2", "arrived_on": date(2026, 4, 1)},
    "in-the-future": {"contract": "C-2", "arrived_on": TODAY + timedelta(days=1)},
}


@pytest.mark.parametrize("text", list(WRONG))
def test_a_line_that_cannot_be_is_named_and_stops_no_other(sign, text):
    assert sign({}, WRONG[text], {"contract": "C-3"}) == ["P-", text, "P-"]


def test_which_contracts_stand_there_already_is_told(sign, seeded):
    sign({})
    with seeded.read() as session:
        assert placement_import.existing_numbers(session, ["C-1", "C-9"]) == {"C-1"}
