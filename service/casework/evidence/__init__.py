"""Evidence: files that support a claim or a payment, sent by the worker or an officer.

Weak evidence is accepted too."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, bindparam, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, require_found
from catalog.core.fields import Line, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.journey.costs import PaidCost
from service.casework.claims import responsible_officers
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import evidence_files, media, quotas

PIECE = evidence_files.PIECE
# The owner of a file: it is encrypted with the key of the owner's person.
Owner = Claim | PaidCost


class Kind(LabelledEnum):
    CONTRACT = "contract", N_("Contract or offer")
    PAYSLIP = "payslip", N_("Payslip")
    BANK = "bank", N_("Bank or card statement")
    HOURS = "hours", N_("Record of days and hours worked")
    MESSAGES = "messages", N_("Messages")
    PHOTO = "photo", N_("Photo of the workplace or the work")
    PERMIT = "permit", N_("Work permit or patent")
    AUDIO = "audio", N_("Voice recording")
    RECEIPT = "receipt", N_("Receipt")
    OTHER = "other", N_("Something else")


class State(LabelledEnum):
    """Erased is what is left of a file when its person was."""

    ARRIVING = "arriving", N_("Sending")
    WAITING = "waiting", N_("Received, not checked yet")
    CLEAN = "clean", N_("File received")
    REFUSED = "refused", N_("Not saved")
    ERASED = "erased", N_("Erased")


class Reason(LabelledEnum):
    """Why a file waits, or was not kept."""

    NONE = ""
    NO_SCANNER = (
        "no_scanner",
        N_(
            "The file has not been checked for harmful software, because this service has no "
            "virus scanner. It cannot be opened yet."
        ),
    )
    SCANNER_SILENT = (
        "scanner_silent",
        N_(
            "The virus scanner is not responding at the moment. We will check the file as "
            "soon as it responds."
        ),
    )
    FALSE_NAME = (
        "false_name",
        N_(
            "The contents of the file do not match the file type in its name. Save it again "
            "and send the new file."
        ),
    )
    BROKEN = (
        "broken",
        N_(
            "The file cannot be opened: it is damaged or incomplete. Send it again, or take a"
            " photo of the document."
        ),
    )
    TOO_MANY_DOTS = (
        "too_many_dots",
        N_("The picture is too large. Send a smaller one, or a screenshot of it."),
    )
    LOCKED = (
        "locked",
        N_(
            "The file is locked with a password. Send it without one, or take a photo of the "
            "document."
        ),
    )
    DAMAGED = "damaged", N_("The file changed while it was being sent. Send it again.")
    FOUND = (
        "found",
        N_(
            "The virus scanner found something harmful in the file. Take a photo of the "
            "document and send that."
        ),
    )
    TWICE = "twice", N_("This file has already been sent.")


class Evidence(SQLModel, table=True):
    """One file of a claim, or of a paid cost.

    Name and content are encrypted with the worker's key. `place` is the random name of the content
    in the home directory, `size` what was sent (bytes), `kept` the bytes stored, `arrived` the
    bytes received so far."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("claim", "number"),
        UniqueConstraint("sha256", "claim"),
        UniqueConstraint("cost", "number"),
        UniqueConstraint("sha256", "cost", name="uq_evidence_sha256_cost"),
        CheckConstraint("(claim IS NULL) <> (cost IS NULL)", name="one_owner"),
    )
    reference: str = Field(default_factory=lambda: reference("D"), primary_key=True, max_length=24)
    claim: str | None = Field(
        default=None, foreign_key="claims.reference", index=True, max_length=24
    )
    cost: str | None = Field(
        default=None, foreign_key="paid_costs.reference", index=True, max_length=24
    )
    number: int
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
        return self.claim or self.cost or ""


PERSONAL = ("name", "sha256")


class NewFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file about to be uploaded.

    `sha256` has 64 hexadecimal digits, by which a repeated upload is recognised."""

    name: Line
    size: int
    kind: Kind = Kind.OTHER
    sha256: str | None = None


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
    """Register a file about to be uploaded, or return the one with the same sha256.

    Refuses: persons.ErasedPerson, as media.media_from_name does, NotFound for a cost that was struck out,
    and as quotas.require does."""
    persons.require_not_erased(session, owner.citizen)
    name, kind = (
        media.clean_name(new_file.name),
        media.media_from_name(new_file.name, receipt=isinstance(owner, PaidCost)),
    )
    lock(session, owner)
    known = _find_same(session, owner, new_file.sha256)
    if known is not None:
        return known
    quotas.require(new_file.size, _list_sizes(session, owner), receipts=isinstance(owner, PaidCost))
    officer = "" if by.role in (Role.VISITOR, Role.CITIZEN) else by.account
    last = select(func.coalesce(func.max(col(Evidence.number)), 0)).where(_belongs_to(owner))
    row = Evidence(
        number=int(session.execute(last).scalar_one()) + 1,
        kind=new_file.kind.value,
        size=new_file.size,
        name=vault.seal(session, owner.citizen, "evidence.name", name),
        sha256=new_file.sha256,
        media=kind.value,
        officer=officer,
        at=on,
        claim=owner.reference if isinstance(owner, Claim) else None,
        cost=None if isinstance(owner, Claim) else owner.reference,
    )
    session.add(row)
    session.flush()
    journal.write(session, "enclose", "evidence", row.reference, by=by, on=on)
    return row


def lock(session: Session, owner: Owner) -> None:
    """Lock the owner against concurrent uploads: this claim, or all receipts of this person.

    Refuses: NotFound."""
    if isinstance(owner, Claim):
        session.execute(
            select(col(Claim.reference))
            .where(col(Claim.reference) == owner.reference)
            .with_for_update()
        )
        return
    session.execute(
        select(col(Citizen.reference))
        .where(col(Citizen.reference) == owner.citizen)
        .with_for_update()
    )
    there = select(col(PaidCost.reference)).where(col(PaidCost.reference) == owner.reference)
    if session.execute(there).first() is None:
        raise NotFound


def owner_of(session: Session, row: Evidence) -> Owner:
    return session.get_one(Claim, row.claim) if row.claim else session.get_one(PaidCost, row.cost)


def _belongs_to(owner: Owner) -> ColumnElement[bool]:
    return col(Evidence.claim if isinstance(owner, Claim) else Evidence.cost) == owner.reference


def _find_same(session: Session, owner: Owner, sha256: str | None) -> Evidence | None:
    same = select(Evidence).where(_belongs_to(owner), col(Evidence.sha256) == sha256)
    return session.execute(same).scalars().first() if sha256 else None


def _list_sizes(session: Session, owner: Owner) -> list[tuple[int, bool]]:
    """Return the sizes of all files under the same quota, and whether they are stored."""
    costs = select(col(PaidCost.reference)).where(col(PaidCost.citizen) == owner.citizen)
    shared = _belongs_to(owner) if isinstance(owner, Claim) else col(Evidence.cost).in_(costs)
    rows = session.execute(select(col(Evidence.size), col(Evidence.state)).where(shared))
    return [(size, state in (State.ARRIVING, State.WAITING, State.CLEAN)) for size, state in rows]


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
    """Return another file of this claim or cost with the same content, or None."""
    asked = select(Evidence).where(
        _belongs_to(owner_of(session, row)),
        col(Evidence.sha256) == sha256,
        col(Evidence.reference) != row.reference,
    )
    return session.execute(asked).scalars().first()


_OF_CLAIM, _OF_COST = (
    select(Evidence).where(column == bindparam("owner")).order_by(col(Evidence.number))
    for column in (col(Evidence.claim), col(Evidence.cost))
)


def list_files(session: Session, owner: Owner) -> list[Item]:
    """Return the files of a claim or cost in order of arrival, with one key for all names."""
    asked = _OF_CLAIM if isinstance(owner, Claim) else _OF_COST
    rows = list(session.execute(asked, {"owner": owner.reference}).scalars())
    names = vault.unseal_all(session, [(owner.citizen, "evidence.name", row.name) for row in rows])
    return [item(row, name) for row, name in zip(rows, names, strict=True)]


def item(row: Evidence, name: str) -> Item:
    values: dict[str, Any] = {
        field: getattr(row, field) for field in Item.__struct_fields__ if field != "name"
    }
    return Item(name=name, **values)


def get(session: Session, owner: Owner, number: int) -> Evidence:
    """Return one file of a claim or a cost. Refuses: NotFound."""
    asked = select(Evidence).where(_belongs_to(owner), col(Evidence.number) == number)
    row: Evidence = require_found(session.execute(asked).scalars().first())
    return row
