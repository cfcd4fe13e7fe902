"""A place for files, and how a worker sends one to it."""

from collections.abc import Callable

import pytest

from catalog.core.actor import VISITOR
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import Item, Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store
from tests.support import cast


@pytest.fixture
def store(seeded, tmp_path) -> Store:
    return Store(seeded, tmp_path)


@pytest.fixture
def begin(store, clock) -> Callable[..., str]:
    """begin("a.txt", b"…") makes room for a file of Alisher's claim and gives its reference."""

    def begun(
        name: str, content: bytes, *, by=VISITOR, given: bool = True, size: int | None = None
    ) -> str:
        mark = file_uploads.mark(content) if given else None
        file = NewFile(name, len(content) if size is None else size, Kind.PHOTO, mark)
        with store.database.write() as session:
            claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
            return evidence.register(session, claim, file, by=by, on=clock()).reference

    return begun


@pytest.fixture
def send(store, begin, clock) -> Callable[..., Item]:
    """send("a.txt", b"…") sends a file whole."""

    def sent(
        name: str, content: bytes, *, by=VISITOR, given: bool = True, into: Store = store
    ) -> Item:
        number = begin(name, content, by=by, given=given)
        return file_uploads.finish(into, number, cast.CLAIM, content, by=by, on=clock())

    return sent


@pytest.fixture
def row(store) -> Callable[[str], evidence.Evidence]:
    def found(number: str) -> evidence.Evidence:
        with store.database.read() as session:
            return session.get_one(evidence.Evidence, number)

    return found
