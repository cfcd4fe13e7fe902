"""The printed report of 2019, entered as returns of each body, every figure with its line."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed import reference
from service.reporting.external import body_returns
from service.reporting.external.body_returns import BodyReturn
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import About, NewFigure, NewReturn

YEAR = 2019
LETTER = "Report for 2019, as printed"
REMARKS = (
    "From the printed report of the National Commission for 2019; the lines are those of its text."
)


def load(session: Session, *, by: Actor, on: datetime) -> list[BodyReturn]:
    """Enter the missing returns; a body with an existing return is left as it is."""
    reference.load_body_figures(session, by=by, on=on)
    values = {
        body: figures
        for body, figures in returns().items()
        if not body_returns.list_versions(session, body, YEAR, by=by)
    }
    return [_enter(session, body, figures, by=by, on=on) for body, figures in values.items()]


def returns() -> dict[Body, list[NewFigure]]:
    """The printed figures by the body that reported them."""
    found: dict[Body, list[NewFigure]] = {}
    for row in reference.rows("report_2019.tsv"):
        found.setdefault(Body(row["body"]), []).append(_figure(row))
    return found


def _enter(
    session: Session, body: Body, figures: list[NewFigure], *, by: Actor, on: datetime
) -> BodyReturn:
    """Enter the return of one body.

    The report states neither letters nor officers nor its own date, so the day of entry is used.
    """
    day = tashkent_day(on)
    new_return = NewReturn(body, YEAR, LETTER, day, "not named in the report", REMARKS, figures)
    return body_returns.enter(session, new_return, by=by, on=on, day=day, public=True)


def _figure(row: reference.Row) -> NewFigure:
    return NewFigure(
        key=row["key"],
        value=int(row["value"]),
        year=int(row["year"]),
        part=row["part"],
        unit=row["unit"],
        currency=row["currency"],
        about=About(row["about"]),
        printed=row["printed"],
        line=row["line"],
    )
