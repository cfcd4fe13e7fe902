"""Deaths: a day on one record holds for all records of the person, and for nobody else."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from matching.identity import deaths, persons
from matching.identity.deaths import PersonDied
from matching.identity.persons import Citizen, NewCitizen
from tests.support.cast import ELYOR, TODAY


def test_a_death_holds_for_the_merged_records_and_not_for_other_people(ground, clock):
    lead, joined, other = (
        persons.record(ground, NewCitizen(name), by=ELYOR, on=clock())
        for name in ("Anvar One", "Anvar Two", "Botir Three")
    )
    joined.same_as, joined.died_on = lead.reference, TODAY
    ground.flush()
    for one in (lead, joined):
        assert deaths.day_of_death(ground, one.reference) == TODAY
        with pytest.raises(PersonDied):
            deaths.require_living(ground, one.reference, ELYOR)
    deaths.require_living(ground, other.reference, ELYOR)
    own = col(Citizen.reference)
    living = select(own).where(deaths.is_living(own), own.in_([lead.reference, other.reference]))
    assert list(ground.execute(living).scalars()) == [other.reference]
