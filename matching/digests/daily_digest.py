"""The daily digest: new vacancies, saved searches and documents in one message, never at night."""

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
    """The next people for whom there may be something new, in the order of their references."""
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
    """Queue one digest for each of these people with news and none today; return how many.

    `at` is the address of this service. What comes later on a day waits for the next.
    """
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
    """Mark the alerts of these people as sent; return those who want them and have a vacancy to
    show."""
    rows = select(col(Alert.citizen)).join(Vacancy, col(Vacancy.reference) == col(Alert.vacancy))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(LookingFor, col(LookingFor.citizen) == col(Alert.citizen))
    untold = col(Alert.citizen).in_(people), col(Alert.told_on).is_(None)
    shown = rows.where(*untold, col(LookingFor.told_of).is_(True), vacancies.may_be_shown(day))
    found = set(session.execute(shown.distinct()).scalars())
    session.execute(update(Alert).where(*untold).values(told_on=day))
    return found
