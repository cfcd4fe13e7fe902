"""Somebody who works here, and many at once at two workers."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import Refusal
from service import accounts
from service.accounts import NewAccount
from service.infra.database import Database
from tests.conftest import Clock
from tests.support.cast import LAYLO


@pytest.fixture
def komila(database: Database, clock: Clock) -> str:
    """The account of an invented auditor, kept in the database."""
    new_account = NewAccount("komila@musofir.example", Role.AUDITOR, "Komila Invented")
    with database.write() as session:
        return accounts.add(session, new_account, by=LAYLO, on=clock()).reference


@pytest.fixture
def at_once(database: Database) -> Iterator[Callable[[Callable[[Session], object]], int]]:
    """Lets six do a thing at the same moment, half of them at another worker; says how many of them
    could."""
    other = Database(database.engine.url.render_as_string(hide_password=False))
    gate = threading.Barrier(6)

    def one(number: int, action: Callable[[Session], object]) -> bool:
        gate.wait()
        try:
            with (database, other)[number % 2].write() as session:
                return bool(action(session))
        except Refusal:
            return False

    def all_(action: Callable[[Session], object]) -> int:
        with ThreadPoolExecutor(6) as threads:
            return sum(threads.map(lambda number: one(number, action), range(6)))

    yield all_
    other.close()
