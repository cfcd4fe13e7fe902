"""The list of protected cases: those that are open, the most urgent first."""

from service.casework.protection import referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referrals import NewReferral
from tests.support import cast

LIST = "/en/desk/cases"


def test_the_cases_that_ended_are_shown_only_if_they_are_chosen(as_, seeded, clock):
    new_referral = NewReferral(cast.CLAIM, Signs(documents=YesNoUnknown.YES))
    with seeded.write() as session:
        open_, over = (
            referrals.refer(session, new_referral, by=cast.CHINORA, on=clock(), day=cast.TODAY)
            for _ in "12"
        )
        over.status, over.over_on = "done", cast.TODAY
        numbers = open_.reference, over.reference
    client = as_("nodira")
    page, ended = client.get(f"{LIST}?over=&urgency=").text, client.get(f"{LIST}?over=yes").text
    assert [number in page for number in numbers] == [True, False]
    assert [number in ended for number in numbers] == [False, True]
