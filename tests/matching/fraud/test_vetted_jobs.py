"""The vacancies of today that are compared with an offer."""

import pytest

from matching.fraud import vetted_jobs
from matching.fraud.vetted_jobs import Terms
from tests.support import cast


@pytest.fixture
def found(seeded):
    def find(**terms) -> set[str]:
        with seeded.read() as session:
            return {job.reference for job in vetted_jobs.find(session, Terms(**terms), cast.TODAY)}

    return find


@pytest.fixture
def welder(seeded) -> str:
    """The vacancy of a welder in Korea, by the licensed agency."""
    with seeded.read() as session:
        return cast.named(session, "published").reference


@pytest.mark.parametrize(
    "values", [{}, {"agency": "AG-VALID"}, {"country": "KR"}, {"groups": ("7212", "7213")}]
)
def test_a_vacancy_is_found_by_each_thing_that_was_told(found, welder, values):
    assert welder in found(**values)
    assert found(vacancy=welder, **values) == {welder}


@pytest.mark.parametrize(
    "values",
    [{"agency": "AG-REVOKED"}, {"employers": ()}, {"country": "RU"}, {"groups": ("5120",)}],
)
def test_what_was_told_otherwise_finds_another_vacancy_or_none(found, welder, values):
    assert welder not in found(**values)


def test_an_employer_is_meant_however_its_name_is_typed_and_no_other_is(seeded):
    with seeded.read() as session:
        for agency in ("AG-VALID", None):
            for typed, meant in (
                ("HANBIT Shipyard", True),
                ("Ханбит Шипярд", True),
                ("Hanbit Shipyrd", True),
                ("hanbit", True),
                ("Hanbit Electronics", False),
                ("Shipyard", False),
                ("Nowhere Works", False),
            ):
                result = vetted_jobs.employers(session, typed, agency, frozenset(), cast.TODAY)
                assert bool(result) is meant, (typed, agency)
    for typed, other in (
        ("Сэмпл Тауэрс Контрактинг", "Sample Towers Contracting (namuna)"),
        ("ООО Северный Двор Строй", "Severny Dvor Stroy"),
        ("Ханыль Клин", "Haneul Clean"),
    ):
        assert vetted_jobs.means_employer(typed, other, frozenset()), typed
