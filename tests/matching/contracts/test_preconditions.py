"""What a contract stands on: terms that somebody vetted, and firms with which people may be sent
abroad today."""

from datetime import date, timedelta

import msgspec
import pytest

from catalog.core import journal
from catalog.employers import employers
from catalog.employers.blacklist import FirmBarred
from catalog.employers.employers import NewEmployer
from catalog.licensing.proposals import ProposedAction
from catalog.licensing.recruiting_rights import MayNotRecruitNow
from catalog.reference.countries import WorkInUzbekistan
from catalog.vacancies import agency_vacancies, vacancies, vetting
from catalog.vacancies.agency_vacancies import VacancyInput
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from matching.applications import transitions
from matching.contracts import signing
from matching.contracts.preconditions import NotVetted
from matching.identity.persons import UnderAge
from matching.journey import departure_arrival, return_migration
from matching.journey.return_migration import ReturnInput, ReturnReason
from matching.placements.placements import Placement
from matching.profiles import profiles
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, GULNORA, HAMID, TODAY
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import arrived, drafted, ready, signed


@pytest.fixture
def row(seeded_session, clock):
    """Somebody who accepted the welder's job."""
    return applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )


@pytest.fixture
def vacancy(seeded_session):
    return cast.named(seeded_session, "published")


def amended(session, vacancy, clock, **changed):
    """Other terms, told an hour later by its agency."""
    result = msgspec.structs.asdict(cast.VACANCIES["published"][2]) | {"employer": cast.HANBIT.name}
    clock.forward(hours=1)
    return agency_vacancies.amend(
        session, vacancy, VacancyInput(**result | changed), by=HAMID, on=clock(), day=TODAY
    )


def vetted_anew(session, vacancy, clock):
    clock.forward(hours=1)
    vetting.step(session, vacancy.reference, "take_up", by=FARIDA, on=clock())
    for point in Point:
        finding = CheckInput(point, Verdict.PASS, "Letter of November")
        vetting.check(session, vacancy.reference, finding, by=FARIDA, on=clock())
    for act in ("approve", "publish"):
        vetting.step(session, vacancy.reference, act, by=GULNORA, on=clock())


def accept(session, row, clock, seen=1):
    return signing.accept(session, row, set(), seen=seen, by=WORKER, on=clock(), day=TODAY)


def sign(session, row, clock):
    return signing.sign(session, row, TODAY, by=HAMID, on=clock(), day=TODAY)


def test_terms_changed_and_taken_back_are_still_terms_that_nobody_vetted(
    seeded_session, row, vacancy, clock
):
    amended(seeded_session, vacancy, clock, wage_min=1_500_000)
    agency_vacancies.withdraw(seeded_session, vacancy, "No work", by=HAMID, on=clock())
    assert vacancy.state == "withdrawn"
    with pytest.raises(NotVetted):
        drafted(seeded_session, row, on=clock(), wage=1_500_000)


def test_a_vacancy_that_was_taken_back_as_it_was_vetted_still_bears_a_contract(
    seeded_session, row, vacancy, clock
):
    agency_vacancies.withdraw(seeded_session, vacancy, "Enough people", by=HAMID, on=clock())
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, clock)
    assert sign(seeded_session, row, clock).contract == "XB-7/2026"


def test_what_a_register_changes_of_a_vacancy_taken_back_was_vetted_by_nobody(
    seeded_session, row, vacancy, clock
):
    vetting.step(seeded_session, vacancy.reference, "withdraw", by=FARIDA, on=clock())
    result = msgspec.structs.replace(cast.VACANCIES["published"][2], wage_min=1_500_000)
    clock.forward(hours=1)
    vacancies.submit(
        seeded_session,
        result,
        agency=vacancy.agency,
        employer=vacancy.employer,
        by=FARIDA,
        on=clock(),
    )
    assert vacancy.state == "withdrawn"
    with pytest.raises(NotVetted):
        drafted(seeded_session, row, on=clock(), wage=1_500_000)


