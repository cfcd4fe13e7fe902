"""Digests: what is new of vacancies, saved searches and papers, told in one message, at most one a
day and never by night."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.applications import notices
from matching.applications.notices import DAILY, NEWS, DueNotice
from matching.digests import expiry_reminders
from matching.digests.expiry_reminders import PAPERS
from matching.profiles.profiles import LookingFor
from matching.ranking.alerts import Alert
from matching.search import new_results
from matching.search.new_results import NewVacancies

BATCH_SIZE = 500


def list_waiting(session: Session, day: date, *, after: str = "") -> list[str]:
    """Some of the people for whom something may be new, in the order of their references."""
    alerted = select(col(Alert.citizen)).where(
        col(Alert.told_on).is_(None), col(Alert.citizen) > after
    )
    first = session.execute(
        alerted.distinct().order_by(col(Alert.citizen)).limit(BATCH_SIZE)
    ).scalars()
    searching = new_results.list_waiting(session, after, most=BATCH_SIZE)
    return sorted(
        {
            *first,
            *searching,
            *expiry_reminders.list_waiting(session, PAPERS, day, after, most=BATCH_SIZE),
        }
    )[:BATCH_SIZE]


def send(
    session: Session, new: NewVacancies, people: Sequence[str], *, at: str, by: Actor, on: datetime
) -> int:
    """Puts one message into the box for each of these people for whom something is new and who had
    none today, with the address of this service; says how many. What comes later on a day waits for
    the next."""
    mine = sorted(
        notices.lock_people(session, set(people)).keys()
        - notices.notified_on(session, people, new.day)
    )
    papers = notices.not_yet_sent(
        session, expiry_reminders.due_notices(session, PAPERS, new.day, mine)
    )
    found = new_results.find_for_people(session, new, mine)
    for row in found:
        row.told_at = on
    whose = (
        {one.citizen for one in papers}
        | {row.citizen for row in found}
        | _mark_alerted(session, mine, new.day)
    )
    word = [DueNotice(one, DAILY, new.day, 0, NEWS) for one in sorted(whose)]
    return notices.notify(session, [*papers, *word], by=by, on=on, at=at)


def _mark_alerted(session: Session, people: Sequence[str], day: date) -> set[str]:
    """Those who still ask and for whom a new vacancy may be shown; all of theirs count as told."""
    rows = select(col(Alert.citizen)).join(Vacancy, col(Vacancy.reference) == col(Alert.vacancy))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(LookingFor, col(LookingFor.citizen) == col(Alert.citizen))
    untold = col(Alert.citizen).in_(people), col(Alert.told_on).is_(None)
    shown = rows.where(*untold, col(LookingFor.told_of).is_(True), vacancies.may_be_shown(day))
    found = set(session.execute(shown.distinct()).scalars())
    session.execute(update(Alert).where(*untold).values(told_on=day))
    return found
