"""Digests: what is new of vacancies, saved searches and papers, told in one message, at most one a day and never by night."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from catalog.core.actor import Who
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.applications import notices
from matching.applications.notices import DAILY, NEWS, Due
from matching.digests import expiry_reminders
from matching.digests.expiry_reminders import PAPERS
from matching.profiles.profiles import LookingFor
from matching.ranking.alerts import Alert
from matching.search import new_results
from matching.search.new_results import New

SOME = 500


def waiting(session: Session, day: date, *, after: str = "") -> list[str]:
    """Some of the people for whom something may be new, in the order of their references."""
    alerted = select(col(Alert.citizen)).where(col(Alert.told_on).is_(None), col(Alert.citizen) > after)
    first = session.execute(alerted.distinct().order_by(col(Alert.citizen)).limit(SOME)).scalars()
    searching = new_results.waiting(session, after, most=SOME)
    return sorted({*first, *searching, *expiry_reminders.waiting(session, PAPERS, day, after, most=SOME)})[:SOME]


def send(session: Session, new: New, people: Sequence[str], *, at: str, by: Who, on: datetime) -> int:
    """Puts one message into the box for each of these people for whom something is new and who had none today, with the
    address of this service; says how many. What comes later on a day waits for the next."""
    mine = sorted(notices.held(session, set(people)).keys() - notices.heard(session, people, new.day))
    papers = notices.untold(session, expiry_reminders.due(session, PAPERS, new.day, mine))
    found = new_results.found(session, new, mine)
    for row in found:
        row.told_at = on
    whose = {one.citizen for one in papers} | {row.citizen for row in found} | _alerted(session, mine, new.day)
    word = [Due(one, DAILY, new.day, 0, NEWS) for one in sorted(whose)]
    return notices.tell(session, [*papers, *word], by=by, on=on, at=at)


def _alerted(session: Session, people: Sequence[str], day: date) -> set[str]:
    """Those who still ask and for whom a new vacancy may be shown; all of theirs count as told."""
    rows = select(col(Alert.citizen)).join(Vacancy, col(Vacancy.reference) == col(Alert.vacancy))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(LookingFor, col(LookingFor.citizen) == col(Alert.citizen))
    untold = col(Alert.citizen).in_(people), col(Alert.told_on).is_(None)
    shown = rows.where(*untold, col(LookingFor.told_of).is_(True), vacancies.may_be_shown(day))
    found = set(session.execute(shown.distinct()).scalars())
    session.execute(update(Alert).where(*untold).values(told_on=day))
    return found
