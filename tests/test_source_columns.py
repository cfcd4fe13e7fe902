"""The disclosure class of every column, declared in columns.tsv (ASVS 5.0, 14.1.1).

`public`: anybody, or a register of firms. `office`: staff, within their rights. `case`: facts of a
case, disclosed within its scope and stored for the year's figures when the person is erased.
`person`: who a person is, readable in the database, disclosed within scope. `sealed`: encrypted by
that person's own key. `mark`: the hash or keyed fingerprint of a secret or number.
"""

import sys

import pytest
from sqlalchemy import LargeBinary

from tests.support import source_tree
from tests.test_source_tables import TABLES

CLASSES = ("public", "office", "case", "person", "sealed", "mark")
DECLARED = source_tree.ROOT / "tests" / "columns.tsv"
# Encrypted by a key that is no person's, and so erased in another way: a key itself, wrapped by the
# master key.
NOBODYS = {("vault_keys", "wrapped")}
# Bytes that are not encrypted: the answer to a program, which has only references and sums.
CLEAR = {("once", "answer")}


def declared() -> list[tuple[str, str, str]]:
    """Return table, column and class."""
    lines = [line.split("\t") for line in DECLARED.read_text().splitlines()[1:]]
    return [(table, column, kind) for table, kind, columns in lines for column in columns.split()]


def of(*kinds: str) -> set[tuple[str, str]]:
    return {(table, column) for table, column, kind in declared() if kind in kinds}


def standing() -> dict[tuple[str, str], object]:
    return {(name, one.key): one for name, cls in TABLES.items() for one in cls.__table__.columns}


def test_every_column_says_once_whom_it_may_tell_something():
    named = [(table, column) for table, column, _ in declared()]
    assert sorted(set(standing()) - set(named)) == [], (
        "give each new column a class in tests/columns.tsv"
    )
    assert sorted(set(named) - set(standing())) == []
    assert len(named) == len(set(named))
    assert {kind for *_, kind in declared()} == set(CLASSES)


def test_what_tells_of_a_person_is_named_personal_by_its_module_and_nothing_else_is():
    """Erasure, exports and logs rely on these names."""
    personal = {
        (table, column)
        for table, column in standing()
        if column in getattr(sys.modules[TABLES[table].__module__], "PERSONAL", ())
    }
    assert of("person", "sealed") - NOBODYS - personal == set()
    assert personal - of("person", "sealed", "mark") == set()


def test_what_is_sealed_is_bytes_and_bytes_are_sealed():
    binary = {place for place, column in standing().items() if isinstance(column.type, LargeBinary)}
    assert binary - CLEAR == of("sealed")


@pytest.mark.parametrize("end", ["_blind", "hash", "password"])
def test_what_is_only_recognised_is_a_mark(end):
    assert {place for place in standing() if place[1].endswith(end)} <= of("mark")
