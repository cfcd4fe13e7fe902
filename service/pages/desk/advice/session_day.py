"""The day of a session that is logged later than it was held."""

from datetime import date, timedelta

import msgspec

from catalog.core.errors import Refusal
from catalog.core.fields import InTheFuture
from i18n import N_
from service.reporting.annual import frozen_year
from service.web.form_actions import FormAction

# A day further back is questioned: a year or a month is easily mistyped.
USUAL = timedelta(days=31)
# The fields of the form that tell the day, and that it is meant although it is long ago.
FIELDS = ("held_on", "long_ago")
IS_MEANT = N_("The session was held on this day")


class LongAgo(Refusal):
    slug = "day-long-ago"
    sentence = N_("%(day)s is more than a month ago. Was the session held on that day?")


class SessionDay(msgspec.Struct):
    """The day on which a session was held, if not today."""

    held_on: date | None = None


def read(act: FormAction) -> date:
    """Return the day that was typed, or today.

    Refuses: InvalidInput, fields.InTheFuture, fields.TooLongAgo, frozen_year.PublishedYear,
    LongAgo."""
    day = act.read(SessionDay).held_on or act.day
    if day > act.day:
        raise InTheFuture("held_on")
    if day != act.day:
        frozen_year.require_recordable(act.session, day, "held_on")
    require_meant(act, day)
    return day


def require_meant(act: FormAction, day: date) -> None:
    """Question a day long ago, unless it is ticked that it is meant. Refuses: LongAgo."""
    if act.day - day > USUAL and not act.typed.get("long_ago"):
        raise LongAgo("long_ago", day=day)
