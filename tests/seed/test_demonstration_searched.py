"""The searches in vain of the demonstration’s last week."""

from matching.lexicon import name_proposals
from matching.search import failed_searches
from matching.search.register_cache import RegisterCache
from matching.search.search import find
from seed import reference


def test_the_weeks_searches_in_vain_are_truly_in_vain_and_one_name_waits_for_another_officer(
    reading, clock
):
    register_cache = RegisterCache()
    register_cache.refresh(reading, clock.today)
    for row in reference.rows("demo/searches.tsv"):
        found = find(register_cache.index, row["typed"])
        assert (
            failed_searches.failure_reason(found.understood, found.total, register_cache.index.jobs)
            == row["why"]
        ), row["typed"]
    week = failed_searches.week_of(clock.today)
    unknown, empty = (
        [row.words for row in failed_searches.of_week(reading, week, why)]
        for why in (failed_searches.FailureReason.UNKNOWN, failed_searches.FailureReason.EMPTY)
    )
    assert unknown == [
        "mangal ustasi",
        "avokado terish",
        "keratin ustasi",
        "sharbatchi",
        "гидропоника",
        "epoksid pol ustasi",
        "kvest aktyori",
    ], "what two networks sent is told to nobody"
    assert empty == ["astronom", "дирижёр"]
    [waiting] = name_proposals.list_waiting(reading)
    assert (waiting.name, waiting.first_by is not None, waiting.accepted_by) == (
        "mangal ustasi",
        True,
        None,
    )
