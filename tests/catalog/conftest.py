"""The cast's register with the rows of law that the licensing desk stands on, filled once for all
tests of the run."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlmodel import Session

from tests.conftest import filled
from tests.support import cast, databases, sample_proposals


def _fill(session: Session, on: datetime) -> None:
    cast.ground(session, on=on)
    cast._register(session, on)
    sample_proposals.rules(session, on)


@pytest.fixture
def register(place: databases.Place) -> Iterator[Session]:
    """A writing session on the register, its recruiters in every state and its vacancies."""
    yield from filled(place, "REGISTER", _fill)
