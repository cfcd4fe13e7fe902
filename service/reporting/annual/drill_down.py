"""The list behind a figure: the references of the records that it counts, for those who may see it, page by page."""

import msgspec
from sqlalchemy import Integer
from sqlmodel import Session

from catalog.core.actor import Role, Who
from catalog.core.errors import NotFound
from service.reporting.figures import figures
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Definition, Figure, Records, Unit
from service.reporting.figures.months import Span

# So many references stand on a page.
PAGE = 100


class Behind(msgspec.Struct):
    """The figures as the records say them today; a page of the list, and after which reference the next one begins. Opens:
    whether the reader may see the list at all."""

    definition: Definition
    part: str | None
    figures: list[Figure]
    opens: bool
    references: list[str] = []
    after: str | None = None


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


def hides(definition: Definition, *, by: Who) -> bool:
    """Of protected cases the parts are told to those alone who may open them; to others the total."""
    return protected(definition) and definition.dimension is not None and not opens(definition, by=by)


def hidden(*, by: Who) -> set[str]:
    """The keys of the figures whose parts this person is not told."""
    return {one.key for one in DEFINITIONS if hides(one, by=by)}


def behind(session: Session, key: str, span: Span, part: str | None, after: str | None, *, by: Who) -> Behind:
    """The next page of references behind a figure, or behind one part of it; for others than those who may see the list,
    the figure alone. Refuses: NotFound."""
    definition = of_key(key)
    if part is not None and definition.dimension is None:
        raise NotFound
    told = [] if hides(definition, by=by) else figures.counted(session, definition, span)
    shown = [one for one in told if part is None or one.name[1] == part]
    if not opens(definition, by=by):
        return Behind(definition, part, shown, opens=False)
    found = _page(session, definition, span, part, after)
    return Behind(definition, part, shown, True, found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None)


def _page(session: Session, definition: Definition, span: Span, part: str | None, after: str | None) -> list[str]:
    """As many as stand on a page, and one more if there is another page."""
    records = definition.records
    assert records is not None
    asked = records.behind(span, {} if part is None else {str(definition.dimension): part})
    if after is not None:
        asked = asked.where(records.source.reference > _place(records, after))
    return [str(one) for one in session.execute(asked.limit(PAGE + 1)).scalars()]


def _place(records: Records, after: str) -> str | int:
    """Where a page begins. Refuses: NotFound for what is no reference of this kind."""
    if not isinstance(records.source.reference.type, Integer):
        return after
    if not after.isdecimal() or len(after) > 18:
        raise NotFound
    return int(after)
