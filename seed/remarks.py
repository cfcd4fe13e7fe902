"""Remarks on the printed report of 2019: errors of text and labels that no calculation finds."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed import reference
from service.reporting.annual import remarks
from service.reporting.annual.remarks import NewRemark, Remark


def load(session: Session, *, by: Actor, on: datetime) -> list[Remark]:
    """Record the remarks that are missing; repeating it changes nothing."""
    rows = list(reference.rows("report_remarks.tsv"))
    known = {
        (year, row.about)
        for year in {int(row["year"]) for row in rows}
        for row in remarks.list_for_year(session, year)
    }
    return [
        _add_remark(session, row, by=by, on=on)
        for row in rows
        if (int(row["year"]), row["about"]) not in known
    ]


def _add_remark(session: Session, row: reference.Row, *, by: Actor, on: datetime) -> Remark:
    new_remark = NewRemark(row["about"], row["en"], row["ru"], row["uz"])
    return remarks.add_remark(
        session, int(row["year"]), new_remark, by=by, on=on, day=tashkent_day(on)
    )