def test_a_vacancy_that_was_never_let_through_bears_none(seeded_session, row, vacancy, clock):
    vacancy.vetted_edition = None
    with pytest.raises(NotVetted):
        drafted(seeded_session, row, on=clock())


def test_changed_under_a_contract_it_is_neither_accepted_nor_signed_until_it_is_vetted(
    seeded_session, row, vacancy, clock
):
    drafted(seeded_session, row, on=clock())
    amended(seeded_session, vacancy, clock, wage_min=1_500_000)
    with pytest.raises(NotVetted):
        accept(seeded_session, row, clock)
    vetted_anew(seeded_session, vacancy, clock)
    accept(seeded_session, row, clock)
    amended(seeded_session, vacancy, clock, wage_min=1_600_000)
    agency_vacancies.withdraw(seeded_session, vacancy, "No work", by=HAMID, on=clock())
    with pytest.raises(NotVetted):
        sign(seeded_session, row, clock)


def test_what_was_told_again_as_it_was_is_not_changed(seeded_session, row, vacancy, clock):
    amended(seeded_session, vacancy, clock)
    assert (vacancy.state, vacancy.edition, vacancy.open_points) == ("published", 1, "")
    assert drafted(seeded_session, row, on=clock()).state == "drafted"


def test_what_bears_on_no_point_changes_no_terms(seeded_session, row, vacancy, clock):
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, clock)
    amended(seeded_session, vacancy, clock, opens_on=vacancy.opens_on + timedelta(days=1))
    assert (vacancy.state, vacancy.edition) == ("published", 1)
    seeded_session.commit()
    assert [
        one.fields
        for one in journal.history(seeded_session, "vacancy", vacancy.reference)
        if one.act == "amend"
    ] == ["opens_on"]
    assert sign(seeded_session, row, clock).contract == "XB-7/2026"


def test_found_anew_and_never_let_through_they_are_still_not_vetted(
    seeded_session, row, vacancy, clock
):
    amended(seeded_session, vacancy, clock, wage_min=1_500_000)
    vetting.step(seeded_session, vacancy.reference, "take_up", by=FARIDA, on=clock())
    for point in vacancy.open_points.split():
        vetting.check(
            seeded_session,
            vacancy.reference,
            CheckInput(Point(point), Verdict.PASS, "x"),
            by=FARIDA,
            on=clock(),
        )
    vetting.step(seeded_session, vacancy.reference, "return", by=FARIDA, on=clock())
    agency_vacancies.withdraw(seeded_session, vacancy, "No work", by=HAMID, on=clock())
    assert vacancy.open_points == ""
    with pytest.raises(NotVetted):
        drafted(seeded_session, row, on=clock())


def bar(session, clock, agency=None, employer=None):
    sample_proposals.signed(
        session, agency, ProposedAction.BAR, employer=employer, code="fraud", on=clock()
    )


def barred_firms(session, vacancy):
    """Who can be barred under a contract: the employer, or the agency itself."""
    return {"employer": vacancy.employer}, {"agency": vacancy.agency}


@pytest.mark.parametrize("which", [0, 1])
def test_a_firm_barred_meanwhile_stops_the_contract_at_its_next_step(
    seeded_session, row, vacancy, clock, which
):
    """An agency on the list may not recruit at all, which is told first to whoever acts for it."""
    firm, values = (
        barred_firms(seeded_session, vacancy)[which],
        (FirmBarred, MayNotRecruitNow)[which],
    )
    drafted(seeded_session, row, on=clock())
    with seeded_session.begin_nested() as before:
        bar(seeded_session, clock, **firm)
        with pytest.raises(values):
            drafted(seeded_session, row, on=clock(), city="Busan")
        with pytest.raises(FirmBarred):
            accept(seeded_session, row, clock)
        before.rollback()
    accept(seeded_session, row, clock)
    bar(seeded_session, clock, **firm)
    with pytest.raises(values):
        sign(seeded_session, row, clock)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_is_made_ready_to_leave_with_a_barred_firm(
    seeded_session, row, vacancy, clock, which
):
    signed(seeded_session, row, on=clock())
    bar(seeded_session, clock, **barred_firms(seeded_session, vacancy)[which])
    with pytest.raises(FirmBarred):
        ready(seeded_session, row, on=clock())
    assert row.state == "visa_in_process"


