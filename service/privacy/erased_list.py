"""The list of who was erased, kept beside the records and not in them, so that a restored backup
can be told."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from matching.identity.persons import Citizen
from service.casework.evidence import housekeeping
from service.privacy import erase

FILE = "erased.txt"


def read(path: Path) -> dict[str, str]:
    """The references in a list, each with its day; a line that is none is passed over."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {line[1]: line[0] for line in lines if len(line) == 2}


def add(path: Path, found: Mapping[str, str]) -> None:
    """Brings a list up to what was found; what stands in it stays. On disk when it returns."""
    known = read(path)
    lines = [f"{day} {number}\n" for number, day in sorted(found.items()) if number not in known]
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def list_erased(session: Session) -> dict[str, str]:
    """Who was erased, as the records say: each reference with its day in Tashkent."""
    rows = select(col(Citizen.reference), col(Citizen.erased_at)).where(
        col(Citizen.erased_at).is_not(None)
    )
    return {number: tashkent_day(at).isoformat() for number, at in session.execute(rows)}


def update_file(session: Session, home: Path) -> None:
    """Adds to the home's list whoever was erased and does not stand in it yet, and removes the
    files they sent; called after an erasure is committed, and each night, so that a cut between the
    two loses nobody."""
    add(home / FILE, list_erased(session))
    housekeeping.unlink_erased(session, home)


def replay(session: Session, numbers: Mapping[str, str], *, by: Actor, on: datetime) -> int:
    """Erases again whoever stands in a list and came back with older records; says how many. Each
    record alone, since who was found to be the same person may have changed between backup and
    erasure."""
    found = (session.get(Citizen, number) for number in sorted(numbers))
    rows = [row for row in found if row is not None and row.erased_at is None]
    for row in rows:
        erase.erase_record(session, row, by=by, on=on)
    return len(rows)
