"""History: what was done with an application and with its contract, when and by whom."""

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from catalog.ground.journal import Entry
from matching.contracts import State

# Where each word about a contract led it; its signature is a step of the application.
LED_TO = {"draft": State.DRAFTED, "agree": State.ACCEPTED, "refuse": State.REFUSED}


def of(session: Session, application: str) -> list[Entry]:
    """The entries of the journal, oldest first; who looked is no part of it."""
    done = and_(col(Entry.noun) == "application", col(Entry.act) != "open")
    agreed = and_(col(Entry.noun) == "contract", col(Entry.act).in_(LED_TO))
    asked = select(Entry).where(col(Entry.reference) == application, or_(done, agreed))
    return list(session.execute(asked.order_by(col(Entry.position))).scalars())
