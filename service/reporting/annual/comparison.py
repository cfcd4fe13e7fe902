"""Comparison of figures with another year or day, as a change or as a break in the series."""

import msgspec

from service.reporting.annual.years import Year
from service.reporting.figures.figures import Figure, Meaning, Unit


class FigureComparison(msgspec.Struct):
    """A figure, its earlier value and the change.

    `breaks`: the two were not counted by the same definition, so there is no change.
    """

    figure: Figure
    earlier: int | None
    change: int | None
    breaks: bool = False


def compare_years(year: Year, before: Year) -> list[FigureComparison]:
    """Compare each figure of a year with an earlier year, in the order of the definitions.

    A part that only one of them has was zero in the other.
    """
    now, then = ({one.name: one for one in one_year.figures} for one_year in (year, before))
    order = {key: place for place, key in enumerate({**year.meanings, **before.meanings})}
    names = sorted(now | then, key=lambda name: (order.get(name[0], len(order)), name))
    return [_compare_figure(year, before, now.get(name), then.get(name)) for name in names]


def _compare_figure(
    year: Year, before: Year, now: Figure | None, then: Figure | None
) -> FigureComparison:
    figure = now or _zero_figure(then)
    if _is_series_break(year.meanings.get(figure.key), before.meanings.get(figure.key)):
        return FigureComparison(figure, then.value if then else None, None, breaks=True)
    earlier = then.value if then else _zero_figure(figure).value
    known = figure.value is not None and earlier is not None
    return FigureComparison(
        figure, earlier, (figure.value or 0) - (earlier or 0) if known else None
    )


def _zero_figure(figure: Figure | None) -> Figure:
    """Return the figure for no records: zero for a count, no value for a rate."""
    assert figure is not None, "one of the two years has it"
    return msgspec.structs.replace(
        figure, value=None if figure.unit is Unit.RATE else 0, as_printed=None
    )


def _is_series_break(one: Meaning | None, other: Meaning | None) -> bool:
    return one is None or other is None or (one.edition, one.unit) != (other.edition, other.unit)


class ComparisonLine(msgspec.Struct):
    """A figure as the desk shows it: with the year before and, if it differs, with today's
    count."""

    compared: FigureComparison
    today: int | None
    late: bool

    @property
    def figure(self) -> Figure:
        return self.compared.figure


def list_lines(year: Year, now: Year, before: Year | None) -> list[ComparisonLine]:
    """Return all figures of a year, and parts that only today's records or the year before have."""
    since = {one.figure.name: one for one in compare_years(year, now)}
    back = {one.figure.name: one for one in compare_years(year, before)} if before else {}
    order = {key: place for place, key in enumerate({**year.meanings, **now.meanings})}
    names = sorted(since | back, key=lambda name: (order.get(name[0], len(order)), name))
    return [_line(since.get(name), back.get(name)) for name in names]


def _line(since: FigureComparison | None, back: FigureComparison | None) -> ComparisonLine:
    about = since or back
    assert about is not None, "one of the two has it"
    result = back or FigureComparison(about.figure, None, None)
    if since is None:
        return ComparisonLine(result, result.figure.value, late=False)
    return ComparisonLine(
        result, since.earlier, late=since.breaks or since.earlier != since.figure.value
    )
