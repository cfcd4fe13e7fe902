"""The dossier of an agency put right, with its history; the register follows."""

import msgspec
import pytest

from catalog.core import corrections
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import NotFound
from catalog.licensing import agencies, agency_corrections, branches, owners
from catalog.licensing.agencies import Agency
from catalog.licensing.agency_corrections import BranchFacts
from catalog.licensing.branches import NewBranch
from catalog.licensing.owners import TooManyOwners
from tests.support.cast import AGENCIES, FARIDA

WHY = "They moved"


@pytest.fixture
def agency(ground, clock) -> Agency:
    return agencies.register(ground, AGENCIES[0], by=FARIDA, on=clock())[0]


@pytest.fixture
def correct(ground, agency, clock):
    def corrected(*branch_facts, **values):
        facts = agency_corrections.current(ground, agency)
        facts = msgspec.structs.replace(facts, **values)
        return agency_corrections.correct(
            ground, agency, facts, list(branch_facts), WHY, by=FARIDA, on=clock()
        )

    return corrected


def changes(session):
    return [
        [(one.field, one.before, one.after) for one in version.changes]
        for version in corrections.history(session, "agency", "AG-VALID")
    ]


def test_address_director_and_owners_are_put_right_in_one_version(ground, agency, correct):
    before = agency.address
    correct(address="Invented street 2", director="D. Invented", owners="B. Two\nA. One\nB. Two")
    assert (agency.address, agency.director, agency.version) == (
        "Invented street 2",
        "D. Invented",
        2,
    )
    assert [one.name for one in owners.list_for_agency(ground, "AG-VALID")] == ["A. One", "B. Two"]
    (version,) = changes(ground)
    assert ("address", before, "Invented street 2") in version
    assert ("owners", "", "A. One\nB. Two") in version


def test_branches_are_changed_added_and_removed_and_others_stay(ground, agency, correct, clock):
    first, second = (
        branches.open_(ground, "AG-VALID", NewBranch(f"Street {n}"), by=FARIDA, on=clock())
        for n in (1, 2)
    )
    correct(
        BranchFacts("Street 1a", number=first.id, phone="71 000 00 01"),
        BranchFacts("Street 3", "Samarkand"),
    )
    correct(BranchFacts("Street 1a", number=first.id, remove=True))
    rows = branches.list_for_agency(ground, "AG-VALID")
    assert [(row.address, row.region) for row in rows] == [
        ("Street 2", ""),
        ("Street 3", "Samarkand"),
    ]
    assert rows[0].id == second.id
    last, before = changes(ground)
    assert (f"branches.{first.id}.address", "Street 1", "Street 1a") in before
    assert (f"branches.{first.id}.address", "Street 1a", "") in last
    assert agency.version == 3


def test_what_cannot_be_is_refused(correct):
    for branch_facts, values, refusal, field in (
        ([], {}, NothingCorrected, None),
        ([BranchFacts("Street", number=999_999)], {}, NotFound, "branches.0.number"),
        ([], {"owners": "\n".join(f"Owner {n}" for n in range(21))}, TooManyOwners, "owners"),
    ):
        with pytest.raises(refusal) as refused:
            correct(*branch_facts, **values)
        assert refused.value.field == field
