"""A year that is not published yet, as it stands now, for those who prepare its report."""

from datetime import date

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from catalog.core.fields import tashkent_day
from service.infra.settings import DisclosureLimits
from service.reporting.annual import drill_down, frozen_year, years
from service.reporting.annual.public_year import Edition


def current_draft(
    session: Session, number: int, smallest: DisclosureLimits, today: date, *, by: Actor
) -> Edition:
    """Return the edition signed last, or today's figures, with small numbers.

    Figures whose parts this person may not see are left out. Refuses: NotFound, for years out of
    range and for a published year.
    """
    years.elapsed_span(number, today)
    rows = frozen_year.list_for_year(session, number)
    if rows and rows[0].published_by:
        raise NotFound
    signed = rows[0] if rows else None
    year = years.from_frozen(signed) if signed else years.count_live(session, number, today)
    hidden = drill_down.keys_with_hidden_parts(by=by)
    checks, remarks = years.checks_and_remarks(session, number)
    year = msgspec.structs.replace(
        year,
        state=years.state_of_year(rows[:1], number, today).value,
        figures=[one for one in year.figures if one.key not in hidden],
        checks=checks,
        remarks=remarks,
    )
    closed_at = signed.countersigned_at if signed else None
    return Edition(
        year,
        smallest,
        closed_on=tashkent_day(closed_at) if closed_at else None,
        sha256=signed.sha256 if signed else "",
        counted_on=tashkent_day(signed.signed_at) if signed else today,
    )
