"""Access log of a person's file: who opened it, in which role and place, when and for what."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from catalog.core.corrections import Correction
from catalog.core.journal import Entry
from catalog.reference.posts import Post
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.journey.costs import PaidCost
from matching.placements.placements import Placement
from service.accounts import Account
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.complaints.complaints import Complaint
from service.casework.evidence import Evidence
from service.casework.groups.groups import Membership
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident
from service.casework.workflow import claim_facts, withdrawals

# Opening, unmasking and exporting. Finding the person as a possible duplicate during data entry
# opens nothing and is left out.
ACTS = ("open", "reveal", "export")
NOUNS = (
    *("citizen", "claim", "advice", "evidence", "group", "placement", "application", "complaint"),
    "incident",
)


class AccessEntry(msgspec.Struct, frozen=True):
    """One access to a file.

    `post` (its code) or `region` is where the reader works today."""

    at: datetime
    act: str
    noun: str
    reference: str
    role: str
    name: str
    post: str | None
    post_kind: str | None
    city: str | None
    country: str | None
    region: str | None
    oneself: bool


def references(session: Session, rows: list[Citizen]) -> list[str]:
    """Return the references of all records under which access to a person's file is logged.

    These are the person's own records, their claims with files and groups, and their sessions,
    receipts, applications, placements, complaints and incidents."""
    own = [row.reference for row in rows]
    claims = list(
        session.execute(select(col(Claim.reference)).where(col(Claim.citizen).in_(own))).scalars()
    )
    sessions = session.execute(
        select(col(advice_tables.Session.reference)).where(
            col(advice_tables.Session.citizen).in_(own)
        )
    ).scalars()
    return [
        *own,
        *claims,
        *related_references(session, claims),
        *sessions,
        *_receipts(session, own),
        *_documents(session, own),
        *(one for table in _JOURNEY_TABLES for one in _own(session, table, own)),
    ]


def former_claims(session: Session, rows: list[Citizen]) -> dict[str, datetime]:
    """Return the claims that were moved from this person to another one, with their files and
    groups, and until when access to them is part of this person's log."""
    moved = select(col(Correction.reference), func.max(col(Correction.at))).where(
        col(Correction.subject) == claim_facts.NOUN,
        col(Correction.field) == claim_facts.PERSON,
        col(Correction.owner).in_([row.reference for row in rows]),
    )
    until: dict[str, datetime] = {}
    for claim, at in session.execute(moved.group_by(col(Correction.reference))):
        until |= dict.fromkeys([claim, *related_references(session, [claim])], at)
    return until


def shown_to_person(session: Session, rows: list[Citizen]) -> tuple[list[str], dict[str, datetime]]:
    """Return the records and the former ones, as `list_entries` takes them, for the person's own eyes.

    A claim that they see as withdrawn is among the former ones: that it is still opened may be kept
    from whoever stands beside them."""
    numbers, until = references(session, rows), former_claims(session, rows)
    own = [row.reference for row in rows]
    claims = list(session.execute(select(Claim).where(col(Claim.citizen).in_(own))).scalars())
    for claim, since in withdrawals.shown_since_of(session, claims).items():
        if since:
            until |= dict.fromkeys([claim, *related_references(session, [claim])], since)
    return [number for number in numbers if number not in until], until


# The reader: the account's name and region, and its post.
_READER = (
    col(Account.name),
    col(Account.region),
    col(Post.code),
    col(Post.kind),
    col(Post.city),
    col(Post.country),
)
_JOURNEY_TABLES = (Application, Placement, Complaint, Incident)


def _own(
    session: Session, table: type[Application | Placement | Complaint | Incident], own: list[str]
) -> list[str]:
    return list(
        session.execute(select(col(table.reference)).where(col(table.citizen).in_(own))).scalars()
    )


def _receipts(session: Session, own: list[str]) -> list[str]:
    asked = select(col(Evidence.reference)).join(
        PaidCost, col(PaidCost.reference) == col(Evidence.cost)
    )
    return list(session.execute(asked.where(col(PaidCost.citizen).in_(own))).scalars())


def _documents(session: Session, own: list[str]) -> list[str]:
    """Return the documents of the placements, incidents and complaints of these persons."""
    asked = select(col(Evidence.reference)).where(evidence.of_persons(own))
    return list(session.execute(asked).scalars())


def related_references(session: Session, claims: list[str]) -> list[str]:
    """Return the evidence files of these claims and the groups in which they are listed."""
    files = select(col(Evidence.reference)).where(col(Evidence.claim).in_(claims))
    groups = select(col(Membership.group)).where(col(Membership.claim).in_(claims)).distinct()
    return [*session.execute(files).scalars(), *session.execute(groups).scalars()]


def list_entries(
    session: Session,
    numbers: Collection[str],
    *,
    former: Mapping[str, datetime] = MappingProxyType({}),
    oneself: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[AccessEntry]:
    """Return accesses to these records, and to former claims while they were this person's.

    The newest are first. `oneself` is the account of the person."""
    asked = (
        select(Entry, *_READER)
        .where(_access_terms(numbers, former))
        .outerjoin(Account, col(Account.reference) == col(Entry.account))
        .outerjoin(Post, col(Post.code) == col(Account.post))
    )
    rows = session.execute(asked.order_by(col(Entry.position).desc()).limit(limit).offset(offset))
    return [
        AccessEntry(
            entry.at,
            entry.act,
            entry.noun,
            entry.reference,
            entry.role,
            name or "",
            post,
            kind,
            city,
            country,
            region,
            oneself=entry.account == oneself,
        )
        for entry, name, region, post, kind, city, country in rows
    ]


def of_person(
    session: Session, rows: list[Citizen], *, oneself: str | None = None
) -> list[AccessEntry]:
    """Return the accesses to the file of a person with these records that they see, newest first."""
    numbers, former = shown_to_person(session, rows)
    return list_entries(session, numbers, former=former, oneself=oneself)


def count_entries(
    session: Session,
    numbers: Collection[str],
    former: Mapping[str, datetime] = MappingProxyType({}),
) -> int:
    """Return the number of accesses that list_entries returns without a limit."""
    return (
        session.execute(
            select(func.count()).select_from(Entry).where(_access_terms(numbers, former))
        ).scalar()
        or 0
    )


def _access_terms(numbers: Collection[str], former: Mapping[str, datetime]) -> ColumnElement[bool]:
    earlier = [
        and_(col(Entry.reference) == number, col(Entry.at) <= until)
        for number, until in former.items()
        if number not in numbers
    ]
    about = or_(col(Entry.reference).in_(numbers), *earlier)
    return and_(about, col(Entry.act).in_(ACTS), col(Entry.noun).in_(NOUNS))
