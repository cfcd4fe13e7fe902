"""What the demonstration's licensing desk has to show."""

from collections import Counter

from sqlalchemy import select

from catalog.employers import blacklist
from catalog.licensing import deposits, inspections, licence_applications, proposals
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import Order
from catalog.licensing.proposals import Proposal
from catalog.vacancies import inactivity
from matching.fraud import reborn_agencies, recruiter_names
from matching.fraud.reborn_agencies import Trace


def test_something_of_everything_waits_at_the_licensing_desk(reading, clock):
    assert Counter(one.act for one in proposals.list_waiting(reading)) == {
        "renew": 1,
        "suspend": 1,
        "bar": 1,
    }
    assert sorted(one.agency for one in licence_applications.list_waiting(reading)) == [
        "AG-N21",
        "AG-N36",
        "AG-N37",
    ]
    assert {one.kind for one in blacklist.entries(reading, clock.today)} == {"agency", "director"}
    assert inactivity.count_upcoming(reading) > 10
    assert all(one.quiet_since < clock.today for one, _, _ in inactivity.upcoming(reading, 0, 200))
    held = [
        one
        for agency in ("AG-N26", "AG-N31", "AG-N09")
        for one, _ in inspections.list_for_agency(reading, agency)
    ]
    assert [bool(one.held_on) for one in held] == [True, True, False]


def test_every_order_of_the_desk_has_two_names(reading):
    signed = set(reading.execute(select(Proposal.order)).scalars())
    alone = {one.kind for one in reading.execute(select(Order)).scalars() if one.id not in signed}
    assert alone == {"refuse"}, "decided by the register that was taken over"


def test_some_deposits_are_short_and_some_firms_come_back(reading, clock):
    covers = deposits.covers(reading, ["AG-N01", "AG-N13", "AG-N32"], clock.today)
    assert [covers[one].below for one in covers] == [False, True, True]
    row = reading.get(Agency, "AG-N36")
    rows = reborn_agencies.find_similar(reading, row, recruiter_names.read(reading), clock.today)
    assert (rows[0].standing.agency.external_id, rows[0].traces[0][0]) == ("AG-N29", Trace.OWNER)
