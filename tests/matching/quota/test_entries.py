"""Entries: ranking vacancies under a code, changing the list until the round closes, and where one
stands."""

import hashlib
from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import InvalidInput, NotAllowed, NotFound
from matching.applications import applications
from matching.applications.applications import NoTradeYet
from matching.identity import persons
from matching.identity.persons import ErasedPerson, NewCitizen
from matching.quota import entries
from matching.quota.entries import (
    MOST,
    Entry,
    EntryClosed,
    NothingRanked,
    NotInRound,
    Place,
    RankedTwice,
    TooManyChoices,
)
from matching.scoring.eligibility import Level
from tests.support import sample_applications, sample_rounds
from tests.support.cast import CHINORA, DAVRON, FARIDA, HAMID, JAMSHID, TODAY
from tests.support.sample_applications import WORKER


@pytest.fixture
def jobs(seeded_session, clock):
    return [sample_rounds.job(seeded_session, f"J-{name}", on=clock()) for name in "ABC"]


@pytest.fixture
def row(seeded_session, jobs, clock):
    return sample_rounds.opened(seeded_session, dict.fromkeys(jobs, 2), on=clock())


def test_a_list_has_the_points_of_the_sheet_and_a_code_that_says_nothing(
    seeded_session, row, jobs, clock
):
    person = sample_applications.worker(seeded_session, on=clock())
    entry = sample_rounds.enter(seeded_session, row, person, jobs[:2], on=clock())
    assert entry.code.startswith("E-")
    assert person.reference[2:] not in entry.code
    worth = applications.require_suits(seeded_session, person.reference, jobs[0], TODAY).points
    assert [
        (one.rank, one.vacancy, one.points) for one in entries.choices(seeded_session, entry.code)
    ] == [
        (1, jobs[0], worth),
        (2, jobs[1], worth),
    ]
    seeded_session.commit()
    assert [one.act for one in journal.history(seeded_session, "entry", entry.code)] == ["rank"]


def test_put_into_another_order_it_keeps_its_day_and_with_more_points_or_another_vacancy_it_is_complete_today(
    seeded_session, row, jobs, clock
):
    person = sample_applications.worker(seeded_session, on=clock())
    first = sample_rounds.enter(seeded_session, row, person, jobs[:2], on=clock()).complete_on
    clock.now += timedelta(days=1)
    assert (
        sample_rounds.enter(seeded_session, row, person, [jobs[1], jobs[0]], on=clock()).complete_on
        == first
    )
    assert (
        sample_rounds.enter(seeded_session, row, person, [jobs[0]], on=clock()).complete_on == first
    )
    entry = sample_rounds.enter(seeded_session, row, person, [jobs[0], jobs[2]], on=clock())
    assert entry.complete_on == first + timedelta(days=1)
    clock.now += timedelta(days=1)
    sample_applications.described(seeded_session, person, on=clock(), level=Level.B2)
    assert sample_rounds.enter(
        seeded_session, row, person, [jobs[0], jobs[2]], on=clock()
    ).complete_on == first + timedelta(days=2)
    assert len(sample_rounds.rows(seeded_session, Entry)) == 1, "and it is one entry all the time"


def test_found_to_be_the_same_person_they_have_one_entry(seeded_session, row, jobs, clock):
    person = sample_applications.worker(seeded_session, on=clock())
    entry = sample_rounds.enter(seeded_session, row, person, jobs, on=clock())
    again = sample_applications.worker(seeded_session, on=clock(), name="Worker Once More")
    persons.set_phone(seeded_session, again, "")
    again.same_as = person.reference
    seeded_session.flush()
    assert sample_rounds.enter(seeded_session, row, again, jobs, on=clock()).code == entry.code
    assert entries.get_own(seeded_session, row.reference, again).code == entry.code
    assert [one.code for one in entries.list_for_person(seeded_session, again)] == [entry.code]


def test_a_list_that_cannot_be_taken_says_beside_which_choice(seeded_session, row, jobs, clock):
    person = sample_applications.worker(seeded_session, on=clock())
    with pytest.raises(NothingRanked):
        sample_rounds.enter(seeded_session, row, person, [], on=clock())
    with pytest.raises(TooManyChoices):
        sample_rounds.enter(seeded_session, row, person, [jobs[0]] * (MOST + 1), on=clock())
    with pytest.raises(InvalidInput) as wrong:
        sample_rounds.enter(
            seeded_session, row, person, [jobs[0], "V-NOTHING", jobs[0]], on=clock()
        )
    assert [(type(one), one.field) for one in wrong.value.errors] == [
        (NotInRound, "choice_2"),
        (RankedTwice, "choice_3"),
    ]
    with pytest.raises(NotFound):
        entries.enter(seeded_session, "S-NOTHING", person, jobs, by=WORKER, on=clock(), day=TODAY)


