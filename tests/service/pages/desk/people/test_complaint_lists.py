"""The lists of complaints: what needs an action first, and each agency its own."""

import re

from tests.service.casework.complained import complained
from tests.service.pages.own_desk import OWN

OFFICE = "/en/desk/complaints"


def references(page):
    return set(re.findall(r'complaints/(K-\w+)"', page))


def test_each_desk_begins_with_what_it_must_do(as_, seeded, clock):
    with seeded.write() as session:
        waiting, judged = complained(session, clock()), complained(session, clock())
        judged.state, judged.escalated_at = "escalated", clock()
        numbers = waiting.reference, judged.reference
    assert references(as_("farida").get(OFFICE).text) == {numbers[1]}
    assert references(as_("hamid").get(f"{OWN}/complaints").text) == {numbers[0]}
    assert references(as_("farida").get(f"{OFFICE}?state=all").text) == set(numbers)


def test_a_file_of_an_agency_has_no_other_agency_s_complaints(as_, seeded, clock):
    with seeded.write() as session:
        own, other = complained(session, clock()), complained(session, clock())
        other.agency = "AG-EXPIRING"
        numbers = own.reference, other.reference
    client = as_("hamid")
    export = client.post("/en/desk/lists/own_complaints/export", data={"kind": "csv"})
    assert numbers[0] in export.text
    assert numbers[1] not in export.text
    assert client.post("/en/desk/lists/complaints/export", data={"kind": "csv"}).status_code == 403
