"""The same person written down twice: found by their numbers, and by a name in whatever script and
order."""

import pytest
from sqlalchemy import select, true

from catalog.core.errors import InvalidInput
from matching.identity import duplicates, name_index, persons
from matching.identity.duplicates import SearchInput
from matching.identity.persons import Citizen, NewCitizen
from tests.support.cast import BARNO

KNOWN = (
    "Gʻayrat Oʻktamov",
    "Йўлдошева Дилноза Салимовна",
    "Alisher Karimov",
    "Bobur Aliyev",
    "О Сергей",
    "Murod Murod oʻgʻli",
)


@pytest.fixture
def found(session, clock):
    """Who is found by a name, best first."""
    for name in KNOWN:
        persons.record(session, NewCitizen(name), by=BARNO, on=clock())

    def find(name: str) -> list[str]:
        keys = {}
        for question in duplicates.by_name(name, true()):
            keys.update(tuple(row) for row in session.execute(question))
        near = duplicates.nearest(name_index.words(name), keys)
        return [session.get(Citizen, number).name for number in near]

    return find


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ғайрат Ўктамов", KNOWN[0]),
        ("Гайрат Уктамов", KNOWN[0]),
        ("uktamov gayrat", KNOWN[0]),
        ("G'ayr", KNOWN[0]),
        ("Gayrat U", KNOWN[0]),
        ("Yuldasheva Dilnoza", KNOWN[1]),
        ("Дилноза Йулдашева", KNOWN[1]),
        ("Karimof Alisher", KNOWN[2]),
        ("KARIMOV", KNOWN[2]),
        ("Каримова", KNOWN[2]),
        ("Юлдашева", KNOWN[1]),
        ("Yuldosh", KNOWN[1]),
        ("Uktamof", KNOWN[0]),
        ("Sergey O", KNOWN[4]),
        ("Murod Mur", KNOWN[5]),
    ],
)
def test_a_name_is_found_in_any_script_order_and_half_typed(found, typed, name):
    assert found(typed) == [name]


@pytest.mark.parametrize(
    "typed", ["Alisher Salimov", "Ali Aliyev", "Sardor Karimov", "Al", "", "—", "%%%", "a b"]
)
def test_somebody_else_is_not_found(found, typed):
    assert found(typed) == []


def test_half_a_number_is_none_yet():
    assert duplicates.numbers(SearchInput(phone="+998 90 00", passport="AA12", pinfl="123")) == {}
    whole = duplicates.numbers(
        SearchInput(phone="90 000 00 01", passport="аа 0000001", pinfl="12345678901234")
    )
    assert set(whole) == {"phone", "passport", "pinfl"}
    assert whole == duplicates.numbers(
        SearchInput(phone="+998900000001", passport="AA0000001", pinfl="1234567890 1234")
    )


def test_whoever_searches_is_told_of_every_wrong_number_at_once():
    with pytest.raises(InvalidInput) as refused:
        duplicates.require(SearchInput(name="Alisher", phone="call me", passport="1", pinfl="1"))
    assert [one.field for one in refused.value.errors] == ["phone", "passport", "pinfl"]
    with pytest.raises(duplicates.TooLittle):
        duplicates.require(SearchInput(name="Al"))


def test_an_erased_person_is_found_by_nothing(session, clock, found):
    new_citizen = NewCitizen("Erased Invented", "90 000 00 03")
    row = persons.record(session, new_citizen, by=BARNO, on=clock())
    by_number = select(Citizen).where(
        duplicates.by_number(duplicates.numbers(SearchInput(phone=new_citizen.phone)))
    )
    assert session.execute(by_number).scalars().one() is row
    row.erased_at = clock()
    session.flush()
    assert session.execute(by_number).scalars().all() == []
    assert found("Erased Invented") == []


def test_a_name_is_looked_for_along_the_index(session):
    """A million people are not read one by one."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads so few rows as it likes")
    asked_for = ("Gayrat Oktamov", "Oktamov")
    for question in (one for name in asked_for for one in duplicates.by_name(name, true())):
        asked = question.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all())
        paired = "name_pairs USING PRIMARY KEY (pair>? AND pair<?)" in plan
        assert paired or "USING COVERING INDEX ix_name_parts_part (part>? AND part<?)" in plan
        assert "SEARCH citizens USING INDEX sqlite_autoindex_citizens_1 (reference=?)" in plan
        assert "SCAN" not in plan
