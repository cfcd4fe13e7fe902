"""The list of erased persons, a file outside the database for use after restoring a backup."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from matching.identity.persons import Citizen
from service.casework.evidence import file_maintenance
from service.privacy import erase

FILE = "erased.txt"


def read(path: Path) -> dict[str, str]:
    """Return the references in a list with their days; a malformed line is skipped."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {line[1]: line[0] for line in lines if len(line) == 2}


def add(path: Path, found: Mapping[str, str]) -> None:
    """Add the missing entries to a list; existing ones stay.

    The data are on disk when the function returns."""
    known = read(path)
    lines = [f"{day} {number}\n" for number, day in sorted(found.items()) if number not in known]
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def list_erased(session: Session) -> dict[str, str]:
    """Return the references of erased persons and the Tashkent day of their erasure."""
    rows = select(col(Citizen.reference), col(Citizen.erased_at)).where(
        col(Citizen.erased_at).is_not(None)
    )
    return {number: tashkent_day(at).isoformat() for number, at in session.execute(rows)}


def update_file(session: Session, home: Path) -> None:
    """Add missing erased persons to the list of the home directory, and delete the files they sent.

    Called after an erasure is committed, and each night, so that a crash between the two loses
    nobody."""
    add(home / FILE, list_erased(session))
    file_maintenance.unlink_erased(session, home)


def replay(session: Session, numbers: Mapping[str, str], *, by: Actor, on: datetime) -> int:
    """Erase again the listed persons who came back with a restored backup; return how many.

    Each record is erased alone, since its merges may have changed between backup and erasure."""
    found = (session.get(Citizen, number) for number in sorted(numbers))
    rows = [row for row in found if row is not None and row.erased_at is None]
    for row in rows:
        erase.erase_record(session, row, by=by, on=on)
    return len(rows)
