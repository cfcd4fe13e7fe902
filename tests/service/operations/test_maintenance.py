"""What was last done when."""

from service.operations import maintenance
from service.operations.maintenance import Work


def test_work_is_overdue_until_it_is_noted_and_again_after_a_day(session, clock):
    assert maintenance.list_overdue(session, clock()) == [Work.NIGHTLY, Work.BACKUP]
    maintenance.record_success(session, Work.NIGHTLY, on=clock())
    maintenance.record_success(session, Work.NIGHTLY, on=clock.forward(minutes=1))
    assert maintenance.list_overdue(session, clock.forward(hours=26)) == [Work.BACKUP]
    assert maintenance.ages(session, clock())[Work.NIGHTLY] == maintenance.OVERDUE_AFTER
    assert maintenance.list_overdue(session, clock.forward(seconds=1)) == [
        Work.NIGHTLY,
        Work.BACKUP,
    ]
