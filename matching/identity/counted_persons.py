"""Counting persons: by which record each is counted, and who may be counted twice."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from matching.identity import persons
from matching.identity.persons import Citizen


def counted_reference() -> ColumnElement[str]:
    """An expression for the record by which a citizen is counted: the leading one of the record
    that theirs is linked to without proof, else their own leading one.

    It is for figures and officers alone: a link without proof opens nothing."""
    # Of the table, not of the class: an alias of a class would set up every class at the import.
    table: Any = Citizen.__table__  # type: ignore[attr-defined]
    own, linked = table.alias().c, table.alias().c
    lead = persons.leading_reference()
    found = (
        select(func.coalesce(linked.same_as, linked.reference))
        .where(own.reference == lead, linked.reference == own.linked_to)
        .correlate(Citizen)
        .scalar_subquery()
    )
    alone = and_(col(Citizen.same_as).is_(None), col(Citizen.linked_to).is_(None))
    return case((alone, col(Citizen.reference)), else_=func.coalesce(found, lead))


def possible_duplicate() -> ColumnElement[bool]:
    """A condition that a citizen may be counted twice: their record is like another one and nobody
    decided, or it has nothing by which the same person could be found."""
    nothing = (
        col(column).is_(None)
        for column in (Citizen.phone_blind, Citizen.passport_blind, Citizen.pinfl_blind)
    )
    origin = or_(col(Citizen.birth_year).is_(None), col(Citizen.region) == "not_stated")
    unknown = and_(*nothing, origin, col(Citizen.erased_at).is_(None))
    return or_(col(Citizen.similar_to).is_not(None), unknown)


def is_possible_duplicate(session: Session, row: Citizen) -> bool:
    """Whether a citizen may be counted twice."""
    asked = select(1).where(col(Citizen.reference) == row.reference, possible_duplicate())
    return session.execute(asked).first() is not None
