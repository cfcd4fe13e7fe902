"""A year with placements, sessions and payments enough that some numbers are told and some hidden."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from i18n import Language
from service.reporting import documents, years
from service.reporting.documents.document import Document
from service.reporting.years import Year
from tests import cast
from tests.service.reporting import full


@pytest.fixture
def counted(seeded, clock) -> Iterator[Year]:
    with seeded.write() as session:
        full.record(session, clock)
    with seeded.read() as session:
        yield years.year(session, 2026, clock.today)


@pytest.fixture
def told(counted) -> Callable[[str], Document]:
    def in_(tag: str, today: date = cast.TODAY) -> Document:
        return documents.make(counted, Language(tag), today)

    return in_
