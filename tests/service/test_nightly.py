"""The night's parts, each safe to repeat; the commands' tests run them together."""

from datetime import date

import pytest
from sqlalchemy import select, text

from catalog.countries import Mark
from catalog.ground import heads, journal
from catalog.ground.heads import Damaged
from catalog.ground.who import SYSTEM
from catalog.vacancies import Vacancy
from matching.citizens import Citizen
from service import nightly, retention
from service.dossier import erase, erased
from service.retention import NewRule
from tests import licensed
from tests.cast import IRODA


def test_who_was_erased_is_noted_beside_the_records(seeded, clock, tmp_path):
    with seeded.write() as session:
        number = session.execute(select(Citizen.reference).limit(1)).scalar()
        erase.erase(session, number, by=IRODA, on=clock())
    for _ in range(2):
        list(nightly.keep(seeded, tmp_path, by=SYSTEM, on=clock()))
        assert erased.read(tmp_path / erased.FILE) == {number: "2026-11-25"}


def test_the_rules_are_those_of_the_day_in_tashkent(seeded, clock, tmp_path):
    rule = NewRule("once", 7, date(2026, 11, 26), None, Mark.SOURCED, "invented")
    with seeded.write() as session:
        retention.load(session, [rule], by=SYSTEM, on=clock())
    before, after = clock(), clock.forward(hours=14)  # one o'clock of the next day in Tashkent
    done = [
        {one.word for one in nightly.keep(seeded, tmp_path, by=SYSTEM, on=on) if one.rule} for on in (before, after)
    ]
    assert done == [set(), {"once"}]


def test_a_head_is_kept_of_a_journal_that_is_sound(seeded, clock, tmp_path):
    file = tmp_path / "heads.txt"
    checked = nightly.check(seeded, file)
    assert (checked.flaw, checked.heads, nightly.keep_head(checked, file, on=clock())) == (None, 0, True)
    again = nightly.check(seeded, file)
    assert (again.heads, nightly.keep_head(again, file, on=clock())) == (1, False)
    assert [(one.day, one.position, one.hash) for one in heads.read(file)] == [
        (date(2026, 11, 25), checked.position, checked.hash)
    ]


def test_no_head_is_kept_of_a_journal_that_is_wrong(seeded, clock, tmp_path):
    with seeded.write() as session:
        session.execute(text("DELETE FROM journal WHERE position = 3"))
    checked = nightly.check(seeded, tmp_path / "heads.txt")
    assert checked.flaw.position == 3
    assert not nightly.keep_head(checked, tmp_path / "heads.txt", on=clock())
    assert not (tmp_path / "heads.txt").exists()


def test_damaged_heads_stop_the_comparison(seeded, tmp_path):
    (tmp_path / "heads.txt").write_text("nothing\n")
    with pytest.raises(Damaged):
        nightly.check(seeded, tmp_path / "heads.txt")


def test_it_is_safe_while_others_write(seeded, clock, tmp_path):
    with seeded.read() as reading:
        journal.head(reading)
        list(nightly.keep(seeded, tmp_path, by=SYSTEM, on=clock()))
    with seeded.write() as session:
        journal.write(session, "amend", "agency", "AG-VALID", by=IRODA, on=clock())
    assert nightly.scrub(seeded)


def test_what_is_idle_is_told_of_taken_off_a_week_later_and_nothing_twice(seeded, clock):
    with seeded.write() as session:
        licensed.rules(session, clock())
        for row in session.execute(select(Vacancy)).scalars():
            row.closes_on = date(2028, 1, 1)
    clock.forward(days=84)
    done = [nightly.rest(seeded, by=SYSTEM, on=clock()) for _ in range(2)]
    assert done == [nightly.Rested(6, 0, 0), nightly.Rested(0, 0, 0)]
    clock.forward(days=7)
    assert nightly.rest(seeded, by=SYSTEM, on=clock()) == nightly.Rested(0, 6, 0)
    assert nightly.rest(seeded, by=SYSTEM, on=clock()) == nightly.Rested(0, 0, 0)
