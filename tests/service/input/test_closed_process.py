"""The closed process of strangers' files, tried from inside: what it must not reach, and what it
must still do."""

import os
import textwrap
from pathlib import Path

import pytest

from service.casework.evidence import sandbox
from service.input import closed_process
from tests.support import sample_files

HEAD = "import os, socket, sys\nMEMORY = 2**30\n"
TRIES = {
    "reads a file": "open({path!r}, 'rb').read()",
    "writes a file": "os.open({path!r}, os.O_WRONLY)",
    "makes a file": "os.open({path!r} + '.new', os.O_CREAT | os.O_WRONLY)",
    "looks into a folder": "os.listdir(os.path.dirname({path!r}))",
    "reads what the server was started with": "open('/proc/%d/environ' % os.getppid(), 'rb').read()",
    "opens a socket": "socket.socket()",
    "opens a socket of this machine": "socket.socket(socket.AF_UNIX)",
    "starts a program": "os.execv('/bin/true', ['true'])",
    "makes a process": "os.fork()",
    "ends the server": "os.kill(os.getppid(), 0)",
    "opens a file to others": "os.chmod({path!r}, 0o644)",
    "changes the time of a file": "os.utime({path!r})",
    "empties a file": "os.truncate({path!r}, 0)",
    "takes a file away": "os.unlink({path!r})",
    "slows the server down": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
}


def tried(tmp_path, sentence):
    """What became of it: "done", or the name of the error."""
    module = tmp_path / "tries.py"
    body = f"try:\n    {sentence}\n    said = 'done'\nexcept Exception as reason:\n    said = type(reason).__name__\n"
    body += "sys.stdout.write(said)\nsys.stdout.flush()\nreturn 0"
    module.write_text(f"{HEAD}def run(words):\n{textwrap.indent(body, '    ')}\n")
    given = closed_process.memory_file(b"given")
    done = closed_process.run(module, (), given, patience=20, most=1_000)
    os.close(given)
    return done


@pytest.mark.skipif(bool(closed_process.missing_support()), reason=closed_process.missing_support())
def test_a_hole_in_a_reader_reaches_neither_key_nor_database_nor_network(tmp_path):
    (tmp_path / "master.key").write_text("secret")
    (tmp_path / "musofir.sqlite3").write_text("records")
    for path in ("master.key", "musofir.sqlite3"):
        for name, sentence in TRIES.items():
            result = sentence.format(path=str(tmp_path / path))
            assert tried(tmp_path, result).output == b"PermissionError", name


def test_it_reads_what_it_was_given_and_says_what_that_took(tmp_path):
    done = tried(
        tmp_path, "assert sys.stdin.buffer.read() == b'given'; [n * n for n in range(1_000_000)]"
    )
    assert (done.code, done.output) == (0, b"done")
    assert 0 < done.seconds < 5


def test_pictures_and_papers_still_open():
    assert sandbox.pages(sample_files.pdf(3)) == 3
    for kind, content in (
        ("png", sample_files.screenshot()),
        ("jpeg", sample_files.photo()),
        ("webp", sample_files.webp()),
    ):
        before = sandbox.seconds()
        assert sandbox.picture(kind, content)[1], kind
        assert 0 < sandbox.seconds() - before < 2, kind


def test_without_landlock_nothing_can_be_opened_all_the_same(tmp_path, monkeypatch):
    """The filter alone, as on a kernel without Landlock."""
    without = tmp_path / "confinement.py"
    without.write_text(
        Path(closed_process.__file__)
        .read_text()
        .replace("return max(_call", "return 0 and max(_call")
    )
    monkeypatch.setattr(closed_process, "__file__", str(without))
    for name in ("reads a file", "opens a socket", "empties a file", "takes a file away"):
        assert (
            tried(tmp_path, TRIES[name].format(path=str(without))).output == b"PermissionError"
        ), name
    assert sandbox.pages(sample_files.pdf()) == 2


def test_what_the_kernel_lacks_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(closed_process, "_landlock", lambda: 0)
    assert closed_process.missing_support().startswith("This kernel has no Landlock: ")
    monkeypatch.setattr(closed_process, "_machine", lambda: None)
    assert closed_process.missing_support().startswith(
        "This kernel has no Landlock and no seccomp: "
    )
