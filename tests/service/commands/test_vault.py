"""The master key changed from the command line, while others read and write (trust.md T-32)."""

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial

import pytest
from sqlalchemy import insert

from catalog.ground import vault
from catalog.ground.vault import Key
from service import settings
from service.commands import home
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
        written = home.vault and session.connection().exec_driver_sql(
            "SELECT account, reference, fields FROM journal WHERE noun = 'vault' AND act = 'rotate'"
        )
        ((account, name, fields),) = written.all()
    assert (account, name, fields.startswith("keys:")) == ("system", vault.newest(), True)


def test_a_missing_master_key_is_told(settled, file):
    put(file, SECOND)
    code, out, _ = settled("vault", "status")
    assert (code, "are under a master key that is not in" in out) == (1, True)
    code, _, err = settled("vault", "rotate")
    assert (code, "Nothing was changed" in err, err.count("\n")) == (2, True, 1)
    put(file, SECOND, MASTER_KEY)
    assert settled("vault", "rotate")[0] == 0
    put(file, MASTER_KEY)
    code, _, err = settled("vault", "status")
    assert (code, "does not hold the master key of these records" in err) == (2, True)


class Worker(threading.Thread):
    """One who reads and writes all the time, and was started before the new master key was heard of."""

    def __init__(self, database, number: int) -> None:
        super().__init__()
        self.database, self.number = database, number
        self.over, self.done, self.failed = threading.Event(), 0, []

    def run(self) -> None:
        while not self.over.is_set():
            owner = f"C-W{self.number}-{self.done}"
            try:
                with self.database.write() as session:
                    sealed = vault.seal(session, owner, "p", owner)
                with self.database.read() as session:
                    assert vault.unseal(session, owner, "p", sealed) == owner
                    assert vault.unseal_all(session, [("C-OLD", "p", self.old)]) == ["an old word"]
            except Exception as failed:  # noqa: BLE001
                self.failed.append(failed)
            self.done += 1
            time.sleep(0.002)


def rotating(seeded, tmp_path) -> subprocess.Popen:
    told = {"MUSOFIR_HOME": str(tmp_path / "home")}
    told["DATABASE_URL"] = seeded.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "service", "vault", "rotate"]
    return subprocess.Popen(words, env=os.environ | told, cwd=home.ROOT, stdout=subprocess.DEVNULL)


def left(database, newest: str) -> int:
    with database.read() as session:
        return sum(count for name, count in vault.standing(session).items() if name != newest)


def test_killed_in_the_middle_and_begun_again_no_read_and_no_write_fails(settled, seeded, file, tmp_path):
    newest = vault._name(SECOND)
    with seeded.write() as session:
        old = vault.seal(session, "C-OLD", "p", "an old word")
        many = [vault._wrapped(f"C-{n:06d}", bytes(32), vault.newest()) for n in range(8_000)]
        session.execute(insert(Key), many)
    given = settings.Settings(home=tmp_path / "home")
    vault.open_with(MASTER_KEY, read=partial(settings.master_keys_now, given))
    blind = vault.blind("phone", "x")
    workers = [Worker(seeded, number) for number in range(2)]
    for worker in workers:
        worker.old = old
        worker.start()
    put(file, SECOND, MASTER_KEY)
    before = left(seeded, newest)
    first = rotating(seeded, tmp_path)
    while left(seeded, newest) > before - 1_000 and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert 0 < left(seeded, newest) < before
    assert rotating(seeded, tmp_path).wait() == 0
    for worker in workers:
        worker.over.set()
        worker.join()
    assert ([worker.failed for worker in workers], min(worker.done for worker in workers) > 20) == ([[], []], True)
    assert left(seeded, newest) == 0
    put(file, SECOND)
    with home.opened(settings.load()) as database, database.read() as session:
        assert vault.unseal(session, "C-OLD", "p", old) == "an old word"
    assert vault.blind("phone", "x") == blind
