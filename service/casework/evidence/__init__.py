"""Evidence: what proves a claim, as the worker or an officer sent it; weak proof is welcome."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import UniqueConstraint, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground import journal, vault
from catalog.ground.fields import Line, reference
from catalog.ground.refusals import NotFound, Refusal
from catalog.ground.who import Role, Who
from i18n import N_
from matching import citizens
from service.casework.evidence import files, media
from service.casework.wages import Claim

PIECE = files.PIECE
LARGEST = 10_000_000
MOST = 40
TOGETHER = 100_000_000
# Whoever sends rubbish again and again is told to stop, though none of it is kept.
TRIES = 200


class Kind(StrEnum):
    CONTRACT = "contract"
    PAYSLIP = "payslip"
    BANK = "bank"
    HOURS = "hours"
    MESSAGES = "messages"
    PHOTO = "photo"
    PERMIT = "permit"
    AUDIO = "audio"
    OTHER = "other"


class State(StrEnum):
    """Erased is what is left of a file when its person was."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"
    ERASED = "erased"


class Reason(StrEnum):
    """Why a file waits, or was not kept."""

    NONE = ""
    NO_SCANNER = "no_scanner"
    SCANNER_SILENT = "scanner_silent"
    FALSE_NAME = "false_name"
    BROKEN = "broken"
    TOO_MANY_DOTS = "too_many_dots"
    LOCKED = "locked"
    DAMAGED = "damaged"
    FOUND = "found"
    TWICE = "twice"


class NothingInIt(Refusal):
    sentence = N_("This file is empty. Choose it again.")


class FileTooLarge(Refusal):
    sentence = N_("This file is too large. One file may have at most 10 MB.")


class TooManyFiles(Refusal):
    sentence = N_("There are 40 files already, and a claim holds no more. Call us if another one is important.")


class TooMuchTogether(Refusal):
    sentence = N_("The files of one claim may have 100 MB together. This one does not fit any more.")


