"""The other verbs of the command line."""

import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from service import __main__, accounts
from service.commands import backup, bench, check, config, home, interpreters, report, test
from service.infra import settings
from service.infra.settings import NAMES
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting import past
from tests.support import cast


def test_it_lists_its_verbs(run):
    code, out, _ = run("help")
    assert (code, all(verb in out for verb in __main__.VERBS)) == (0, True)


def test_every_verb_tells_what_it_wants(run):
    assert [verb for verb in __main__.VERBS if run(verb, "--help")[0]] == []


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("serve", "--port", "high"),
        ("serve", "--port", "0"),
        ("report", "soon"),
        ("account", "add"),
        ("bench", "nothing"),
        ("account", "add", "--email", "nobody", "--role", "auditor"),
        ("account", "add", "--email", "a@b.example", "--role", "king"),
        ("import", "ships", "x"),
        ("import", "agencies", "nowhere.csv"),
        ("restore", "nowhere"),
        ("key", "add", "--email", "a@b.example"),
    ],
)
def test_a_wrong_word_is_told_in_one_sentence(migrated, words):
    code, out, err = migrated(*words)
    assert (code, out) == (2, "")
    assert err.startswith("musofir: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somewhere"),
        ("MUSOFIR_MASTER_KEY_FILE", "/nowhere/key"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x"),
        ("MUSOFIR_HOME", "/dev/null/home"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(run, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    code, _, err = run("migrate")
    assert (code, err.startswith("musofir: "), err.count("\n")) == (2, True, 1)


def test_nothing_works_on_tables_that_are_not_there(run):
    assert "./musofir migrate" in run("journal", "verify")[2]
    assert run("serve")[0] == 2


@pytest.mark.parametrize("words", [("check",), ("test",), ("bench", "search")])
def test_what_works_on_the_source_needs_a_checkout(run, monkeypatch, tmp_path, words):
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    code, out, err = run(*words)
    assert (code, out, err.count("\n"), "needs a checkout" in err) == (2, "", 1, True)


def test_migrating_twice_is_safe(migrated):
    assert migrated("migrate")[0] == 0
    assert migrated("seed", "reference")[0] == 0
    assert "unbroken" in migrated("journal", "verify")[1]


def test_a_broken_chain_is_found(settled, seeded):
    with seeded.write() as session:
        session.execute(text("UPDATE journal SET account = 'somebody' WHERE position = 3"))
    code, out, _ = settled("journal", "verify")
    assert (code, "entry 3" in out) == (1, True)


def test_an_account_gets_a_key_that_opens(settled, seeded):
    assert (
        "--post"
        not in settled(
            "account",
            "add",
            "--email",
            "n@musofir.example",
            "--role",
            "attache",
            "--post",
            cast.SEOUL,
        )[2]
    )
    code, out, _ = settled("key", "add", "--email", "n@musofir.example", "--scope", "wages:read")
    with seeded.read() as session:
        who = accounts.find_actor_by_key(session, out.strip())
    assert (code, who.scopes, who.posts) == (0, {"wages:read"}, {cast.SEOUL})


@pytest.mark.parametrize(
    "words",
    [
        ("account", "add", "--email", cast.email("davron"), "--role", "auditor"),
        ("account", "add", "--email", "x@y.example", "--role", "attache"),
        ("key", "add", "--email", cast.email("davron"), "--scope", "sky:open"),
    ],
)
def test_what_a_rule_refuses_is_told(settled, words):
    code, _, err = settled(*words)
    assert (code, err.count("\n")) == (2, 1)


def test_the_report_names_its_units(settled):
    out = settled("report", "2026", "--exact")[1]
    assert "1 claim  Wage claims filed (wages.claims_filed)" in out
    assert "2 session  Advice sessions held" in out


def test_a_frozen_year_is_verified_and_what_differs_is_named(settled, seeded):
    assert settled("report", "2025", "--verify")[0] == 2, "nothing was signed"
    with seeded.write() as session:
        row = past.close(session)
    code, out, _ = settled("report", "2025", "--verify")
    assert (code, out.count("\n")) == (0, 1)
    assert f"number 0, {row.reference}: holds" in out
    assert "2025, closed, number 0" in settled("report", "2025", "--exact")[1]
    with seeded.write() as session:
        past.place(session, "K-1")
    code, out, _ = settled("report", "2025", "--verify")
    assert code == 0
    assert "placements.total: other records than then are behind it (0 then, 1 today)" in out
    with seeded.write() as session:
        session.execute(text("UPDATE report_years SET why = 'x'"))
    code, out, _ = settled("report", "2025", "--verify")
    assert (code, "DOES NOT HOLD" in out) == (1, True)


def test_the_report_hides_small_numbers_unless_the_service_asks(settled, monkeypatch):
    out = settled("report", "2026")[1]
    assert "hidden claim  Wage claims filed (wages.claims_filed)" in out
    assert "hidden session  Advice sessions held" in out
    monkeypatch.setenv("MUSOFIR_SMALLEST_PEOPLE", "3")
    code, out, err = settled("report", "2026")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_the_report_writes_money_in_its_currency():
    assert report._value(Figure("k", 120_050, Unit.MONEY, "", "USD")) == "1,200.50 USD"


def test_config_says_everything_but_the_secrets(run, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/db")
    monkeypatch.setenv("MUSOFIR_ALLOWED_HOSTS", "a.example, b.example")
    out = run("config")[1]
    assert all(name in out for name in NAMES)
    assert ("secret" in out, "a.example,b.example" in out) == (False, True)
    assert set(config.setting_descriptions()) == set(NAMES.values())


def test_a_backup_is_taken_apart_from_its_keys_and_put_back(migrated, tmp_path):
    file = tmp_path / "b.sqlite3"
    records = tmp_path / "home" / "musofir.sqlite3"
    assert migrated("backup", file)[0] == 0
    assert file.stat().st_mode & 0o077 == backup.keys_file(file).stat().st_mode & 0o077 == 0
    assert migrated("backup", file)[0] == 2
    migrated("account", "add", "--email", "later@musofir.example", "--role", "auditor")
    assert migrated("restore", file)[0] == 2
    assert migrated("restore", file, "--force")[0] == 0
    assert migrated("key", "add", "--email", "later@musofir.example")[0] == 2
    assert records.stat().st_mode & 0o077 == 0


def test_erased_keys_do_not_sleep_in_a_backup(settled, seeded, tmp_path, monkeypatch):
    if not seeded.sqlite:
        assert "pg_dump" in settled("backup", tmp_path / "b")[2]
        return
    settled("backup", tmp_path / "b")
    copied = home.Database(f"sqlite:///{tmp_path / 'b'}")
    with copied.read() as session:
        kept = session.execute(text("SELECT owner FROM vault_keys ORDER BY owner")).scalars().all()
        assert kept == ["~known", "~seal"], (
            "what belongs to no person, and without which no key can be tried"
        )
    copied.close()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new'}")
    assert settled("restore", tmp_path / "b")[0] == 0
    restored = home.Database(f"sqlite:///{tmp_path / 'new'}")
    with restored.read() as session:
        assert session.execute(text("SELECT count(*) FROM vault_keys")).scalar() > 0
    restored.close()
    backup.keys_file(tmp_path / "b").unlink()
    code, _, err = settled("restore", tmp_path / "b", "--force")
    assert (code, "--without-keys" in err, err.count("\n")) == (2, True, 1)
    assert "cannot be read" in settled("restore", tmp_path / "b", "--force", "--without-keys")[1]
    assert settled("journal", "verify")[0] == 0, "the key of seals came with the records"


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_damaged_backup_leaves_what_was_there(migrated, tmp_path, content):
    (tmp_path / "bad").write_bytes(content)
    assert migrated("restore", tmp_path / "bad", "--force")[0] == 2
    assert "unbroken" in migrated("journal", "verify")[1]


def test_there_is_nothing_to_back_up_in_an_empty_home(run, tmp_path):
    assert run("backup", tmp_path / "b")[0] == 2


# --- what builders ask
# ---------------------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch):
    """The programs that were started, instead of starting them; all of them succeed unless told
    otherwise."""
    done = SimpleNamespace(words=[], codes={})

    def start(words, **_told):
        done.words.append([str(word) for word in words])
        code = next(
            (code for name, code in done.codes.items() if name in " ".join(done.words[-1])), 0
        )
        return subprocess.CompletedProcess(words, code, "said\n", "")

    monkeypatch.setattr(subprocess, "run", start)
    return done


def test_check_prints_each_step_and_fails_with_any(run, started, monkeypatch):
    monkeypatch.setattr(check.catalogues, "check", list)
    monkeypatch.setattr(check, "_pythons", list)
    code, out, _ = run("check")
    assert (code, out.count("passed")) == (0, 6)
    started.codes["mypy"] = 1
    code, out, _ = run("check")
    assert (code, "types: failed\n  said" in out) == (1, True)
    started.codes.clear()
    monkeypatch.setattr(check.catalogues, "check", lambda: ["a sentence is missing"])
    assert run("check")[0] == 1


def test_check_counts_figures_alone(run, started):
    started.codes["code_figures"] = 1
    assert run("check", "--figures")[0] == 1
    assert [words[-1] for words in started.words] == ["tests.support.code_figures"]


def test_check_tries_each_python_at_hand_and_in_ci_needs_the_oldest_and_the_newest(
    run, started, monkeypatch
):
    monkeypatch.setattr(check.catalogues, "check", list)
    there = {"3.12": "/usr/bin/python3.12", "3.13": "/usr/bin/python3.13"}
    monkeypatch.setattr(interpreters, "find_python", there.get)
    monkeypatch.setattr(interpreters, "environment", lambda _version, path: path)
    monkeypatch.setattr(
        interpreters, "find_faults", lambda path: ["broken"] if path.endswith("3.12") else []
    )
    code, out, _ = run("check")
    assert (code, "Python 3.11: not at hand" in out) == (1, True)
    assert ("Python 3.12: failed\n  broken" in out, "Python 3.13: passed" in out) == (True, True)
    monkeypatch.setenv("CI", "true")
    assert "Python 3.11: failed\n  There is no python3.11 here" in run("check")[1]


def test_an_environment_of_another_python_is_made_once_for_each_lock_file(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(interpreters.home, "ROOT", tmp_path)
    monkeypatch.setattr(interpreters, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(interpreters, "_run", lambda *words: asked.append(words[1]))
    (tmp_path / ".venv-3.11").mkdir()
    for content in ("one", "one", "two"):
        (tmp_path / "lock").write_text(content)
        python = interpreters.environment("3.11", "/usr/bin/python3.11")
    assert (python, asked) == (str(tmp_path / ".venv-3.11" / "bin" / "python"), ["venv", "pip"] * 2)
    assert interpreters.environment("3.13", sys.executable) == sys.executable


def test_the_promised_pythons_are_those_of_the_project_file():
    result = tomllib.loads((home.ROOT / "pyproject.toml").read_text())
    oldest, newest = interpreters.NEEDED
    assert result["project"]["requires-python"] == f">={oldest},<3.{int(newest.split('.')[1]) + 1}"
    assert result["tool"]["mypy"]["python_version"] == oldest
    assert result["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"


def test_the_suite_has_a_floor_and_a_part_of_it_has_none():
    assert f"--floor={test.MIN_COVERAGE}" in test.arguments(False, True, (), repeats=True)
    assert "tests.support.coverage" not in test.arguments(False, True, ())
    assert test.arguments(False, True, ("tests/i18n",))[-1] == "tests/i18n"
    assert "tests.support.coverage" not in test.arguments(False, True, ("tests/i18n",))


@pytest.mark.parametrize(
    ("everything", "browser", "marks"),
    [
        (False, True, "not slow and not repeat"),
        (False, False, "not slow and not repeat and not browser"),
        (True, False, "not browser"),
        (True, True, "slow or not slow"),
    ],
)
def test_what_is_left_out(everything, browser, marks):
    assert test.arguments(everything, browser, ())[5] == marks


def test_what_a_plain_run_asks_of_sqlite_alone_is_asked_of_postgresql_by_itself(run, started):
    assert run("test", "--repeats", "-x")[0] == 0
    assert started.words[-1][-3:] == ["-m", "repeat and not slow", "-x"]


def test_one_run_asks_what_a_plain_one_and_its_repeats_ask(run, started):
    assert run("test", "--with-repeats")[0] == 0
    assert {"not slow", f"--floor={test.MIN_COVERAGE}"} <= set(started.words[-1])


def test_without_a_browser_its_tests_are_left_out_but_not_in_ci(run, started, monkeypatch):
    monkeypatch.setattr(test.shutil, "which", lambda _name: None)
    code, _, err = run("test", "-k", "nothing")
    assert (code, "left out" in err, started.words[-1][-2:]) == (0, True, ["-k", "nothing"])
    monkeypatch.setenv("CI", "true")
    assert run("test")[0] == 2


def test_a_failing_suite_fails(run, started):
    started.codes["pytest"] = 1
    assert run("test")[0] == 1


def test_a_measurement_is_given_its_words(run, started):
    assert run("bench", "agencies", "--data", "x")[0] == 0
    assert started.words == [[sys.executable, "-m", "bench.agencies", "--data", "x"]]
    assert (bench.FOLDER / "agencies.py").exists()


def test_breaking_off_is_told(run, monkeypatch):
    def interrupted(*_words, **_told):
        raise __main__.click.exceptions.Abort

    monkeypatch.setattr(__main__.musofir, "main", interrupted)
    assert run("config")[0] == 130


def test_an_export_has_a_known_ending(settled, tmp_path):
    assert settled("export", "agencies", tmp_path / "out.ods")[0] == 2
