"""Requests about a post are kept with who asked and who decided."""

import pytest

from catalog.core import approvals
from catalog.core.approvals import ApprovalState, RecordChanged
from catalog.reference import posts
from catalog.reference.post_changes import PostChanges
from service.approvals import decisions, post_requests
from tests.support.cast import DAVRON, FARIDA, IRODA, NO_FILES, SEOUL, TODAY


def test_what_was_changed_meanwhile_is_not_overwritten(ground, clock):
    post = posts.get(ground, SEOUL)
    first, second = (
        post_requests.request_change(
            ground,
            post,
            PostChanges("A letter", "They have moved.", address=address),
            by=DAVRON,
            on=clock(),
            day=TODAY,
        ).reference
        for address in ("1 Street", "2 Street")
    )
    yes = {"by": FARIDA, "on": clock(), "day": TODAY, "home": NO_FILES}
    decisions.approve(ground, first, "Yes", **yes)
    with pytest.raises(RecordChanged):
        decisions.approve(ground, second, "Yes", **yes)
    ground.rollback()


def test_a_request_made_before_digests_were_stored_is_carried_out(ground, clock):
    new = PostChanges("A letter", "They have moved.", address="1 Street")
    row = post_requests.request_change(
        ground, posts.get(ground, SEOUL), new, by=DAVRON, on=clock(), day=TODAY
    )
    row.terms = ""
    yes = {"by": FARIDA, "on": clock(), "day": TODAY, "home": NO_FILES}
    decisions.approve(ground, row.reference, "Yes", **yes)
    assert posts.get(ground, SEOUL).address == "1 Street"


def test_the_history_names_both_and_what_was_decided(ground, clock):
    post = posts.get(ground, SEOUL)
    for address, agreed in (("1 Street", False), ("2 Street", True)):
        new = PostChanges("A letter", "They have moved.", address=address)
        row = post_requests.request_change(ground, post, new, by=DAVRON, on=clock(), day=TODAY)
        if agreed:
            decisions.approve(
                ground, row.reference, "Yes", by=FARIDA, on=clock(), day=TODAY, home=NO_FILES
            )
        else:
            decisions.decline(ground, row.reference, "No", by=IRODA, on=clock())
        clock.forward(hours=1)
    found = approvals.list_decided(ground, SEOUL)
    assert [(one.state, one.decided_by, one.changes["address"]) for one in found] == [
        (ApprovalState.APPROVED, FARIDA.account, "2 Street"),
        (ApprovalState.DECLINED, IRODA.account, "1 Street"),
    ]
    assert (post.address, post.confirmed_on) == ("2 Street", TODAY)
