"""What a contract stands on: terms that somebody vetted, and nothing that was slipped under it afterwards."""

import msgspec
import pytest

from catalog import offered, vacancies, vetting
from catalog.offered import OwnVacancy
from catalog.vetting import Finding, Point, Verdict
from matching import signing
from matching.footing import NotVetted
from tests import cast
from tests.applied import WORKER, applied, worker
from tests.cast import FARIDA, GULNORA, HAMID, TODAY
from tests.travelled import drafted


@pytest.fixture
def house(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def row(house, clock):
    """Somebody who accepted the welder's job."""
    return applied(house, worker(house, on=clock()), on=clock(), until="take_offer")


@pytest.fixture
def vacancy(house):
    return cast.named(house, "published")


def amended(session, vacancy, clock, **changed):
    """Other terms, told an hour later by its agency."""
    told = msgspec.structs.asdict(cast.VACANCIES["published"][2]) | {"employer": cast.HANBIT.name}
    clock.forward(hours=1)
    return offered.amend(session, vacancy, OwnVacancy(**told | changed), by=HAMID, on=clock(), day=TODAY)


def vetted_anew(session, vacancy, clock):
    clock.forward(hours=1)
    vetting.step(session, vacancy.reference, "take_up", by=FARIDA, on=clock())
    for point in Point:
        finding = Finding(point, Verdict.PASS, "Letter of November")
        vetting.check(session, vacancy.reference, finding, by=FARIDA, on=clock())
    for act in ("approve", "publish"):
        vetting.step(session, vacancy.reference, act, by=GULNORA, on=clock())


def accept(session, row, clock, seen=1):
    return signing.accept(session, row, set(), seen=seen, by=WORKER, on=clock(), day=TODAY)


def sign(session, row, clock):
    return signing.sign(session, row, TODAY, by=HAMID, on=clock(), day=TODAY)


def test_terms_changed_and_taken_back_are_still_terms_that_nobody_vetted(house, row, vacancy, clock):
    amended(house, vacancy, clock, wage_min=1_500_000)
    offered.withdraw(house, vacancy, "No work", by=HAMID, on=clock())
    assert vacancy.state == "withdrawn"
    with pytest.raises(NotVetted):
        drafted(house, row, on=clock(), wage=1_500_000)


def test_a_vacancy_that_was_taken_back_as_it_was_vetted_still_bears_a_contract(house, row, vacancy, clock):
    offered.withdraw(house, vacancy, "Enough people", by=HAMID, on=clock())
    drafted(house, row, on=clock())
    accept(house, row, clock)
    assert sign(house, row, clock).contract == "XB-7/2026"


def test_what_a_register_changes_of_a_vacancy_taken_back_was_vetted_by_nobody(house, row, vacancy, clock):
    vetting.step(house, vacancy.reference, "withdraw", by=FARIDA, on=clock())
    told = msgspec.structs.replace(cast.VACANCIES["published"][2], wage_min=1_500_000)
    clock.forward(hours=1)
    vacancies.submit(house, told, agency=vacancy.agency, employer=vacancy.employer, by=FARIDA, on=clock())
    assert vacancy.state == "withdrawn"
    with pytest.raises(NotVetted):
        drafted(house, row, on=clock(), wage=1_500_000)


def test_a_vacancy_that_was_never_let_through_bears_none(house, row, vacancy, clock):
    vacancy.published_at = None
    with pytest.raises(NotVetted):
        drafted(house, row, on=clock())


def test_changed_under_a_contract_it_is_neither_accepted_nor_signed_until_it_is_vetted(house, row, vacancy, clock):
    drafted(house, row, on=clock())
    amended(house, vacancy, clock, wage_min=1_500_000)
    with pytest.raises(NotVetted):
        accept(house, row, clock)
    vetted_anew(house, vacancy, clock)
    accept(house, row, clock)
    amended(house, vacancy, clock, wage_min=1_600_000)
    offered.withdraw(house, vacancy, "No work", by=HAMID, on=clock())
    with pytest.raises(NotVetted):
        sign(house, row, clock)


def test_what_was_told_again_as_it_was_is_not_changed(house, row, vacancy, clock):
    before = vacancy.terms_at
    amended(house, vacancy, clock)
    assert (vacancy.state, vacancy.terms_at) == ("published", before)
    assert drafted(house, row, on=clock()).state == "drafted"
