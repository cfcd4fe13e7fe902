"""What the vetting queue shows of each vacancy: its wait, its deadline, posts' opinions.

The opinions are on its employer.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.core.journal import Entry
from catalog.employers.employers import Employer
from catalog.licensing import legal_rules
from catalog.reference.posts import Post
from catalog.vacancies.vacancies import Vacancy
from service.casework.employers import opinions
from service.casework.employers.opinions import EmployerOpinion
from service.pages.desk.shared import employer_opinions

# The legal rule for the number of days within which a vacancy is decided.
DEADLINE_RULE = "vetting_decision"
# Acts that submit a vacancy; other steps of vetting do not restart its days.
_SUBMISSION_ACTS = ("submit", "amend", "answer_remarks")


class VettingQueue(msgspec.Struct):
    """By vacancy: since when it waits, when it is due, and opinions; their posts by code."""

    since: dict[str, date]
    due_on: dict[str, date]
    judged: dict[str, list[EmployerOpinion]]
    said_by: dict[str, Post]


def for_vacancies(session: Session, rows: Sequence[Vacancy], today: date) -> VettingQueue:
    since, days = (
        submission_days(session, [row.reference for row in rows]),
        legal_rules.days(session, DEADLINE_RULE, today),
    )
    firms = {row.employer for row in rows}
    asked = select(col(Employer.reference), col(Employer.country), col(Employer.key)).where(
        col(Employer.reference).in_(firms)
    )
    known = {number: (country, key) for number, country, key in session.execute(asked)}
    found = opinions.current(session, known.values())
    judged = {row.reference: found.get(known[row.employer], []) for row in rows}
    due = {number: day + timedelta(days=days) for number, day in since.items()} if days else {}
    offices = employer_opinions.posts(session, [one for some in found.values() for one in some])
    return VettingQueue(since=since, due_on=due, judged=judged, said_by=offices)


def submission_days(session: Session, numbers: Sequence[str]) -> dict[str, date]:
    """Return the day on which each vacancy was submitted as it is now."""
    asked = select(col(Entry.reference), func.max(col(Entry.at))).where(
        col(Entry.reference).in_(numbers),
        col(Entry.noun) == "vacancy",
        col(Entry.act).in_(_SUBMISSION_ACTS),
    )
    return {
        number: tashkent_day(at)
        for number, at in session.execute(asked.group_by(col(Entry.reference)))
    }
