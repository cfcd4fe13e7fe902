"""Owners: from a day until a day, each once, in whatever script."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.licensing import owners
from catalog.licensing.owners import Owner, TooManyOwners
from tests.support.cast import FARIDA, TODAY


def test_owners_come_and_go_and_who_went_stays_on_record(register, clock):
    def own(*names):
        return owners.record(register, "AG-VALID", names, by=FARIDA, on=clock())

    assert own("Karim Olimov", "Zuhra Salimova")
    assert not own("Zuhra Salimova", "Карим Олимов"), "the same people in another script"
    assert own("Zuhra Salimova")
    assert [one.name for one in owners.list_for_agency(register, "AG-VALID")] == ["Zuhra Salimova"]
    gone = register.execute(select(Owner).where(col(Owner.until).is_not(None))).scalars().one()
    assert (gone.name, gone.until) == ("Karim Olimov", TODAY)
    register.commit()
    assert [one.fields for one in journal.history(register, "agency", "AG-VALID")][-2:] == [
        "owners",
        "owners",
    ]


def test_a_list_is_read_line_by_line(register):
    assert owners.parse_names(" Karim  Olimov \n\nKarim Olimov\nZuhra") == ["Karim Olimov", "Zuhra"]
    with pytest.raises(TooManyOwners):
        owners.parse_names("\n".join(map(str, range(21))))
