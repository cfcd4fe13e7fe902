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
def row(seeded_session, clock):
    return applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )


def accept(session, row, named, clock, seen=1, by=WORKER):
    return signing.accept(session, row, named, seen=seen, by=by, on=clock(), day=TODAY)


def sign(session, row, clock, on_day=TODAY, by=HAMID):
    return signing.sign(session, row, on_day, by=by, on=clock(), day=TODAY)


def test_from_a_contract_accepted_to_a_placement(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock())
    contract = accept(seeded_session, row, set(), clock)
    assert (contract.state, contract.worse, contract.countersigned_at) == ("accepted", "", None)
    placed = sign(seeded_session, row, clock)
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


def test_a_placement_is_counted_by_the_age_on_the_day_of_signing(seeded_session, row, clock):
    """Whoever looks for work themselves told a day of birth, and nobody wrote down a band of
    age."""
    seeded_session.get_one(Citizen, row.citizen).age_band = "not_stated"
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, set(), clock)
    assert sign(seeded_session, row, clock).age_band == "18_29"


def test_each_worsening_is_accepted_by_its_name_and_kept(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock(), city="Busan", hours_per_week=52)
    for named in (set(), {"city"}, {"pay", "period"}):
        with pytest.raises(NotEachNamed):
            accept(seeded_session, row, named, clock)
    contract = accept(seeded_session, row, {"city", "hours_per_week", "pay"}, clock)
    assert contract.worse == "city hours_per_week"
    assert contract.countersigned_at is not None


def test_changed_after_it_was_accepted_it_has_to_be_accepted_anew(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, set(), clock)
    drafted(seeded_session, row, on=clock(), wage=2_800_000)
    with pytest.raises(NotAccepted):
        sign(seeded_session, row, clock)
    contract = contracts.for_application(seeded_session, row)
    assert (contract.state, contract.accepted_at) == ("drafted", None)
    with pytest.raises(EditConflict):
        accept(seeded_session, row, {"pay"}, clock, seen=1)
    accept(seeded_session, row, {"pay"}, clock, seen=contract.version)
    assert sign(seeded_session, row, clock).contract == "XB-7/2026"
    with pytest.raises(StepNotPossible):
        drafted(seeded_session, row, on=clock(), wage=2_700_000)


def test_what_the_law_forbids_meanwhile_is_not_accepted(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock())
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
    countries.state_fact(seeded_session, fact, by=SYSTEM, on=clock())
    with pytest.raises(Unlawful):
        accept(seeded_session, row, {"minimum_wage"}, clock)


def test_refused_it_is_not_signed_and_other_terms_may_come(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock(), hours_per_week=60)
    signing.refuse(seeded_session, row, seen=1, by=WORKER, on=clock())
    assert (row.state, contracts.for_application(seeded_session, row).state) == (
        "accepted",
        "refused",
    )
    for action in (
        lambda: sign(seeded_session, row, clock),
        lambda: accept(seeded_session, row, {"hours_per_week"}, clock, seen=2),
    ):
        with pytest.raises((NotAccepted, EditConflict)):
            action()
    drafted(seeded_session, row, on=clock())
    accept(
        seeded_session,
        row,
        set(),
        clock,
        seen=contracts.for_application(seeded_session, row).version,
    )


def test_nobody_signs_or_accepts_for_another(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock())
    for by in (HAMID, FARIDA, DAVRON):
        with pytest.raises(NotAllowed):
            accept(seeded_session, row, set(), clock, by=by)
        with pytest.raises(NotAllowed):
            signing.refuse(seeded_session, row, seen=1, by=by, on=clock())
    accept(seeded_session, row, set(), clock)
    for by in (WORKER, FARIDA, DAVRON, msgspec.structs.replace(HAMID, agency="AG-STATE")):
        with pytest.raises(NotAllowed):
            sign(seeded_session, row, clock, by=by)


def test_absurd_days_and_twice(seeded_session, row, clock):
    with pytest.raises(NotAccepted):
        sign(seeded_session, row, clock)
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, set(), clock)
    with pytest.raises(EditConflict):
        accept(seeded_session, row, set(), clock, seen=2)
    with pytest.raises(BeforeAcceptance):
        sign(seeded_session, row, clock, TODAY - timedelta(days=1))
    with pytest.raises(InTheFuture):
        sign(seeded_session, row, clock, TODAY + timedelta(days=1))
    sign(seeded_session, row, clock)
    for action in (
        lambda: sign(seeded_session, row, clock),
        lambda: signing.refuse(seeded_session, row, seen=3, by=WORKER, on=clock()),
    ):
        with pytest.raises((NotAccepted, StepNotPossible)):
            action()


def test_the_same_number_twice_for_one_person_is_told(seeded_session, row, clock):
    signed(seeded_session, row, on=clock())
    again = seeded_session.get_one(Citizen, row.citizen)
    new_placement = NewPlacement("AG-VALID", "xb-7/2026", "Another", TODAY, "KR")
    with pytest.raises(SameContract):
        placements.sign(seeded_session, new_placement, again, by=FARIDA, on=clock(), day=TODAY)


def test_of_the_state_agency_an_officer_answers_for_its_placement(seeded_session, clock):
    row = applied(
        seeded_session,
        worker(seeded_session, on=clock()),
        to="quota",
        on=clock(),
        until="take_offer",
    )
    placed = signed(seeded_session, row, on=clock(), by=FARIDA, isco08="9112")
    assert (placed.channel, contracts.for_application(seeded_session, row).officer) == (
        "state_agency",
        FARIDA.account,
    )
    assert cast.named(seeded_session, "quota").seats_taken == 1


def test_what_was_accepted_beside_earlier_terms_is_accepted_anew(seeded_session, row, clock):
    """The worker compared the contract with terms that no longer stand; the recruiter writes it
    down again, the same or other."""
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, set(), clock)
    clock.forward(hours=-1)  # an import that began before writes it now
    vacancy = seeded_session.get_one(Vacancy, row.vacancy)
    result = msgspec.structs.replace(cast.VACANCIES["published"][2], city="Geoje")
    vacancies.submit(
        seeded_session,
        result,
        agency=vacancy.agency,
        employer=vacancy.employer,
        by=HAMID,
        on=clock(),
    )
    vetting.publish_as_decided(
        seeded_session, vacancy.reference, "Decision 9", by=GULNORA, on=clock()
    )
    with pytest.raises(NotAccepted):
        sign(seeded_session, row, clock)
    again = drafted(seeded_session, row, on=clock())
    assert (again.state, again.accepted_at) == ("drafted", None)
    with pytest.raises(NotEachNamed):
        accept(seeded_session, row, set(), clock, seen=again.version)
    accept(seeded_session, row, {"city"}, clock, seen=again.version)
    assert sign(seeded_session, row, clock).contract == "XB-7/2026"
