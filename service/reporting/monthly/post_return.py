"""A post's monthly return as it was signed: the figures frozen, numbered when corrected, and
countersigned by a supervisor."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Text, UniqueConstraint, false, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import TooLong, reference
from catalog.reference.posts import Post
from i18n import N_
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts

_SIGNED_COLUMNS = ("month", "number", "figures", "remarks", "why", "signed_by")
# So many letters a remark and a reason have at most.
LENGTHS = {"remarks": 2_000, "why": 500}
# By these a person is told: a telephone or personal number, a passport, the reference of a record.
_IDENTIFYING_NUMBER = re.compile(
    r"\+[0-9][0-9 ()-]{8,}|\b[0-9]{9,}\b|\b[A-Z]{2} ?[0-9]{7}\b|\b[A-Z]-[2-9A-HJ-NP-Z]{8,12}\b"
)


class MonthNotOver(Refusal):
    slug = "month-not-over"
    sentence = N_("This month is not over. It can be looked at and not signed yet.")


class ReturnAlreadySigned(Refusal):
    slug = "signed-already"
    sentence = N_("This return is signed. What has changed since goes into a correction.")


class ReturnNotSigned(Refusal):
    slug = "not-signed-yet"
    sentence = N_(
        "This return is not signed yet, so there is nothing to correct or to countersign."
    )


class CorrectionReasonMissing(Refusal):
    slug = "why-corrected"
    sentence = N_("Write why the return is corrected.")


class NothingToCorrect(Refusal):
    slug = "nothing-to-correct"
    sentence = N_(
        "The records still say what was signed. A correction needs another figure or another remark."
    )


class FiguresChanged(Refusal):
    slug = "figures-moved"
    sentence = N_("The figures changed since you opened this page. Look at them again, then sign.")


class IdentifyingText(Refusal):
    slug = "tells-of-somebody"
    sentence = N_("Leave out telephone, passport and case numbers: a return names no person.")


class ReturnAlreadyCountersigned(Refusal):
    slug = "countersigned-already"
    sentence = N_("This return is countersigned already.")


class ReturnCorrectedSince(Refusal):
    slug = "corrected-since"
    sentence = N_("This return was corrected since. Look at the newest one.")


class OwnSignature(Refusal):
    slug = "own-signature"
    sentence = N_("You signed this return yourself. Somebody else countersigns it.")


class SignedReturn(SQLModel):
    """What stands in every return of a month; number 0, and from 1 on its corrections. Its figures
    are counts and sums alone."""

    whose: ClassVar[str]  # the column that tells whose return it is
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


class PostReturn(SignedReturn, table=True):
    """The return of a post."""

    __tablename__ = "post_returns"
    __table_args__ = (UniqueConstraint("post", "month", "number"),)
    whose: ClassVar[str] = "post"
    post: str = Field(foreign_key="posts.code", index=True, max_length=24)


class SigningInput(msgspec.Struct):
    """What whoever signs adds to the figures. Seen is the fingerprint of those on the page that is
    signed."""

    remarks: Annotated[str, Meta(max_length=8_000)] = ""
    why: Annotated[str, Meta(max_length=8_000)] = ""
    seen: str = ""


def within(by: Actor) -> ColumnElement[bool]:
    """For the database: the posts whose returns this person may see; an attaché their own."""
    if by.role is Role.ATTACHE:
        return col(Post.code).in_(sorted(by.posts))
    return true() if by.role in (Role.SUPERVISOR, Role.STATISTICIAN) else false()


def posts(session: Session, *, by: Actor) -> list[Post]:
    asked = (
        select(Post).where(within(by)).order_by(col(Post.country), col(Post.city), col(Post.code))
    )
    return list(session.execute(asked).scalars())


def post(session: Session, code: str, *, by: Actor) -> Post:
    """A post within this person's scope. Refuses: NotFound."""
    row: Post | None = (
        session.execute(select(Post).where(col(Post.code) == code, within(by))).scalars().first()
    )
    if row is None:
        raise NotFound
    return row


def list_for_month(session: Session, code: str, month: Month) -> list[PostReturn]:
    """What was signed for a month of a post, the newest first."""
    asked = select(PostReturn).where(
        col(PostReturn.post) == code, col(PostReturn.month) == str(month)
    )
    return list(session.execute(asked.order_by(col(PostReturn.number).desc())).scalars())


