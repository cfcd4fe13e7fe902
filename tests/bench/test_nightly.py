"""The night in little: killed and gone on with it ranks as DuckDB and as every sheet by itself
do."""

import pytest

from bench import nightly
from bench.joined import Joined
from bench.market import Market, rates


def test_columns_rank_as_the_sheets_and_as_duckdb():
    terms, people = Market(5).vacancies(300), list(Market(5).people(0, 150))
    nightly.right(terms, people)
    by_kind = [
        [one for one in terms if one.isco08[:2] in {trade[:2] for trade, *_ in person.trades}]
        for person in people
    ]
    expected = [nightly.plainly(some, person) for some, person in zip(by_kind, people, strict=True)]
    nightly.joined(terms, people, expected)
    with pytest.raises(AssertionError):
        nightly.joined(
            terms, people, [[], *expected[1:]] if expected[0] else [[("V-NONE", 1)], *expected[1:]]
        )


def test_duckdb_knows_nobody_for_whom_there_is_nothing():
    peer = Joined(Market(5).vacancies(10), rates())
    peer.ready(list(Market(5).people(0, 20)))
    assert all(len(best) > 0 for best in peer.rank(1).values())


@pytest.mark.slow
def test_killed_and_gone_on_with_the_whole_night_is_right():
    found = nightly.run(500, 1_000, 200, (50, 200))
    print(nightly.summary(found))
    assert 0 < found["night"]["done_when_killed"] < 1_000
    assert found["rss_mb"] < 1_000
