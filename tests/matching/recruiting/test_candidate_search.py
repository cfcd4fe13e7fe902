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


def best(session, limit=20):
    return candidate_search.find_best(
        session, cast.named(session, "published").reference, TODAY, limit=limit
    )


def test_who_has_more_points_comes_first_and_nobody_is_named(seeded_session, clock):
    good = worker(seeded_session, on=clock(), name="Good Welder", years=6)
    new = worker(seeded_session, on=clock(), name="New Welder", years=0)
    worker(seeded_session, on=clock(), name="A Cleaner", isco08="9112")
    found = best(seeded_session)
    assert [(one.citizen, one.sheet.points) for one in found.best] == [
        (good.reference, 80),
        (new.reference, 60),
    ]
    assert (found.total, found.shut) == (2, 0)
    assert "Welder" not in str(found.best)
    assert [one.citizen for one in best(seeded_session, 1).best] == [good.reference]


def test_who_may_not_be_proposed_or_is_kept_out_by_a_gate_is_not_among_them(seeded_session, clock):
    silent = worker(seeded_session, on=clock(), name="Looks Alone")
    arguments = {"by": WORKER, "on": clock(), "day": TODAY}
    save_part(seeded_session, silent, PreferencesInput(looking=False), **arguments)
    worker(seeded_session, on=clock(), name="Little Korean", level="A1")
    elsewhere = worker(seeded_session, on=clock(), name="Only To Russia")
    save_part(seeded_session, elsewhere, PreferencesInput(["RU"], looking=True), **arguments)
    gone = worker(seeded_session, on=clock(), name="Was Erased")
    erase.erase(seeded_session, gone.reference, by=IRODA, on=clock())
    joined = worker(seeded_session, on=clock(), name="Entered Twice")
    joined.same_as = silent.reference  # whose leading record says that they are not looking
    seeded_session.flush()
    found = best(seeded_session)
    assert (found.best, found.total, found.shut) == ([], 0, 1)


def test_it_is_said_who_applied_and_to_whom_it_was_proposed(seeded_session, clock):
    vacancy = cast.named(seeded_session, "published").reference
    people = [worker(seeded_session, on=clock(), name=f"Welder {one}") for one in range(3)]
    applied(seeded_session, people[0], on=clock())
    officer_suggestions.propose(
        seeded_session, people[1], vacancy, by=FARIDA, on=clock(), day=TODAY
    )
    values = {one.citizen: one.told for one in best(seeded_session).best}
    assert [values[one.reference] for one in people] == ["applied", "proposed", ""]


def test_of_what_is_not_shown_or_has_no_trade_there_are_no_candidates(seeded_session):
    for name in ("paused", "unclassified"):
        with pytest.raises(NotFound):
            candidate_search.find_best(
                seeded_session, cast.named(seeded_session, name).reference, TODAY
            )


def test_both_ways_give_the_same_points(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    (one,) = best(seeded_session).best
    (match, *_) = recommendations.rank(seeded_session, person.reference, TODAY).best
    assert match.reference == cast.named(seeded_session, "published").reference
    assert match.sheet == one.sheet


def test_another_language_does_not_stand_in_for_the_one_asked_for(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level="A1")
    arguments = {"by": WORKER, "on": clock(), "day": TODAY}
    save_list(
        seeded_session,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.A1), LanguageInput("ru", Level.C1)],
        **arguments,
    )
    assert (best(seeded_session).total, best(seeded_session).shut) == (0, 1)


def test_of_two_records_of_one_person_the_one_that_describes_them_counts(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    person.same_as = record(
        seeded_session, NewCitizen("The Hotline's Record"), by=FARIDA, on=clock()
    ).reference
    seeded_session.flush()
    assert [one.citizen for one in best(seeded_session).best] == [person.reference]
