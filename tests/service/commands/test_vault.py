"""The master key changed from the command line, while others read and write (trust.md T-32)."""

import os
import subprocess
import sys
import threading
import time
from functools import partial

import pytest
from sqlalchemy import insert, text

from catalog.core import journal, vault
from catalog.core.actor import SYSTEM
from catalog.core.vault import Key
from service.commands import home
from service.commands.vault import rotate_keys
from service.infra import settings
from tests.conftest import MASTER_KEY

SECOND = b"\x02" * 32


@pytest.fixture
def file(tmp_path):
    return tmp_path / "home" / "master.key"


def put(file, *masters: bytes) -> None:
    file.write_text("\n".join(one.hex() for one in masters))


def test_the_whole_change_as_the_operator_makes_it(settled, seeded, file):
    assert "0 keys are still under an older one.\n" in settled("vault", "status")[1]
    put(file, SECOND, MASTER_KEY)
    assert "still under an older one. Run: ./musofir vault rotate" in settled("vault", "status")[1]
    code, out, _ = settled("vault", "rotate")
    assert (code, "keys wrapped anew in" in out, "; 0 are still" in out) == (0, True, True)
    assert "The older lines can be taken out of the file." in settled("vault", "status")[1]
    put(file, SECOND)
    assert settled("vault", "status")[0] == 0
    assert settled("vault", "rotate")[1].startswith("0 keys wrapped anew")
    assert "unbroken" in settled("journal", "verify")[1]


def test_the_change_stands_in_the_journal(settled, seeded, file):
    put(file, SECOND, MASTER_KEY)
    settled("vault", "rotate")
    with seeded.read() as session:
        (entry,) = journal.history(session, "vault", vault.newest())
    assert (entry.account, entry.act, entry.fields[:5]) == ("system", "rotate", "keys:")


def test_a_missing_master_key_is_told(settled, seeded):
    with seeded.write() as session:
        session.execute(
            text(
                "UPDATE vault_keys SET master = 'deadbeef' WHERE owner = (SELECT min(owner) FROM vault_keys)"
            )
        )
    code, out, _ = settled("vault", "status")
    assert (code, "are under a master key that is not in" in out) == (1, True)
    code, _, err = settled("vault", "rotate")
    assert (code, "Nothing was changed" in err, err.count("\n")) == (2, True, 1)


def test_another_master_key_is_refused_before_anything_is_done_by_it(settled, file):
    put(file, SECOND)
    for words in (("vault", "status"), ("vault", "rotate"), ("nightly",), ("serve",)):
        code, _, err = settled(*words)
        assert (code, "does not hold the master key of these records" in err, err.count("\n")) == (
            2,
            True,
            1,
        ), words
    put(file, SECOND, MASTER_KEY)
    assert settled("vault", "rotate")[0] == 0
    put(file, MASTER_KEY)
    code, _, err = settled("vault", "status")
    assert (code, "does not hold the master key of these records" in err) == (2, True)


class Worker(threading.Thread):
    """One who reads and writes all the time, in a process that was started before the new master
    key was heard of."""

    def __init__(self, database, old: bytes) -> None:
        super().__init__()
        self.database, self.old = database, old
        self.over, self.done, self.failed = threading.Event(), 0, []
        self.start()

    def run(self) -> None:
        while not self.over.wait(0.01):
            try:
                self.work(f"C-{id(self)}-{self.done}")
                self.done += 1
            except Exception as failed:  # noqa: BLE001
                self.failed.append(failed)

    def work(self, owner: str) -> None:
        with self.database.write() as session:
            sealed = vault.seal(session, owner, "p", owner)
        with self.database.read() as session:
            assert vault.unseal(session, owner, "p", sealed) == owner
            assert vault.unseal_all(session, [("C-OLD", "p", self.old)]) == ["an old word"]

    def stop(self) -> tuple[list[Exception], bool]:
        self.over.set()
        self.join()
        return self.failed, self.done > 20


def rotating(seeded, tmp_path) -> subprocess.Popen:
    values = {"MUSOFIR_HOME": str(tmp_path / "home")}
    values["DATABASE_URL"] = seeded.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "service", "vault", "rotate"]
    return subprocess.Popen(
        words, env=os.environ | values, cwd=home.ROOT, stdout=subprocess.DEVNULL
    )


def left(database) -> int:
    with database.read() as session:
        return sum(
            count
            for name, count in vault.count_by_master_key(session).items()
            if name != vault._name(SECOND)
        )


@pytest.fixture
def old(seeded, tmp_path, settled) -> bytes:
    """A word sealed before the change, among keys enough to keep it busy; the process knows the old
    master key alone."""
    vault.open_with(
        MASTER_KEY,
        read=partial(settings.reload_master_keys, settings.Settings(home=tmp_path / "home")),
    )
    with seeded.write() as session:
        many = [vault._wrapped(f"C-{n:06d}", bytes(32), vault.newest()) for n in range(3_000)]
        session.execute(insert(Key), many)
        return vault.seal(session, "C-OLD", "p", "an old word")


def killed_in_the_middle(seeded, tmp_path) -> bool:
    before, process = left(seeded), rotating(seeded, tmp_path)
    while left(seeded) > before - 400 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    return 0 < left(seeded) < before


def test_killed_in_the_middle_and_begun_again_no_read_and_no_write_fails(
    seeded, old, file, tmp_path, clock
):
    blind = vault.blind("phone", "x")
    workers = [Worker(seeded, old), Worker(seeded, old)]
    put(file, SECOND, MASTER_KEY)
    assert killed_in_the_middle(seeded, tmp_path)
    *_, done = rotate_keys(seeded, by=SYSTEM, on=clock())
    assert done > 0
    assert [worker.stop() for worker in workers] == [([], True)] * 2
    assert left(seeded) == 0
    put(file, SECOND)
    with home.open_database() as database, database.read() as session:
        assert vault.unseal(session, "C-OLD", "p", old) == "an old word"
    assert vault.blind("phone", "x") == blind
