"""A person with a word of their own in every place, in the seeded house."""

import pytest

from service.database import Database
from tests import marked
from tests.marked import Planted


@pytest.fixture
def planted(seeded: Database, clock) -> Planted:
    with seeded.write() as session:
        return marked.plant(session, on=clock())
