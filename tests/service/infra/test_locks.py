"""A file that is held: with others, or alone."""

import pytest

from service.infra import locks
from service.infra.locks import Held


def test_many_hold_it_together_and_one_alone_or_nobody(tmp_path):
    path = tmp_path / "lock"
    with locks.hold(path, alone=False), locks.hold(path, alone=False), pytest.raises(Held):
        locks.hold(path, alone=True).__enter__()
    with locks.hold(path, alone=True), pytest.raises(Held):
        locks.hold(path, alone=False).__enter__()
    with locks.hold(path, alone=True):
        assert path.stat().st_mode & 0o077 == 0
