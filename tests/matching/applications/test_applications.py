"""Somebody applies for a vacancy once, when their profile suits it, and whoever has no business
with it does not see it."""

import re
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import InvalidInput, NotAllowed, NotFound
from catalog.reference.countries import WorkInUzbekistan
from matching.applications import applications
from matching.applications.applications import Application, AppliedAlready, GateShut, NoTradeYet
from matching.identity import persons
from matching.identity.deaths import AskAnOfficer
from matching.identity.persons import ErasedPerson, NewCitizen, record
from matching.profiles import profiles
from matching.scoring.eligibility import Gate
from service.privacy import erase, personal_export
from tests.support import cast
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, FARIDA, HAMID, IRODA, JAMSHID, TODAY
from tests.support.sample_applications import WORKER, applied, worker


def apply(session, person, clock, to="published", by=WORKER, command=applications.apply):
    return command(session, person, cast.named(session, to).reference, by=by, on=clock(), day=TODAY)


def test_an_application_carries_its_points_its_rule_and_what_was_noted_of_the_person(
    seeded_session, clock
):
    row = apply(seeded_session, worker(seeded_session, on=clock()), clock)
    assert (row.state, row.rule, row.consent) == ("draft", "sheet-1", False)
    # trade 35, 4 of 5 years 16, B1 where A2 is asked 10, a document 10, the house that was wished 5
    assert (row.points, row.knowable) == (76, 85)
    assert (row.sex, row.age_band, row.region) == ("female", "18_29", "1726")


def test_whose_age_nobody_wrote_down_is_counted_by_the_day_of_birth_in_their_profile(
    seeded_session, clock
):
    person = worker(seeded_session, on=clock(), born_on=date(1990, 1, 1))
    person.age_band = "not_stated"
    assert apply(seeded_session, person, clock).age_band == "30_44"


def test_the_best_of_several_trades_and_languages_counts(seeded_session, clock):
    person = worker(seeded_session, on=clock(), isco08="9112")
    assert apply(seeded_session, person, clock).points == 41
    assert [
        one.occupation for one in profiles.scoring_profiles(seeded_session, person.reference, TODAY)
    ] == ["9112"]


@pytest.mark.parametrize(
    ("values", "gate"),
    [
        ({"level": "A1"}, Gate.LANGUAGE),
        ({"born_on": date(1980, 1, 1)}, Gate.AGE),
        ({"passport_until": date(2030, 1, 1)}, Gate.PASSPORT),
    ],
)
def test_a_gate_that_is_shut_is_named_and_nothing_is_begun(seeded_session, clock, values, gate):
    person = worker(seeded_session, on=clock(), **values)
    with pytest.raises(InvalidInput) as refused:
        apply(seeded_session, person, clock)
    assert [(type(one), one.facts["gate"]) for one in refused.value.errors] == [
        (GateShut, gate.value)
    ]
    assert applications.list_for_person(seeded_session, person) == []


def test_nobody_under_18_and_nobody_for_work_at_home_applies(seeded_session, clock):
    person = worker(seeded_session, on=clock(), born_on=TODAY.replace(year=TODAY.year - 18))
    job = cast.named(seeded_session, "published")
    profiles.for_person(seeded_session, person.reference).born_on += timedelta(days=1)
    for command in (applications.apply, applications.begin):
        with pytest.raises(persons.UnderAge):
            apply(seeded_session, person, clock, command=command)
    profiles.for_person(seeded_session, person.reference).born_on -= timedelta(days=1)
    job.country = "UZ"
    for command in (applications.apply, applications.begin):
        with pytest.raises(WorkInUzbekistan):
            apply(seeded_session, person, clock, command=command)
    job.country, kept, job.city = "KR", job.city, "Toshkent shahri"
    with pytest.raises(WorkInUzbekistan):
        apply(seeded_session, person, clock)
    job.city = kept
    assert apply(seeded_session, person, clock).age_band == "18_29"


def test_who_named_no_trade_is_sent_to_their_profile(seeded_session, clock):
    person = record(seeded_session, NewCitizen("Without Trade"), by=FARIDA, on=clock())
    with pytest.raises(NoTradeYet):
        apply(seeded_session, person, clock)


