"""For work in Uzbekistan it is said who is responsible there; for work abroad nothing is."""

from catalog.reference import countries
from service.infra import responsible_bodies
from tests.support import cast


def test_only_work_at_home_has_bodies_with_a_source_and_lines_that_are_no_emergency(seeded, clock):
    with seeded.write() as session:
        countries.state_fact(session, cast.HOME_FACT, by=cast.FARIDA, on=clock())
        found = responsible_bodies.for_country(session, "UZ", clock.today)
        assert [fact.en for fact in found.facts] == ["Invented: ask the inspector"]
        assert [line["number"] for line in found.lines] == ["1000"]
        for country in ("KR", None):
            assert responsible_bodies.for_country(session, country, clock.today) is None
