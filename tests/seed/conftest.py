"""A house with the demonstration in it."""

import pytest

from catalog.ground import vault
from catalog.ground.who import SYSTEM
from seed import demonstration, reference
from service.database import Database
from tests.conftest import MASTER_KEY, Clock, _opened


def _fill(database):
    vault.open_with(MASTER_KEY)
    with database.write() as session:
        reference.load(session, by=SYSTEM, on=Clock().now)
    demonstration.load(database, Clock().now)


@pytest.fixture
def shown(place):
    """A house with the demonstration in it, filled once for all tests."""
    empty = place.template("EMPTY", Database.migrate)
    with place.copied(place.template("DEMONSTRATION", _fill, empty)) as url:
        yield from _opened(url)


@pytest.fixture
def reading(shown):
    with shown.read() as session:
        yield session
