"""Foreign employers and the warnings against them."""

import pytest

from catalog.core.errors import NotFound
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from tests.support.cast import FARIDA, HANBIT, SEVERNY


def test_one_firm_is_one_record_however_it_is_written(ground, clock):
    first = employers.record(ground, SEVERNY, by=FARIDA, on=clock())
    again = employers.record(
        ground, NewEmployer("Северный Двор Строй", "RU"), by=FARIDA, on=clock()
    )
    assert first.reference == again.reference


def test_a_firm_of_the_same_name_in_another_country_is_another_firm(ground, clock):
    here = employers.record(ground, HANBIT, by=FARIDA, on=clock())
    there = employers.record(ground, NewEmployer("Hanbit Shipyard", "PL"), by=FARIDA, on=clock())
    assert here.reference != there.reference
    assert employers.find_by_name(ground, "HANBIT shipyard", "PL") == [there]
    assert len(employers.find_by_name(ground, "hanbit  shipyard")) == 2


def test_a_warning_stands_with_its_time(ground, clock):
    firm = employers.record(ground, HANBIT, by=FARIDA, on=clock())
    warned = employers.warn(ground, firm.reference, "Three open claims.", by=FARIDA, on=clock())
    assert (warned.warning, warned.warned_at) == ("Three open claims.", clock())


def test_nobody_is_warned_of_a_firm_that_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        employers.warn(ground, "E-NOBODY", "x", by=FARIDA, on=clock())
