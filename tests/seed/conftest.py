"""A service with the demonstration in it."""

import pytest

from catalog.core import vault
from catalog.core.actor import SYSTEM
from seed import demonstration, reference
from service.infra.database import Database
from tests.conftest import MASTER_KEY, Clock, _opened


def _refer(database):
    vault.open_with(MASTER_KEY)
    with database.write() as session:
        reference.load(session, by=SYSTEM, on=Clock().now)


def _fill(database):
    vault.open_with(MASTER_KEY)
    demonstration.load(database, Clock().now)


def _reference(place):
    return place.template("REFERENCE", _refer, place.template("EMPTY", Database.migrate))


@pytest.fixture
def loaded(place):
    """A service with what the register starts out with, filled once for all tests."""
    with place.copied(_reference(place)) as url:
        yield from _opened(url)


def _demonstration(place):
    return place.template("DEMONSTRATION", _fill, _reference(place))


@pytest.fixture
def shown(place):
    """A service with the demonstration in it, filled once for all tests."""
    with place.copied(_demonstration(place)) as url:
        yield from _opened(url)


@pytest.fixture
def reading(shown):
    with shown.read() as session:
        yield session
