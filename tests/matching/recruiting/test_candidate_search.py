"""Officers look both ways: whom a vacancy suits best, and what suits a person best, with the same
points either way."""

import pytest

from catalog.core.errors import NotFound
from matching.identity.persons import NewCitizen, record
from matching.profiles.profile_edits import LanguageInput, PreferencesInput, save_list, save_part
from matching.ranking import recommendations
from matching.recruiting import candidate_search, officer_suggestions
from matching.scoring.eligibility import Level
from service.privacy import erase
from tests.support import cast
from tests.support.cast import FARIDA, IRODA, TODAY
from tests.support.sample_applications import WORKER, applied, worker


def best(house, limit=20):
    return candidate_search.find_best(
        house, cast.named(house, "published").reference, TODAY, limit=limit
    )


def test_who_has_more_points_comes_first_and_nobody_is_named(house, clock):
    good = worker(house, on=clock(), name="Good Welder", years=6)
    new = worker(house, on=clock(), name="New Welder", years=0)
    worker(house, on=clock(), name="A Cleaner", isco08="9112")
    found = best(house)
    assert [(one.citizen, one.sheet.points) for one in found.best] == [
        (good.reference, 80),
        (new.reference, 60),
    ]
    assert (found.total, found.shut) == (2, 0)
    assert "Welder" not in str(found.best)
    assert [one.citizen for one in best(house, 1).best] == [good.reference]


def test_who_may_not_be_proposed_or_is_kept_out_by_a_gate_is_not_among_them(house, clock):
    silent = worker(house, on=clock(), name="Looks Alone")
    said = {"by": WORKER, "on": clock(), "day": TODAY}
    save_part(house, silent, PreferencesInput(looking=False), **said)
    worker(house, on=clock(), name="Little Korean", level="A1")
    elsewhere = worker(house, on=clock(), name="Only To Russia")
    save_part(house, elsewhere, PreferencesInput(["RU"], looking=True), **said)
    gone = worker(house, on=clock(), name="Was Erased")
    erase.erase(house, gone.reference, by=IRODA, on=clock())
    joined = worker(house, on=clock(), name="Entered Twice")
    joined.same_as = silent.reference  # whose leading record says that they are not looking
    house.flush()
    found = best(house)
    assert (found.best, found.total, found.shut) == ([], 0, 1)


def test_it_is_said_who_applied_and_to_whom_it_was_proposed(house, clock):
    vacancy = cast.named(house, "published").reference
    people = [worker(house, on=clock(), name=f"Welder {one}") for one in range(3)]
    applied(house, people[0], on=clock())
    officer_suggestions.propose(house, people[1], vacancy, by=FARIDA, on=clock(), day=TODAY)
    values = {one.citizen: one.told for one in best(house).best}
    assert [values[one.reference] for one in people] == ["applied", "proposed", ""]


def test_of_what_is_not_shown_or_has_no_trade_there_are_no_candidates(house):
    for name in ("paused", "unclassified"):
        with pytest.raises(NotFound):
            candidate_search.find_best(house, cast.named(house, name).reference, TODAY)


def test_both_ways_give_the_same_points(house, clock):
    person = worker(house, on=clock())
    (one,) = best(house).best
    (match, *_) = recommendations.rank(house, person.reference, TODAY).best
    assert match.reference == cast.named(house, "published").reference
    assert match.sheet == one.sheet


def test_another_language_does_not_stand_in_for_the_one_asked_for(house, clock):
    person = worker(house, on=clock(), level="A1")
    said = {"by": WORKER, "on": clock(), "day": TODAY}
    save_list(
        house,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.A1), LanguageInput("ru", Level.C1)],
        **said,
    )
    assert (best(house).total, best(house).shut) == (0, 1)


def test_of_two_records_of_one_person_the_one_that_describes_them_counts(house, clock):
    person = worker(house, on=clock())
    person.same_as = record(
        house, NewCitizen("The Hotline's Record"), by=FARIDA, on=clock()
    ).reference
    house.flush()
    assert [one.citizen for one in best(house).best] == [person.reference]
