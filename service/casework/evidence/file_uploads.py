"""Uploads of evidence, piece by piece over a poor connection or at once, resumable anywhere."""

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import update
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from service.casework import evidence
from service.casework.evidence import (
    PIECE,
    Evidence,
    InspectionResult,
    Item,
    Reason,
    State,
    evidence_files,
    media,
    owners,
)
from service.casework.evidence.media import Media
from service.casework.evidence.owners import Owner
from service.casework.evidence.sandbox import UnreadableFile
from service.infra.database import Database
from service.outside import clamd

# Seconds that an uploading person waits for the scanner; after that the file waits for it.
PATIENCE = 1.5


class WrongOffset(Refusal):
    slug = "wrong-offset"
    sentence = N_("Continue from byte %(offset)s of the file.")


class WrongPiece(Refusal):
    slug = "wrong-piece"
    sentence = N_("Each part of the file must be 65,536 bytes. Only the last part can be smaller.")


class Store(msgspec.Struct, frozen=True):
    """Where files are stored and inspected: database, home directory and scanner address."""

    database: Database
    home: Path
    scanner: str = ""


def mark(content: bytes) -> str:
    """Return the hash by which identical content is recognised."""
    return hashlib.sha256(content).hexdigest()


class _Arriving(msgspec.Struct):
    """What must be known of a file during its upload."""

    row: Evidence
    key: bytes
    name: str


def _get_upload(store: Store, number: str, owner: str) -> _Arriving:
    """Return this file if it belongs to this owner (owners.identity). Refuses: NotFound."""
    with store.database.read() as session:
        row = session.get(Evidence, number)
        if row is None or row.belongs_to != owner or row.state == State.ERASED:
            raise NotFound
        key = owners.key_owner(evidence.owner_of(session, row))
        name = vault.unseal(session, key, "evidence.name", row.name)
        return _Arriving(row, vault.key_of(session, key), name)


def progress(store: Store, number: str, owner: str) -> Item:
    """Return a file with how much of it has arrived. Refuses: NotFound."""
    known = _get_upload(store, number, owner)
    return evidence.item(known.row, known.name)


def receive_piece(
    store: Store, number: str, owner: str, offset: int, piece: bytes, *, by: Actor, on: datetime
) -> Item:
    """Store one piece on disk; after the last piece, inspect the file.

    A repeated piece does no harm. Refuses: NotFound, WrongOffset, WrongPiece, Unavailable."""
    known = _get_upload(store, number, owner)
    if known.row.state == State.ARRIVING:
        with evidence_files.open_locked(store.home, known.row.place) as handle:
            known = _get_upload(store, number, owner)
            if known.row.state == State.ARRIVING:
                _append_piece(store, known, handle, offset, piece)
    return finish(store, number, owner, by=by, on=on)


def _append_piece(store: Store, known: _Arriving, handle: int, offset: int, piece: bytes) -> None:
    row = known.row
    if 0 <= offset <= row.arrived - len(piece):
        return
    if offset != row.arrived:
        raise WrongOffset(offset=row.arrived)
    if len(piece) != min(PIECE, row.size - offset):
        raise WrongPiece
    evidence_files.write_piece(handle, row.place, known.key, offset // PIECE, piece)
    with store.database.write() as session:
        came = update(Evidence).where(
            col(Evidence.reference) == row.reference, col(Evidence.arrived) == offset
        )
        session.execute(came.values(arrived=offset + len(piece)))


def finish(
    store: Store, number: str, owner: str, content: bytes | None = None, *, by: Actor, on: datetime
) -> Item:
    """Inspect a complete upload, or the content given here, and store what is to be stored.

    A repeated call changes nothing. Refuses: NotFound, Unavailable."""
    known = _get_upload(store, number, owner)
    if known.row.state != State.ARRIVING or (
        content is None and known.row.arrived < known.row.size
    ):
        return evidence.item(known.row, known.name)
    with evidence_files.open_locked(store.home, known.row.place):
        known = _get_upload(store, number, owner)
        if known.row.state == State.ARRIVING:
            _record_result(store, known, content, by=by, on=on)
    return progress(store, number, owner)


def _record_result(
    store: Store, known: _Arriving, content: bytes | None, *, by: Actor, on: datetime
) -> None:
    row, came = known.row, known.row.place
    settled = _inspect(store, known, _read_received(store, known) if content is None else content)
    try:
        with store.database.write() as session:
            settled = _refuse_duplicate(session, row, settled)
            done = evidence.record_result(session, row.reference, settled, came, by=by, on=on)
    except BaseException:
        evidence_files.delete(store.home, settled.place)
        raise
    evidence_files.delete(store.home, came if done else settled.place)


def _read_received(store: Store, known: _Arriving) -> bytes:
    """Return the received content, or nothing if incomplete.

    A restored backup has no partial files."""
    try:
        return evidence_files.read(store.home, known.row.place, known.key, known.row.size)
    except (vault.BrokenSeal, NotFound):
        return b""


def _refuse_duplicate(
    session: Session, row: Evidence, settled: InspectionResult
) -> InspectionResult:
    """Refuse a file whose content is already stored; it may have come without a hash."""
    if settled.sha256 and evidence.find_same_content(session, row, settled.sha256):
        return InspectionResult(State.REFUSED, Reason.TWICE)
    return settled


def _inspect(store: Store, known: _Arriving, content: bytes) -> InspectionResult:
    """Return the inspection result; what is to be stored is then already on disk."""
    row, values = known.row, mark(content)
    if row.sha256 not in (None, values) or len(content) != row.size:
        return InspectionResult(State.REFUSED, Reason.DAMAGED)
    try:
        looked = media.examine(Media(row.media), content)
    except UnreadableFile as reason:
        return InspectionResult(State.REFUSED, Reason(str(reason)))
    state, why = verdict(store.scanner, looked.media, looked.content, PATIENCE)
    if state is State.REFUSED:
        return InspectionResult(state, why)
    place = evidence_files.new_place()
    evidence_files.write(store.home, place, known.key, looked.content)
    return InspectionResult(
        state, why, looked.media.value, place, len(looked.content), looked.pages, values
    )


def verdict(scanner: str, kind: Media, content: bytes, patience: float) -> tuple[State, Reason]:
    """Return whether a file may be opened, as the scanner decides.

    Without a scanner only pictures, which were re-encoded, may be opened."""
    if not scanner:
        return (
            (State.CLEAN, Reason.NONE)
            if kind in media.PICTURES
            else (State.WAITING, Reason.NO_SCANNER)
        )
    try:
        name = clamd.scan(scanner, content, patience)
    except clamd.ScannerUnavailable:
        return State.WAITING, Reason.SCANNER_SILENT
    return (State.REFUSED, Reason.FOUND) if name else (State.CLEAN, Reason.NONE)


def content_of(store: Store, owner: Owner, row: Evidence) -> bytes:
    """Return the stored content of a file.

    Refuses: NotFound where nothing is, or it is not the file that was kept."""
    with store.database.read() as session:
        key = vault.key_of(session, owners.key_owner(owner))
    try:
        return evidence_files.read(store.home, row.place, key, row.kept)
    except vault.BrokenSeal as reason:
        raise NotFound from reason
