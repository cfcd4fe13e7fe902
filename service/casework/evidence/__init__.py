"""Evidence: files that support a claim or a payment, and the documents of other records.

Weak evidence is accepted too."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import Line, reference
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.journey.costs import PaidCost
from service.casework.claims import responsible_officers
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import evidence_files, media, owners, quotas
from service.casework.evidence.file_states import STORED, UNSCANNED
from service.casework.evidence.file_states import Kind as Kind
from service.casework.evidence.file_states import Reason as Reason
from service.casework.evidence.file_states import State as State
from service.casework.evidence.owners import Owner, Record, RecordKind

PIECE = evidence_files.PIECE


class AlreadyReplaced(Refusal):
    slug = "already-replaced"
    sentence = N_("This document has already been replaced. Replace its newest version.")


class Evidence(SQLModel, table=True):
    """One file of a claim, of a paid cost, or of the record `record` of a kind (RecordKind).

    Name and content are encrypted with the key of the owner (owners.key_owner). `replaces` is the
    number of the earlier version, which stays. `place` is the random name of the content
    in the home directory, `size` what was sent (bytes), `kept` the bytes stored, `arrived` the
    bytes received so far."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("claim", "number"),
        UniqueConstraint("sha256", "claim"),
        UniqueConstraint("cost", "number"),
        UniqueConstraint("sha256", "cost", name="uq_evidence_sha256_cost"),
        UniqueConstraint("record_kind", "record", "number"),
        UniqueConstraint(
            "record_kind", "record", "sha256", "kind", name="uq_evidence_record_sha256"
        ),
        CheckConstraint(
            "(claim IS NOT NULL AND cost IS NULL AND record IS NULL)"
            " OR (claim IS NULL AND cost IS NOT NULL AND record IS NULL)"
            " OR (claim IS NULL AND cost IS NULL AND record IS NOT NULL)",
            name="one_owner",
        ),
        CheckConstraint("(record IS NULL) = (record_kind IS NULL)", name="record_whole"),
    )
    reference: str = Field(default_factory=lambda: reference("D"), primary_key=True, max_length=24)
    claim: str | None = Field(
        default=None, foreign_key="claims.reference", index=True, max_length=24
    )
    cost: str | None = Field(
        default=None, foreign_key="paid_costs.reference", index=True, max_length=24
    )
    record_kind: str | None = Field(default=None, max_length=12)
    record: str | None = Field(default=None, max_length=24)
    number: int
    replaces: int | None = None
    kind: str = Field(max_length=12)
    name: bytes | None
    size: int
    arrived: int = 0
    sha256: str | None = Field(default=None, max_length=64)
    media: str = Field(max_length=24)
    kept: int = 0
    pages: int = 0
    state: str = Field(default=State.ARRIVING.value, index=True, max_length=12)
    reason: str = Field(default="", max_length=16)
    place: str = Field(default_factory=evidence_files.new_place, index=True, max_length=32)
    officer: str = Field(default="", max_length=40)
    at: datetime

    @property
    def belongs_to(self) -> str:
        """The identity of the owner (owners.identity)."""
        return f"{self.record_kind}/{self.record}" if self.record else self.claim or self.cost or ""


PERSONAL = ("name", "sha256")


class NewFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file about to be uploaded.

    `kind` is one of Kind, or for a record of DocumentKind; any other means that none was chosen.
    `sha256` has 64 hexadecimal digits, by which a repeated upload is recognised, and `replaces` is
    the number of the document of a record of which this is a newer version."""

    name: Line
    size: int
    kind: Annotated[str, msgspec.Meta(max_length=12)] = Kind.OTHER.value
    sha256: str | None = None
    replaces: int | None = None


class Item(msgspec.Struct, frozen=True):
    """One file as it is listed, its name decrypted; `officer` is empty if the worker sent it."""

    reference: str
    number: int
    kind: str
    name: str
    size: int
    arrived: int
    media: str
    pages: int
    state: str
    reason: str
    officer: str
    at: datetime
    replaces: int | None = None

    @property
    def as_pictures(self) -> bool:
        """Whether officers may view it: clean, or a document shown as pictures of its pages."""
        drawn = self.media in (*media.PICTURES, media.Media.PDF)
        paper = (
            self.media == media.Media.PDF
            and self.state == State.WAITING
            and self.reason == Reason.NO_SCANNER
        )
        return drawn and (paper or self.state == State.CLEAN)

    @property
    def as_file(self) -> bool:
        return self.state == State.CLEAN

    @property
    def is_stored(self) -> bool:
        return self.state in STORED

    @property
    def is_unscanned(self) -> bool:
        """Whether only two people together can let the file leave the service."""
        return self.state == State.WAITING and self.reason in UNSCANNED

    @property
    def percent(self) -> int:
        return self.arrived * 100 // self.size


class InspectionResult(msgspec.Struct, frozen=True):
    """The result of inspecting an upload: where and as what it is stored, if it may be opened."""

    state: State
    reason: Reason = Reason.NONE
    media: str = ""
    place: str = ""
    kept: int = 0
    pages: int = 0
    sha256: str | None = None


def register(
    session: Session, owner: Owner, new_file: NewFile, *, by: Actor, on: datetime
) -> Evidence:
    """Register a file about to be uploaded, or return the one with the same sha256 (_is_same).

    Refuses: persons.ErasedPerson, as media.media_from_name does, NotFound for an owner that is gone
    and for an unknown document to be replaced, AlreadyReplaced, and as quotas.require does."""
    if person := owners.person_of(owner):
        persons.require_not_erased(session, person)
    rules = _rules(owner)
    name = media.clean_name(new_file.name)
    kind = media.media_from_name(new_file.name, rules.papers_only)
    lock(session, owner)
    named = _kind_of(session, owner, new_file, rules.kinds)
    known = _find_same(session, owner, new_file.sha256, named)
    if known is not None:
        return known
    replaced = _find_replaced(session, owner, new_file.replaces)
    quotas.require(new_file.size, _list_sizes(session, owner), rules.quota)
    last = select(func.coalesce(func.max(col(Evidence.number)), 0)).where(_belongs_to(owner))
    row = Evidence(
        number=int(session.execute(last).scalar_one()) + 1,
        kind=named,
        size=new_file.size,
        name=vault.seal(session, owners.key_owner(owner), "evidence.name", name),
        sha256=new_file.sha256,
        media=kind.value,
        replaces=replaced.number if replaced else None,
        officer="" if by.role in (Role.VISITOR, Role.CITIZEN) else by.account,
        at=on,
        **owner_columns(owner),
    )
    session.add(row)
    session.flush()
    journal.write(session, "enclose", "evidence", row.reference, by=by, on=on)
    return row


class _Rules(msgspec.Struct, frozen=True):
    """What files an owner may have; `papers_only` refuses what is no picture and no PDF."""

    quota: quotas.Quota
    kinds: Collection[str] = tuple(Kind)
    papers_only: Callable[[], Refusal] | None = None


def _rules(owner: Owner) -> _Rules:
    if isinstance(owner, Record):
        kinds = owners.document_kinds(owner.kind)
        return _Rules(quotas.OF_RECORD, kinds, lambda: media.NotADocument("file"))
    if isinstance(owner, PaidCost):
        return _Rules(quotas.OF_RECEIPTS, papers_only=lambda: media.NotAReceipt("file"))
    return _Rules(quotas.OF_CLAIM)


def _kind_of(session: Session, owner: Owner, new_file: NewFile, kinds: Collection[str]) -> str:
    """Return the kind of a new file, of a newer version the earlier one's. Refuses: NotFound."""
    if new_file.replaces is not None and isinstance(owner, Record):
        return get(session, owner, new_file.replaces).kind
    return new_file.kind if new_file.kind in kinds else Kind.OTHER.value


def owner_columns(owner: Owner) -> dict[str, Any]:
    """Return the columns of a file that name its owner."""
    if isinstance(owner, Record):
        return {"record_kind": owner.kind.value, "record": owner.reference}
    return {"claim" if isinstance(owner, Claim) else "cost": owner.reference}


def _find_replaced(session: Session, owner: Owner, number: int | None) -> Evidence | None:
    """Return the newest version of a document, which is to be replaced.

    Refuses: NotFound, AlreadyReplaced."""
    if number is None or not isinstance(owner, Record):
        return None
    row = get(session, owner, number)
    if row.state not in STORED:
        raise NotFound("file")
    newer = select(col(Evidence.number)).where(
        _belongs_to(owner), col(Evidence.replaces) == number, col(Evidence.state).in_(STORED)
    )
    if session.execute(newer.limit(1)).first():
        raise AlreadyReplaced("file")
    return row


def lock(session: Session, owner: Owner) -> None:
    """Lock the owner against concurrent uploads: this claim or record, or all receipts of a person.

    Refuses: NotFound."""
    if isinstance(owner, Record):
        owners.find_row(session, owner.kind, owner.reference, hold=True)
        return
    table, key = (Claim, owner.reference) if isinstance(owner, Claim) else (Citizen, owner.citizen)
    session.execute(
        select(col(table.reference)).where(col(table.reference) == key).with_for_update()
    )
    if isinstance(owner, PaidCost):
        there = select(col(PaidCost.reference)).where(col(PaidCost.reference) == owner.reference)
        if session.execute(there).first() is None:
            raise NotFound


def owner_of(session: Session, row: Evidence) -> Owner:
    """Return the owner of a file. Refuses: NotFound where its record is gone."""
    if row.record_kind and row.record:
        return owners.find_record(session, RecordKind(row.record_kind), row.record)
    return session.get_one(Claim, row.claim) if row.claim else session.get_one(PaidCost, row.cost)


