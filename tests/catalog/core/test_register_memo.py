"""Values that are read once for a position of the register."""

from catalog.core import journal
from catalog.core.register_memo import RegisterMemo
from tests.support.cast import FARIDA


def test_a_value_is_read_once_and_never_kept_past_a_change(seeded, clock):
    """A session that began before a change must not leave its old value for those after it."""
    asked: list[str] = []

    def read(missing: list[str]) -> dict[str, str]:
        asked.extend(missing)
        return {key: key.upper() for key in missing}

    with seeded.read() as session:
        memo = RegisterMemo[str, str](journal.register_position(session), 2)
        assert memo.get(session, ["a", "a", "b"], read) == {"a": "A", "b": "B"}
        assert memo.get(session, ["b"], read) == {"b": "B"}
        assert asked == ["a", "b"]
        memo.get(session, ["c"], read)  # one more than may be kept: only it is
        memo.get(session, ["c", "a"], read)
        assert asked == ["a", "b", "c", "a"]
    with seeded.write() as session:
        journal.write(session, "amend", "agency", "AG-VALID", by=FARIDA, on=clock())
    with seeded.read() as session:
        for _ in range(2):
            memo.get(session, ["d"], read)
    assert asked[-2:] == ["d", "d"]
