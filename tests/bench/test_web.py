"""Searching over HTTP, in little: a query asked again costs hardly more than nothing, one asked first what its parts cost."""

from bench import web


def test_what_was_asked_before_is_answered_from_what_was_kept():
    found = web.run(300, 12)
    assert 0 < found["queries"] <= 12
    assert found["mean_ms"]["again"] < found["mean_ms"]["first"]
    assert found["again_rate"] > 0.3
    assert found["first"] < 6
