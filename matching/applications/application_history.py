"""The history of an application and its contract: what was done, when and by whom."""

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from catalog.core.journal import Entry

# Acts on a contract; its signature is a step of the application.
CONTRACT = ("draft", "agree", "refuse")


def for_application(session: Session, application: str) -> list[Entry]:
    """The journal entries of an application, oldest first, without reads of it."""
    done = and_(col(Entry.noun) == "application", col(Entry.act) != "open")
    agreed = and_(col(Entry.noun) == "contract", col(Entry.act).in_(CONTRACT))
    asked = select(Entry).where(col(Entry.reference) == application, or_(done, agreed))
    return list(session.execute(asked.order_by(col(Entry.position))).scalars())
