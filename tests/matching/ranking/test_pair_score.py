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


def test_the_best_sheet_comes_first_and_one_that_is_shut_last(house, clock):
    person, vacancy = (
        sample_applications.worker(house, on=clock()),
        cast.named(house, "published").reference,
    )
    result = profiles.scoring_profiles(house, person.reference, TODAY)
    korean = {"language": "ko", "level": Level.B1}
    weak = [
        profiles.Profile("7212", 40, age=17, **korean),
        *result,
        profiles.Profile("9112", 1, age=30, **korean),
    ]
    sheets = RegisterSnapshot(house, TODAY).sheets(weak, vacancy)
    assert [sheet.open for sheet in sheets] == [True, True, False]
    assert sheets[0].points > sheets[1].points
    assert sheets[0] == applications.require_suits(house, person.reference, vacancy, TODAY)


def test_many_in_a_row_ask_the_register_once(house, clock):
    vacancy = cast.named(house, "published").reference
    people = [
        sample_applications.worker(house, on=clock(), name=f"W {n}", level=Level.B2)
        for n in range(3)
    ]
    items = [profiles.scoring_profiles(house, one.reference, TODAY) for one in people]
    asked, scales = [], RegisterSnapshot(house, TODAY)
    listen = lambda *words: asked.append(words[2])  # noqa: E731
    event.listen(house.get_bind(), "before_cursor_execute", listen)
    try:
        assert len({scales.sheets(one, vacancy)[0].points for one in items}) == 1
    finally:
        event.remove(house.get_bind(), "before_cursor_execute", listen)
    assert len(asked) == 2


def test_a_vacancy_that_is_not_there_is_refused(house):
    with pytest.raises(NotFound):
        RegisterSnapshot(house, TODAY).sheets([], "V-NOTHING")
