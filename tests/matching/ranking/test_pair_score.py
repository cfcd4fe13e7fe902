"""Weighing many in a row finds what weighing one by one finds, and asks the register once."""

import pytest
from sqlalchemy import event

from catalog.core.errors import NotFound
from matching.applications import applications
from matching.profiles import profiles
from matching.ranking.pair_score import RegisterSnapshot
from matching.scoring.eligibility import Level
from tests.support import cast, sample_applications
from tests.support.cast import TODAY


def test_the_best_sheet_comes_first_and_one_that_is_shut_last(seeded_session, clock):
    person, vacancy = (
        sample_applications.worker(seeded_session, on=clock()),
        cast.named(seeded_session, "published").reference,
    )
    result = profiles.scoring_profiles(seeded_session, person.reference, TODAY)
    korean = {"language": "ko", "level": Level.B1}
    weak = [
        profiles.Profile("7212", 40, age=17, **korean),
        *result,
        profiles.Profile("9112", 1, age=30, **korean),
    ]
    sheets = RegisterSnapshot(seeded_session, TODAY).sheets(weak, vacancy)
    assert [sheet.open for sheet in sheets] == [True, True, False]
    assert sheets[0].points > sheets[1].points
    assert sheets[0] == applications.require_suits(seeded_session, person.reference, vacancy, TODAY)


def test_many_in_a_row_ask_the_register_once(seeded_session, clock):
    vacancy = cast.named(seeded_session, "published").reference
    people = [
        sample_applications.worker(seeded_session, on=clock(), name=f"W {n}", level=Level.B2)
        for n in range(3)
    ]
    items = [profiles.scoring_profiles(seeded_session, one.reference, TODAY) for one in people]
    asked, scales = [], RegisterSnapshot(seeded_session, TODAY)
    listen = lambda *words: asked.append(words[2])  # noqa: E731
    event.listen(seeded_session.get_bind(), "before_cursor_execute", listen)
    try:
        assert len({scales.sheets(one, vacancy)[0].points for one in items}) == 1
    finally:
        event.remove(seeded_session.get_bind(), "before_cursor_execute", listen)
    assert len(asked) == 2


def test_a_vacancy_that_is_not_there_is_refused(seeded_session):
    with pytest.raises(NotFound):
        RegisterSnapshot(seeded_session, TODAY).sheets([], "V-NOTHING")
