"""Returns of other bodies for a year, stored as printed, with corrections noted but never
applied."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger, ColumnElement, UniqueConstraint, false, func, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import InvalidInput, NotAllowed, NotFound, Refusal, require_found
from catalog.core.fields import reference
from i18n import N_
from service.input.forms import MissingAnswer
from service.reporting.external import figure_catalogue, validation
from service.reporting.external.figure_catalogue import Body, Catalogue, labels_by_language
from service.reporting.external.validation import NewFigure, NewReturn
from service.reporting.figures.printed_figure import PrintedFigure, decimals

MAX_REASON_LENGTH = 500
_ABOUT: dict[str, Literal["exact", "over", "about"]] = {
    "exact": "exact",
    "over": "over",
    "about": "about",
}
# Three digits after a comma are thousands, one or two are decimals.
_COMMA = re.compile(r",([0-9]{1,2})(?![0-9])")


class ReturnAlreadyEntered(Refusal):
    slug = "entered-already"
    sentence = N_(
        "The return from this body for this year has already been entered. To replace it with"
        " figures from a later letter, open the existing return first."
    )


class ReturnReplacedSince(Refusal):
    slug = "replaced-since"
    sentence = N_(
        "This return has since been replaced by figures in a later letter. See the latest return."
    )


class SameAsPrinted(Refusal):
    slug = "same-as-printed"
    sentence = N_(
        "This is the same as the printed number. Enter the correct number, or leave the field"
        " empty."
    )


class ShouldBeReasonMissing(Refusal):
    slug = "why-otherwise"
    sentence = N_("Explain why the printed number should be different.")


class BodyReturn(SQLModel, table=True):
    """The return of one body for a year in one letter: number 0, and from 1 on later letters.

    A later letter replaces the one before it.
    """

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
    # A report that is already public contains it, so its numbers need no hiding.
    public: bool = False
    entered_by: str = Field(max_length=40)
    entered_at: datetime


class BodyFigure(SQLModel, table=True):
    """One figure of a return as printed.

    `should_be` is the number it should be, where a statistician has stated one with a reason.
    """

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
    should_be_reason: str = Field(default="", max_length=MAX_REASON_LENGTH)
    should_be_by: str | None = Field(default=None, max_length=40)
    should_be_at: datetime | None = None


class Earlier(SQLModel, table=True):
    """An earlier statement of what a printed figure should be, kept to be read."""

    __tablename__ = "body_figures_before"
    id: int | None = Field(default=None, primary_key=True)
    figure: int = Field(foreign_key="body_figures.id", index=True)
    should_be: int | None = Field(default=None, sa_type=BigInteger)
    should_be_reason: str = Field(max_length=MAX_REASON_LENGTH)
    should_be_by: str = Field(max_length=40)
    should_be_at: datetime


_SHOULD_BE_COLUMNS = ("should_be", "should_be_reason", "should_be_by", "should_be_at")


class ShouldBeInput(msgspec.Struct):
    """What a figure should be, in its own unit; None withdraws the earlier statement."""

    value: int | None
    reason: Annotated[str, Meta(max_length=8_000)] = ""


def within(by: Actor) -> ColumnElement[bool]:
    """Return a condition for the returns that this person may see: all of them or none."""
    return true() if by.role in (Role.STATISTICIAN, Role.SUPERVISOR, Role.SYSTEM) else false()


def enter(
    session: Session,
    new_return: NewReturn,
    *,
    by: Actor,
    on: datetime,
    day: date,
    public: bool = False,
) -> BodyReturn:
    """Enter the first return of a body for a year, in full or not at all.

    Whether it adds up is not checked here. `public`: a report that is already public contains it.
    Refuses: NotAllowed, ReturnAlreadyEntered, InvalidInput with whatever
    validation.find_return_errors finds.
    """
    _require_statistician(by)
    if list_versions(session, new_return.body, new_return.year, by=by):
        raise ReturnAlreadyEntered
    row = _save_return(session, new_return, 0, by=by, on=on, day=day)
    row.public = public
    session.flush()
    return row


def replace(
    session: Session, number: str, new_return: NewReturn, *, by: Actor, on: datetime, day: date
) -> BodyReturn:
    """Enter a later letter; the earlier return is kept.

    Refuses: NotFound, ReturnReplacedSince, and what enter refuses.
    """
    _require_statistician(by)
    old = get(session, number, by=by)
    rows = list_versions(session, Body(old.body), old.year, by=by)
    if rows[0].reference != old.reference:
        raise ReturnReplacedSince
    if (new_return.body.value, new_return.year) != (old.body, old.year):
        raise NotFound
    return _save_return(session, new_return, old.number + 1, by=by, on=on, day=day)


def _require_statistician(by: Actor) -> None:
    if by.role not in (Role.STATISTICIAN, Role.SYSTEM):
        raise NotAllowed


def _save_return(
    session: Session, new_return: NewReturn, number: int, *, by: Actor, on: datetime, day: date
) -> BodyReturn:
    """Save a return. Refuses: InvalidInput, with all errors at once."""
    if errors := validation.find_return_errors(
        figure_catalogue.read_catalogue(session), new_return, day
    ):
        raise InvalidInput(errors)
    row = BodyReturn(
        body=new_return.body.value,
        year=new_return.year,
        number=number,
        letter_no=new_return.letter_no,
        letter_on=new_return.letter_on,
        officer=new_return.officer,
        remarks=new_return.remarks,
        entered_by=by.account,
        entered_at=on,
    )
    session.add(row)
    session.flush()
    for one in new_return.figures:
        says = msgspec.structs.asdict(one) | {
            "about": one.about.value,
            "printed": one.printed or str(one.value),
        }
        says.pop("at")
        session.add(BodyFigure(returned=row.reference, **says))
    session.flush()
    act = "replace" if number else "enter"
    journal.write(
        session,
        act,
        "body_return",
        row.reference,
        by=by,
        on=on,
        fields=(f"figures:{len(new_return.figures)}",),
    )
    return row


def record_should_be(
    session: Session,
    number: str,
    figure: int,
    should_be_input: ShouldBeInput,
    *,
    by: Actor,
    on: datetime,
) -> BodyFigure:
    """Record with a reason what a printed number should be; it and earlier statements are kept.

    Refuses: NotAllowed, NotFound, MissingAnswer if there is nothing to withdraw, SameAsPrinted,
    ShouldBeReasonMissing, fields.TooLong, and what validation.require_plausible refuses.
    """
    _require_statistician(by)
    row = session.get(BodyFigure, figure, with_for_update=True)
    if row is None or row.returned != get(session, number, by=by).reference:
        raise NotFound
    _require_statement(row, should_be_input)
    if row.should_be_at:
        session.add(
            Earlier(figure=figure, **{name: getattr(row, name) for name in _SHOULD_BE_COLUMNS})
        )
    row.should_be, row.should_be_reason, row.should_be_by, row.should_be_at = (
        should_be_input.value,
        should_be_input.reason,
        by.account,
        on,
    )
    session.flush()
    place = f"{row.key}/{row.part}" if row.part else row.key
    journal.write(session, "note", "body_return", number, by=by, on=on, fields=("should_be", place))
    return row


def _require_statement(row: BodyFigure, said: ShouldBeInput) -> None:
    if said.value is None and row.should_be is None:
        raise MissingAnswer("value")
    if said.value == row.value:
        raise SameAsPrinted("value")
    if not said.reason:
        raise ShouldBeReasonMissing("reason")
    if len(said.reason) > MAX_REASON_LENGTH:
        raise fields.TooLong("reason", most=MAX_REASON_LENGTH)
    if said.value is not None:
        validation.require_plausible(said.value, row.unit, "value")


def get(session: Session, number: str, *, by: Actor) -> BodyReturn:
    """Return a return. Refuses: NotFound."""
    result = select(BodyReturn).where(col(BodyReturn.reference) == number, within(by))
    row: BodyReturn = require_found(session.execute(result).scalars().first())
    return row


def list_versions(session: Session, body: Body, year: int, *, by: Actor) -> list[BodyReturn]:
    """Return the letters of a body for a year, newest first."""
    mine = (within(by), col(BodyReturn.body) == body.value, col(BodyReturn.year) == year)
    return list(
        session.execute(
            select(BodyReturn).where(*mine).order_by(col(BodyReturn.number).desc())
        ).scalars()
    )


def figures(session: Session, row: BodyReturn) -> list[BodyFigure]:
    """Return the figures of a return in their order."""
    result = (
        select(BodyFigure)
        .where(col(BodyFigure.returned) == row.reference)
        .order_by(col(BodyFigure.id))
    )
    return list(session.execute(result).scalars())


def list_earlier_values(session: Session, row: BodyReturn) -> dict[int, list[Earlier]]:
    """Return the earlier statements on the figures of a return, by figure, newest first."""
    mine = select(col(BodyFigure.id)).where(col(BodyFigure.returned) == row.reference)
    result = select(Earlier).where(col(Earlier.figure).in_(mine)).order_by(col(Earlier.id).desc())
    found: dict[int, list[Earlier]] = {}
    for one in session.execute(result).scalars():
        found.setdefault(one.figure, []).append(one)
    return found


def list_returns(session: Session, *, by: Actor) -> list[tuple[BodyReturn, int]]:
    """Return all returns by year and body, newest letter first, with their number of figures."""
    count = (
        select(func.count())
        .where(col(BodyFigure.returned) == col(BodyReturn.reference))
        .scalar_subquery()
    )
    result = select(BodyReturn, count).where(within(by))
    order = (col(BodyReturn.year).desc(), col(BodyReturn.body), col(BodyReturn.number).desc())
    return [(row, number) for row, number in session.execute(result.order_by(*order))]


def printed_figures(session: Session, year: int) -> dict[str, PrintedFigure]:
    """Return the figures of the newest letters of all bodies for a year, by name.

    A name is the key, its part, and the year if it is another one.
    """
    later = select(col(BodyReturn.body), func.max(col(BodyReturn.number))).where(
        col(BodyReturn.year) == year
    )
    newest = {
        (body, number) for body, number in session.execute(later.group_by(col(BodyReturn.body)))
    }
    result = select(BodyFigure, BodyReturn).join(
        BodyReturn, col(BodyReturn.reference) == col(BodyFigure.returned)
    )
    rows = session.execute(result.where(col(BodyReturn.year) == year).order_by(col(BodyFigure.id)))
    known = figure_catalogue.read_catalogue(session)
    return {
        name(one, year): _printed_figure(one, row, known)
        for one, row in rows
        if (row.body, row.number) in newest
    }


def name(one: BodyFigure | NewFigure, year: int) -> str:
    return (
        one.key
        + (f"/{one.part}" if one.part else "")
        + (f"@{one.year}" if one.year != year else "")
    )


def _printed_figure(one: BodyFigure, row: BodyReturn, known: Catalogue) -> PrintedFigure:
    about, heading = known.find(one.key, one.part), known.heading(one.key)
    plain = _COMMA.sub(r".\1", one.printed)
    return PrintedFigure(
        one.value,
        one.unit,
        _ABOUT[one.about],
        decimals(plain),
        row.body,
        one.line,
        one.currency or None,
        one.printed,
        labels_by_language(heading),
        labels_by_language(about) if about and one.part and about.part == one.part else {},
        row.public,
    )
