"""The daily digest for staff: how many notices of each kind are unread, and a link, by e-mail.

It names no record and no person. Whoever has an address gets it until they switch it off.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import func, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, outbox, staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.outbox import Channel
from catalog.core.staff_notices import NoticeKind, StaffNotice
from i18n import N_, Language, gettext
from service.accounts import Account

BATCH_SIZE = 200
TITLE = N_("Musofir: notices for you that are not yet read")
READ = N_("Read them: %(page)s")
SWITCH_OFF = N_("You can switch off this message: %(page)s")
# The languages of the digest of those who chose none.
_LANGUAGES = (Language.UZ, Language.RU, Language.EN)


class DigestSettings(SQLModel, table=True):
    """Whether an account wants the digest, in which language, and the day of the last one.

    Without a row it is wanted; without a language it is in Uzbek, Russian and English."""

    __tablename__ = "digest_settings"
    account: str = Field(primary_key=True, foreign_key="accounts.reference", max_length=24)
    wanted: bool = True
    language: str = Field(default="", max_length=8)
    sent_on: date | None = None


class DigestChoice(msgspec.Struct, frozen=True):
    """Whether the digest is wanted, and its language, or nothing for all of them."""

    wanted: bool = False
    language: Language | None = None


def current(session: Session, account: str) -> DigestChoice:
    """Return the choice of an account."""
    row = session.get(DigestSettings, account) or DigestSettings(account=account)
    return DigestChoice(row.wanted, Language(row.language) if row.language else None)


def choose(session: Session, choice: DigestChoice, *, by: Actor, on: datetime) -> None:
    """Switch the actor's own digest on or off, and choose its language."""
    row = session.get(DigestSettings, by.account) or DigestSettings(account=by.account)
    row.wanted, row.language = choice.wanted, choice.language.value if choice.language else ""
    session.add(row)
    session.flush()
    journal.write(session, "set_digest", "account", by.account, by=by, on=on)


def list_waiting(session: Session, day: date, *, after: str = "") -> list[Account]:
    """Return the next accounts to which a digest is to be sent today, by their references.

    They can sign in, have an address and an unread notice, and want it."""
    unread = select(1).where(
        col(StaffNotice.account) == col(Account.reference), staff_notices.is_unread()
    )
    wants = or_(col(DigestSettings.account).is_(None), col(DigestSettings.wanted))
    not_today = or_(col(DigestSettings.sent_on).is_(None), col(DigestSettings.sent_on) < day)
    asked = (
        select(Account)
        .outerjoin(DigestSettings, col(DigestSettings.account) == col(Account.reference))
        .where(col(Account.role) != Role.CITIZEN.value, col(Account.disabled_at).is_(None))
        .where(col(Account.email).is_not(None), wants, not_today, unread.exists())
        .where(col(Account.reference) > after)
    )
    return list(session.execute(asked.order_by(col(Account.reference)).limit(BATCH_SIZE)).scalars())


def send(
    session: Session, accounts: Sequence[Account], *, at: str, on: datetime, day: date
) -> None:
    """Queue the digest of each of these accounts; `at` is the address of this service."""
    counts = _counts(session, [one.reference for one in accounts])
    for one in accounts:
        row = session.get(DigestSettings, one.reference) or DigestSettings(account=one.reference)
        row.sent_on = day
        session.add(row)
        languages = [Language(row.language)] if row.language else _LANGUAGES
        words = [_text(lang, counts[one.reference], at.rstrip("/")) for lang in languages]
        outbox.put(session, Channel.EMAIL, one.email or "", "\n\n".join(words), on=on)


def _counts(session: Session, accounts: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the number of unread notices by account and kind."""
    account, kind = col(StaffNotice.account), col(StaffNotice.kind)
    asked = select(account, kind, func.count()).where(
        account.in_(accounts), staff_notices.is_unread()
    )
    found: dict[str, dict[str, int]] = {}
    for reference, name, number in session.execute(asked.group_by(account, kind)):
        found.setdefault(reference, {})[name] = number
    return found


def _text(lang: Language, counts: Mapping[str, int], at: str) -> str:
    kinds = [one for one in NoticeKind if one.value in counts]
    return "\n".join(
        (
            gettext(lang, TITLE),
            *(f"{gettext(lang, one.label)}: {counts[one.value]}" for one in kinds),
            gettext(lang, READ, page=f"{at}/{lang.value}/desk/notices"),
            gettext(lang, SWITCH_OFF, page=f"{at}/{lang.value}/me"),
        )
    )
