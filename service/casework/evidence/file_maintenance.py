"""Background work on files: rescans, partial uploads, and files without a record."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import SYSTEM, Actor
from catalog.core.errors import NotFound
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import (
    Evidence,
    InspectionResult,
    Reason,
    State,
    evidence_files,
    file_uploads,
)
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.media import Media
from service.casework.evidence.owners import Owner

log = logging.getLogger("musofir")
# Nobody waits for a page here, so the scanner may take longer.
PATIENCE = 20.0
EVERY = 60.0
# A partial upload is kept this long for people without a connection; a file without a record may
# belong to one that is just being written.
HALF, ALONE = timedelta(days=7), timedelta(days=1)


class RescanResult(msgspec.Struct, frozen=True):
    """The result of one round: files settled, and files still waiting."""

    settled: int
    waiting: int


class SweepResult(msgspec.Struct, frozen=True):
    """Partial uploads deleted, files without a record deleted, and records without a file."""

    halves: int
    alone: int
    lost: int


def rescan(store: Store, *, by: Actor, on: datetime) -> RescanResult:
    """Scan every waiting file until the scanner is unavailable. Safe to interrupt and to repeat."""
    waiting, settled = _waiting(store), 0
    for row, owner in waiting:
        judged = _inspect(store, row, owner)
        if judged.reason is Reason.SCANNER_SILENT:
            break
        if judged.reason != row.reason:
            settled += _record_result(store, row, judged, by=by, on=on)
    return RescanResult(settled, len(waiting) - settled)


def _waiting(store: Store) -> list[tuple[Evidence, Owner]]:
    asked = select(Evidence, Claim, PaidCost).where(col(Evidence.state) == State.WAITING.value)
    asked = asked.outerjoin(Claim, col(Claim.reference) == col(Evidence.claim))
    asked = asked.outerjoin(PaidCost, col(PaidCost.reference) == col(Evidence.cost)).order_by(
        col(Evidence.at)
    )
    with store.database.read() as session:
        return [
            (row, claim or cost or evidence.owner_of(session, row))
            for row, claim, cost in session.execute(asked)
        ]


def _inspect(store: Store, row: Evidence, owner: Owner) -> InspectionResult:
    """Return today's verdict on a file; a missing file remains waiting."""
    try:
        content = file_uploads.content_of(store, owner, row)
    except NotFound:
        return InspectionResult(State.WAITING, Reason(row.reason))
    state, why = file_uploads.verdict(store.scanner, Media(row.media), content, PATIENCE)
    if state is State.REFUSED:
        return InspectionResult(state, why)
    return InspectionResult(state, why, row.media, row.place, row.kept, row.pages, row.sha256)


def _record_result(
    store: Store, row: Evidence, judged: InspectionResult, *, by: Actor, on: datetime
) -> bool:
    with store.database.write() as session:
        done = evidence.record_result(session, row.reference, judged, row.place, by=by, on=on)
    if done and judged.state is State.REFUSED:
        evidence_files.delete(store.home, row.place)
    return done and judged.state is not State.WAITING


def sweep(store: Store, *, by: Actor, on: datetime) -> SweepResult:
    """Reconcile records and files after interruptions. Safe to repeat."""
    halves = _delete_partial_uploads(store, by=by, on=on)
    with store.database.read() as session:
        known = _places(session)
    old = (on - ALONE).timestamp()
    there = dict(evidence_files.list_files(store.home))
    alone = [place for place, at in there.items() if place not in known and at < old]
    for place in alone:
        evidence_files.delete(store.home, place)
    return SweepResult(
        halves,
        len(alone),
        len([place for place, kept in known.items() if kept and place not in there]),
    )


def _places(session: Session) -> dict[str, bool]:
    """Return every place named by a record, and whether a file must be there."""
    rows = session.execute(
        select(col(Evidence.place), col(Evidence.state)).where(col(Evidence.place) != "")
    )
    return {
        place: state in (State.CLEAN, State.WAITING)
        for place, state in rows
        if state != State.ERASED
    }


def _delete_partial_uploads(store: Store, *, by: Actor, on: datetime) -> int:
    """Delete uploads not completed within a week; return how many."""
    old = select(Evidence).where(
        col(Evidence.state) == State.ARRIVING.value, col(Evidence.at) < on - HALF
    )
    with store.database.write() as session:
        rows = list(session.execute(old.limit(1_000)).scalars())
        for row in rows:
            session.delete(row)
        if rows:
            session.flush()
            journal.write(
                session, "forget", "evidence", "halves", by=by, on=on, fields=(f"rows:{len(rows)}",)
            )
    for row in rows:
        evidence_files.delete(store.home, row.place)
    return len(rows)


def unlink_erased(session: Session, home: Path) -> None:
    """Delete the files of erased persons, which can no longer be decrypted. Safe to repeat."""
    erased = select(col(Evidence.place)).where(col(Evidence.state) == State.ERASED.value)
    for place in session.execute(erased).scalars():
        evidence_files.delete(home, place)


async def run_rescans(store: Store, clock: Callable[[], datetime]) -> None:
    """Rescan each minute until cancelled; do nothing without a scanner."""
    if not store.scanner:
        return
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "scanner") as thread:
        while True:
            await asyncio.sleep(EVERY)
            await loop.run_in_executor(thread, _round, store, clock)


def _round(store: Store, clock: Callable[[], datetime]) -> None:
    try:
        rescan(store, by=SYSTEM, on=clock())
    except Exception as reason:  # noqa: BLE001 the next round must still run
        log.error(
            "a virus scan was interrupted",
            extra={"facts": {"type": type(reason).__name__}},
        )
