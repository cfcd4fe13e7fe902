"""The day of a session that is logged later than it was held."""

from datetime import date

import msgspec

from catalog.core.fields import InTheFuture
from service.reporting.annual import frozen_year
from service.web.form_actions import FormAction


class SessionDay(msgspec.Struct):
    """The day on which a session was held, if not today."""

    held_on: date | None = None


def read(act: FormAction) -> date:
    """Return the day that was typed, or today.

    Refuses: InvalidInput, fields.InTheFuture, fields.TooLongAgo, frozen_year.PublishedYear."""
    day = act.read(SessionDay).held_on or act.day
    if day > act.day:
        raise InTheFuture("held_on")
    if day != act.day:
        frozen_year.require_recordable(act.session, day, "held_on")
    return day
