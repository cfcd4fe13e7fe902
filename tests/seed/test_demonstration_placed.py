"""Contracts for work abroad in the demonstration."""

from sqlalchemy import select
from sqlmodel import col

from catalog.core.fields import tashkent_day
from catalog.licensing.agencies import Agency
from matching.identity.persons import Citizen
from matching.placements import arrivals, placements
from matching.placements.placements import CancellationReason, Placement, State
from seed.demonstration import agency_records, people
from service import accounts
from service.casework.employers import agency_scorecard
from tests.conftest import Clock


def test_contracts_for_work_abroad_are_in_every_state_and_tell_of_two_years(reading):
    rows = reading.execute(select(Placement)).scalars().all()
    assert {row.state for row in rows} == set(State)
    assert len(rows) > 200
    assert {row.why for row in rows if row.why} == {why.value for why in CancellationReason}
    arrived = [row for row in rows if row.state == State.ARRIVED]
    assert {row.arrived_on.year for row in arrived} == {2025, 2026}
    assert {row.confirmed for row in arrived} == {"post", "worker", "record"}
    assert {row.channel for row in arrived} == {channel.value for channel in placements.Channel}


def test_alisher_can_say_that_he_has_arrived(reading):
    account = accounts.find(reading, people.CAST[0].email)
    assert [
        (row.state, row.country) for row in arrivals.list_for_person(reading, account.citizen)
    ] == [("departed", "KR")]


def test_no_two_invented_people_share_a_number_because_of_contracts(reading):
    placed = select(col(Placement.citizen)).distinct()
    theirs = list(
        reading.execute(
            select(col(Citizen.phone_blind)).where(col(Citizen.reference).in_(placed))
        ).scalars()
    )
    everybody = reading.execute(
        select(col(Citizen.reference)).where(col(Citizen.phone_blind).in_(theirs))
    ).scalars()
    assert len(list(everybody)) == len(theirs) > 200


def test_the_cards_of_recruiters_show_nobody_what_a_card_is(reading):
    now = Clock().now
    for number in (agency_records.STATE, *agency_records.LARGEST):
        agency = reading.get_one(Agency, number)
        card = agency_scorecard.public_card(reading, agency, now, tashkent_day(now))
        assert card.placed, number
        assert card.claims.base, number
        assert card.answer_time.days, number
    first = reading.get_one(Agency, agency_records.LARGEST[0])
    assert agency_scorecard.card(reading, first, now, tashkent_day(now)).cover.hundred
