"""The dearest public requests, in little: a home is filled and served, and a request is measured."""

import pytest

from bench import cost


@pytest.mark.slow
def test_a_filled_home_is_served_and_a_request_to_it_measured(tmp_path, monkeypatch):
    """The demonstration itself is left out: its own tests make it."""
    monkeypatch.setattr(cost.demonstration, "load", lambda _database, _on: None)
    cost.fill(tmp_path)
    with cost.served(tmp_path, 0) as server:
        result = cost.measured(server, cost.refused()[0])
    assert str(result.status).startswith("4"), result
    assert result.size > 0
