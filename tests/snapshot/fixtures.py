"""The demonstration for snapshots, the same in each run: a fixed clock, seeded randomness."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from litestar import Litestar
from litestar.testing import TestClient

from i18n import CITIZEN_LANGUAGES
from matching.lexicon import classifier_model
from seed.demonstration import claim_evidence
from service import app
from service.casework.evidence.file_uploads import Store
from service.infra.database import Database
from service.infra.settings import Settings
from tests.conftest import Clock, write_key
from tests.seed.conftest import _demonstration
from tests.support import databases

BASE = "http://testserver.local"
LANGUAGES = frozenset(one.value for one in CITIZEN_LANGUAGES)
_HOME = "HOME"


def seed(words: str) -> None:
    """Make the system's randomness depend on these words alone."""
    random._urandom = random.Random(words).randbytes  # type: ignore[attr-defined]


def begin() -> None:
    """Make the folder of this run, with the demonstration and its files in it."""
    databases.begin()
    # Bytecode that a test process inherits must not outlive the test.
    os.environ.pop("PYTHONPYCACHEPREFIX", None)
    seed("demonstration")
    home, files = databases.folder() / _HOME, databases.Files()
    home.mkdir()
    write_key(home)
    database = Database(files.url(_demonstration(files)))
    try:
        claim_evidence.attach_files(Store(database, home), Clock().now)
    finally:
        database.close()


def empty_database() -> Database:
    """Return an empty database with all its tables."""
    files = databases.Files()
    return Database(files.url(files.template("EMPTY", Database.migrate)))


@contextmanager
def open_client() -> Iterator[TestClient[Litestar]]:
    """Yield a browser at a fresh copy of the demonstration."""
    # A page with suggestions is the same on a slow machine: it waits for the newest model.
    classifier_model._MOMENT = 600
    classifier_model.ModelTrainer.follow = lambda _new, _earlier: None  # type: ignore[method-assign]
    files = databases.Files()
    home = Path(tempfile.mkdtemp(dir=databases.folder()))
    shutil.copytree(databases.folder() / _HOME, home, dirs_exist_ok=True)
    files.copies = os.getpid() * 1_000
    with files.copied("DEMONSTRATION") as url:
        given = Settings(home=home, database_url=url, allowed_hosts=("testserver.local",))
        made = app.attach_state(
            app.build_routes(), msgspec.structs.replace(given, demonstration=True), Clock()
        )
        with TestClient(made, base_url=BASE) as client:
            client.follow_redirects = False
            yield client
    shutil.rmtree(home)
