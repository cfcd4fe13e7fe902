"""Everybody reads which contests there are and by what they are judged; nobody reads an entry
before the result."""

from catalog.contests import bids
from catalog.contests.bids import BidInput
from tests.catalog.contests.test_contests import announced
from tests.support.cast import HAMID, TODAY


def test_announced_for_everybody_and_entered_under_seal(as_, seeded, clock):
    client = as_(None)
    assert "No competition has been announced yet" in client.get("/en/contests").text
    with seeded.write() as session:
        row = announced(session, clock)
        bids.enter(session, row, BidInput(7), by=HAMID, on=clock(), day=TODAY)
        number = row.reference
    page = client.get(f"/en/contests/{number}").text
    assert "Few confirmed complaints" in page
    assert "There are at least five full working days" in page, "there may be more"
    assert "not counting public holidays known on the day of the announcement" in page, (
        "Hayit is not yet"
    )
    assert "Oltin" not in page
    assert "Welders for Ulsan" in client.get("/en/contests").text
    assert client.get("/en/contests/Q-NONE").status_code == 404
