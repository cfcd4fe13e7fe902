"""A session in which countries, posts, occupations and rates already stand."""

import pytest
from sqlmodel import Session

from tests import cast


@pytest.fixture
def ground(session, clock) -> Session:
    cast.ground(session, on=clock())
    return session
