"""One act for all open workers of a group, with a result for each: whoever is refused stops nobody else."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import msgspec
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from catalog.ground.refusals import Refusal, Stale
from catalog.ground.who import Who
from i18n import N_
from service.casework import groups, steps
from service.casework.groups import Group, Member
from service.casework.steps import NewStep


class WhyNeeded(Refusal):
    sentence = N_("Write why all of them move. It stands in the history of each claim.")


class Result(msgspec.Struct, frozen=True):
    """What became of one worker's claim: moved, or why not."""

    member: Member
    refusal: Refusal | None


def move(
    session: Session,
    group: Group,
    told: NewStep,
    seen: Mapping[str, int] | None = None,
    *,
    by: Who,
    on: datetime,
    day: date,
) -> list[Result]:
    """Moves every open worker's claim a step; seen is the version of each claim as it was looked at, and one that changed
    since is left alone. Refuses: WhyNeeded."""
    if not told.reason:
        raise WhyNeeded("reason")
    theirs = [one for one in groups.members(session, group, by=by) if one.open]
    return [Result(one, _moved(session, one, told, seen, by, on, day)) for one in theirs]


def _moved(
    session: Session, one: Member, told: NewStep, seen: Mapping[str, int] | None, by: Who, on: datetime, day: date
) -> Refusal | None:
    if seen is not None and seen.get(one.claim.reference) != one.claim.version:
        return Stale()
    return tried(session, lambda: steps.take(session, one.claim, told, by=by, on=on, day=day))


def tried(session: Session, deed: Callable[[], object]) -> Refusal | None:
    """Does one of many deeds behind a savepoint of its own; what refuses it, if anything does."""
    try:
        with session.begin_nested():
            deed()
    except StaleDataError:
        return Stale()
    except Refusal as refusal:
        return refusal
    return None
