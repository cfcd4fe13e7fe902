"""Reminders of decisions on other pages: to whoever may be the second person, while one waits."""

from catalog.core import staff_notices
from catalog.core.staff_notices import NoticeKind
from catalog.reference import posts
from service.operations import nightly
from service.pages.desk.admin import notice_records
from tests.service.casework.colleagues import known


def reminded(seeded, name) -> list[str]:
    with seeded.read() as session:
        by = known(session, name)
        notices = staff_notices.list_own(session, by=by)
        paths = notice_records.paths(session, notices, by=by)
        return [paths[one.id] for one in notices if one.kind == NoticeKind.DECISIONS_WAIT]


def test_whoever_may_decide_is_reminded_each_morning_and_no_longer_than_it_waits(seeded, clock):
    with seeded.write() as session:
        helpline = posts.hotlines(session, clock.today, staff=True)[0].id
        posts.confirm_hotline(session, helpline, by=known(session, "farida"), on=clock())
    assert nightly.remind_officers(seeded, on=clock()) > 0
    assert nightly.remind_officers(seeded, on=clock()) == 0, "once a day"
    assert (reminded(seeded, "farida"), reminded(seeded, "barno")) == ([], [])
    assert reminded(seeded, "gulnora") == ["/desk/approvals"]
    with seeded.write() as session:
        posts.confirm_hotline(session, helpline, by=known(session, "gulnora"), on=clock())
    clock.forward(days=1)
    nightly.remind_officers(seeded, on=clock())
    assert reminded(seeded, "gulnora") == []
