"""What other bodies tell of a year, each return under its letter: kept as printed beside what it should be, never corrected."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger, ColumnElement, UniqueConstraint, false, func, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, NotFound, Refusal, Wrong
from catalog.core.fields import reference
from i18n import N_
from service.reporting.external import figure_catalogue, validation
from service.reporting.external.figure_catalogue import Body, Known, said
from service.reporting.external.validation import NewFigure, NewReturn
from service.reporting.figures.printed_figure import Printed, decimals

REASON = 500
_ABOUT: dict[str, Literal["exact", "over", "about"]] = {"exact": "exact", "over": "over", "about": "about"}
# Three digits behind a comma are thousands, one or two are decimals.
_COMMA = re.compile(r",([0-9]{1,2})(?![0-9])")


class EnteredAlready(Refusal):
    slug = "entered-already"
    sentence = N_("The return of this body for this year is entered. A later letter replaces it; open it first.")


class ReplacedSince(Refusal):
    slug = "replaced-since"
    sentence = N_("A later letter has replaced this return since. Look at the newest one.")


class SameAsPrinted(Refusal):
    slug = "same-as-printed"
    sentence = N_("This is the number that is printed. Write what it should be, or nothing.")


class WhyOtherwise(Refusal):
    slug = "why-otherwise"
    sentence = N_("Write why the printed number should be another.")


class BodyReturn(SQLModel, table=True):
    """What a body told of a year in one letter; number 0, and from 1 on the later letters that replace it."""

    __tablename__ = "body_returns"
    __table_args__ = (UniqueConstraint("body", "year", "number"),)
    reference: str = Field(default_factory=lambda: reference("O"), primary_key=True, max_length=24)
    body: str = Field(index=True, max_length=24)
    year: int = Field(index=True)
    number: int
    letter_no: str = Field(max_length=200)
    letter_on: date
    officer: str = Field(max_length=200)
    remarks: str = Field(default="", max_length=validation.REMARKS)
    # A report that everybody has contains it, so that its numbers hide nothing any more.
    public: bool = False
    entered_by: str = Field(max_length=40)
    entered_at: datetime


class BodyFigure(SQLModel, table=True):
    """One figure of a return as it is printed, and what it should be where somebody has said so with a reason."""

    __tablename__ = "body_figures"
    __table_args__ = (UniqueConstraint("returned", "key", "part", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    returned: str = Field(foreign_key="body_returns.reference", index=True, max_length=24)
    key: str = Field(max_length=60)
    part: str = Field(max_length=40)
    year: int
    value: int = Field(sa_type=BigInteger)
    unit: str = Field(max_length=16)
    currency: str = Field(max_length=3)
    about: str = Field(max_length=8)
    printed: str = Field(max_length=60)
    line: str = Field(max_length=20)
    should_be: int | None = Field(default=None, sa_type=BigInteger)
    should_be_reason: str = Field(default="", max_length=REASON)
    should_be_by: str | None = Field(default=None, max_length=40)
    should_be_at: datetime | None = None


class Earlier(SQLModel, table=True):
    """What was said of a printed figure before something else was: it stays to be read."""

    __tablename__ = "body_figures_before"
    id: int | None = Field(default=None, primary_key=True)
    figure: int = Field(foreign_key="body_figures.id", index=True)
    should_be: int | None = Field(default=None, sa_type=BigInteger)
    should_be_reason: str = Field(max_length=REASON)
    should_be_by: str = Field(max_length=40)
    should_be_at: datetime


_SAID = ("should_be", "should_be_reason", "should_be_by", "should_be_at")


class ShouldBe(msgspec.Struct):
    """In the unit of the figure; none takes back what was said before."""

    value: int | None
    reason: Annotated[str, Meta(max_length=8_000)] = ""


def within(by: Who) -> ColumnElement[bool]:
    """For the database: the returns this person may see; all of them or none."""
    return true() if by.role in (Role.STATISTICIAN, Role.SUPERVISOR, Role.SYSTEM) else false()


def enter(
    session: Session, told: NewReturn, *, by: Who, on: datetime, day: date, public: bool = False
) -> BodyReturn:  # fmt: skip
    """Takes in the first return of a body for a year, whole or not at all; whether it adds up is not asked here. Public: as a
    report that everybody has contains it.
    Refuses: NotAllowed, EnteredAlready, Wrong with whatever asked.faults finds."""
    _require(by)
    if of(session, told.body, told.year, by=by):
        raise EnteredAlready
    row = _kept(session, told, 0, by=by, on=on, day=day)
    row.public = public
    session.flush()
    return row


def replace(session: Session, number: str, told: NewReturn, *, by: Who, on: datetime, day: date) -> BodyReturn:
    """Takes in a later letter; the return before it stays to be read. Refuses: NotFound, ReplacedSince, and as enter does."""
    _require(by)
    old = get(session, number, by=by)
    rows = of(session, Body(old.body), old.year, by=by)
    if rows[0].reference != old.reference:
        raise ReplacedSince
    if (told.body.value, told.year) != (old.body, old.year):
        raise NotFound
    return _kept(session, told, old.number + 1, by=by, on=on, day=day)


def _require(by: Who) -> None:
    if by.role not in (Role.STATISTICIAN, Role.SYSTEM):
        raise NotAllowed


def _kept(session: Session, told: NewReturn, number: int, *, by: Who, on: datetime, day: date) -> BodyReturn:
    """Refuses: Wrong, with everything at once."""
    if errors := validation.faults(figure_catalogue.known(session), told, day):
        raise Wrong(errors)
    row = BodyReturn(
        body=told.body.value, year=told.year, number=number, letter_no=told.letter_no, letter_on=told.letter_on,
        officer=told.officer, remarks=told.remarks, entered_by=by.account, entered_at=on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for one in told.figures:
        says = msgspec.structs.asdict(one) | {"about": one.about.value, "printed": one.printed or str(one.value)}
        says.pop("at")
        session.add(BodyFigure(returned=row.reference, **says))
    session.flush()
    act = "replace" if number else "enter"
    journal.write(session, act, "body_return", row.reference, by=by, on=on, fields=(f"figures:{len(told.figures)}",))
    return row


def note_should_be(
    session: Session, number: str, figure: int, told: ShouldBe, *, by: Who, on: datetime
) -> BodyFigure:  # fmt: skip
    """Says with a reason what a printed number should be; the printed one stays, and so does what was said of it before.
    Refuses: NotAllowed, NotFound, SameAsPrinted, WhyOtherwise, fields.TooLong, and asked.require_sound."""
    _require(by)
    row = session.get(BodyFigure, figure, with_for_update=True)
    if row is None or row.returned != get(session, number, by=by).reference:
        raise NotFound
    if told.value == row.value:
        raise SameAsPrinted("value")
    if not told.reason:
        raise WhyOtherwise("reason")
    if len(told.reason) > REASON:
        raise fields.TooLong("reason", most=REASON)
    if told.value is not None:
        validation.require_sound(told.value, row.unit, "value")
    if row.should_be_at:
        session.add(Earlier(figure=figure, **{name: getattr(row, name) for name in _SAID}))
    row.should_be, row.should_be_reason, row.should_be_by, row.should_be_at = told.value, told.reason, by.account, on
    session.flush()
    said = f"{row.key}/{row.part}" if row.part else row.key
    journal.write(session, "note", "body_return", number, by=by, on=on, fields=("should_be", said))
    return row


def get(session: Session, number: str, *, by: Who) -> BodyReturn:
    """Refuses: NotFound."""
    told = select(BodyReturn).where(col(BodyReturn.reference) == number, within(by))
    row: BodyReturn | None = session.execute(told).scalars().first()
    if row is None:
        raise NotFound
    return row


def of(session: Session, body: Body, year: int, *, by: Who) -> list[BodyReturn]:
    """The letters of a body for a year, the newest first."""
    mine = (within(by), col(BodyReturn.body) == body.value, col(BodyReturn.year) == year)
    return list(session.execute(select(BodyReturn).where(*mine).order_by(col(BodyReturn.number).desc())).scalars())


def figures(session: Session, row: BodyReturn) -> list[BodyFigure]:
    """In the order in which they were told."""
    told = select(BodyFigure).where(col(BodyFigure.returned) == row.reference).order_by(col(BodyFigure.id))
    return list(session.execute(told).scalars())


def earlier(session: Session, row: BodyReturn) -> dict[int, list[Earlier]]:
    """What was said before of the figures of a return, by figure, the newest first."""
    mine = select(col(BodyFigure.id)).where(col(BodyFigure.returned) == row.reference)
    told = select(Earlier).where(col(Earlier.figure).in_(mine)).order_by(col(Earlier.id).desc())
    found: dict[int, list[Earlier]] = {}
    for one in session.execute(told).scalars():
        found.setdefault(one.figure, []).append(one)
    return found


def listed(session: Session, year: int | None = None, *, by: Who) -> list[tuple[BodyReturn, int]]:
    """All returns by year and body, of each the newest letter first, with how many figures each has."""
    count = select(func.count()).where(col(BodyFigure.returned) == col(BodyReturn.reference)).scalar_subquery()
    told = select(BodyReturn, count).where(within(by), col(BodyReturn.year) == year if year else true())
    order = (col(BodyReturn.year).desc(), col(BodyReturn.body), col(BodyReturn.number).desc())
    return [(row, number) for row, number in session.execute(told.order_by(*order))]


def printed(session: Session, year: int) -> dict[str, Printed]:
    """What the newest letters of all bodies say of a year, by name: the key, its part, and another year if it is of one."""
    later = select(col(BodyReturn.body), func.max(col(BodyReturn.number))).where(col(BodyReturn.year) == year)
    newest = {(body, number) for body, number in session.execute(later.group_by(col(BodyReturn.body)))}
    told = select(BodyFigure, BodyReturn).join(BodyReturn, col(BodyReturn.reference) == col(BodyFigure.returned))
    rows = session.execute(told.where(col(BodyReturn.year) == year).order_by(col(BodyFigure.id)))
    known = figure_catalogue.known(session)
    return {name(one, year): _printed(one, row, known) for one, row in rows if (row.body, row.number) in newest}


def name(one: BodyFigure | NewFigure, year: int) -> str:
    return one.key + (f"/{one.part}" if one.part else "") + (f"@{one.year}" if one.year != year else "")


def _printed(one: BodyFigure, row: BodyReturn, known: Known) -> Printed:
    about, heading = known.find(one.key, one.part), known.heading(one.key)
    plain = _COMMA.sub(r".\1", one.printed)
    return Printed(
        one.value, one.unit, _ABOUT[one.about], decimals(plain), row.body, one.line, one.currency or None, one.printed,
        said(heading), said(about) if about and one.part and about.part == one.part else {}, row.public,
    )  # fmt: skip
