"""The list behind a figure: the references of the records that it counts, for those who may see it, page by page."""

import msgspec
from sqlalchemy import Integer
from sqlmodel import Session

from catalog.ground.refusals import NotAllowed, NotFound
from catalog.ground.who import Role, Who
from service.reporting import figures
from service.reporting.definitions import DEFINITIONS
from service.reporting.figures import Definition, Figure, Records, Unit
from service.reporting.months import Span

# So many references stand on a page.
PAGE = 100


class Behind(msgspec.Struct):
    """A page of the list, the figures as the records say them today, and after which reference the next page begins."""

    definition: Definition
    part: str | None
    figures: list[Figure]
    word: str
    references: list[str]
    after: str | None


def of_key(key: str) -> Definition:
    """Refuses: NotFound."""
    found = next((one for one in DEFINITIONS if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def protected(definition: Definition) -> bool:
    """Whether protected cases are counted: then a total is all that others are told."""
    return definition.unit is Unit.CASE or definition.key.startswith("harm.")


def opens(definition: Definition, *, by: Who) -> bool:
    """Whether this person may see which records a figure counts."""
    if definition.records is None:
        return False
    if protected(definition):
        return by.role is Role.PROTECTION_OFFICER
    return by.role in (Role.SUPERVISOR, Role.STATISTICIAN)


def behind(
    session: Session, key: str, span: Span, part: str | None, after: str | None, *, by: Who
) -> Behind:  # fmt: skip
    """The next page of references behind a figure, or behind one part of it. Refuses: NotFound, NotAllowed."""
    definition = of_key(key)
    if part is not None and definition.dimension is None:
        raise NotFound
    if not opens(definition, by=by):
        raise NotAllowed
    records = definition.records
    assert records is not None
    parts = {str(definition.dimension): part} if part is not None else {}
    asked = records.behind(span, **parts).limit(PAGE + 1)
    if after is not None:
        asked = asked.where(records.source.reference > _place(records, after))
    found = [str(one) for one in session.execute(asked).scalars()]
    shown = [one for one in figures.counted(session, definition, span) if part is None or one.name[1] == part]
    following = found[PAGE - 1] if len(found) > PAGE else None
    return Behind(definition, part, shown, records.source.word, found[:PAGE], following)


def _place(records: Records, after: str) -> str | int:
    """Where a page begins. Refuses: NotFound for what is no reference of this kind."""
    if not isinstance(records.source.reference.type, Integer):
        return after
    if not after.isdecimal() or len(after) > 18:
        raise NotFound
    return int(after)
