"""Placements put right: figures and check-ins follow, and steps are not taken by a correction."""

from datetime import date, timedelta

import msgspec
import pytest

from catalog.core import corrections
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import InTheFuture
from catalog.reference.countries import NotACountry
from matching.identity.persons import Sex
from matching.journey import check_ins, departure_arrival, placement_corrections
from matching.journey.placement_corrections import AgencyOfApplication, FactOfStep
from matching.placements.placements import (
    CancellationReason,
    MayNotRecruit,
    SameContract,
    WrongOrder,
)
from tests.support.cast import ELYOR, FARIDA, IRODA, TODAY
from tests.support.sample_applications import applied, worker
from tests.support.sample_journeys import signed
from tests.support.sample_placements import MOSCOW, arrived_today, placed

WHY = "Read from the wrong page"


@pytest.fixture
def person(seeded_session, clock) -> str:
    return worker(seeded_session, on=clock()).reference


@pytest.fixture
def correct(seeded_session, clock):
    def corrected(row, by=FARIDA, **values):
        facts = msgspec.structs.replace(placement_corrections.current(row), **values)
        return placement_corrections.correct(
            seeded_session, row, facts, WHY, by=by, on=clock(), day=TODAY
        )

    return corrected


def test_the_contract_is_corrected_with_its_history(seeded_session, person, clock, correct):
    row = placed(seeded_session, of=person, on=clock())
    correct(row, contract="xb-2/2026", employer="Severny OOO", city="", sex=Sex.FEMALE)
    assert (row.contract, row.employer, row.city, row.sex) == (
        "XB-2/2026",
        "Severny OOO",
        "",
        "female",
    )
    (version,) = corrections.history(seeded_session, "placement", row.reference)
    assert (version.number, version.officer, version.reason) == (2, FARIDA.account, WHY)
    assert ("contract", "XB-1/2026", "XB-2/2026") in [
        (one.field, one.before, one.after) for one in version.changes
    ]


def test_another_agency_is_another_channel(seeded_session, person, clock, correct):
    row = placed(seeded_session, of=person, on=clock())
    assert correct(row, agency="AG-STATE").channel == "state_agency"


def test_a_corrected_arrival_moves_the_questions_that_were_not_asked(
    seeded_session, person, clock, correct
):
    row = arrived_today(seeded_session, person, on=clock())
    first, second = check_ins.list_for_placements(seeded_session, [row.reference])
    first.asked_at = clock()
    kept = first.due_on
    day = TODAY - timedelta(2)
    correct(row, by=IRODA, departed_on=day, arrived_on=day)
    assert (row.arrived_on, first.due_on) == (day, kept)
    assert (second.due_on, second.waits_since) == (day + timedelta(90), day + timedelta(90))


def test_what_cannot_be_is_refused_beside_its_field(seeded_session, person, clock, correct):
    row = arrived_today(seeded_session, person, on=clock(), where=MOSCOW)
    placed(seeded_session, of=person, on=clock(), contract="XB-9")
    for values, refusal, field in (
        ({}, NothingCorrected, None),
        ({"arrived_on": None}, FactOfStep, "arrived_on"),
        ({"why": CancellationReason.MISTAKE}, FactOfStep, "why"),
        ({"country": "XX"}, NotACountry, "country"),
        ({"signed_on": TODAY + timedelta(1)}, InTheFuture, "signed_on"),
        ({"arrived_on": date(2026, 8, 1)}, WrongOrder, "arrived_on"),
        ({"agency": "AG-NOBODY"}, NotFound, "agency"),
        ({"agency": "AG-DHAKA"}, MayNotRecruit, "signed_on"),
        ({"vacancy": "V-NONE"}, NotFound, "vacancy"),
        ({"contract": "xb-9"}, SameContract, "contract"),
    ):
        with pytest.raises(refusal) as refused:
            correct(row, **values)
        assert refused.value.field == field, values
    assert row.version == 1
    with pytest.raises(NotAllowed):
        correct(row, by=ELYOR, city="Tver")


def test_the_agency_of_an_application_stays(seeded_session, clock, correct):
    applicant = applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )
    signed(seeded_session, applicant, on=clock())
    row = departure_arrival.placement(seeded_session, applicant)
    with pytest.raises(AgencyOfApplication):
        correct(row, agency="AG-STATE")
    assert correct(row, employer="Hanbit Heavy").employer == "Hanbit Heavy"
