"""What waits for an agency: each month whose return was not signed, until it is."""

from datetime import date

from service.pages.desk.shared import agency_tasks
from service.reporting.figures import report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_return
from service.reporting.monthly.post_return import SigningInput
from tests.support.cast import HAMID, TODAY


def test_an_older_return_that_was_not_signed_waits_as_well(seeded, clock):
    october = Month(2026, 10)
    with seeded.write() as session:

        def late(today: date) -> list[Month]:
            return agency_tasks.waiting(session, HAMID, clock(), today).late_returns

        before = late(TODAY)
        assert before[-2:] == [Month(2026, 9), october]
        assert len(before) == 12
        due = agency_return.due_date(october)
        assert late(due) == before[:-1], "on its last day it is not late yet"
        figures = agency_return.count_figures(session, "AG-VALID", october, TODAY)
        signing = SigningInput(seen=report_digest.fingerprint(figures))
        agency_return.sign(session, october, signing, by=HAMID, on=clock(), day=TODAY)
        assert late(TODAY) == before[:-1]
