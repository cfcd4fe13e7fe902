"""Replies of an agency to the remarks of vetting officers on its vacancy, point by point."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import TooLong, text
from catalog.vacancies import vetting
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting import Verdict, WrongStep
from catalog.vacancies.vetting_points import Point
from i18n import N_

# The reply to the reason for which the vacancy was returned, not to a point.
WHOLE = "whole"
LONGEST = 500


class RemarkOpen(Refusal):
    slug = "remark-open"
    sentence = N_(
        "The officer found a problem here. Explain what you changed, or why you left it as it is."
    )


class VettingAnswer(SQLModel, table=True):
    """The agency's reply on one point when it resubmitted the vacancy; earlier replies stay."""

    __tablename__ = "vetting_answers"
    id: int | None = Field(default=None, primary_key=True)
    vacancy: str = Field(foreign_key="vacancies.reference", index=True, max_length=24)
    point: str = Field(max_length=24)
    words: str = Field(max_length=LONGEST)
    account: str = Field(max_length=40)
    at: datetime


def replies_by_point(session: Session, vacancy: str) -> dict[str, list[VettingAnswer]]:
    """All replies by point, newest first."""
    asked = (
        select(VettingAnswer)
        .where(col(VettingAnswer.vacancy) == vacancy)
        .order_by(col(VettingAnswer.id).desc())
    )
    found: dict[str, list[VettingAnswer]] = {}
    for row in session.execute(asked).scalars():
        found.setdefault(row.point, []).append(row)
    return found


def remarks(session: Session, vacancy: str) -> dict[str, str]:
    """The failed points of a vacancy, with what the officer wrote."""
    return {
        one.point: one.evidence
        for one in vetting.checks(session, vacancy)
        if one.verdict == Verdict.FAIL
    }


def resubmit(
    session: Session, row: Vacancy, values: Mapping[str, str], *, by: Actor, on: datetime
) -> None:
    """Reply to every remark and resubmit the vacancy.

    Whether the replies suffice, the officers decide. Refuses: WrongStep, RemarkOpen, TooLong,
    fields.NotText.
    """
    if row.state != State.RETURNED:
        raise WrongStep(state=row.state)
    given_texts = {point: text(values.get(point, "")) for point in (WHOLE, *Point)}
    required = list(remarks(session, row.reference)) or [WHOLE]
    errors: list[Refusal] = [RemarkOpen(point) for point in required if not given_texts[point]]
    errors += [
        TooLong(point, most=LONGEST) for point, words in given_texts.items() if len(words) > LONGEST
    ]
    if errors:
        raise InvalidInput(errors)
    given = {point: words for point, words in given_texts.items() if words}
    for point, words in given.items():
        session.add(
            VettingAnswer(
                vacancy=row.reference, point=point, words=words, account=by.account, at=on
            )
        )
    row.state = State.SUBMITTED.value
    session.flush()
    journal.write(
        session, "answer_remarks", "vacancy", row.reference, by=by, on=on, fields=("state", *given)
    )
