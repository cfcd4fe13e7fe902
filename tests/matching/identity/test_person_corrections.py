"""A person's record put right: found by the new name, with the old one in the history."""

import pytest

from catalog.core import corrections
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import EditConflict
from matching.identity import person_corrections, persons
from matching.identity.person_corrections import PersonFacts
from matching.identity.persons import ErasedPerson, NewCitizen, Sex
from tests.support.cast import BARNO, ELYOR

WHY = "Spelt as in the passport"


@pytest.fixture
def row(ground, clock):
    return persons.record(ground, NewCitizen("Alisher Invnted"), by=BARNO, on=clock())


def correct(ground, clock, row, facts, seen=1, by=ELYOR):
    return person_corrections.correct(ground, row, facts, WHY, seen, by=by, on=clock())


def test_the_name_is_put_right_with_its_key_and_its_history(ground, clock, row):
    correct(ground, clock, row, PersonFacts("Alisher Invented", "ru", Sex.MALE))
    assert (row.name, row.name_key, row.language, row.sex) == (
        "Alisher Invented",
        "alisher invented",
        "ru",
        "male",
    )
    (version,) = corrections.history(ground, "citizen", row.reference)
    assert (version.number, version.officer, version.reason) == (2, ELYOR.account, WHY)
    assert version.changes[0] == corrections.Change("name", "Alisher Invnted", "Alisher Invented")


def test_whoever_saw_an_older_version_is_refused_and_so_is_nothing_new(ground, clock, row):
    correct(ground, clock, row, PersonFacts("Alisher Invented"))
    with pytest.raises(EditConflict):
        correct(ground, clock, row, PersonFacts("Ali"), seen=1)
    with pytest.raises(NothingCorrected):
        correct(ground, clock, row, PersonFacts("Alisher Invented"), seen=2)
    assert person_corrections.version(ground, row) == 2


def test_nothing_is_written_of_an_erased_person(ground, clock, row):
    row.erased_at = clock()
    ground.flush()
    with pytest.raises(ErasedPerson):
        correct(ground, clock, row, PersonFacts("Ali"))
