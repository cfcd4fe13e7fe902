"""A frozen year at the desk is proved each time it is opened: nobody is shown what is not what was
signed."""

import pytest
from sqlalchemy import text

from tests.conftest import lived
from tests.service.pages.desk.reporting.test_report_desk import PAGE, closed, second
from tests.service.reporting import past


@pytest.fixture
def seeded(place):
    yield from lived(place, "LIVED", lambda session, _on: past.lived(session))


@pytest.mark.parametrize(
    "typed",
    ["countersigned_by = 'U-MALLORY'", "published_by = 'U-MALLORY'", "told = '[]'", "sealed = ''"],
)
def test_the_page_tells_that_a_signature_or_what_was_published_is_not_what_it_was(
    as_, seeded, typed
):
    closed(as_)
    second(as_("jamshid"), "publish")
    words = "do not match the signed"
    assert words not in as_("iroda").get(PAGE).text
    with seeded.write() as session:
        session.execute(text(f"UPDATE report_years SET {typed}"))  # noqa: S608
    assert words in as_("iroda").get(PAGE).text
