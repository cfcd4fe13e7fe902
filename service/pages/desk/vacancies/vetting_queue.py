"""What is told beside each vacancy of the vetting queue: how long it waits, by when it is due, and
what posts think of its firm."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.core.journal import Entry
from catalog.employers.employers import Employer
from catalog.licensing import legal_rules
from catalog.vacancies.vacancies import Vacancy
from service.casework.employers import opinions
from service.pages.desk.shared import employer_opinions

# Within how many days a vacancy is decided: a row of law.
DEADLINE_RULE = "vetting_decision"
# What hands a vacancy in; other steps of vetting do not begin its days anew.
_SUBMISSION_ACTS = ("submit", "amend", "answer_remarks")


def queue_facts(session: Session, rows: Sequence[Vacancy], today: date) -> dict[str, Any]:
    """By the reference of each vacancy: since when it waits, by when it is due, and the opinions
    that count on its employer."""
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
    return {"since": since, "due_on": due, "judged": judged, "said_by": offices}


def submission_days(session: Session, numbers: Sequence[str]) -> dict[str, date]:
    """The day on which each vacancy was handed in as it is now."""
    asked = select(col(Entry.reference), func.max(col(Entry.at))).where(
        col(Entry.reference).in_(numbers),
        col(Entry.noun) == "vacancy",
        col(Entry.act).in_(_SUBMISSION_ACTS),
    )
    return {
        number: tashkent_day(at)
        for number, at in session.execute(asked.group_by(col(Entry.reference)))
    }
