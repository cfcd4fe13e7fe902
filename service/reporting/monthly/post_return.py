"""Signed monthly returns of posts: frozen figures, numbered corrections, and a countersignature."""

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
    sentence = N_("Remove telephone, passport and case numbers: a return must not name anybody.")


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
    """One signed monthly return of a post."""

    __tablename__ = "post_returns"
    __table_args__ = (UniqueConstraint("post", "month", "number"),)
    whose: ClassVar[str] = "post"
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


def list_for_month(session: Session, code: str, month: Month) -> list[PostReturn]:
    """Return the signed returns of a post for a month, newest first."""
    asked = select(PostReturn).where(
        col(PostReturn.post) == code, col(PostReturn.month) == str(month)
    )
    return list(session.execute(asked.order_by(col(PostReturn.number).desc())).scalars())


def newest_by_month(
    session: Session, codes: list[str], listed: list[Month]
) -> dict[tuple[str, str], PostReturn]:
    """Return the newest return of each post and month that has one."""
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
    """Sign the return of a month for one's own post, which freezes its figures.

    Refuses: NotFound, NotAllowed, MonthNotOver, ReturnAlreadySigned, FiguresChanged,
    IdentifyingText, fields.TooLong.
    """
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
    return _freeze(session, code, month, rows[0].number + 1, figures, signing_input, by=by, on=on)


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
    """Return the columns of a return that is signed now.

    Refuses: FiguresChanged, IdentifyingText, fields.TooLong.
    """
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
    """Save a return with its hash, and return the fields for its journal entry.

    The auditor, who sees no figures, has the hash from there.
    """
    row.sha256 = report_digest.digest(row, (row.whose, *_SIGNED_COLUMNS))
    session.add(row)
    session.flush()
    return "figures", f"sha256:{row.sha256}"


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
    rows = list_for_month(session, code, month)
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
    return row.sha256 == report_digest.digest(row, (row.whose, *_SIGNED_COLUMNS))
