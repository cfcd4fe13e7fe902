"""A request for a second approval reaches everybody who may decide it, and nobody else."""

import ast

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import staff_notices
from catalog.core.approvals import ApprovalKind
from catalog.core.staff_notices import NoticeKind, StaffNotice
from service import accounts
from service.approvals import decisions
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import claim_approvals
from service.casework.workflow.claim_approvals import NewApproval
from tests.service.casework.colleagues import known
from tests.support import cast, source_tree
from tests.support.cast import CLAIM, NO_FILES, TODAY


@pytest.fixture
def claim(seeded):
    with seeded.write() as session:
        yield session, session.get_one(Claim, CLAIM)


def ask(session, claim, clock, what=ApprovalKind.WRITE_OFF, by="elyor") -> str:
    new = NewApproval(what, "Alisher says the firm is gone")
    row = claim_approvals.request_approval(session, claim, new, by=known(session, by), on=clock())
    return row.reference


def noticed(session) -> set[str]:
    """Whoever has an unread notice of a request, by name."""
    kind = NoticeKind.APPROVAL_REQUESTED.value
    asked = select(col(StaffNotice.account)).where(
        col(StaffNotice.kind) == kind, staff_notices.is_unread()
    )
    return {accounts.get(session, one).name for one in session.execute(asked).scalars()}


def test_a_request_does_not_wait_until_somebody_who_may_decide_looks_by_chance(claim, clock):
    session, row = claim
    ask(session, row, clock)
    assert noticed(session) == {"Iroda"}
    (one,) = staff_notices.list_own(session, by=known(session, "iroda"))
    assert (one.noun, one.reference) == ("claim", CLAIM)


def test_nobody_reads_of_what_they_asked_or_cannot_sign_in_to_decide(claim, clock):
    session, row = claim
    iroda = accounts.find(session, cast.email("iroda"))
    iroda.disabled_at = clock()
    session.flush()
    ask(session, row, clock)
    assert noticed(session) == set()


def test_a_notice_does_not_outlive_the_last_request_about_its_record(claim, clock):
    session, row = claim
    first, second = (
        ask(session, row, clock, what) for what in (ApprovalKind.WRITE_OFF, ApprovalKind.DECLINE)
    )
    iroda = known(session, "iroda")
    decide = {"by": iroda, "on": clock(), "day": TODAY, "home": NO_FILES}
    decisions.approve(session, first, "Yes", **decide)
    assert noticed(session)
    decisions.decline(session, second, "No", by=iroda, on=clock())
    assert noticed(session) == set()
    ask(session, row, clock, ApprovalKind.WITHDRAWAL)
    claim_approvals.lapse(session, row, on=clock())
    assert noticed(session) == set()


def test_no_command_requests_an_approval_without_a_notice():
    calls = {
        module
        for module, path in source_tree.sources("catalog", "matching", "service", "seed").items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and (getattr(node.value, "id", ""), node.attr) == ("approvals", "request")
    }
    assert calls == {"service.accounts.approval_requests"}
