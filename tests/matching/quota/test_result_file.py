"""The published file: whoever has it finds the same result, and sees whatever was changed in it."""

import hashlib
import json
from datetime import date

import msgspec
import pytest

from matching.quota import deferred_acceptance, result_file
from matching.quota.deferred_acceptance import RULE, Applicant
from matching.quota.result_file import FORMAT, SeatsEntry, SeatsFile, SeatsVacancy
from tests.support import source_tree

SEED = "5eed" * 16
# One who holds a seat already and one who left.
OTHERS = (
    SeatsEntry("E-5", date(2026, 11, 1), (("V-1", 9),), None, "V-1", False),
    SeatsEntry("E-6", date(2026, 11, 1), (("V-1", 99),), None, None, True),
)


@pytest.fixture
def file() -> SeatsFile:
    """Two seats, four who want them, one who holds a seat already and one who left."""
    wishes = {
        "E-1": (("V-1", 5), ("V-2", 5)),
        "E-2": (("V-1", 7),),
        "E-3": (("V-2", 5), ("V-1", 9)),
        "E-4": (("V-1", 1),),
    }
    seats = {"V-1": 1, "V-2": 1}
    people = [Applicant(code, date(2026, 11, 1), wanted) for code, wanted in wishes.items()]
    won = deferred_acceptance.allocate(seats, people, SEED)
    lowest = deferred_acceptance.lowest(people, won)
    entered = [
        SeatsEntry(one.code, one.complete_on, one.choices, won.get(one.code), None, False)
        for one in people
    ]
    offered = tuple(
        SeatsVacancy(one, many, int(one == "V-1"), lowest.get(one)) for one, many in seats.items()
    )
    audit = deferred_acceptance.audit(seats, people, SEED, won)
    return result_file.with_hash(
        SeatsFile(
            FORMAT,
            "S-TEST",
            "Сварщики, Oʻzbekiston",
            "KR",
            2,
            date(2026, 10, 1),
            date(2026, 11, 2),
            RULE,
            "sheet-1",
            hashlib.sha256(SEED.encode()).hexdigest(),
            SEED,
            offered,
            (*entered, *OTHERS),
            audit,
        )
    )


def test_written_and_read_it_is_the_same_and_nothing_differs(file):
    again = result_file.decode(result_file.encode(file))
    assert again == file
    assert list(result_file.differences(again)) == []


def test_the_hash_can_be_worked_out_with_the_tools_of_any_language(file):
    result = json.loads(result_file.encode(file))
    digest = result.pop("sha256")
    plain = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(plain).hexdigest() == digest


def changed(file: SeatsFile, **values: object) -> list[str]:
    """What is said of a file that was changed and sealed again."""
    return list(
        result_file.differences(result_file.with_hash(msgspec.structs.replace(file, **values)))
    )


def test_what_was_added_does_not_slip_through(file):
    result = json.loads(result_file.encode(file))
    result["entries"][0]["note"] = "a friend"
    with pytest.raises(msgspec.DecodeError):
        result_file.decode(json.dumps(result).encode())


def test_whatever_is_changed_is_seen(file):
    swapped = [
        msgspec.structs.replace(one, result={"E-2": None, "E-4": "V-1"}.get(one.code, one.result))
        for one in file.entries
    ]
    differences = changed(file, entries=tuple(swapped))
    assert "E-2: the file says no seat, the rule gives V-1." in differences
    assert "E-4: the file says V-1, the rule gives no seat." in differences
    assert any("blocking" in one for one in differences)
    assert any("not the one that was promised" in one for one in changed(file, seed="0" * 64))
    assert any(
        "counted again" in one
        for one in changed(file, audit=msgspec.structs.replace(file.audit, placed=9))
    )
    lowest = (msgspec.structs.replace(file.vacancies[0], lowest=1), file.vacancies[1])
    assert changed(file, vacancies=lowest) == ["V-1: the file says 1 points were enough; it is 7."]
    assert "twice" in changed(file, entries=(*file.entries, file.entries[0]))[0]
    edited = msgspec.structs.replace(file, title="Another")
    assert list(result_file.differences(edited)) == [
        "The file is not as it was published: another SHA-256 comes out of it."
    ]


def test_a_rule_that_is_not_known_here_is_not_judged_by_this_one(file):
    for item in ({"format": "musofir-seats/9"}, {"rule": msgspec.structs.replace(RULE, version=2)}):
        (difference,) = changed(file, **item)
        assert "known here is 1" in difference


def test_of_very_many_differences_the_first_are_told(file):
    many = [
        SeatsEntry(f"E-{number:04}", date(2026, 11, 1), (), "V-1", None, False)
        for number in range(50)
    ]
    differences = changed(file, entries=(*file.entries, *many))
    assert "And 30 more." in differences


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": 1}', b"\xff", b'{"entries": [[]]}']
)
def test_what_is_no_such_file_is_refused(content):
    with pytest.raises(msgspec.DecodeError):
        result_file.decode(content)


def test_the_example_by_hand_is_such_a_file():
    text = (source_tree.ROOT / "docs" / "seats.md").read_text()
    result = result_file.decode(text.split("```json")[1].split("```")[0].encode())
    assert list(result_file.differences(result)) == []
    assert {one.code: one.result for one in result.entries} == {
        "E-1": "V-B",
        "E-2": "V-B",
        "E-3": "V-B",
        "E-4": None,
        "E-5": "V-A",
    }
    for code in ("E-1", "E-4"):
        assert deferred_acceptance.ticket(result.seed, code)[:8] in text
