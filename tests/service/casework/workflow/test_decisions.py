"""What follows when a second person agrees: a reversal is carried out, other requests only count."""

from service.casework.workflow import approvals, decisions
from service.casework.workflow.approvals import ApprovalKind, NewApproval
from tests.support.cast import ELYOR, IRODA, TODAY


def test_a_request_that_is_no_reversal_moves_no_money(ground, clock, claim):
    asked = approvals.request_approval(
        ground, claim, NewApproval(ApprovalKind.WRITE_OFF, "Bankrupt"), by=ELYOR, on=clock()
    )
    row = decisions.approve(ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY)
    assert (row.agreed, row.decided_by) == (True, IRODA.account)
