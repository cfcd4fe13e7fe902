"""An officer proposes a vacancy to somebody who asked for it; they apply, or say that it is not for
them."""

import pytest

from catalog.core.errors import InvalidInput, NotAllowed, NotFound
from catalog.vacancies import vacancies
from matching.applications.applications import AppliedAlready, NoTradeYet
from matching.identity.persons import ErasedPerson, NewCitizen, record
from matching.profiles.profile_edits import PreferencesInput, save_part
from matching.recruiting import officer_suggestions
from matching.recruiting.officer_suggestions import NotLookingForWork, ProposedAlready
from service.privacy import erase
from tests.support import cast
from tests.support.cast import BARNO, CHINORA, DAVRON, FARIDA, GULNORA, HAMID, IRODA, TODAY
from tests.support.sample_applications import WORKER, applied, worker


def propose(house, person, clock, to="published", by=FARIDA):
    return officer_suggestions.propose(
        house, person, cast.named(house, to).reference, by=by, on=clock(), day=TODAY
    )


def mine(house, person):
    return [one.vacancy for one in officer_suggestions.list_open(house, person, TODAY)]


def test_it_is_read_until_they_apply_or_decline_or_the_vacancy_is_gone(house, clock):
    person = worker(house, on=clock())
    first, second = (propose(house, person, clock, to).vacancy for to in ("published", "quota"))
    assert set(mine(house, person)) == {first, second}
    applied(house, person, on=clock())
    assert mine(house, person) == [second]
    vacancies.pause(house, second, reason="A call to make", by=GULNORA, on=clock())
    assert mine(house, person) == []


def test_declined_it_is_gone_and_declining_twice_changes_nothing(house, clock):
    person = worker(house, on=clock())
    row = propose(house, person, clock)
    for _ in range(2):
        officer_suggestions.decline(house, person, row.vacancy, by=WORKER, on=clock())
    assert mine(house, person) == []
    with pytest.raises(ProposedAlready):
        propose(house, person, clock)
    with pytest.raises(NotFound):
        officer_suggestions.decline(
            house, worker(house, on=clock(), name="Other"), row.vacancy, by=WORKER, on=clock()
        )


def test_only_those_who_place_or_advise_propose(house, clock):
    person = worker(house, on=clock())
    for by in (WORKER, HAMID, CHINORA, IRODA):
        with pytest.raises(NotAllowed):
            propose(house, person, clock, by=by)
    for by, to in ((BARNO, "published"), (DAVRON, "quota")):
        propose(house, person, clock, to, by=by)


def test_nothing_is_proposed_that_does_not_fit_or_is_not_wanted(house, clock):
    with pytest.raises(NotLookingForWork):
        propose(house, record(house, NewCitizen("Says Nothing"), by=FARIDA, on=clock()), clock)
    person = worker(house, on=clock())
    save_part(house, person, PreferencesInput(looking=False), by=WORKER, on=clock(), day=TODAY)
    with pytest.raises(NotLookingForWork):
        propose(house, person, clock)
    silent = record(house, NewCitizen("No Trade"), by=FARIDA, on=clock())
    save_part(house, silent, PreferencesInput(looking=True), by=WORKER, on=clock(), day=TODAY)
    with pytest.raises(NoTradeYet):
        propose(house, silent, clock)
    with pytest.raises(InvalidInput):
        propose(house, worker(house, on=clock(), name="Little Korean", level="A1"), clock)
    with pytest.raises(NotFound):
        propose(house, worker(house, on=clock(), name="Third"), clock, "paused")
    busy = worker(house, on=clock(), name="Has Applied")
    applied(house, busy, on=clock())
    with pytest.raises(AppliedAlready):
        propose(house, busy, clock)
    erase.erase(house, busy.reference, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        propose(house, busy, clock, "quota")


def test_declined_under_another_record_of_the_same_person_it_is_declined(house, clock):
    leading = worker(house, on=clock())
    row = propose(house, leading, clock)
    other = worker(house, on=clock(), name="Entered Twice")
    other.same_as = leading.reference
    house.flush()
    assert mine(house, other) == [row.vacancy]
    officer_suggestions.decline(house, other, row.vacancy, by=WORKER, on=clock())
    assert mine(house, leading) == []
    with pytest.raises(ProposedAlready):
        propose(house, other, clock)