def test_whoever_does_not_meet_the_conditions_is_told_at_once_and_nothing_is_kept(
    seeded_session, row, jobs, clock
):
    weak = sample_applications.worker(seeded_session, on=clock(), level=Level.A1)
    with pytest.raises(InvalidInput) as wrong:
        sample_rounds.enter(seeded_session, row, weak, jobs[:2], on=clock())
    assert [one.field for one in wrong.value.errors] == ["choice_1", "choice_2"]
    assert wrong.value.errors[0].facts == {"gate": "language"}
    unknown = persons.record(seeded_session, NewCitizen("Nothing Told"), by=FARIDA, on=clock())
    with pytest.raises(NoTradeYet):
        sample_rounds.enter(seeded_session, row, unknown, jobs, on=clock())
    unknown.erased_at = clock()
    with pytest.raises(ErasedPerson):
        sample_rounds.enter(seeded_session, row, unknown, jobs, on=clock())
    assert len(sample_rounds.rows(seeded_session, Entry)) == 0


def test_only_on_its_days_and_only_by_people_themselves_or_for_them(
    seeded_session, row, jobs, clock
):
    person = sample_applications.worker(seeded_session, on=clock())
    for day in (TODAY - timedelta(days=1), row.closes_on + timedelta(days=1)):
        with pytest.raises(EntryClosed):
            entries.enter(
                seeded_session, row.reference, person, jobs, by=WORKER, on=clock(), day=day
            )
    for by in (CHINORA, DAVRON, HAMID, JAMSHID):
        with pytest.raises(NotAllowed):
            entries.enter(seeded_session, row.reference, person, jobs, by=by, on=clock(), day=TODAY)
    assert entries.enter(
        seeded_session, row.reference, person, jobs, by=FARIDA, on=clock(), day=row.closes_on
    )
    sample_rounds.drawn(seeded_session, row, on=clock())
    with pytest.raises(EntryClosed):
        sample_rounds.enter(seeded_session, row, person, jobs, on=clock())


def test_where_somebody_stands_is_counted_by_points_and_day_and_says_of_how_many(
    seeded_session, row, jobs, clock
):
    best = sample_rounds.entered(seeded_session, row, [jobs[0]], on=clock(), name="A", years=6)
    first = sample_rounds.entered(
        seeded_session, row, [jobs[0], jobs[1]], on=clock(), name="B", years=3
    )
    alike = sample_rounds.entered(seeded_session, row, [jobs[0]], on=clock(), name="C", years=3)
    clock.now += timedelta(days=1)
    late = sample_rounds.entered(seeded_session, row, [jobs[0]], on=clock(), name="D", years=3)

    def stands(entry, at=0):
        return entries.place(seeded_session, entry, entries.choices(seeded_session, entry.code)[at])

    assert stands(best) == Place(0, 0, 4)
    assert stands(first) == stands(alike) == Place(1, 1, 4)
    assert stands(late) == Place(3, 0, 4)
    assert stands(first, 1) == Place(0, 0, 1)
    assert entries.count_by_round(seeded_session, [row.reference]) == {row.reference: 4}
    best.left_at, best.left_before = clock(), 1
    seeded_session.flush()
    assert stands(late) == Place(2, 0, 3)
    assert entries.count_by_round(seeded_session, [row.reference]) == {row.reference: 3}
    assert entries.count_by_round(seeded_session, []) == {}
    seed = "5eed"
    tickets = {
        one.code: hashlib.sha256(f"{seed}:{one.code}".encode()).hexdigest()
        for one in (first, alike)
    }
    one, other = sorted((first, alike), key=lambda entry: tickets[entry.code])
    items = [
        entries.place(seeded_session, entry, entries.choices(seeded_session, entry.code)[0], seed)
        for entry in (one, other)
    ]
    assert items == [Place(0, 0, 3), Place(1, 0, 3)]
    assert entries.count_by_vacancy(seeded_session, row.reference) == {jobs[0]: 3, jobs[1]: 1}


def test_anothers_entry_is_not_there(seeded_session, row, jobs, clock):
    sample_rounds.entered(seeded_session, row, jobs, on=clock())
    other = sample_applications.worker(seeded_session, on=clock(), name="Other")
    for person in (other, None):
        with pytest.raises(NotFound):
            entries.get_own(seeded_session, row.reference, person)
