"""A profile as the sheet reads it: every trade with every language, tests that still hold, nothing
of whoever said nothing."""

from datetime import date

import pytest

from matching.identity.persons import NewCitizen, record
from matching.profiles import profile_edits, profiles
from matching.profiles.profile_edits import BasicsInput, LanguageInput, PaperInput, TradeInput
from matching.profiles.profiles import Paper
from matching.scoring.eligibility import Level
from tests.support.cast import FARIDA, TODAY
from tests.support.sample_applications import WORKER, described


@pytest.fixture
def person(ground, clock):
    return record(ground, NewCitizen("Worker Invented"), by=FARIDA, on=clock())


def test_of_whoever_said_nothing_there_is_nothing_to_weigh(ground, person):
    assert profiles.for_person(ground, person.reference) is None
    assert profiles.scoring_profiles(ground, person.reference, TODAY) == []


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2008, 11, 26), "under_18"),
        (date(2008, 11, 25), "18_29"),
        (date(1996, 11, 26), "18_29"),
        (date(1996, 11, 25), "30_44"),
        (date(1981, 11, 26), "30_44"),
        (date(1981, 11, 25), "45_plus"),
    ],
)
def test_somebody_is_counted_in_the_band_of_age_of_their_day_of_birth(
    ground, person, born_on, band
):
    ground.add(
        profiles.LookingFor(
            citizen=person.reference, born_on=born_on, changed_at=person.recorded_at
        )
    )
    assert profiles.band(ground, person, TODAY) == band


def test_whoever_told_no_day_of_birth_is_counted_as_somebody_wrote_it_down(ground, person, clock):
    assert profiles.band(ground, person, TODAY) == "not_stated"
    person.age_band = "30_44"
    profile_edits.save_list(
        ground, person, TradeInput, [TradeInput("7212", 4)], by=WORKER, on=clock(), day=TODAY
    )
    assert profiles.band(ground, person, TODAY) == "30_44"


def test_every_trade_is_weighed_with_every_language(ground, person, clock):
    arguments = {"by": WORKER, "on": clock(), "day": TODAY}
    profile_edits.save_list(
        ground,
        person,
        TradeInput,
        [TradeInput("7212", 4, True), TradeInput("9112", 1)],
        **arguments,
    )
    profile_edits.save_list(
        ground,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.A2), LanguageInput("ru", Level.B2)],
        **arguments,
    )
    found = profiles.scoring_profiles(ground, person.reference, TODAY)
    assert [(one.occupation, one.language, one.level) for one in found] == [
        ("7212", "ko", "A2"),
        ("7212", "ru", "B2"),
        ("9112", "ko", "A2"),
        ("9112", "ru", "B2"),
    ]


def test_a_test_that_has_run_out_proves_no_level(ground, person, clock):
    described(ground, person, on=clock())
    arguments = {"by": WORKER, "on": clock(), "day": TODAY}
    profile_edits.save_list(
        ground,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.B2, date(2024, 1, 1), date(2026, 1, 1))],
        **arguments,
    )
    assert [
        (one.language, one.level)
        for one in profiles.scoring_profiles(ground, person.reference, TODAY)
    ] == [("ko", None)]


def test_age_and_papers_come_along(ground, person, clock):
    arguments = {"by": WORKER, "on": clock(), "day": TODAY}
    described(ground, person, on=clock())
    profile_edits.save_part(ground, person, BasicsInput(date(2000, 11, 26)), **arguments)
    profile_edits.save_list(
        ground, person, PaperInput, [PaperInput(Paper.HEALTH, None, date(2027, 3, 1))], **arguments
    )
    (found,) = profiles.scoring_profiles(ground, person.reference, TODAY)
    assert (found.age, found.health_until, found.passport_until) == (25, date(2027, 3, 1), None)
    assert profiles.age(date(2000, 11, 25), TODAY) == 26


def test_forgotten_nothing_is_left(ground, person, clock):
    described(ground, person, on=clock())
    profiles.forget(ground, person.reference)
    assert [
        profiles.rows(ground, table, person.reference) for table in profiles.LISTS.values()
    ] == [[], [], []]
    assert profiles.for_person(ground, person.reference) is None