def test_a_barred_firm_is_not_let_in_by_the_name_that_the_contract_gives(
    seeded_session, row, clock
):
    other = employers.record(
        seeded_session, NewEmployer("Busan Drydock", "KR", "Busan"), by=FARIDA, on=clock()
    )
    drafted(seeded_session, row, on=clock(), employer="Busan drydock")
    bar(seeded_session, clock, employer=other.reference)
    for action in (
        lambda: drafted(seeded_session, row, on=clock(), employer="BUSAN DRYDOCK"),
        lambda: accept(seeded_session, row, clock),
    ):
        with pytest.raises(FirmBarred):
            action()
    assert drafted(seeded_session, row, on=clock()).employer == "Hanbit Shipyard"


def test_an_agency_that_was_suspended_neither_drafts_nor_signs(seeded_session, row, clock):
    drafted(seeded_session, row, on=clock())
    accept(seeded_session, row, clock)
    sample_proposals.signed(seeded_session, "AG-VALID", on=clock())
    with pytest.raises(MayNotRecruitNow):
        sign(seeded_session, row, clock)
    with pytest.raises(MayNotRecruitNow):
        drafted(seeded_session, row, on=clock(), city="Busan")


def test_the_state_agencys_officer_needs_no_licence(seeded_session, clock):
    row = applied(
        seeded_session,
        worker(seeded_session, on=clock()),
        to="quota",
        on=clock(),
        until="take_offer",
    )
    assert signed(seeded_session, row, on=clock(), by=FARIDA, isco08="9112").state == "signed"


def test_whoever_signed_can_still_withdraw_when_the_firm_is_barred(
    seeded_session, row, vacancy, clock
):
    placed = signed(seeded_session, row, on=clock())
    bar(seeded_session, clock, employer=vacancy.employer)
    bar(seeded_session, clock, agency=vacancy.agency)
    transitions.move(seeded_session, row, "withdraw", by=WORKER, on=clock(), day=TODAY)
    assert (row.state, placed.state) == ("withdrawn", "cancelled")
    seeded_session.expire_all()
    assert cast.named(seeded_session, "published").seats_taken == 0


def test_whoever_is_there_can_still_come_home_when_the_firm_is_barred(
    seeded_session, row, vacancy, clock
):
    signed(seeded_session, row, on=clock())
    arrived(seeded_session, ready(seeded_session, row, on=clock()), on=clock())
    bar(seeded_session, clock, employer=vacancy.employer)
    sample_proposals.signed(seeded_session, "AG-VALID", on=clock())
    return_input = ReturnInput(
        TODAY, ReturnReason.FAMILY, unpaid=False, certificate=False, wants_work=False
    )
    return_migration.record(
        seeded_session,
        departure_arrival.placement(seeded_session, row),
        return_input,
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    assert (row.state, seeded_session.get_one(Placement, row.placement).state) == (
        "returned",
        "arrived",
    )


def test_no_contract_is_drafted_for_work_at_home_or_for_somebody_under_18(
    seeded_session, row, vacancy, clock
):
    profiles.for_person(seeded_session, row.citizen).born_on = date(2010, 1, 1)
    with pytest.raises(UnderAge):
        drafted(seeded_session, row, on=clock())
    profiles.for_person(seeded_session, row.citizen).born_on = date(1997, 1, 1)
    with pytest.raises(WorkInUzbekistan) as refused:
        drafted(seeded_session, row, on=clock(), city="Навои")
    assert refused.value.field == "city"
    vacancy.country = "UZ"
    with pytest.raises(WorkInUzbekistan):
        drafted(seeded_session, row, on=clock())
