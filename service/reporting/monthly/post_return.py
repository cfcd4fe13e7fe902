"""Signed monthly returns of posts: frozen figures, numbered corrections, and a countersignature."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Text, UniqueConstraint, false, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import TooLong, reference
from catalog.reference.posts import Post
from i18n import N_
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts

_SIGNED_COLUMNS = ("month", "number", "figures", "remarks", "why", "signed_by")
# The most characters of a remark and of a reason.
LENGTHS = {"remarks": 2_000, "why": 500}
# Numbers that identify a person: a telephone or personal number, a passport, the reference of a
# record.
_IDENTIFYING_NUMBER = re.compile(
    r"\+[0-9][0-9 ()-]{8,}|\b[0-9]{9,}\b|\b[A-Z]{2} ?[0-9]{7}\b|\b[A-Z]-[2-9A-HJ-NP-Z]{8,12}\b"
)


class MonthNotOver(Refusal):
    slug = "month-not-over"
    sentence = N_("This month has not ended. You can view it, but you cannot sign it yet.")


class ReturnAlreadySigned(Refusal):
    slug = "signed-already"
    sentence = N_("This return has been signed. Record later changes in a correction.")


class ReturnNotSigned(Refusal):
    slug = "not-signed-yet"
    sentence = N_("This return is not signed yet, so it cannot be corrected or countersigned.")


class CorrectionReasonMissing(Refusal):
    slug = "why-corrected"
    sentence = N_("Enter the reason for correcting the return.")


class NothingToCorrect(Refusal):
    slug = "nothing-to-correct"
    sentence = N_(
        "The records still match what was signed. A correction must change at least one "
        "figure or note."
    )


class FiguresChanged(Refusal):
    slug = "figures-moved"
    sentence = N_(
        "The figures have changed since you opened this page. Check them again before you sign."
    )


class IdentifyingText(Refusal):
    slug = "tells-of-somebody"
    sentence = N_(
        "Remove telephone, passport and case numbers: this text must not identify anybody."
    )


class ReturnAlreadyCountersigned(Refusal):
    slug = "countersigned-already"
    sentence = N_("This return has already been countersigned.")


class ReturnCorrectedSince(Refusal):
    slug = "corrected-since"
    sentence = N_("This return has since been corrected. See the latest version.")


class OwnSignature(Refusal):
    slug = "own-signature"
    sentence = N_("You signed this return yourself. Somebody else must countersign it.")


class SignedReturn(SQLModel):
    """Columns of every signed monthly return: number 0, and from 1 on its corrections.

    Its figures are only counts and sums.
    """

    whose: ClassVar[str]  # the column that names whose return it is
    noun: ClassVar[str]  # in the journal
    reference: str = Field(default_factory=lambda: reference("B"), primary_key=True, max_length=24)
    month: str = Field(index=True, max_length=7)
    number: int
    figures: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    remarks: str = Field(default="", max_length=2_000)
    why: str = Field(default="", max_length=500)
    signed_by: str = Field(max_length=40)
    signed_at: datetime
    countersigned_by: str | None = Field(default=None, max_length=40)
    countersigned_at: datetime | None = None


T = TypeVar("T", bound=SignedReturn)


class PostReturn(SignedReturn, table=True):
    """One signed monthly return of a post."""

    __tablename__ = "post_returns"
    __table_args__ = (UniqueConstraint("post", "month", "number"),)
    whose: ClassVar[str] = "post"
    noun: ClassVar[str] = "return"
    post: str = Field(foreign_key="posts.code", index=True, max_length=24)


class SigningInput(msgspec.Struct):
    """What the signing person adds to the figures.

    `seen` is the fingerprint of the figures on the page that is signed.
    """

    remarks: Annotated[str, Meta(max_length=8_000)] = ""
    why: Annotated[str, Meta(max_length=8_000)] = ""
    seen: str = ""


def within(by: Actor) -> ColumnElement[bool]:
    """Return a condition for the posts whose returns this person may see; an attaché sees their
    own."""
    if by.role is Role.ATTACHE:
        return col(Post.code).in_(sorted(by.posts))
    return true() if by.role in (Role.SUPERVISOR, Role.STATISTICIAN) else false()


def posts(session: Session, *, by: Actor) -> list[Post]:
    asked = (
        select(Post).where(within(by)).order_by(col(Post.country), col(Post.city), col(Post.code))
    )
    return list(session.execute(asked).scalars())


def post(session: Session, code: str, *, by: Actor) -> Post:
    """Return a post within this person's scope. Refuses: NotFound."""
    row: Post = require_found(
        session.execute(select(Post).where(col(Post.code) == code, within(by))).scalars().first()
    )
    return row


def list_for_month(session: Session, table: type[T], owner: str, month: Month) -> list[T]:
    """Return the signed returns of a post or an agency for a month, newest first."""
    asked = select(table).where(
        col(getattr(table, table.whose)) == owner, col(table.month) == str(month)
    )
    return list(session.execute(asked.order_by(col(table.number).desc())).scalars())


def newest_by_month(
    session: Session, table: type[T], owners: list[str], listed: list[Month]
) -> dict[tuple[str, str], T]:
    """Return the newest return of each post or agency and month that has one."""
    written = [str(month) for month in listed]
    asked = select(table).where(
        col(getattr(table, table.whose)).in_(owners), col(table.month).in_(written)
    )
    rows = session.execute(asked.order_by(col(table.number))).scalars()
    return {(getattr(row, table.whose), row.month): row for row in rows}


