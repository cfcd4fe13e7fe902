"""Recruiting: that whoever acts for an agency may do so today."""

from datetime import date

from sqlmodel import Session

from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, Refusal
from catalog.licensing import agencies
from i18n import N_


class MayNotRecruitNow(Refusal):
    slug = "may-not-recruit-now"
    sentence = N_("As your licence stands today, you may not recruit. The first page of your desk says why.")


def require_agency(by: Who) -> str:
    """The agency this person acts for. Refuses: NotAllowed."""
    if by.role is not Role.AGENCY_USER or not by.agency:
        raise NotAllowed
    return by.agency


def require_allowed(session: Session, by: Who, day: date) -> str:
    """The agency this person acts for, which may recruit today. Refuses: NotAllowed, MayNotRecruitNow."""
    agency = require_agency(by)
    if not agencies.standing(session, agency, day).may_recruit_here:
        raise MayNotRecruitNow
    return agency
