"""The workers of a letter for a group: each row of its table is encrypted with that worker's key.

So the letter can be printed again with all of them, and erasing one person takes only their row."""

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from service.casework.claims.wage_claims import Claim
from service.casework.letters.layout import LetterLayout, Table


class LetterWorker(SQLModel, table=True):
    """One worker in a letter for a group; `cells` is the encrypted row of the table."""

    __tablename__ = "letter_workers"
    letter: str = Field(primary_key=True, foreign_key="letters.number", max_length=24)
    claim: str = Field(primary_key=True, foreign_key="claims.reference", index=True, max_length=24)
    place: int
    cells: bytes | None = None


PERSONAL = ("cells",)
_PLACE = "letter_workers.cells"


def without_rows(sheet: LetterLayout) -> LetterLayout:
    """Return the layout with an empty table of workers, which is the first of its tables."""
    return _with_rows(sheet, [])


def rows(sheet: LetterLayout) -> list[list[str]]:
    """Return the rows of the table of workers."""
    return next(block.rows for block in sheet.blocks if isinstance(block, Table))


def store(session: Session, letter: str, sheet: LetterLayout, claims: list[Claim]) -> None:
    """Store the rows of a letter, one for each of these claims in their order."""
    theirs = select(vault.Key).where(col(vault.Key.owner).in_([one.citizen for one in claims]))
    # While they are held, sealing reads no key again.
    _keys = session.execute(theirs).scalars().all()
    for place, (claim, row) in enumerate(zip(claims, rows(sheet), strict=True)):
        sealed = vault.seal(session, claim.citizen, _PLACE, msgspec.json.encode(row).decode())
        session.add(LetterWorker(letter=letter, claim=claim.reference, place=place, cells=sealed))
    session.flush()


_OF_LETTER = (
    select(LetterWorker, col(Claim.citizen))
    .where(
        col(LetterWorker.letter) == bindparam("letter"),
        col(LetterWorker.claim) == col(Claim.reference),
    )
    .order_by(col(LetterWorker.place))
)


def fill(session: Session, letter: str, sheet: LetterLayout) -> LetterLayout:
    """Return the layout with the rows of its workers; who was erased has a row of dashes.

    A letter for one worker stays as it is."""
    found = session.execute(_OF_LETTER, {"letter": letter}).all()
    if not found:
        return sheet
    sealed = vault.unseal_all(session, [(owner, _PLACE, row.cells) for row, owner in found])
    empty = ["–"] * len(next(block.heads for block in sheet.blocks if isinstance(block, Table)))
    cells = [msgspec.json.decode(one, type=list[str]) if one else empty for one in sealed]
    return _with_rows(sheet, cells)


def claims_of(session: Session, letter: str) -> list[str]:
    """Return the claims of the workers in a letter for a group."""
    asked = select(col(LetterWorker.claim)).where(col(LetterWorker.letter) == letter)
    return list(session.execute(asked).scalars())


def are_all(session: Session, letter: str, term: ColumnElement[bool]) -> bool:
    """Return whether a condition holds for the claim of every worker in a letter."""
    asked = (
        select(func.count(), func.count().filter(term))
        .select_from(LetterWorker)
        .join(Claim, col(Claim.reference) == col(LetterWorker.claim))
        .where(col(LetterWorker.letter) == letter)
    )
    whole, holding = session.execute(asked).one()
    return bool(whole == holding)


def own_row(session: Session, letter: str, claim: Claim) -> str:
    """Return the row of one worker in a letter for a group, or nothing."""
    row = session.get(LetterWorker, (letter, claim.reference))
    sealed = vault.unseal(session, claim.citizen, _PLACE, row.cells) if row else ""
    return " · ".join(msgspec.json.decode(sealed, type=list[str])) if sealed else ""


def _with_rows(sheet: LetterLayout, cells: list[list[str]]) -> LetterLayout:
    place = next(n for n, block in enumerate(sheet.blocks) if isinstance(block, Table))
    table = msgspec.structs.replace(sheet.blocks[place], rows=cells)
    blocks = [*sheet.blocks[:place], table, *sheet.blocks[place + 1 :]]
    return msgspec.structs.replace(sheet, blocks=blocks)
