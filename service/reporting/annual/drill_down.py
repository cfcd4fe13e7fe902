"""The list behind a figure: the references of the records that it counts, for those who may see it,
page by page."""

import msgspec
from sqlalchemy import Integer
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound
from service.reporting.figures import figures
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Definition, Figure, Records, Unit
from service.reporting.figures.months import Span

# So many references stand on a page.
PAGE = 100


class DrillDown(msgspec.Struct):
    """The figures as the records say them today; a page of the list, and after which reference the
    next one begins. Opens: whether the reader may see the list at all."""

    definition: Definition
    part: str | None
    figures: list[Figure]
    opens: bool
    references: list[str] = []
    after: str | None = None


def get_definition(key: str) -> Definition:
    """Refuses: NotFound."""
    found = next((one for one in DEFINITIONS if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def counts_protected_cases(definition: Definition) -> bool:
    """Whether protected cases are counted: then a total is all that others are told."""
    return definition.unit is Unit.CASE or definition.key.startswith("harm.")


def may_list_records(definition: Definition, *, by: Actor) -> bool:
    """Whether this person may see which records a figure counts."""
    if definition.records is None:
        return False
    if counts_protected_cases(definition):
        return by.role is Role.PROTECTION_OFFICER
    return by.role in (Role.SUPERVISOR, Role.STATISTICIAN)


def hides_parts(definition: Definition, *, by: Actor) -> bool:
    """Of protected cases the parts are told to those alone who may open them; to others the
    total."""
    return (
        counts_protected_cases(definition)
        and definition.dimension is not None
        and not may_list_records(definition, by=by)
    )


def keys_with_hidden_parts(*, by: Actor) -> set[str]:
    """The keys of the figures whose parts this person is not told."""
    return {one.key for one in DEFINITIONS if hides_parts(one, by=by)}


def list_records(
    session: Session, key: str, span: Span, part: str | None, after: str | None, *, by: Actor
) -> DrillDown:
    """The next page of references behind a figure, or behind one part of it; for others than those
    who may see the list, the figure alone. Refuses: NotFound."""
    definition = get_definition(key)
    if part is not None and definition.dimension is None:
        raise NotFound
    result = (
        [] if hides_parts(definition, by=by) else figures.count_figure(session, definition, span)
    )
    shown = [one for one in result if part is None or one.name[1] == part]
    if not may_list_records(definition, by=by):
        return DrillDown(definition, part, shown, opens=False)
    found = _list_references(session, definition, span, part, after)
    return DrillDown(
        definition, part, shown, True, found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    )


def _list_references(
    session: Session, definition: Definition, span: Span, part: str | None, after: str | None
) -> list[str]:
    """As many as stand on a page, and one more if there is another page."""
    records = definition.records
    assert records is not None
    asked = records.behind(span, {} if part is None else {str(definition.dimension): part})
    if after is not None:
        asked = asked.where(records.source.reference > _cursor_value(records, after))
    return [str(one) for one in session.execute(asked.limit(PAGE + 1)).scalars()]


def _cursor_value(records: Records, after: str) -> str | int:
    """Where a page begins. Refuses: NotFound for what is no reference of this kind."""
    if not isinstance(records.source.reference.type, Integer):
        return after
    if not after.isdecimal() or len(after) > 18:
        raise NotFound
    return int(after)
