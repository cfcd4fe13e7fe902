"""What a correction of a year changes, for whoever countersigns it and for the public."""

import msgspec

from service.reporting.annual import comparison, frozen_year, verification, years
from service.reporting.annual.comparison import FigureComparison
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.years import Year
from service.reporting.figures.figures import Meaning


class CorrectionChanges(msgspec.Struct):
    """The figures that differ between two signed versions, from what was stored with them.

    `records` are the meanings of figures of which only the records behind them differ."""

    earlier: ReportYear
    figures: list[FigureComparison]
    records: list[Meaning]
    meanings: dict[str, Meaning]


def find(
    rows: list[ReportYear], row: ReportYear | None, hidden: set[str]
) -> CorrectionChanges | None:
    """Compare a version with the one published before it, or else with the one before.

    `rows` are all versions, newest first, and `hidden` the keys of figures that the reader may not
    see. None for the first version."""
    before = [one for one in rows if row and one.number < row.number]
    earlier = frozen_year.newest_published(before) or next(iter(before), None)
    if row is None or earlier is None:
        return None
    now, then = years.from_frozen(row), years.from_frozen(earlier)
    meanings = then.meanings | now.meanings
    figures = [
        one
        for one in comparison.compare_years(now, then)
        if (one.breaks or one.figure.value != one.earlier) and one.figure.key not in hidden
    ]
    shown = hidden | {one.figure.key for one in figures}
    moved = verification.changed_figures(frozen_year.roots(earlier), frozen_year.roots(row))
    records = [meanings[one.key] for one in moved if one.key in meanings and one.key not in shown]
    return CorrectionChanges(earlier, figures, records, meanings)


def find_public(now: Year, then: Year) -> list[FigureComparison]:
    """Return the numbers that differ between two published versions, in the order of the page.

    A number that one of them hides is left out, and so is a figure that only one of them has, or
    has in another unit."""
    same = {
        key
        for key, meaning in now.meanings.items()
        if key in then.meanings and then.meanings[key].unit == meaning.unit
    }
    changed = [
        one
        for one in comparison.compare_years(now, then)
        if one.figure.key in same
        and None not in (one.figure.value, one.earlier)
        and one.figure.value != one.earlier
    ]
    order = {key: place for place, key in enumerate(dict.fromkeys(one.key for one in now.figures))}
    return sorted(changed, key=lambda one: order.get(one.figure.key, len(order)))