def sign(
    session: Session,
    code: str,
    month: Month,
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> PostReturn:
    """Sign the return of a month for one's own post, which freezes its figures.

    Refuses: NotFound, NotAllowed, MonthNotOver, ReturnAlreadySigned, FiguresChanged,
    IdentifyingText, fields.TooLong.
    """
    rows, figures = _lock_and_count(session, code, month, by, day)
    if rows:
        raise ReturnAlreadySigned
    return freeze(session, PostReturn, code, month, rows, figures, signing_input, by=by, on=on)


def correct(
    session: Session,
    code: str,
    month: Month,
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> PostReturn:
    """Sign the present figures under the next number, with a reason; the earlier return is kept.

    Refuses: NotFound, NotAllowed, MonthNotOver, ReturnNotSigned, CorrectionReasonMissing,
    NothingToCorrect, FiguresChanged, IdentifyingText, fields.TooLong.
    """
    rows, figures = _lock_and_count(session, code, month, by, day)
    require_correction(
        rows,
        signing_input,
        # Figures that were not counted when it was signed, and are zero, change nothing.
        moved=bool(rows)
        and any(one.differs for one in monthly_counts.compare_with_today(read(rows[0]), figures)),
    )
    return freeze(session, PostReturn, code, month, rows, figures, signing_input, by=by, on=on)


def require_correction(
    rows: Sequence[SignedReturn], signing_input: SigningInput, *, moved: bool
) -> None:
    """Require that there is something to correct, and a reason.

    Refuses: ReturnNotSigned, CorrectionReasonMissing, NothingToCorrect.
    """
    if not rows:
        raise ReturnNotSigned
    if not signing_input.why:
        raise CorrectionReasonMissing("why")
    if not moved and signing_input.remarks == rows[0].remarks:
        raise NothingToCorrect


def _lock_and_count(
    session: Session, code: str, month: Month, by: Actor, day: date
) -> tuple[list[PostReturn], list[Figure]]:
    """Return the signed returns and the present figures, with the post locked against signing."""
    if by.role is not Role.ATTACHE:
        raise NotAllowed
    session.refresh(post(session, code, by=by), with_for_update=True)
    if not months.is_over(month, day):
        raise MonthNotOver
    return list_for_month(session, PostReturn, code, month), monthly_counts.count_figures(
        session, months.span(code, month, day)
    )


def freeze(
    session: Session,
    table: type[T],
    owner: str,
    month: Month,
    rows: Sequence[T],
    figures: list[Figure],
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
) -> T:
    """Save the figures of a month as signed now, with a hash; `rows` are the earlier returns.

    The auditor, who sees no figures, has the hash from the journal. Refuses: FiguresChanged,
    IdentifyingText, fields.TooLong.
    """
    facts = _signed_columns(figures, signing_input, by=by, on=on) | {table.whose: owner}
    number = rows[0].number + 1 if rows else 0
    row = table(month=str(month), number=number, **facts)
    row.sha256 = _digest(row)
    session.add(row)
    session.flush()
    journal.write(
        session,
        "correct" if number else "sign",
        table.noun,
        row.reference,
        by=by,
        on=on,
        fields=("figures", f"sha256:{row.sha256}"),
    )
    return row


def _signed_columns(
    figures: list[Figure], signing_input: SigningInput, *, by: Actor, on: datetime
) -> dict[str, Any]:
    if signing_input.seen != report_digest.fingerprint(figures):
        raise FiguresChanged
    for name, most in LENGTHS.items():
        if len(getattr(signing_input, name)) > most:
            raise TooLong(name, most=most)
        if identifies_person(getattr(signing_input, name)):
            raise IdentifyingText(name)
    signature = {"sha256": "", "signed_by": by.account, "signed_at": on}
    return signature | {
        "figures": report_digest.canonical_json(figures),
        "remarks": signing_input.remarks,
        "why": signing_input.why,
    }


def _digest(row: SignedReturn) -> str:
    return report_digest.digest(row, (row.whose, *_SIGNED_COLUMNS))


def identifies_person(text: str) -> bool:
    """Return whether a text identifies a person by a number."""
    return bool(_IDENTIFYING_NUMBER.search(text))


def countersign(
    session: Session, code: str, month: Month, number: int, *, by: Actor, on: datetime
) -> PostReturn:
    """Countersign the newest return, as a supervisor.

    Refuses: NotAllowed, NotFound, ReturnNotSigned, ReturnCorrectedSince,
    ReturnAlreadyCountersigned, OwnSignature.
    """
    if by.role is not Role.SUPERVISOR:
        raise NotAllowed
    session.refresh(post(session, code, by=by), with_for_update=True)
    rows = list_for_month(session, PostReturn, code, month)
    require_newest(rows, number)
    if rows[0].countersigned_by:
        raise ReturnAlreadyCountersigned
    require_other_person(by, OwnSignature, rows[0].signed_by)
    rows[0].countersigned_by, rows[0].countersigned_at = by.account, on
    session.flush()
    journal.write(session, "countersign", "return", rows[0].reference, by=by, on=on)
    return rows[0]


def require_newest(rows: Sequence[SignedReturn], seen: int) -> None:
    """Require that the return that was reviewed is still the newest.

    Refuses: ReturnNotSigned, ReturnCorrectedSince.
    """
    if not rows:
        raise ReturnNotSigned
    if rows[0].number != seen:
        raise ReturnCorrectedSince


def read(row: SignedReturn) -> list[Figure]:
    return msgspec.json.decode(row.figures, type=list[Figure])


def is_intact(row: SignedReturn) -> bool:
    """Return whether a return is unchanged since it was signed."""
    return row.sha256 == _digest(row)
