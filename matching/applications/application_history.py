"""History: what was done with an application and with its contract, when and by whom."""

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from catalog.core.journal import Entry

# What is said of a contract; its signature is a step of the application.
CONTRACT = ("draft", "agree", "refuse")


def for_application(session: Session, application: str) -> list[Entry]:
    """The entries of the journal, oldest first; who looked is no part of it."""
    done = and_(col(Entry.noun) == "application", col(Entry.act) != "open")
    agreed = and_(col(Entry.noun) == "contract", col(Entry.act).in_(CONTRACT))
    asked = select(Entry).where(col(Entry.reference) == application, or_(done, agreed))
    return list(session.execute(asked.order_by(col(Entry.position))).scalars())
