"""The history of an application has every step, with each word about its contract, and says nothing
of who looked."""

import pytest

from matching.applications import application_history
from matching.contracts import signing
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted, signed


@pytest.fixture
def row(house, clock):
    return applied(house, worker(house, on=clock()), on=clock(), until="take_offer")


def told(house, row) -> list[tuple[str, str, str]]:
    house.commit()
    return [
        (one.noun, one.act, one.role)
        for one in application_history.for_application(house, row.reference)
    ]


def test_terms_written_down_and_accepted_stand_between_the_offer_and_the_signature(
    house, row, clock
):
    drafted(house, row, on=clock(), hours_per_week=60)
    signing.refuse(house, row, seen=1, by=WORKER, on=clock())
    signed(house, row, on=clock())
    assert told(house, row)[-6:] == [
        ("application", "take_offer", "citizen"),
        ("contract", "draft", "agency_user"),
        ("contract", "refuse", "citizen"),
        ("contract", "draft", "agency_user"),
        ("contract", "agree", "citizen"),
        ("application", "sign", "agency_user"),
    ]


def test_what_is_written_down_again_unchanged_and_who_looked_are_no_part_of_it(house, row, clock):
    drafted(house, row, on=clock())
    before = told(house, row)
    drafted(house, row, on=clock())
    assert told(house, row) == before
    assert not [act for _, act, _ in before if act == "open"]


def test_of_another_application_nothing_stands_there(house, row, clock):
    other = applied(house, worker(house, on=clock(), name="Another Invented"), on=clock())
    drafted(house, row, on=clock())
    assert {act for _, act, _ in told(house, other)} == {"apply", "hand_in"}
