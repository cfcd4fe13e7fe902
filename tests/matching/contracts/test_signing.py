"""The worker accepts what they saw, each worsening by its name, or refuses; only what they accepted
is signed."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import SYSTEM
from catalog.core.errors import EditConflict, NotAllowed
from catalog.core.fields import InTheFuture
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import Vacancy
from matching.applications.transitions import StepNotPossible
from matching.contracts import contracts, signing
from matching.contracts.contracts import BeforeAcceptance, NotAccepted, NotEachNamed, Unlawful
from matching.identity.persons import Citizen
from matching.placements import placements
from matching.placements.placements import NewPlacement, SameContract
from tests.support import cast
from tests.support.cast import DAVRON, FARIDA, GULNORA, HAMID, TODAY
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted, signed


@pytest.fixture
def row(house, clock):
    return applied(house, worker(house, on=clock()), on=clock(), until="take_offer")


def accept(house, row, named, clock, seen=1, by=WORKER):
    return signing.accept(house, row, named, seen=seen, by=by, on=clock(), day=TODAY)


def sign(house, row, clock, on_day=TODAY, by=HAMID):
    return signing.sign(house, row, on_day, by=by, on=clock(), day=TODAY)


def test_from_a_contract_accepted_to_a_placement(house, row, clock):
    drafted(house, row, on=clock())
    contract = accept(house, row, set(), clock)
    assert (contract.state, contract.worse, contract.countersigned_at) == ("accepted", "", None)
    placed = sign(house, row, clock)
    assert (row.state, row.placement, contract.state) == (
        "contract_signed",
        placed.reference,
        "signed",
    )
    assert (
        placed.agency,
        placed.contract,
        placed.employer,
        placed.vacancy,
        placed.occupation_major,
        placed.state,
    ) == (
        "AG-VALID",
        "XB-7/2026",
        "Hanbit Shipyard",
        row.vacancy,
        "7",
        "signed",
    )
    assert contract.officer is None


def test_a_placement_is_counted_by_the_age_on_the_day_of_signing(house, row, clock):
    """Whoever looks for work themselves told a day of birth, and nobody wrote down a band of
    age."""
    house.get_one(Citizen, row.citizen).age_band = "not_stated"
    drafted(house, row, on=clock())
    accept(house, row, set(), clock)
    assert sign(house, row, clock).age_band == "18_29"


def test_each_worsening_is_accepted_by_its_name_and_kept(house, row, clock):
    drafted(house, row, on=clock(), city="Busan", hours_per_week=52)
    for named in (set(), {"city"}, {"pay", "period"}):
        with pytest.raises(NotEachNamed):
            accept(house, row, named, clock)
    contract = accept(house, row, {"city", "hours_per_week", "pay"}, clock)
    assert contract.worse == "city hours_per_week"
    assert contract.countersigned_at is not None


def test_changed_after_it_was_accepted_it_has_to_be_accepted_anew(house, row, clock):
    drafted(house, row, on=clock())
    accept(house, row, set(), clock)
    drafted(house, row, on=clock(), wage=2_800_000)
    with pytest.raises(NotAccepted):
        sign(house, row, clock)
    contract = contracts.for_application(house, row)
    assert (contract.state, contract.accepted_at) == ("drafted", None)
    with pytest.raises(EditConflict):
        accept(house, row, {"pay"}, clock, seen=1)
    accept(house, row, {"pay"}, clock, seen=contract.version)
    assert sign(house, row, clock).contract == "XB-7/2026"
    with pytest.raises(StepNotPossible):
        drafted(house, row, on=clock(), wage=2_700_000)


def test_what_the_law_forbids_meanwhile_is_not_accepted(house, row, clock):
    drafted(house, row, on=clock())
    fact = NewFact(
        "KR",
        Kind.MINIMUM_WAGE,
        Mark.SOURCED,
        "invented",
        *["Invented"] * 4,
        component="gross",
        value=3_000_000,
        unit="month",
        currency="KRW",
    )
    countries.state_fact(house, fact, by=SYSTEM, on=clock())
    with pytest.raises(Unlawful):
        accept(house, row, {"minimum_wage"}, clock)


def test_refused_it_is_not_signed_and_other_terms_may_come(house, row, clock):
    drafted(house, row, on=clock(), hours_per_week=60)
    signing.refuse(house, row, seen=1, by=WORKER, on=clock())
    assert (row.state, contracts.for_application(house, row).state) == ("accepted", "refused")
    for deed in (
        lambda: sign(house, row, clock),
        lambda: accept(house, row, {"hours_per_week"}, clock, seen=2),
    ):
        with pytest.raises((NotAccepted, EditConflict)):
            deed()
    drafted(house, row, on=clock())
    accept(house, row, set(), clock, seen=contracts.for_application(house, row).version)


def test_nobody_signs_or_accepts_for_another(house, row, clock):
    drafted(house, row, on=clock())
    for by in (HAMID, FARIDA, DAVRON):
        with pytest.raises(NotAllowed):
            accept(house, row, set(), clock, by=by)
        with pytest.raises(NotAllowed):
            signing.refuse(house, row, seen=1, by=by, on=clock())
    accept(house, row, set(), clock)
    for by in (WORKER, FARIDA, DAVRON, msgspec.structs.replace(HAMID, agency="AG-STATE")):
        with pytest.raises(NotAllowed):
            sign(house, row, clock, by=by)


def test_absurd_days_and_twice(house, row, clock):
    with pytest.raises(NotAccepted):
        sign(house, row, clock)
    drafted(house, row, on=clock())
    accept(house, row, set(), clock)
    with pytest.raises(EditConflict):
        accept(house, row, set(), clock, seen=2)
    with pytest.raises(BeforeAcceptance):
        sign(house, row, clock, TODAY - timedelta(days=1))
    with pytest.raises(InTheFuture):
        sign(house, row, clock, TODAY + timedelta(days=1))
    sign(house, row, clock)
    for deed in (
        lambda: sign(house, row, clock),
        lambda: signing.refuse(house, row, seen=3, by=WORKER, on=clock()),
    ):
        with pytest.raises((NotAccepted, StepNotPossible)):
            deed()


def test_the_same_number_twice_for_one_person_is_told(house, row, clock):
    signed(house, row, on=clock())
    again = house.get_one(Citizen, row.citizen)
    new_placement = NewPlacement("AG-VALID", "xb-7/2026", "Another", TODAY, "KR")
    with pytest.raises(SameContract):
        placements.sign(house, new_placement, again, by=FARIDA, on=clock(), day=TODAY)


def test_of_the_state_agency_an_officer_answers_for_its_placement(house, clock):
    row = applied(house, worker(house, on=clock()), to="quota", on=clock(), until="take_offer")
    placed = signed(house, row, on=clock(), by=FARIDA, isco08="9112")
    assert (placed.channel, contracts.for_application(house, row).officer) == (
        "state_agency",
        FARIDA.account,
    )
    assert cast.named(house, "quota").seats_taken == 1


def test_what_was_accepted_beside_earlier_terms_is_accepted_anew(house, row, clock):
    """The worker compared the contract with terms that no longer stand; the recruiter writes it
    down again, the same or other."""
    drafted(house, row, on=clock())
    accept(house, row, set(), clock)
    clock.forward(hours=-1)  # an import that began before writes it now
    vacancy = house.get_one(Vacancy, row.vacancy)
    result = msgspec.structs.replace(cast.VACANCIES["published"][2], city="Geoje")
    vacancies.submit(
        house, result, agency=vacancy.agency, employer=vacancy.employer, by=HAMID, on=clock()
    )
    vetting.publish_as_decided(house, vacancy.reference, "Decision 9", by=GULNORA, on=clock())
    with pytest.raises(NotAccepted):
        sign(house, row, clock)
    again = drafted(house, row, on=clock())
    assert (again.state, again.accepted_at) == ("drafted", None)
    with pytest.raises(NotEachNamed):
        accept(house, row, set(), clock, seen=again.version)
    accept(house, row, {"city"}, clock, seen=again.version)
    assert sign(house, row, clock).contract == "XB-7/2026"
