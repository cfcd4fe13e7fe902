"""Which queue slow work waits in."""

import asyncio
from types import SimpleNamespace

import pytest

from catalog.core.actor import VISITOR
from service.web import context, queued_work
from tests.support.cast import ELYOR


@pytest.mark.parametrize(
    ("by", "dear", "name"),
    [(VISITOR, False, "files"), (ELYOR, False, "desk"), (ELYOR, True, "dear")],
)
def test_files_of_strangers_do_not_wait_in_the_queue_of_staff(monkeypatch, by, dear, name):
    state = SimpleNamespace(memory={})
    monkeypatch.setattr(context, "actor", lambda _request: by)
    monkeypatch.setattr(context, "network", lambda _request: "192.0.2.0/24")
    monkeypatch.setattr(context, "app_state", lambda _request: state)
    found = asyncio.run(queued_work.run(lambda _request, number: number, None, 7, dear=dear))
    assert (found, [*state.memory]) == (7, [f"queue {name}"])
