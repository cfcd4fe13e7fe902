"""The history of an application has every step, with each word about its contract, and says nothing
of who looked."""

import pytest

from matching.applications import application_history
from matching.contracts import signing
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted, signed


@pytest.fixture
def row(seeded_session, clock):
    return applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )


def history(session, row) -> list[tuple[str, str, str]]:
    session.commit()
    return [
        (one.noun, one.act, one.role)
        for one in application_history.for_application(session, row.reference)
    ]


def test_terms_written_down_and_accepted_stand_between_the_offer_and_the_signature(
    seeded_session, row, clock
):
    drafted(seeded_session, row, on=clock(), hours_per_week=60)
    signing.refuse(seeded_session, row, seen=1, by=WORKER, on=clock())
    signed(seeded_session, row, on=clock())
    assert history(seeded_session, row)[-6:] == [
        ("application", "take_offer", "citizen"),
        ("contract", "draft", "agency_user"),
        ("contract", "refuse", "citizen"),
        ("contract", "draft", "agency_user"),
        ("contract", "agree", "citizen"),
        ("application", "sign", "agency_user"),
    ]


def test_what_is_written_down_again_unchanged_and_who_looked_are_no_part_of_it(
    seeded_session, row, clock
):
    drafted(seeded_session, row, on=clock())
    before = history(seeded_session, row)
    drafted(seeded_session, row, on=clock())
    assert history(seeded_session, row) == before
    assert not [act for _, act, _ in before if act == "open"]


def test_of_another_application_nothing_stands_there(seeded_session, row, clock):
    other = applied(
        seeded_session, worker(seeded_session, on=clock(), name="Another Invented"), on=clock()
    )
    drafted(seeded_session, row, on=clock())
    assert {act for _, act, _ in history(seeded_session, other)} == {"apply", "hand_in"}
