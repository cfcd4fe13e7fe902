"""What was last done when."""

from service import upkeep
from service.upkeep import Work


def test_work_is_overdue_until_it_is_noted_and_again_after_a_day(session, clock):
    assert upkeep.late(session, clock()) == [Work.NIGHTLY, Work.BACKUP]
    upkeep.note(session, Work.NIGHTLY, on=clock())
    upkeep.note(session, Work.NIGHTLY, on=clock.forward(minutes=1))
    assert upkeep.late(session, clock.forward(hours=26)) == [Work.BACKUP]
    assert upkeep.ages(session, clock())[Work.NIGHTLY] == upkeep.LATE
    assert upkeep.late(session, clock.forward(seconds=1)) == [Work.NIGHTLY, Work.BACKUP]
