"""Rounds: what may be in one, and what was promised before anybody entered."""

import hashlib
from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import AlreadyOver, TooFarAhead
from catalog.reference import countries
from catalog.vacancies.vacancies import Vacancy, WrongDates
from matching.quota import rounds
from matching.quota.rounds import NewRound
from tests.support import sample_rounds
from tests.support.cast import ALISHER, CHINORA, DAVRON, FARIDA, HAMID, IRODA, JAMSHID, TODAY


def test_the_hash_of_the_seed_is_public_from_the_first_moment_and_the_seed_itself_stands_nowhere(
    seeded_session, clock
):
    row = sample_rounds.opened(seeded_session, {}, on=clock())
    seed = rounds.seed_of(row.reference)
    assert row.commitment == hashlib.sha256(seed.encode()).hexdigest()
    assert row.seed == ""
    assert row.points_rule == "sheet-1"
    seeded_session.flush()
    result = (
        seeded_session.connection().exec_driver_sql("SELECT * FROM seat_rounds").mappings().one()
    )
    assert seed not in map(str, result.values())
    assert sample_rounds.opened(seeded_session, {}, on=clock()).commitment != row.commitment
    seeded_session.commit()
    assert [
        entry.act for entry in journal.history(seeded_session, "seat_round", row.reference)
    ] == ["open_round"]


def test_only_licensing_officers_and_supervisors_run_a_round(seeded_session, clock):
    row = sample_rounds.opened(seeded_session, {}, on=clock())
    for by in (ALISHER, CHINORA, DAVRON, HAMID, JAMSHID):
        with pytest.raises(NotAllowed):
            rounds.open_(
                seeded_session, NewRound("A", "KR", TODAY, TODAY), by=by, on=clock(), day=TODAY
            )
    assert (
        rounds.open_(
            seeded_session, NewRound("A", "KR", TODAY, TODAY), by=IRODA, on=clock(), day=TODAY
        ).state
        == row.state
    )


@pytest.mark.parametrize(
    ("country", "first", "last", "refusal", "field"),
    [
        ("KR", 0, -1, WrongDates, "closes_on"),
        ("KR", -9, -1, AlreadyOver, "closes_on"),
        ("KR", 0, 4000, TooFarAhead, "closes_on"),
        ("XX", 0, 1, countries.NotACountry, "country"),
    ],
)
def test_a_round_has_days_that_lie_ahead_and_a_country(
    seeded_session, clock, country, first, last, refusal, field
):
    new_round = NewRound("A", country, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    with pytest.raises(refusal) as refused:
        rounds.open_(seeded_session, new_round, by=FARIDA, on=clock(), day=TODAY)
    assert refused.value.field == field


def test_lists_say_which_take_entries_today(seeded_session, clock):
    early = sample_rounds.opened(seeded_session, {}, on=clock())
    late = rounds.open_(
        seeded_session,
        NewRound("L", "KR", TODAY + timedelta(days=3), TODAY + timedelta(days=9)),
        by=FARIDA,
        on=clock(),
        day=TODAY,
    )
    assert [one.reference for one in rounds.list_page(seeded_session, 1)] == [
        late.reference,
        early.reference,
    ]
    assert rounds.list_page(seeded_session, 2) == []
    assert rounds.count(seeded_session) == 2
    today = rounds.list_page(seeded_session, 1, rounds.takes_entries(TODAY))
    assert [one.reference for one in today] == [early.reference]
    with pytest.raises(NotFound):
        rounds.get(seeded_session, "S-NOTHING")
    with pytest.raises(NotFound):
        rounds.lock_round(seeded_session, "S-NOTHING")


def test_a_vacancy_has_ended_when_nobody_can_be_sent_any_more(seeded_session, clock):
    row = seeded_session.get(Vacancy, sample_rounds.job(seeded_session, "J-A", on=clock()))
    assert not rounds.has_ended(row, TODAY)
    assert rounds.has_ended(row, row.closes_on + timedelta(days=1))
    row.state = "withdrawn"
    assert rounds.has_ended(row, TODAY)
