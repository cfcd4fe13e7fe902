"""Notices of staff: one for the same thing, none of one's own acts, and counts that end."""

from datetime import timedelta

import pytest

from catalog.core import approvals, staff_notices
from catalog.core.approvals import ApprovalKind, Subject
from catalog.core.errors import NotFound
from catalog.core.staff_notices import MOST_COUNTED, NoticeKind
from tests.support.cast import CHINORA, FARIDA, GULNORA, IRODA


def notify(session, clock, who=CHINORA, number="W-1", kind=NoticeKind.ASSIGNED, by=IRODA):
    staff_notices.notify(session, [who.account], kind, "claim", number, by=by, on=clock())


def own(session, who=CHINORA):
    return staff_notices.list_own(session, by=who)


def test_the_same_again_is_one_notice_newest_and_unread(session, clock):
    notify(session, clock)
    staff_notices.mark_opened(session, "claim", ["W-1"], by=CHINORA, on=clock())
    assert staff_notices.count_unread(session, by=CHINORA) == 0
    notify(session, clock, number="W-2")
    clock.forward(hours=1)
    notify(session, clock)
    assert [(one.reference, one.read_at) for one in own(session)] == [("W-1", None), ("W-2", None)]


def test_nobody_gets_a_notice_of_their_own_act(session, clock):
    notify(session, clock, by=CHINORA)
    assert own(session) == []


def test_a_reminder_that_was_read_comes_back_on_the_next_day_only(session, clock):
    def remind():
        rows = [(CHINORA.account, "W-1")]
        return staff_notices.remind(session, NoticeKind.OVERDUE, "claim", rows, on=clock())

    assert remind() == 1
    staff_notices.mark_opened(session, "claim", ["W-1"], by=CHINORA, on=clock())
    assert (remind(), staff_notices.count_unread(session, by=CHINORA)) == (0, 0)
    clock.forward(days=1)
    assert (remind(), staff_notices.count_unread(session, by=CHINORA)) == (1, 1)
    staff_notices.drop_past_reminders(session, clock.today + timedelta(days=1))
    assert own(session) == []


def test_a_large_number_is_not_counted_to_its_end(session, clock):
    for number in range(MOST_COUNTED + 5):
        notify(session, clock, number=f"W-{number}")
    assert staff_notices.count_unread(session, by=CHINORA) == MOST_COUNTED


def test_pages_follow_each_other_without_gap_or_repeat(session, clock):
    for number in range(5):
        notify(session, clock, number=f"W-{number}")
    first = staff_notices.list_own(session, by=CHINORA, most=2)
    after = (first[-1].at, first[-1].id)
    rest = staff_notices.list_own(session, by=CHINORA, after=after)
    assert [one.reference for one in first + rest] == [f"W-{number}" for number in range(4, -1, -1)]


def test_another_persons_notice_is_neither_found_nor_marked(session, clock):
    notify(session, clock)
    (one,) = own(session)
    with pytest.raises(NotFound):
        staff_notices.get_own(session, one.id, by=FARIDA)
    staff_notices.mark_read(session, one.id, by=FARIDA, on=clock())
    staff_notices.mark_all_read(session, clock(), by=FARIDA, on=clock())
    assert staff_notices.count_unread(session, by=CHINORA) == 1


def test_what_came_after_the_page_was_shown_stays_unread(session, clock):
    notify(session, clock)
    shown = clock()
    clock.forward(minutes=1)
    notify(session, clock, number="W-2")
    staff_notices.mark_all_read(session, shown, by=CHINORA, on=clock())
    assert [one.reference for one in own(session) if one.read_at is None] == ["W-2"]


def test_only_notices_read_long_ago_are_forgotten(session, clock):
    for number in ("W-1", "W-2", "W-3"):
        notify(session, clock, number=number)
    staff_notices.mark_opened(session, "claim", ["W-1"], by=CHINORA, on=clock())
    clock.forward(days=90)
    staff_notices.mark_opened(session, "claim", ["W-2"], by=CHINORA, on=clock())
    assert staff_notices.forget(session, before=clock() - timedelta(days=30)) == 1
    assert {one.reference for one in own(session)} == {"W-2", "W-3"}


def test_who_requested_learns_the_decision_and_who_decided_does_not(session, clock):
    for agreed in (True, False):
        about = Subject("licence", "AG-VALID")
        row = approvals.request(
            session, ApprovalKind.DEPOSIT, about, "", changes={}, by=FARIDA, on=clock()
        )
        approvals.decide(session, row, about, "No", agreed=agreed, by=GULNORA, on=clock())
    assert {one.kind for one in own(session, FARIDA)} == {"approved", "declined"}
    assert own(session, GULNORA) == []
