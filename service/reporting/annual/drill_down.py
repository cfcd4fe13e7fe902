"""Drill-down from a figure to the references of the records that it counts, page by page."""

import msgspec
from sqlalchemy import Integer
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, require_found
from service.reporting.figures import figures
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Definition, Figure, Records, Unit
from service.reporting.figures.months import Span

# References on one page.
PAGE = 100


class DrillDown(msgspec.Struct):
    """The figures as counted today, and one page of references.

    `opens`: whether the reader may see the list at all; `after`: the reference after which the next
    page begins.
    """

    definition: Definition
    part: str | None
    figures: list[Figure]
    opens: bool
    references: list[str] = []
    after: str | None = None


def get_definition(key: str) -> Definition:
    """Return the definition of a figure. Refuses: NotFound."""
    return require_found(next((one for one in DEFINITIONS if one.key == key), None))


def counts_protected_cases(definition: Definition) -> bool:
    """Return whether a figure counts protected cases, of which others see only totals."""
    return definition.unit is Unit.CASE or definition.key.startswith("harm.")


def may_list_records(definition: Definition, *, by: Actor) -> bool:
    """Return whether this person may see which records a figure counts."""
    if definition.records is None:
        return False
    if counts_protected_cases(definition):
        return by.role is Role.PROTECTION_OFFICER
    return by.role in (Role.SUPERVISOR, Role.STATISTICIAN)


def hides_parts(definition: Definition, *, by: Actor) -> bool:
    """Return whether this person sees only the total of a figure.

    Parts of protected cases are shown only to those who may open the cases.
    """
    return (
        counts_protected_cases(definition)
        and definition.dimension is not None
        and not may_list_records(definition, by=by)
    )


def keys_with_hidden_parts(*, by: Actor) -> set[str]:
    """Return the keys of the figures whose parts this person may not see."""
    return {one.key for one in DEFINITIONS if hides_parts(one, by=by)}


def list_records(
    session: Session, key: str, span: Span, part: str | None, after: str | None, *, by: Actor
) -> DrillDown:
    """Return the next page of references behind a figure, or behind one part of it.

    Those who may not see the list get the figure only. Refuses: NotFound.
    """
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
    """Return the references of one page, and one more if there is another page."""
    records = definition.records
    assert records is not None
    asked = records.behind(span, {} if part is None else {str(definition.dimension): part})
    if after is not None:
        asked = asked.where(records.source.reference > _cursor_value(records, after))
    return [str(one) for one in session.execute(asked.limit(PAGE + 1)).scalars()]


def _cursor_value(records: Records, after: str) -> str | int:
    """Return the reference after which a page begins. Refuses: NotFound for an invalid one."""
    if not isinstance(records.source.reference.type, Integer):
        return after
    if not after.isdecimal() or len(after) > 18:
        raise NotFound
    return int(after)
