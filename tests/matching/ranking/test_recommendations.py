"""What suits somebody by their profile, over all their trades and languages, and what would open
more."""

from datetime import date

import pytest

from catalog.vacancies import vacancies, vetting
from matching.applications import applications
from matching.profiles import profile_edits
from matching.profiles.profile_edits import LanguageInput, PreferencesInput, TradeInput
from matching.ranking import recommendations
from matching.ranking.recommendations import Improvement
from matching.scoring.eligibility import Gate, Level
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, TODAY, vacancy
from tests.support.sample_applications import WORKER, described, worker

MORE = (
    vacancy("J-B1", language_required="ko:B1"),
    vacancy("J-RU", language_required="ru:A2"),
    vacancy("J-EITHER", language_required="ko:B2,ru:A2"),
    vacancy("J-PAPER", licence_required="Welder’s certificate"),
    vacancy("J-OLD", age_min=40, age_max=60),
)


@pytest.fixture
def seeded_session(seeded, clock):
    with seeded.write() as session:
        firm = cast.named(session, "published").employer
        for item in MORE:
            row, _ = vacancies.submit(
                session, item, agency="AG-VALID", employer=firm, by=FARIDA, on=clock()
            )
            vetting.publish_as_decided(session, row.reference, "Invented", by=GULNORA, on=clock())
        yield session
        session.rollback()


def say(session, person, clock, kind, *items):
    profile_edits.save_list(session, person, kind, list(items), by=WORKER, on=clock(), day=TODAY)


def test_what_fits_and_what_would_open_more_is_counted(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level=Level.A2)
    opened = recommendations.assess_profile(seeded_session, person.reference, TODAY)
    # J-PUBLISHED and J-PAPER at A2; J-RU and J-EITHER by Russian, J-B1 by Korean at B1, J-OLD by
    # nothing.
    assert (opened.fit, opened.all) == (2, 6)
    assert opened.ways == [
        Improvement(Gate.LANGUAGE, 2, "ru", "A2"),
        Improvement(Gate.LANGUAGE, 1, "ko", "B1"),
    ]


def test_what_is_said_to_open_more_opens_just_so_many(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level=Level.A2)
    before = recommendations.assess_profile(seeded_session, person.reference, TODAY)
    for way in before.ways:
        other = LanguageInput(way.language, Level(way.level))
        say(
            seeded_session,
            person,
            clock,
            LanguageInput,
            *{"ko": LanguageInput("ko", Level.A2), way.language: other}.values(),
        )
        assert (
            recommendations.assess_profile(seeded_session, person.reference, TODAY).fit
            == before.fit + way.more
        ), way


def test_a_document_and_a_passport_open_too_and_age_is_nobodys_to_change(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level=Level.A2, passport_until=date(2027, 1, 1))
    assert recommendations.assess_profile(seeded_session, person.reference, TODAY).ways == [
        Improvement(Gate.PASSPORT, 2)
    ]
    described(seeded_session, person, on=clock(), level=Level.A2)
    say(seeded_session, person, clock, TradeInput, TradeInput("7212", 4, False))
    assert (
        Improvement(Gate.LICENCE, 1)
        in recommendations.assess_profile(seeded_session, person.reference, TODAY).ways
    )


def test_the_best_sheet_of_all_trades_and_languages_counts_once(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level=Level.A2)
    say(
        seeded_session,
        person,
        clock,
        TradeInput,
        TradeInput("7212", 4, True),
        TradeInput("7112", 1),
    )
    say(
        seeded_session,
        person,
        clock,
        LanguageInput,
        LanguageInput("ko", Level.A2),
        LanguageInput("ru", Level.B2),
    )
    found = recommendations.rank(seeded_session, person.reference, TODAY)
    numbers = [match.reference for match in found.best]
    assert (len(numbers), len(set(numbers)), found.shut) == (4, 4, 2)
    for match in found.best:
        assert (
            match.sheet
            == applications.score_breakdowns(
                seeded_session, person.reference, match.reference, TODAY
            )[0]
        )
    assert [match.sheet.points for match in found.best] == sorted(
        (one.sheet.points for one in found.best), reverse=True
    )


def test_as_many_are_shown_as_are_said_to_fit(seeded_session, clock):
    for level in Level:
        person = worker(seeded_session, on=clock(), name=f"Worker {level}", level=level)
        found, opened = (
            recommendations.rank(seeded_session, person.reference, TODAY),
            recommendations.assess_profile(seeded_session, person.reference, TODAY),
        )
        assert (found.total, found.total + found.shut) == (opened.fit, opened.all), level


def test_another_language_does_not_stand_in_for_the_one_that_is_asked_for(seeded_session, clock):
    person = worker(seeded_session, on=clock(), level=Level.A1)
    say(
        seeded_session,
        person,
        clock,
        LanguageInput,
        LanguageInput("ko", Level.A1),
        LanguageInput("en", Level.C1),
    )
    number = cast.named(seeded_session, "published").reference
    assert applications.failed_gates(
        applications.score_breakdowns(seeded_session, person.reference, number, TODAY)[0]
    ) == [Gate.LANGUAGE]
    assert number not in [
        match.reference
        for match in recommendations.rank(seeded_session, person.reference, TODAY).best
    ]


def test_only_the_countries_wished_for_and_nothing_without_a_trade(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    described_ = PreferencesInput(["RU"])
    profile_edits.save_part(seeded_session, person, described_, by=WORKER, on=clock(), day=TODAY)
    assert recommendations.rank(seeded_session, person.reference, TODAY).total == 0
    say(seeded_session, person, clock, TradeInput)
    assert recommendations.assess_profile(
        seeded_session, person.reference, TODAY
    ) == recommendations.ProfileReach(0, 0, [])
    assert recommendations.rank(seeded_session, "C-NOBODY", TODAY).total == 0
