"""The check that a person acting for an agency may recruit today."""

from datetime import date

from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from catalog.licensing import agencies
from i18n import N_


class MayNotRecruitNow(Refusal):
    slug = "may-not-recruit-now"
    sentence = N_(
        "Your licence does not allow you to recruit today. The first page of “My desk” "
        "explains why."
    )


def require_agency(by: Actor) -> str:
    """The agency that this person acts for. Refuses: NotAllowed."""
    if by.role is not Role.AGENCY_USER or not by.agency:
        raise NotAllowed
    return by.agency


def require_allowed(session: Session, by: Actor, day: date) -> str:
    """The agency that this person acts for, if it may recruit today.

    Refuses: NotAllowed, MayNotRecruitNow.
    """
    agency = require_agency(by)
    if not agencies.status(session, agency, day).may_recruit_here:
        raise MayNotRecruitNow
    return agency
