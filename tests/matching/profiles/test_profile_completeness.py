"""A profile as a list of tasks: what is not begun, done, or to be looked at again, and why."""

from datetime import date, timedelta

import pytest

from matching.identity import persons
from matching.profiles import profile_completeness, profile_edits
from matching.profiles.profile_completeness import Part, TaskStatus
from matching.profiles.profile_edits import (
    BasicsInput,
    LanguageInput,
    PaperInput,
    PreferencesInput,
    TradeInput,
)
from matching.profiles.profiles import Education, Paper
from matching.scoring.eligibility import Level
from tests.support.cast import FARIDA, TODAY
from tests.support.sample_applications import WORKER


@pytest.fixture
def person(ground, clock):
    return persons.record(ground, persons.NewCitizen("Worker Invented"), by=FARIDA, on=clock())


@pytest.fixture
def stands(ground, person, clock):
    """Says something and tells how one part stands then, with the reasons."""

    def task_after(part, part_input=None, kind=None):
        how = {"by": WORKER, "on": clock(), "day": TODAY}
        if kind:
            profile_edits.save_list(ground, person, kind, part_input, **how)
        elif part_input:
            profile_edits.save_part(ground, person, part_input, **how)
        task = next(
            one
            for one in profile_completeness.list_tasks(ground, person.reference, TODAY)
            if one.part is part
        )
        return task.stand, [
            (one.sentence.split(":")[-1].strip(), one.about, one.day) for one in task.reasons
        ]

    return task_after


def test_nothing_is_begun_before_something_is_said(ground, person):
    assert {
        task.stand for task in profile_completeness.list_tasks(ground, person.reference, TODAY)
    } == {TaskStatus.NOT_STARTED}
    assert [
        task.part for task in profile_completeness.list_tasks(ground, person.reference, TODAY)
    ] == list(Part)


def test_yourself(stands):
    assert stands(Part.YOURSELF, BasicsInput(date(2000, 1, 1))) == (
        TaskStatus.BEGUN,
        [("Tell us where you studied.", "", None)],
    )
    assert stands(Part.YOURSELF, BasicsInput(date(2000, 1, 1), Education.SCHOOL)) == (
        TaskStatus.DONE,
        [],
    )
    assert stands(Part.WISHES)[0] is TaskStatus.NOT_STARTED, "another part says nothing of this one"


def test_trades_and_languages_ask_for_what_a_sheet_needs(stands):
    assert stands(Part.TRADES, [TradeInput("7212", 3)], TradeInput) == (
        TaskStatus.BEGUN,
        [("tell us whether you have a document for it", "7212", None)],
    )
    assert stands(Part.TRADES, [TradeInput("7212", 3, False)], TradeInput) == (TaskStatus.DONE, [])
    assert stands(Part.LANGUAGES, [LanguageInput("ko")], LanguageInput)[0] is TaskStatus.BEGUN
    assert stands(Part.LANGUAGES, [LanguageInput("ko", Level.A2)], LanguageInput) == (
        TaskStatus.DONE,
        [],
    )


def test_a_language_test_that_has_run_out_is_looked_at_again(stands):
    over = date(2026, 11, 24)
    assert stands(Part.LANGUAGES, [LanguageInput("ko", Level.A2, None, over)], LanguageInput) == (
        TaskStatus.LOOK_AGAIN,
        [("expired on %(day)s", "ko", over)],
    )


@pytest.mark.parametrize(("kind", "early"), [(Paper.PASSPORT, 183), (Paper.HEALTH, 90)])
def test_a_paper_is_looked_at_again_before_it_is_of_no_use(stands, kind, early):
    passport = (
        [] if kind is Paper.PASSPORT else [PaperInput(Paper.PASSPORT, expires_on=date(2034, 1, 1))]
    )
    for left, stand in (
        (early - 1, TaskStatus.LOOK_AGAIN),
        (early, TaskStatus.DONE),
        (0, TaskStatus.LOOK_AGAIN),
    ):
        held = [*passport, PaperInput(kind, expires_on=TODAY + timedelta(days=left))]
        assert stands(Part.PAPERS, held, PaperInput)[0] is stand, left


def test_without_a_passport_the_papers_are_only_begun(stands):
    assert stands(
        Part.PAPERS, [PaperInput(Paper.HEALTH, expires_on=date(2034, 1, 1))], PaperInput
    ) == (
        TaskStatus.BEGUN,
        [("enter the expiry date", "passport", None)],
    )


def test_wishes_are_done_once_something_is_wished_for_until_the_day_has_passed(
    ground, stands, person
):
    assert stands(Part.WISHES, PreferencesInput(available_from=TODAY)) == (TaskStatus.DONE, [])
    later = profile_completeness.list_tasks(ground, person.reference, TODAY + timedelta(days=1))
    assert later[-1].stand is TaskStatus.LOOK_AGAIN
