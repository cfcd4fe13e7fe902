"""Downloads of documents that no virus scanner has seen, approved by a second person."""

from datetime import datetime

from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails
from service.approvals.request_handler import Card, Fact, FactLabel, RequestHandler, TitlePart
from service.casework import evidence
from service.casework.evidence import Evidence, owners, releases


def _release(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    releases.require_unchanged(session, row)


def _card(session: Session, one: ApprovalDetails) -> Card:
    row = session.get(Evidence, one.subject)
    if row is None or not row.record or not row.record_kind:
        return Card((TitlePart(one.subject),), "/desk/approvals", [])
    key = owners.key_owner(evidence.owner_of(session, row))
    facts = [
        Fact(FactLabel.RECORD, row.record_kind, "record_kind"),
        Fact(FactLabel.REFERENCE, row.record),
        Fact(FactLabel.FILE, vault.unseal(session, key, "evidence.name", row.name)),
    ]
    link = f"/desk/documents/{row.record_kind}/{row.record}/files/{row.number}"
    return Card((TitlePart(row.kind, "document"),), link, facts)


HANDLER = RequestHandler("evidence", _release, _card)
