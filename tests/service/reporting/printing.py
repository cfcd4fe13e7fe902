"""The printed figures of the report of 2019 as a test takes them, by their names."""

import msgspec

from seed import reference
from service.reporting.figures.printed_figure import PrintedFigure, decimals

YEAR = 2019


def of_2019() -> dict[str, PrintedFigure]:
    """Every figure of the printed report, by its key, its part, and its year if it is of
    another."""
    return {_name(row): _printed(row) for row in reference.rows("report_2019.tsv")}


def _name(row: dict[str, str]) -> str:
    part = f"/{row['part']}" if row["part"] else ""
    return row["key"] + part + ("" if int(row["year"]) == YEAR else f"@{row['year']}")


def _printed(row: dict[str, str]) -> PrintedFigure:
    digits, currency = decimals(row["printed"]), row["currency"] or None
    return PrintedFigure(
        int(row["value"]),
        row["unit"],
        row["about"],
        digits,
        row["body"],
        row["line"],
        currency,
        row["printed"],
        public=True,
    )


def moved(printed: dict[str, PrintedFigure], name: str, by: int) -> dict[str, PrintedFigure]:
    """A copy in which one figure is another number."""
    return printed | {name: msgspec.structs.replace(printed[name], value=printed[name].value + by)}
