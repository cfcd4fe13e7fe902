"""A file that is held: with others, or alone."""

import pytest

from service.infra import locks
from service.infra.locks import AlreadyLocked


def test_many_hold_it_together_and_one_alone_or_nobody(tmp_path):
    path = tmp_path / "lock"
    with locks.lock(path, alone=False), locks.lock(path, alone=False), pytest.raises(AlreadyLocked):
        locks.lock(path, alone=True).__enter__()
    with locks.lock(path, alone=True), pytest.raises(AlreadyLocked):
        locks.lock(path, alone=False).__enter__()
    with locks.lock(path, alone=True):
        assert path.stat().st_mode & 0o077 == 0
