"""Figures beside those of another year, or of another day: on the same definition a change, on another one a break."""

import msgspec

from service.reporting.annual.years import Year
from service.reporting.figures.figures import Figure, Meaning, Unit


class Compared(msgspec.Struct):
    """A figure, what it was earlier, and the difference. Breaks: the two did not count the same, so there is none."""

    figure: Figure
    earlier: int | None
    change: int | None
    breaks: bool = False


def compared(told: Year, before: Year) -> list[Compared]:
    """Each figure of a year with that of an earlier one, in the order of the definitions; a part that only one of them has
    was nought in the other."""
    now, then = ({one.name: one for one in one_year.figures} for one_year in (told, before))
    order = {key: place for place, key in enumerate({**told.meanings, **before.meanings})}
    names = sorted(now | then, key=lambda name: (order.get(name[0], len(order)), name))
    return [_compared(told, before, now.get(name), then.get(name)) for name in names]


def _compared(told: Year, before: Year, now: Figure | None, then: Figure | None) -> Compared:
    figure = now or _nought(then)
    if _breaks(told.meanings.get(figure.key), before.meanings.get(figure.key)):
        return Compared(figure, then.value if then else None, None, breaks=True)
    earlier = then.value if then else _nought(figure).value
    known = figure.value is not None and earlier is not None
    return Compared(figure, earlier, (figure.value or 0) - (earlier or 0) if known else None)


def _nought(figure: Figure | None) -> Figure:
    """Of what there was nothing: no records are a count of nought, but no rate."""
    assert figure is not None, "one of the two years has it"
    return msgspec.structs.replace(figure, value=None if figure.unit is Unit.RATE else 0, as_printed=None)


def _breaks(one: Meaning | None, other: Meaning | None) -> bool:
    return one is None or other is None or (one.edition, one.unit) != (other.edition, other.unit)


class Line(msgspec.Struct):
    """A figure as it is shown at the desk: with the year before, and with what the records say today where they say otherwise."""

    told: Compared
    today: int | None
    late: bool

    @property
    def figure(self) -> Figure:
        return self.told.figure


def lines(told: Year, now: Year, before: Year | None) -> list[Line]:
    """All figures of a year, and the parts that only its records of today or the year before have."""
    since = {one.figure.name: one for one in compared(told, now)}
    back = {one.figure.name: one for one in compared(told, before)} if before else {}
    order = {key: place for place, key in enumerate({**told.meanings, **now.meanings})}
    names = sorted(since | back, key=lambda name: (order.get(name[0], len(order)), name))
    return [_line(since.get(name), back.get(name)) for name in names]


def _line(since: Compared | None, back: Compared | None) -> Line:
    about = since or back
    assert about is not None, "one of the two has it"
    told = back or Compared(about.figure, None, None)
    if since is None:
        return Line(told, told.figure.value, late=False)
    return Line(told, since.earlier, late=since.breaks or since.earlier != since.figure.value)
