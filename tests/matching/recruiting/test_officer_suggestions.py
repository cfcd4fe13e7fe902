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


def propose(session, person, clock, to="published", by=FARIDA):
    return officer_suggestions.propose(
        session, person, cast.named(session, to).reference, by=by, on=clock(), day=TODAY
    )


def mine(session, person):
    return [one.vacancy for one in officer_suggestions.list_open(session, person, TODAY)]


def test_it_is_read_until_they_apply_or_decline_or_the_vacancy_is_gone(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    first, second = (
        propose(seeded_session, person, clock, to).vacancy for to in ("published", "quota")
    )
    assert set(mine(seeded_session, person)) == {first, second}
    applied(seeded_session, person, on=clock())
    assert mine(seeded_session, person) == [second]
    vacancies.pause(seeded_session, second, reason="A call to make", by=GULNORA, on=clock())
    assert mine(seeded_session, person) == []


def test_declined_it_is_gone_and_declining_twice_changes_nothing(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    row = propose(seeded_session, person, clock)
    for _ in range(2):
        officer_suggestions.decline(seeded_session, person, row.vacancy, by=WORKER, on=clock())
    assert mine(seeded_session, person) == []
    with pytest.raises(ProposedAlready):
        propose(seeded_session, person, clock)
    with pytest.raises(NotFound):
        officer_suggestions.decline(
            seeded_session,
            worker(seeded_session, on=clock(), name="Other"),
            row.vacancy,
            by=WORKER,
            on=clock(),
        )


def test_only_those_who_place_or_advise_propose(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    for by in (WORKER, HAMID, CHINORA, IRODA):
        with pytest.raises(NotAllowed):
            propose(seeded_session, person, clock, by=by)
    for by, to in ((BARNO, "published"), (DAVRON, "quota")):
        propose(seeded_session, person, clock, to, by=by)


def test_nothing_is_proposed_that_does_not_fit_or_is_not_wanted(seeded_session, clock):
    with pytest.raises(NotLookingForWork):
        propose(
            seeded_session,
            record(seeded_session, NewCitizen("Says Nothing"), by=FARIDA, on=clock()),
            clock,
        )
    person = worker(seeded_session, on=clock())
    save_part(
        seeded_session, person, PreferencesInput(looking=False), by=WORKER, on=clock(), day=TODAY
    )
    with pytest.raises(NotLookingForWork):
        propose(seeded_session, person, clock)
    silent = record(seeded_session, NewCitizen("No Trade"), by=FARIDA, on=clock())
    save_part(
        seeded_session, silent, PreferencesInput(looking=True), by=WORKER, on=clock(), day=TODAY
    )
    with pytest.raises(NoTradeYet):
        propose(seeded_session, silent, clock)
    with pytest.raises(InvalidInput):
        propose(
            seeded_session,
            worker(seeded_session, on=clock(), name="Little Korean", level="A1"),
            clock,
        )
    with pytest.raises(NotFound):
        propose(seeded_session, worker(seeded_session, on=clock(), name="Third"), clock, "paused")
    busy = worker(seeded_session, on=clock(), name="Has Applied")
    applied(seeded_session, busy, on=clock())
    with pytest.raises(AppliedAlready):
        propose(seeded_session, busy, clock)
    erase.erase(seeded_session, busy.reference, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        propose(seeded_session, busy, clock, "quota")


def test_declined_under_another_record_of_the_same_person_it_is_declined(seeded_session, clock):
    leading = worker(seeded_session, on=clock())
    row = propose(seeded_session, leading, clock)
    other = worker(seeded_session, on=clock(), name="Entered Twice")
    other.same_as = leading.reference
    seeded_session.flush()
    assert mine(seeded_session, other) == [row.vacancy]
    officer_suggestions.decline(seeded_session, other, row.vacancy, by=WORKER, on=clock())
    assert mine(seeded_session, leading) == []
    with pytest.raises(ProposedAlready):
        propose(seeded_session, other, clock)
