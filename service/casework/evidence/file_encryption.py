"""Encryption of the files of a claim with the key of another person."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.errors import NotFound
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence, State, evidence_files


def reencrypt(session: Session, home: Path, claim: Claim, former: str, person: str) -> None:
    """Encrypt the stored files of a claim again, each under a new name.

    The files under the former names belong to no record from then on and are deleted by the nightly
    run. An upload that is not complete begins again. A file that is not on disk, or is damaged, stays
    as it is. Refuses: Unavailable."""
    old, new = vault.key_of(session, former), vault.key_of(session, person)
    stored = select(Evidence).where(
        col(Evidence.claim) == claim.reference,
        col(Evidence.state).in_((State.ARRIVING.value, State.WAITING.value, State.CLEAN.value)),
    )
    for row in session.execute(stored.with_for_update()).scalars():
        if row.state == State.ARRIVING:
            row.place, row.arrived = evidence_files.new_place(), 0
            continue
        with suppress(NotFound, vault.BrokenSeal):
            content = evidence_files.read(home, row.place, old, row.kept)
            place = evidence_files.new_place()
            evidence_files.write(home, place, new, content)
            row.place = place
    session.flush()
