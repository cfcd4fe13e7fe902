"""The list of erasure requests: what waits, and what was decided beside it."""

import pytest

from service.privacy import erasure_requests

LIST = "/en/desk/erasures"


@pytest.mark.parametrize(("query", "seen"), [("person", True), ("officer", False)])
def test_a_request_is_found_by_who_made_it(as_, seeded, planted, clock, query, seen):
    with seeded.write() as session:
        number = erasure_requests.request_erasure(
            session, planted.records[0], by=planted.account, on=clock()
        ).reference
    assert (number in as_("iroda").get(f"{LIST}?origin={query}").text) is seen
