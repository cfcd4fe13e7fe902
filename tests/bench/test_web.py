"""Searching over HTTP, in little: each query is answered, and told beside its parts; how fast is
for a quiet machine to say."""

import pytest

from bench import web


@pytest.mark.slow
def test_each_query_is_asked_first_and_again_beside_what_it_needs():
    found = web.run(300, 12)
    assert 0 < found["queries"] <= 12
    assert set(found["mean_ms"]) == {"first", "needed", "again", "empty"}
    assert all(
        value > 0 for value in (*found["mean_ms"].values(), found["again_rate"], found["first"])
    )