def _belongs_to(owner: Owner) -> ColumnElement[bool]:
    named = [col(getattr(Evidence, name)) == value for name, value in owner_columns(owner).items()]
    return and_(*named)


def of_persons(citizens: Sequence[str]) -> ColumnElement[bool]:
    """Return the SQL condition for the documents of the records of these persons."""
    return or_(
        *(
            and_(
                col(Evidence.record_kind) == kind.value,
                col(Evidence.record).in_(
                    select(table.reference).where(table.citizen.in_(citizens))
                ),
            )
            for kind, table in owners.OF_PERSONS.items()
        )
    )


def _find_same(session: Session, owner: Owner, sha256: str | None, kind: str) -> Evidence | None:
    same = select(Evidence).where(_is_same(owner, kind), col(Evidence.sha256) == sha256)
    return session.execute(same).scalars().first() if sha256 else None


def _is_same(owner: Owner, kind: str) -> ColumnElement[bool]:
    """Return the SQL condition for the files that one with the same content would repeat."""
    kinds = [col(Evidence.kind) == kind] if isinstance(owner, Record) else []
    return and_(_belongs_to(owner), *kinds)


def _list_sizes(session: Session, owner: Owner) -> list[tuple[int, bool]]:
    """Return the sizes of all files under the same quota, and whether they are stored."""
    shared = _belongs_to(owner)
    if isinstance(owner, PaidCost):
        costs = select(col(PaidCost.reference)).where(col(PaidCost.citizen) == owner.citizen)
        shared = col(Evidence.cost).in_(costs)
    rows = session.execute(select(col(Evidence.size), col(Evidence.state)).where(shared))
    return [(size, state in (State.ARRIVING, *STORED)) for size, state in rows]


def record_result(
    session: Session,
    number: str,
    settled: InspectionResult,
    place: str,
    *,
    by: Actor,
    on: datetime,
) -> bool:
    """Record the inspection result of the content at a place; return whether it was still pending.

    Of two concurrent calls the second changes nothing, and so does one about content that was
    encrypted for another person meanwhile."""
    row = session.get(Evidence, number, with_for_update=True, populate_existing=True)
    if row is None or row.place != place or row.state not in (State.ARRIVING, State.WAITING):
        return False
    complete = row.state == State.ARRIVING and settled.state != State.REFUSED
    for name in ("media", "place", "kept", "pages", "sha256"):
        value = getattr(settled, name)
        setattr(row, name, value if value or name in ("place", "sha256") else getattr(row, name))
    row.state, row.reason, row.arrived = settled.state.value, settled.reason.value, row.size
    session.flush()
    journal.write(session, "judge", "evidence", row.reference, by=by, on=on, fields=("state",))
    if row.claim and not row.officer and complete:
        claim = session.get_one(Claim, row.claim)
        responsible_officers.notify(session, claim, NoticeKind.WORKER_FILE, by=by, on=on)
    return True


def find_same_content(session: Session, row: Evidence, sha256: str) -> Evidence | None:
    """Return the other file of this owner, and kind if of a record, with the same content."""
    asked = select(Evidence).where(
        _is_same(owner_of(session, row), row.kind),
        col(Evidence.sha256) == sha256,
        col(Evidence.reference) != row.reference,
    )
    return session.execute(asked).scalars().first()


_OF_CLAIM, _OF_COST = (
    select(Evidence).where(column == bindparam("owner")).order_by(col(Evidence.number))
    for column in (col(Evidence.claim), col(Evidence.cost))
)


def list_files(session: Session, owner: Owner) -> list[Item]:
    """Return the files of an owner in order of arrival, with one key for all names."""
    if isinstance(owner, Record):
        found = select(Evidence).where(_belongs_to(owner)).order_by(col(Evidence.number))
        rows = list(session.execute(found).scalars())
    else:
        asked = _OF_CLAIM if isinstance(owner, Claim) else _OF_COST
        rows = list(session.execute(asked, {"owner": owner.reference}).scalars())
    key = owners.key_owner(owner)
    names = vault.unseal_all(session, [(key, "evidence.name", row.name) for row in rows])
    return [item(row, name) for row, name in zip(rows, names, strict=True)]


def item(row: Evidence, name: str) -> Item:
    values: dict[str, Any] = {
        field: getattr(row, field) for field in Item.__struct_fields__ if field != "name"
    }
    return Item(name=name, **values)


def get(session: Session, owner: Owner, number: int) -> Evidence:
    """Return one file of an owner. Refuses: NotFound."""
    asked = select(Evidence).where(_belongs_to(owner), col(Evidence.number) == number)
    row: Evidence = require_found(session.execute(asked).scalars().first())
    return row
