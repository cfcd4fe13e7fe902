"""Bulk actions on claims chosen in a list, with a result for each; a refusal stops no other."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, NotFound, Refusal
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import assignment, notes
from service.casework.worklists import group_actions
from service.casework.worklists.claim_list import PAGE


class NothingChosen(Refusal):
    slug = "nothing-chosen"
    sentence = N_("Choose at least one claim.")


class TooManyChosen(Refusal):
    slug = "too-many-chosen"
    sentence = N_("Choose no more than %(most)s claims at a time.")


class Result(msgspec.Struct, frozen=True):
    """The result for one chosen claim: done, or a refusal."""

    claim: str
    refusal: Refusal | None


def require(chosen: Collection[str], most: int = PAGE, field: str = "chosen") -> None:
    """Require a number of chosen claims within limits. Refuses: NothingChosen, TooManyChosen."""
    if not chosen:
        raise NothingChosen(field)
    if len(chosen) > most:
        raise TooManyChosen(field, most=most)


def assign(
    session: Session, seen: Mapping[str, int], officer: str, *, by: Actor, on: datetime
) -> list[Result]:
    """Assign the claims to one officer.

    `seen` holds the version of each claim as displayed; a claim changed since is left alone.
    Refuses: NothingChosen, TooManyChosen."""

    def give(claim: Claim) -> None:
        if claim.version != seen[claim.reference]:
            raise EditConflict
        assignment.assign(session, claim, officer, by=by, on=on)

    return _each(session, list(seen), give, by)


def note(
    session: Session, chosen: Sequence[str], text: str, *, by: Actor, on: datetime
) -> list[Result]:
    """Add the same note to each claim. Refuses: NothingChosen, TooManyChosen."""
    return _each(session, chosen, lambda claim: notes.add(session, claim, text, by=by, on=on), by)


def _each(
    session: Session, chosen: Sequence[str], action: Callable[[Claim], object], by: Actor
) -> list[Result]:
    require(chosen)
    return [Result(number, _try_one(session, number, action, by)) for number in chosen]


def _try_one(
    session: Session, number: str, action: Callable[[Claim], object], by: Actor
) -> Refusal | None:
    try:
        claim = wage_claims.get(session, number, by=by)
    except NotFound as nothing:
        return nothing
    return group_actions.try_action(session, lambda: action(claim))
