"""Branches of an agency."""

import pytest

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.licensing import agencies, branches
from catalog.licensing.branches import NewBranch
from tests.support import cast
from tests.support.cast import FARIDA


def test_a_branch_belongs_to_its_agency_and_stands_in_the_journal(ground, clock):
    agencies.register(ground, cast.AGENCIES[0], by=FARIDA, on=clock())
    row = branches.open_(
        ground, "AG-VALID", NewBranch("Invented street 1", "Samarqand"), by=FARIDA, on=clock()
    )
    ground.commit()
    assert (row.agency, row.address, row.region) == ("AG-VALID", "Invented street 1", "Samarqand")
    assert journal.history(ground, "agency", "AG-VALID")[-1].act == "open_branch"


def test_nobody_opens_a_branch_of_an_agency_that_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        branches.open_(ground, "AG-NOBODY", NewBranch("Invented street 1"), by=FARIDA, on=clock())