class Evidence(SQLModel, table=True):
    """One file of a claim. Its name and content are sealed with the worker's key; place is the random name of the content
    in the home, size what was sent, kept what is left of it there, arrived how much has come."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("claim", "number"), UniqueConstraint("sha256", "claim"))
    reference: str = Field(default_factory=lambda: reference("D"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
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
    place: str = Field(default_factory=files.fresh, index=True, max_length=32)
    officer: str = Field(default="", max_length=40)
    at: datetime


PERSONAL = ("name", "sha256")


class NewFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file that is about to come: sha256 in 64 hexadecimal digits, by which the same file is known again."""

    name: Line
    size: int
    kind: Kind = Kind.OTHER
    sha256: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One file as it is listed, its name opened; officer is empty where the worker sent it."""

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
        """Whether officers may look at it: clean, or a document of which they see pictures of its pages alone."""
        drawn = self.media in (*media.PICTURES, media.Media.PDF)
        paper = self.media == media.Media.PDF and self.state == State.WAITING and self.reason == Reason.NO_SCANNER
        return drawn and (paper or self.state == State.CLEAN)

    @property
    def as_file(self) -> bool:
        return self.state == State.CLEAN

    @property
    def percent(self) -> int:
        return self.arrived * 100 // self.size


class Settled(msgspec.Struct, frozen=True):
    """What became of a file that has come: where it is kept, as what, and whether it may be opened."""

    state: State
    reason: Reason = Reason.NONE
    media: str = ""
    place: str = ""
    kept: int = 0
    pages: int = 0
    sha256: str | None = None


def begin(session: Session, claim: Claim, told: NewFile, *, by: Who, on: datetime) -> Evidence:
    """Makes room for a file; one of the same sha256 that is there already is that one.
    Refuses: citizens.ErasedPerson, media.NotThisKind, media.Heic, NothingInIt, FileTooLarge, TooManyFiles, TooMuchTogether."""
    citizens.require_kept(session, claim.citizen)
    name, kind = media.told_name(told.name), media.by_name(told.name)
    session.execute(select(col(Claim.reference)).where(col(Claim.reference) == claim.reference).with_for_update())
    known = _known(session, claim, told.sha256)
    if known is not None:
        return known
    _require_room(session, claim, told.size)
    officer = "" if by.role in (Role.VISITOR, Role.CITIZEN) else by.account
    row = Evidence(
        claim=claim.reference, number=_count(session, claim, *State) + 1, kind=told.kind.value, size=told.size,
        name=vault.seal(session, claim.citizen, "evidence.name", name), sha256=told.sha256, media=kind.value,
        officer=officer, at=on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.write(session, "enclose", "evidence", row.reference, by=by, on=on)
    return row


def _known(session: Session, claim: Claim, sha256: str | None) -> Evidence | None:
    same = select(Evidence).where(col(Evidence.claim) == claim.reference, col(Evidence.sha256) == sha256)
    return session.execute(same).scalars().first() if sha256 else None


def _require_room(session: Session, claim: Claim, size: int) -> None:
    if size < 1:
        raise NothingInIt("file")
    if size > LARGEST:
        raise FileTooLarge("file")
    there = (State.ARRIVING, State.WAITING, State.CLEAN)
    if _count(session, claim, *there) >= MOST or _count(session, claim, *State) >= TRIES:
        raise TooManyFiles("file")
    held = select(func.coalesce(func.sum(col(Evidence.size)), 0)).where(
        col(Evidence.claim) == claim.reference, col(Evidence.state).in_([one.value for one in there])
    )
    if int(session.execute(held).scalar_one()) + size > TOGETHER:
        raise TooMuchTogether("file")


def _count(session: Session, claim: Claim, *states: State) -> int:
    asked = select(func.count()).select_from(Evidence).where(col(Evidence.claim) == claim.reference)
    named = asked.where(col(Evidence.state).in_([one.value for one in states]))
    return int(session.execute(named).scalar_one())


def settle(session: Session, number: str, settled: Settled, *, by: Who, on: datetime) -> bool:
    """Says what became of a file that came or waited; whoever comes second changes nothing, and is told so."""
    row = session.get(Evidence, number, with_for_update=True)
    if row is None or row.state not in (State.ARRIVING, State.WAITING):
        return False
    for name in ("media", "place", "kept", "pages", "sha256"):
        value = getattr(settled, name)
        setattr(row, name, value if value or name in ("place", "sha256") else getattr(row, name))
    row.state, row.reason, row.arrived = settled.state.value, settled.reason.value, row.size
    session.flush()
    journal.write(session, "judge", "evidence", row.reference, by=by, on=on, fields=("state",))
    return True


def same(session: Session, row: Evidence, sha256: str) -> Evidence | None:
    """Another file of this claim with the same content."""
    asked = select(Evidence).where(
        col(Evidence.claim) == row.claim, col(Evidence.sha256) == sha256, col(Evidence.reference) != row.reference
    )
    return session.execute(asked).scalars().first()


def of(session: Session, claim: Claim) -> list[Item]:
    """The files of a claim in the order in which they came; names are opened with one key."""
    asked = select(Evidence).where(col(Evidence.claim) == claim.reference).order_by(col(Evidence.number))
    rows = list(session.execute(asked).scalars())
    names = vault.unseal_all(session, [(claim.citizen, "evidence.name", row.name) for row in rows])
    return [item(row, name) for row, name in zip(rows, names, strict=True)]


def item(row: Evidence, name: str) -> Item:
    told: dict[str, Any] = {field: getattr(row, field) for field in Item.__struct_fields__ if field != "name"}
    return Item(name=name, **told)


def get(session: Session, claim: Claim, number: int) -> Evidence:
    """One file of a claim. Refuses: NotFound."""
    asked = select(Evidence).where(col(Evidence.claim) == claim.reference, col(Evidence.number) == number)
    row: Evidence | None = session.execute(asked).scalars().first()
    if row is None:
        raise NotFound
    return row
