"""What a statistician remarks on the printed report of 2019: words and labels that no calculation finds."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.fields import tashkent_day
from seed import reference
from service.reporting.annual import remarks
from service.reporting.annual.remarks import NewRemark, Remark


def load(session: Session, *, by: Who, on: datetime) -> list[Remark]:
    """Writes down what is not remarked upon yet; a second time changes nothing."""
    rows = list(reference.rows("report_remarks.tsv"))
    known = {(year, row.about) for year in {int(row["year"]) for row in rows} for row in remarks.of(session, year)}
    return [_written(session, row, by=by, on=on) for row in rows if (int(row["year"]), row["about"]) not in known]


def _written(session: Session, row: reference.Row, *, by: Who, on: datetime) -> Remark:
    told = NewRemark(row["about"], row["en"], row["ru"], row["uz"])
    return remarks.remark(session, int(row["year"]), told, by=by, on=on, day=tashkent_day(on))
