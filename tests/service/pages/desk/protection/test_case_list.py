"""The list of protected cases: those that are open, the most urgent first."""

import pytest

from service.casework.protection import referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referrals import NewReferral
from tests.support import cast

LIST = "/en/desk/cases"


@pytest.mark.parametrize("query", ["over", "over=yes"])
def test_an_older_address_still_shows_the_cases_that_ended(as_, seeded, clock, query):
    new_referral = NewReferral(cast.CLAIM, Signs(documents=YesNoUnknown.YES))
    with seeded.write() as session:
        open_, over = (
            referrals.refer(session, new_referral, by=cast.CHINORA, on=clock(), day=cast.TODAY)
            for _ in "12"
        )
        over.status, over.over_on = "done", cast.TODAY
        numbers = open_.reference, over.reference
    client = as_("nodira")
    page, ended = client.get(LIST).text, client.get(f"{LIST}?{query}").text
    assert [number in page for number in numbers] == [True, False]
    assert [number in ended for number in numbers] == [False, True]
