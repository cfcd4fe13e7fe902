"""Messages that call officers to the desk, without any detail of a case."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import outbox
from catalog.core.actor import Role
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance

NEWS_TEXT = N_("There is something new under “My desk”. Open Musofir.")
# A stranger can file many claims and add to each; more messages would say nothing else.
MOST_NEWS = Allowance(10, HOUR)
# It is not known in which of them an officer reads.
_LANGUAGES = (Language.UZ, Language.RU, Language.EN)


def put(session: Session, emails: Iterable[str], sentence: str, *, on: datetime) -> None:
    """Queue an e-mail with one sentence, in the languages of officers, to each address."""
    words = "\n".join(gettext(lang, sentence) for lang in _LANGUAGES)
    for email in emails:
        outbox.put(session, Channel.EMAIL, email, words, on=on)


def notify_responsible(session: Session, claim: Claim, *, on: datetime) -> int:
    """Tell whoever must act on a claim that something is new; return how many were told.

    That is its officer, else the attachés of its post, else the claims officers. Nobody gets more
    than ten such messages an hour."""
    owner = col(Account.reference) == wage_claims.owner(claim)
    post = (col(Account.role) == Role.ATTACHE.value) & (col(Account.post) == claim.post)
    desk = col(Account.role) == Role.CLAIMS_OFFICER.value
    emails = _emails(session, owner) or _emails(session, post) or _emails(session, desk)
    reached = set(rate_limits.list_reached(session, "news", emails, MOST_NEWS, on=on))
    called = [email for email in emails if email not in reached]
    for email in called:
        rate_limits.record_event(session, "news", email, on=on)
    put(session, called, NEWS_TEXT, on=on)
    return len(called)


def _emails(session: Session, term: ColumnElement[bool]) -> list[str]:
    """Return the addresses of these members of staff who can sign in."""
    asked = select(col(Account.email)).where(
        term, col(Account.email).is_not(None), col(Account.disabled_at).is_(None)
    )
    return [
        str(email) for email in session.execute(asked.order_by(col(Account.reference))).scalars()
    ]
