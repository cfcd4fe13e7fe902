"""What tests of matching stand on besides the ground of every test."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from service.infra.database import Database


@pytest.fixture
def seeded_session(seeded: Database) -> Iterator[Session]:
    """A writing session in the seeded service; what the test does not commit is rolled back."""
    with seeded.write() as session:
        yield session
        session.rollback()
