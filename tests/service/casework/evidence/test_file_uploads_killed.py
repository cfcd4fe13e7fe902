"""A server that is killed while a file arrives: what was acknowledged is there, and no record has
lost its file."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.evidence import PIECE, Evidence, evidence_files, file_uploads
from tests.support import cast, sample_files, source_tree

LONG = sample_files.CHAT * 3_000
CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from catalog.core import vault
from catalog.core.actor import VISITOR
from service.operations import all_models as tables
from service.casework.evidence import file_uploads as arrivals
from service.infra.database import Database
url, home, number, claim = sys.argv[1:5]
vault.open_with(bytes(range(32)))
store = arrivals.Store(Database(url), Path(home))
content = sys.stdin.buffer.read()
print("go", flush=True)
for offset in range(0, len(content), 65536):
    arrivals.take(store, number, claim, offset, content[offset:offset + 65536], by=VISITOR, on=datetime.now(UTC))
    print(offset + 65536, flush=True)
"""


@pytest.mark.parametrize(
    "wait",
    [
        0.0,
        0.06,
        *(pytest.param(wait, marks=pytest.mark.repeat) for wait in (0.01, 0.03, 0.1, 0.2, 0.5)),
    ],
)
def test_killed_at_any_moment_what_was_acknowledged_is_there_and_the_rest_goes_on(
    begin, store, seeded, clock, wait
):
    number, url = begin("chat.txt", LONG), seeded.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", CHILD, url, str(store.home), number, cast.CLAIM]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=source_tree.ROOT
    ) as child:
        child.stdin.write(LONG)
        child.stdin.close()
        child.stdout.readline()
        threading.Event().wait(wait)
        os.kill(child.pid, signal.SIGKILL)
        items = [int(line) for line in child.stdout.read().split(b"\n") if line]
    one = file_uploads.progress(store, number, cast.CLAIM)
    assert one.arrived >= min(max(items, default=0), len(LONG))
    while one.state == "arriving":
        piece = LONG[one.arrived : one.arrived + PIECE]
        one = file_uploads.receive_piece(
            store, number, cast.CLAIM, one.arrived, piece, by=VISITOR, on=clock()
        )
    with store.database.read() as session:
        claim, row = (
            wage_claims.get(session, cast.CLAIM, by=cast.CHINORA),
            session.get_one(Evidence, number),
        )
        named = set(session.execute(select(col(Evidence.place))).scalars())
    assert file_uploads.content_of(store, claim, row) == LONG
    assert named <= {place for place, _ in evidence_files.list_files(store.home)}
