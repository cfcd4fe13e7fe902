"""The night's work from the command line: one sentence for each part, and the same again without
harm."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlmodel import col

from catalog.core import fields, journal, vault
from catalog.core.actor import SYSTEM
from catalog.core.errors import Conflict
from seed import reference
from service.infra.rate_limits import Attempt
from service.operations import maintenance, nightly
from service.privacy.retention import Rule
from tests.conftest import write_key


@pytest.fixture
def ruled(settled, seeded, clock):
    """The home of the cast, with the rules that everybody starts out with."""
    with seeded.write() as session:
        rules = map(reference._rule, reference.rows("retention.tsv"))
        reference.retention.load(session, rules, by=SYSTEM, on=clock())
        session.add(Attempt(kind="code", subject="x", at=clock() - timedelta(days=4_000)))
    return settled


def test_it_says_one_sentence_for_each_part(ruled, tmp_path):
    code, out, _ = ruled("nightly")
    assert code == 0
    assert "attempts: 1 forgotten after 2 days.\n" in out
    assert "codes: 0 forgotten after 1 day.\n" in out
    assert "closed_cases: the rule of 1826 days is unconfirmed; nothing was forgotten.\n" in out
    assert (
        "alerts: 0 new alerts.\nrankings: 0 of those who look for work ranked.\ndigests: 0 messages put into the box.\n"
        in out
    )
    assert "Scrubbed.\n" in out
    assert f"is kept in {tmp_path / 'home' / 'heads' / 'heads.txt'}." in out


def test_a_word_without_a_rule_is_told(ruled, seeded):
    with seeded.write() as session:
        session.execute(delete(Rule).where(col(Rule.word) == "once"))
    assert "once: there is no rule for today; nothing was forgotten.\n" in ruled("nightly")[1]


def test_a_second_night_goes_on_where_the_first_ended(ruled, seeded, tmp_path, clock):
    heads = tmp_path / "home" / "heads" / "heads.txt"
    ruled("nightly")
    first = heads.read_text()
    code, out, _ = ruled("nightly")
    assert (code, heads.read_text(), "heads:" in out, "attempts: 0" in out) == (
        0,
        first,
        False,
        True,
    )
    with seeded.write() as session:
        journal.write(session, "amend", "agency", "AG-VALID", by=SYSTEM, on=clock())
    assert ruled("nightly")[0] == 0
    assert heads.read_text().startswith(first)
    assert heads.read_text().count("\n") == 2


def test_heads_are_kept_where_the_setting_says(ruled, tmp_path, monkeypatch):
    monkeypatch.setenv("MUSOFIR_HEADS_DIR", str(tmp_path / "far"))
    assert ruled("nightly")[0] == 0
    assert (tmp_path / "far" / "heads.txt").exists()
    assert "compared with 1 kept head." in ruled("journal", "verify")[1]


def test_a_wrong_journal_is_told_fails_and_gets_no_further_head(ruled, seeded, tmp_path):
    ruled("nightly")
    heads = tmp_path / "home" / "heads" / "heads.txt"
    before = heads.read_text()
    with seeded.write() as session:
        session.execute(text("UPDATE journal SET account = 'nobody' WHERE position = 5"))
    code, out, _ = ruled("nightly")
    assert (code, "journal: The chain is broken at entry 5:" in out, heads.read_text()) == (
        1,
        True,
        before,
    )
    assert "attempts: 0 forgotten" in out, "the rest is done all the same"


def test_a_place_for_heads_that_is_not_there_fails_after_all_else_is_done(
    ruled, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MUSOFIR_HEADS_DIR", str(tmp_path / "file"))
    code, out, err = ruled("nightly")
    assert (code, "heads:" in out + err, "Scrubbed." in out) == (1, True, True)


def test_a_part_that_fails_is_named_and_stops_no_other(ruled, seeded, monkeypatch):
    def fail(*_told, **_named):
        raise Conflict

    for part in ("create_alerts", "apply_retention"):
        monkeypatch.setattr(nightly, part, fail)
    code, out, _ = ruled("nightly")
    assert (code, out.count(": failed (catalog.core.errors.Conflict at ")) == (1, 2)
    assert all(
        text in out
        for text in ("alerts: failed", "retention: failed", "Scrubbed.", "unbroken", "is kept in")
    )
    with seeded.read() as session:
        assert maintenance.Work.NIGHTLY in maintenance.list_overdue(session, fields.now())
    monkeypatch.undo()


def test_two_at_once_do_not_disturb_each_other(ruled, seeded):
    with seeded.alone("nightly"):
        code, out, _ = ruled("nightly")
    assert (code, out.count("\n"), "Nothing was done" in out) == (0, 1, True)
    assert ruled("nightly")[0] == 0
    with seeded.read() as session:
        assert maintenance.list_overdue(session, fields.now()) == [maintenance.Work.BACKUP]


def test_an_empty_journal_gets_no_head(run, tmp_path, monkeypatch, database, clock):
    (tmp_path / "home").mkdir()
    write_key(tmp_path / "home")
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    with database.write() as session:
        vault.set_up(session)
        journal.begin_seals(session, by=SYSTEM, on=clock())
    with database.read() as session:
        assert session.execute(select(func.count()).select_from(journal.Entry)).scalar() == 0
    assert "journal: 0 entries, unbroken" in run("nightly")[1]
    assert not (tmp_path / "home" / "heads").exists()


def test_a_rule_confirmed_later_is_carried_out_from_then_on(ruled, seeded):
    with seeded.write() as session:
        session.execute(
            update(Rule).where(col(Rule.word) == "closed_cases").values(mark="confirmed")
        )
    assert "closed_cases: 0 erased after 1826 days." in ruled("nightly")[1]
