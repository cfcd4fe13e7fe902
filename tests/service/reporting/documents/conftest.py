"""A year with placements, sessions and payments enough that some numbers are told and some
hidden."""

from collections.abc import Callable, Iterator

import pytest

from i18n import Language
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.reporting import documents
from service.reporting.annual import public_year
from service.reporting.annual.public_year import Edition
from service.reporting.documents.document import Document
from tests.conftest import Clock, lived
from tests.service.reporting import full
from tests.support import cast


@pytest.fixture
def seeded(place) -> Iterator[Database]:
    yield from lived(place, "YEAR_RECORDED", lambda session, _on: full.record(session, Clock()))


@pytest.fixture
def edition(seeded, clock) -> Edition:
    return public_year.current_edition(seeded, 2026, DisclosureLimits(), on=clock())


@pytest.fixture
def document_in(edition) -> Callable[[str], Document]:
    return lambda tag: documents.build_document(edition, Language(tag), cast.TODAY)
