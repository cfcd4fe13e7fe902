"""Messages that call officers to the desk, without any detail of a case."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from catalog.core import outbox
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from service.casework.claims import responsible_officers
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

    Nobody gets more than ten such messages an hour."""
    emails = [one.email for one in responsible_officers.list_for_claim(session, claim) if one.email]
    reached = set(rate_limits.list_reached(session, "news", emails, MOST_NEWS, on=on))
    called = [email for email in emails if email not in reached]
    for email in called:
        rate_limits.record_event(session, "news", email, on=on)
    put(session, called, NEWS_TEXT, on=on)
    return len(called)
