"""Requests to a second person on the page of the record that they are about."""

from collections.abc import Mapping

import msgspec
from sqlmodel import Session

from catalog.core import approvals
from catalog.core.approvals import ApprovalDetails
from service.approvals.request_handler import VALUE_LABELS
from service.pages.desk.shared import desk_page


class RecordRequests(msgspec.Struct, frozen=True):
    """Requests about one record: those that wait, the latest decided ones, and officers' names.

    `value_labels` names the label list of each fact whose text is a code."""

    requests: list[ApprovalDetails]
    decided: list[ApprovalDetails]
    deciders: dict[str, str]
    value_labels: Mapping[str, str] = VALUE_LABELS


def of_record(session: Session, subject: str) -> RecordRequests:
    """Return the requests about a record other than a claim."""
    waiting, decided = (
        approvals.list_about(session, subject),
        approvals.list_decided(session, subject),
    )
    people = {name for one in (*waiting, *decided) for name in (one.asked_by, one.decided_by)}
    return RecordRequests(
        waiting, decided, desk_page.officer_names(session, {name for name in people if name})
    )
