"""The vacancies of today that are compared with an offer."""

import pytest

from matching.fraud import vetted_jobs
from tests.support import cast


@pytest.fixture
def found(seeded):
    def find(agency=None, employer="", country=None, groups=()) -> set[str]:
        with seeded.read() as session:
            jobs = vetted_jobs.find(session, agency, employer, country, groups, cast.TODAY)
            return {job.reference for job in jobs}

    return find


@pytest.fixture
def welder(seeded) -> str:
    """The vacancy of a welder in Korea, by the licensed agency."""
    with seeded.read() as session:
        return cast.named(session, "published").reference


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"agency": "AG-VALID"},
        {"employer": "HANBIT Shipyard"},
        {"country": "KR"},
        {"groups": ("7212", "7213")},
    ],
)
def test_a_vacancy_is_found_by_each_thing_that_was_told(found, welder, told):
    assert welder in found(**told)


@pytest.mark.parametrize(
    "told",
    [
        {"agency": "AG-REVOKED"},
        {"employer": "Nowhere Works"},
        {"country": "RU"},
        {"groups": ("5120",)},
    ],
)
def test_what_was_told_otherwise_finds_another_vacancy_or_none(found, welder, told):
    assert welder not in found(**told)
