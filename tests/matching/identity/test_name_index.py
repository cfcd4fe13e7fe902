"""Parts of names as search keys: one sound for all spellings, and nothing left of an old name."""

import pytest
from sqlalchemy import select

from matching.identity import name_index, persons
from matching.identity.name_index import NamePair, NamePart
from matching.identity.persons import NewCitizen
from tests.support.cast import BARNO


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sherov", "Sherova", "Шеров", "Шерова", "Sherof"),
        ("Yoʻldosheva", "Юлдашева", "Yuldashev"),
        ("Oʻktamov", "Уктамов", "Uktamov"),
        ("Abdulloh", "Abdulla", "Абдулло"),
        ("Gʻayrat", "Гайрат", "Ғайрат"),
    ],
)
def test_one_name_has_one_sound_in_all_spellings(spellings):
    sounds = {name_index.sound(part) for name in spellings for part in name_index.parts(name)}
    assert len(sounds) == 1, sounds


def test_words_that_only_link_the_name_of_the_father_are_no_parts():
    assert name_index.parts("Rustam Akmal oʻgʻli Sherov") == ["rustam", "akmal", "sherov"]
    assert name_index.parts("Qizi") == ["kizi"], "unless there is nothing else"
    assert name_index.parts("—") == []


def test_a_name_that_grows_in_latin_letters_still_fits(session, clock):
    row = persons.record(session, NewCitizen("ЩЯ" * 60), by=BARNO, on=clock())
    (part,) = session.execute(select(NamePart).where(NamePart.citizen == row.reference)).scalars()
    assert len(part.part) == name_index.MOST


def test_a_new_name_leaves_nothing_of_the_old_one(session, clock):
    row = persons.record(session, NewCitizen("Rustam Sherov"), by=BARNO, on=clock())

    def known() -> set[str]:
        columns = (NamePart.part, NamePart.citizen), (NamePair.pair, NamePair.citizen)
        return {
            value
            for value_column, citizen in columns
            for value in session.execute(
                select(value_column).where(citizen == row.reference)
            ).scalars()
        }

    assert known() == {"rustam", "sherov", "rassg", "sgira"}
    persons.rename(session, row, "Рустам Каримов", "uz")
    assert known() == {"rustam", "karimov", "rasga", "garra"}
    name_index.rewrite(session, row.reference, "")
    assert known() == set()