@pytest.mark.parametrize("to", ["paused", "over", "full", "of_suspended"])
def test_what_is_not_shown_today_cannot_be_applied_for(seeded_session, clock, to):
    with pytest.raises(NotFound):
        apply(seeded_session, worker(seeded_session, on=clock()), clock, to)


def test_one_applies_once_until_it_is_over(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    row = apply(seeded_session, person, clock)
    with pytest.raises(AppliedAlready):
        apply(seeded_session, person, clock)
    row.state = "withdrawn"
    seeded_session.flush()
    assert apply(seeded_session, person, clock).reference != row.reference


def test_the_database_reads_the_same_states_as_we_do():
    named = {
        index.name: str(index.dialect_options["sqlite"]["where"])
        for index in Application.__table__.indexes
    }
    quoted = {name: set(re.findall("'([a-z_]+)'", words)) for name, words in named.items()}
    assert quoted["uq_applications_live"] == set(applications.FINAL_STATES)
    assert quoted["uq_applications_hold"] == set(applications.PLACE_HELD)


def test_only_the_worker_or_a_licensing_officer_applies(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    for by in (HAMID, DAVRON, BARNO, IRODA):
        with pytest.raises(NotAllowed):
            apply(seeded_session, person, clock, by=by)
    apply(seeded_session, person, clock, by=FARIDA)


def test_a_draft_is_nobody_elses_and_what_is_handed_in_is_seen_by_whom_it_concerns(
    seeded_session, clock
):
    person = worker(seeded_session, on=clock())
    draft = apply(seeded_session, person, clock, to="quota")
    row = applied(seeded_session, person, on=clock())
    other = msgspec.structs.replace(HAMID, agency="AG-EXPIRING")
    handed_in, both = {row.reference}, {row.reference, draft.reference}
    for by, seen in (
        (HAMID, handed_in),
        (other, set()),
        (DAVRON, handed_in),
        (ELYOR, set()),
        (FARIDA, both),
        (IRODA, both),
        (BARNO, set()),
        (CHINORA, set()),
    ):
        assert (
            set(
                seeded_session.execute(
                    select(col(Application.reference)).where(applications.within(by))
                ).scalars()
            )
            == seen
        )
    with pytest.raises(NotFound):
        applications.get(seeded_session, row.reference, by=other)
    assert applications.get_own(seeded_session, row.reference, person) is row
    with pytest.raises(NotFound):
        applications.get_own(
            seeded_session, row.reference, worker(seeded_session, on=clock(), name="Somebody Else")
        )
    with pytest.raises(NotFound):
        applications.get_own(seeded_session, row.reference, None)


def test_a_recruiter_is_told_who_it_is_when_the_worker_agreed(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=False)
    assert [applications.names_worker(row, by) for by in (HAMID, FARIDA, JAMSHID)] == [
        False,
        True,
        False,
    ]
    row.consent = True
    assert applications.names_worker(row, HAMID)


def test_with_the_person_their_profile_is_erased_and_the_application_is_still_counted(
    seeded_session, clock
):
    person = worker(seeded_session, on=clock())
    row = applied(seeded_session, person, on=clock())
    result = personal_export.export_person(seeded_session, person.reference, now=clock())
    assert [(one.reference, one.state) for one in result.applications] == [
        (row.reference, "submitted")
    ]
    assert (result.profiles[0].trades[0].isco08, result.profiles[0].papers[0].kind) == (
        "7212",
        "passport",
    )
    erase.erase(seeded_session, person.reference, by=IRODA, on=clock())
    assert profiles.scoring_profiles(seeded_session, person.reference, TODAY) == []
    assert profiles.for_person(seeded_session, person.reference) is None
    assert (applications.get(seeded_session, row.reference, by=IRODA).state, row.consent) == (
        "withdrawn",
        False,
    )
    with pytest.raises(ErasedPerson):
        apply(seeded_session, person, clock, to="quota")


def test_nobody_applies_for_the_dead(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    person.died_on = TODAY
    seeded_session.flush()
    with pytest.raises(AskAnOfficer):
        apply(seeded_session, person, clock)
