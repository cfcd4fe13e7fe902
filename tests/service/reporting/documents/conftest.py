"""A year with placements, sessions and payments enough that some numbers are told and some hidden."""

from collections.abc import Callable

import pytest

from i18n import Language
from service.reporting import documents, public
from service.reporting.documents.document import Document
from service.reporting.public import Edition
from service.settings import Smallest
from tests import cast
from tests.service.reporting import full


@pytest.fixture
def edition(seeded, clock) -> Edition:
    with seeded.write() as session:
        full.record(session, clock)
    with seeded.read() as session:
        return public.edition(session, 2026, clock.today, Smallest())


@pytest.fixture
def told(edition) -> Callable[[str], Document]:
    return lambda tag: documents.make(edition, Language(tag), cast.TODAY)
