"""The vacancies that suit a person best."""

from catalog.vacancies import vacancies
from matching.ranking import match_preview, vacancy_columns
from matching.ranking.match_preview import Matches
from matching.ranking.vacancy_columns import Columns
from matching.scoring.eligibility import Profile
from tests.support import cast


def ranked(session, profile: Profile) -> Matches:
    known = Columns.build(vacancy_columns.read(session, cast.TODAY))
    return match_preview.rank(session, known, profile, cast.TODAY)


def test_it_ranks_only_what_may_be_shown_today(seeded):
    with seeded.read() as session:
        found = ranked(session, Profile("7212", years=3, age=30))
        assert [match.reference for match in found.best] == [
            cast.named(session, "published").reference
        ]


def test_it_counts_what_a_gate_keeps_shut(seeded):
    with seeded.read() as session:
        found = ranked(session, Profile("7212", age=60))
    assert (found.best, found.total, found.shut) == ([], 0, 1)


def test_a_country_wished_for_is_the_only_one(seeded):
    with seeded.read() as session:
        assert ranked(session, Profile("7212", country="RU")).total == 0


def test_the_same_profile_gives_the_same_order(seeded, clock):
    with seeded.write() as session:
        row = cast.named(session, "published")
        for number in range(4):
            result = cast.vacancy(f"J-TWIN-{number}")
            twin, _ = vacancies.submit(
                session,
                result,
                agency=row.agency,
                employer=row.employer,
                by=cast.FARIDA,
                on=clock(),
            )
            twin.state = "published"
    with seeded.read() as session:
        once, again = (ranked(session, Profile("7212", years=3)) for _ in range(2))
        assert [match.reference for match in once.best] == [match.reference for match in again.best]
        assert len(once.best) == 5
