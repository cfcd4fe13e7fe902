"""Citizens: found by name and phone, read by nobody else."""

from datetime import datetime

import pytest
from sqlalchemy import select

from catalog.core import journal, vault
from catalog.core.fields import TASHKENT
from catalog.core.vault import Key
from matching.identity import persons, telephones
from matching.identity.persons import AgeBand, Citizen, NewCitizen, Sex
from matching.identity.telephones import NotAPhone
from tests.support.cast import BARNO


def test_a_person_is_found_by_any_spelling_of_the_name(session, clock):
    new_citizen = NewCitizen(
        "Gʻayrat Oʻktamov", sex=Sex.MALE, age_band=AgeBand.FROM_30, region="1726"
    )
    row = persons.record(session, new_citizen, by=BARNO, on=clock())
    key = persons.record(session, NewCitizen("Ғайрат Ўктамов"), by=BARNO, on=clock()).name_key
    assert (row.name_key, row.sex, row.age_band, row.region) == (key, "male", "30_44", "1726")


def test_the_phone_is_sealed_and_still_found_by_equality(session, clock):
    row = persons.record(session, NewCitizen("Alisher", "90 000 00 01"), by=BARNO, on=clock())
    assert b"998900000001" not in row.phone
    assert persons.phone(session, row) == "+998900000001"
    blind = vault.blind("phone", telephones.international_number("+998 90 000 00 01"))
    assert (
        session.execute(select(Citizen).where(Citizen.phone_blind == blind)).scalars().one() is row
    )


def test_nothing_is_kept_of_a_phone_that_was_not_told(session, clock):
    row = persons.record(session, NewCitizen("Alisher"), by=BARNO, on=clock())
    assert (row.phone, row.phone_blind, persons.phone(session, row)) == (None, None, "")


def test_without_their_key_the_phone_is_gone(session, clock):
    row = persons.record(session, NewCitizen("Alisher", "90 000 00 01"), by=BARNO, on=clock())
    session.delete(session.get(Key, row.reference))
    session.flush()
    assert persons.phone(session, row) == ""


def test_the_journal_names_nobody(session, clock):
    row = persons.record(session, NewCitizen("Alisher", "90 000 00 01"), by=BARNO, on=clock())
    session.commit()
    (entry,) = journal.history(session, "citizen", row.reference)
    assert "Alisher" not in str(entry.model_dump())


def test_a_wrong_phone_leaves_no_person(session, clock):
    with pytest.raises(NotAPhone):
        persons.record(session, NewCitizen("Alisher", "no phone"), by=BARNO, on=clock())
    assert session.execute(select(Citizen)).all() == []


def test_many_people_are_entered_as_each_would_be(session, clock):
    items = [
        NewCitizen("Первая Invented", "90 000 00 01", sex=Sex.FEMALE),
        NewCitizen("Second Invented", language="ru"),
    ]
    numbers = persons.record_many(session, items, by=BARNO, on=clock())
    alone = [persons.record(session, one, by=BARNO, on=clock()) for one in items]
    drawn = {"reference", "phone"}
    for number, single in zip(numbers, alone, strict=True):
        row = session.get_one(Citizen, number)
        assert row.model_dump(exclude=drawn) == single.model_dump(exclude=drawn)
        assert persons.phone(session, row) == persons.phone(session, single)
    assert [act.reference for act in session.info["journal"]] == [
        *numbers,
        *(row.reference for row in alone),
    ]


def test_one_impossible_number_enters_nobody(session, clock):
    items = [NewCitizen("First Invented", "90 000 00 01"), NewCitizen("Second Invented", "x")]
    with pytest.raises(NotAPhone):
        persons.record_many(session, items, by=BARNO, on=clock())
    assert (session.execute(select(Citizen)).first(), session.execute(select(Key)).first()) == (
        None,
        None,
    )


def test_whichever_record_of_a_person_is_named_all_of_theirs_are_meant(session, clock):
    one, two, three, other = (
        persons.record(session, NewCitizen(name), by=BARNO, on=clock())
        for name in ("A", "B", "C", "D")
    )
    two.same_as = three.same_as = one.reference
    session.flush()
    theirs = {one.reference, two.reference, three.reference}
    for row in (one, two, three):
        assert set(session.execute(persons.same_person(row)).scalars()) == theirs
    assert set(session.execute(persons.same_person(other)).scalars()) == {other.reference}


def test_the_age_group_follows_from_the_year_of_birth_where_no_birthday_decides():
    on = datetime(2026, 11, 30, 12, tzinfo=TASHKENT)
    for age, stated, known in (
        (41, "not_stated", "30_44"),
        (41, "18_29", "30_44"),
        (60, "under_18", "45_plus"),
        (17, "not_stated", "under_18"),
        (18, "not_stated", "not_stated"),
        (18, "under_18", "under_18"),
        (30, "18_29", "18_29"),
        (30, "not_stated", "30_44"),
        (45, "under_18", "45_plus"),
    ):
        assert persons.known_age(stated, 2026 - age, on) == known, (age, stated)
    assert persons.known_age("18_29", None, on) == "18_29"
