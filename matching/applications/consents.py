"""Consents to show a worker's name and number to the recruiter, which the worker can withdraw."""

from datetime import datetime

from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from i18n import N_
from matching.applications.applications import FINAL_STATES, Application, State


class EndedAlready(Refusal):
    slug = "ended-already"
    sentence = N_("This application has ended. Your number is no longer needed for it.")


def give(session: Session, row: Application, *, by: Actor, on: datetime) -> None:
    """Let the recruiter see name and number from now on. Refuses: NotAllowed, EndedAlready."""
    if State(row.state) in FINAL_STATES:
        raise EndedAlready
    _set(session, row, True, by=by, on=on)


def withdraw(session: Session, row: Application, *, by: Actor, on: datetime) -> None:
    """Hide name and number from the recruiter from the next request on. Refuses: NotAllowed."""
    _set(session, row, False, by=by, on=on)


def _set(session: Session, row: Application, agreed: bool, *, by: Actor, on: datetime) -> None:
    if by.role is not Role.CITIZEN:
        raise NotAllowed
    if row.consent is agreed:
        return
    row.consent = agreed
    session.flush()
    act = "consent" if agreed else "withdraw_consent"
    journal.write(session, act, "application", row.reference, by=by, on=on, fields=("consent",))