def newest_by_month(
    session: Session, codes: list[str], listed: list[Month]
) -> dict[tuple[str, str], PostReturn]:
    """The last return of each of these posts and months, where there is one."""
    written = [str(month) for month in listed]
    asked = select(PostReturn).where(
        col(PostReturn.post).in_(codes), col(PostReturn.month).in_(written)
    )
    rows = session.execute(asked.order_by(col(PostReturn.number))).scalars()
    return {(row.post, row.month): row for row in rows}


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
    """Freezes the figures of a month of one's own post. Refuses: NotFound, NotAllowed,
    MonthNotOver, ReturnAlreadySigned, FiguresChanged, IdentifyingText, fields.TooLong."""
    rows, figures = _lock_and_count(session, code, month, by, day)
    if rows:
        raise ReturnAlreadySigned
    return _freeze(session, code, month, 0, figures, signing_input, by=by, on=on)


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
    """Signs what the records say today under the next number, with the reason; what was signed
    before stays as it was. Refuses: NotFound, NotAllowed, MonthNotOver, ReturnNotSigned,
    CorrectionReasonMissing, NothingToCorrect, FiguresChanged, IdentifyingText, fields.TooLong.
    """
    rows, figures = _lock_and_count(session, code, month, by, day)
    require_correction(
        rows,
        signing_input,
        moved=bool(rows) and report_digest.canonical_json(figures) != rows[0].figures,
    )
    return _freeze(session, code, month, rows[0].number + 1, figures, signing_input, by=by, on=on)


def require_correction(
    rows: Sequence[SignedReturn], signing_input: SigningInput, *, moved: bool
) -> None:
    """That there is something to correct, and a reason. Refuses: ReturnNotSigned,
    CorrectionReasonMissing, NothingToCorrect."""
    if not rows:
        raise ReturnNotSigned
    if not signing_input.why:
        raise CorrectionReasonMissing("why")
    if not moved and signing_input.remarks == rows[0].remarks:
        raise NothingToCorrect


def _lock_and_count(
    session: Session, code: str, month: Month, by: Actor, day: date
) -> tuple[list[PostReturn], list[Figure]]:
    """What was signed and what the records say now, while nobody else signs for this post."""
    if by.role is not Role.ATTACHE:
        raise NotAllowed
    session.refresh(post(session, code, by=by), with_for_update=True)
    if not months.is_over(month, day):
        raise MonthNotOver
    return list_for_month(session, code, month), monthly_counts.count_figures(
        session, months.span(code, month, day)
    )


def _freeze(
    session: Session,
    code: str,
    month: Month,
    number: int,
    figures: list[Figure],
    signing_input: SigningInput,
    *,
    by: Actor,
    on: datetime,
) -> PostReturn:
    row = PostReturn(
        post=code,
        month=str(month),
        number=number,
        **signed_columns(figures, signing_input, by=by, on=on),
    )
    noted = seal(session, row)
    journal.write(
        session,
        "correct" if number else "sign",
        "return",
        row.reference,
        by=by,
        on=on,
        fields=noted,
    )
    return row


def signed_columns(
    figures: list[Figure], signing_input: SigningInput, *, by: Actor, on: datetime
) -> dict[str, Any]:
    """What stands in a return that is signed now. Refuses: FiguresChanged, IdentifyingText,
    fields.TooLong."""
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


def seal(session: Session, row: SignedReturn) -> tuple[str, str]:
    """Keeps a return under its hash, and says what of it is noted: the auditor, who sees no
    figures, has the hash from there."""
    row.sha256 = report_digest.digest(row, (row.whose, *_SIGNED_COLUMNS))
    session.add(row)
    session.flush()
    return "figures", f"sha256:{row.sha256}"


def identifies_person(text: str) -> bool:
    """Whether a text that others read names somebody by a number."""
    return bool(_IDENTIFYING_NUMBER.search(text))


def countersign(
    session: Session, code: str, month: Month, number: int, *, by: Actor, on: datetime
) -> PostReturn:
    """A supervisor has looked at what was signed. Refuses: NotAllowed, NotFound, ReturnNotSigned,
    ReturnCorrectedSince, ReturnAlreadyCountersigned, OwnSignature."""
    if by.role is not Role.SUPERVISOR:
        raise NotAllowed
    session.refresh(post(session, code, by=by), with_for_update=True)
    rows = list_for_month(session, code, month)
    require_newest(rows, number)
    if rows[0].countersigned_by:
        raise ReturnAlreadyCountersigned
    if rows[0].signed_by == by.account:
        raise OwnSignature
    rows[0].countersigned_by, rows[0].countersigned_at = by.account, on
    session.flush()
    journal.write(session, "countersign", "return", rows[0].reference, by=by, on=on)
    return rows[0]


def require_newest(rows: Sequence[SignedReturn], seen: int) -> None:
    """That the return that was looked at is still the newest. Refuses: ReturnNotSigned,
    ReturnCorrectedSince."""
    if not rows:
        raise ReturnNotSigned
    if rows[0].number != seen:
        raise ReturnCorrectedSince


def read(row: SignedReturn) -> list[Figure]:
    return msgspec.json.decode(row.figures, type=list[Figure])


def is_intact(row: SignedReturn) -> bool:
    """Whether a return is still what was signed."""
    return row.sha256 == report_digest.digest(row, (row.whose, *_SIGNED_COLUMNS))
