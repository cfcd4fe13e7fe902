"""Every way in looks for the same person: sure ones are linked, likely ones are asked about."""

import pytest
from sqlalchemy import false, func, select, true

from matching.identity import counted_persons, known_persons, persons
from matching.identity.known_persons import LikelyPerson, NotLinked, PersonQuestion, SamePerson
from matching.identity.persons import Citizen, NewCitizen
from tests.support.cast import BARNO

PHONE = "90 000 00 77"
RUSTAM = NewCitizen("Rustam Sherov", PHONE)


@pytest.fixture
def record(session, clock):
    """Records somebody as any way in does."""

    def write(name: str, phone: str = PHONE, **facts) -> Citizen:
        new_citizen = NewCitizen(name, phone, **facts)
        return known_persons.record(session, new_citizen, by=BARNO, on=clock())

    return write


def count(session) -> int:
    counted = select(func.count(counted_persons.counted_reference().distinct())).select_from(
        Citizen
    )
    return session.execute(counted).scalar_one()


def test_who_is_surely_known_is_counted_once_and_opens_nothing(session, record):
    first, again, third = record("Rustam Sherov"), record("Рустам Шеров"), record("Sherov Rustam")
    assert (again.linked_to, third.linked_to) == (first.reference, first.reference)
    assert (count(session), again.same_as) == (1, None)
    theirs = session.execute(persons.same_person(first)).scalars().all()
    assert theirs == [first.reference]
    assert (again.name, first.name) == ("Рустам Шеров", "Rustam Sherov")


def test_whom_one_of_their_records_contradicts_is_only_like_them(session, record):
    first = record("Malika Yusupova", birth_year=1990)
    assert record("Malika Yusupova").linked_to == first.reference
    other = record("Malika Yusupova", birth_year=1955)
    assert (other.linked_to, other.similar_to) == (None, first.reference)


def test_brothers_with_one_telephone_count_as_two(session, record):
    record("Alisher Karimov"), record("Sherzod Karimov")
    assert count(session) == 2


def test_who_may_be_known_is_only_noted_where_nobody_can_be_asked(session, record):
    first, again = record("Rustam Sherov"), record("Rustan Sherov")
    assert (again.linked_to, again.similar_to) == (None, first.reference)
    assert count(session) == 2


def test_two_who_are_both_surely_the_same_are_asked_about(session, record, clock):
    """An officer said before that two records with one name and number are two persons."""
    first, other = record("Rustam Sherov"), record("Rustam Sherov")
    known_persons.unlink(session, other, by=BARNO, on=clock())
    third = record("Rustam Sherov")
    assert third.linked_to is None
    assert third.similar_to in (first.reference, other.reference)
    with pytest.raises(NotLinked):
        known_persons.unlink(session, other, by=BARNO, on=clock())


def test_an_officer_decides_about_people_in_their_scope_alone(session, record):
    first = record("Rustam Sherov", birth_year=1990)
    facts = known_persons.facts_of(NewCitizen("Rustan Sherov", PHONE))
    with pytest.raises(SamePerson) as asked:
        known_persons.require_decided(session, facts, true(), [])
    assert asked.value.candidates == (LikelyPerson(first.reference, "Rustam Sherov", 1990),)
    known_persons.require_decided(session, facts, false(), [])
    known_persons.require_decided(session, facts, true(), [PersonQuestion.NEW_PERSON])
    sure = known_persons.facts_of(RUSTAM)
    known_persons.require_decided(session, sure, true(), [])


def test_in_a_file_the_same_person_is_linked_across_its_rows(session, record, clock):
    before = record("Rustam Sherov")
    rows = [
        NewCitizen("Шеров Рустам", PHONE),
        NewCitizen("Dilnoza Yuldasheva", "90 000 00 78"),
        NewCitizen("Дилноза Йўлдошева", "90 000 00 78"),
        NewCitizen("Dilnoza Yuldashevs", "90 000 00 78"),
        NewCitizen("Anonymous Caller"),
    ]
    numbers = known_persons.record_many(session, rows, by=BARNO, on=clock())
    session.expire_all()
    kept = [session.get_one(Citizen, number) for number in numbers]
    assert [one.linked_to for one in kept] == [before.reference, None, numbers[1], None, None]
    assert [one.similar_to for one in kept] == [None, None, None, numbers[1], None]


def test_a_record_renamed_later_is_linked_with_all_that_are_linked_to_it(session, record):
    old = record("Rustam Sherov")
    account = record("")
    again = record("Farhod Boltayev", "90 000 00 79")
    again.linked_to = account.reference
    persons.rename(session, account, "Рустам Шеров", "uz")
    known_persons.relink(session, account)
    session.refresh(again)
    assert (account.linked_to, again.linked_to) == (old.reference, old.reference)


def test_nobody_is_found_by_what_an_erased_person_said(session, record, clock):
    first = record("Rustam Sherov")
    first.erased_at = clock()
    session.flush()
    assert record("Rustam Sherov").linked_to is None
