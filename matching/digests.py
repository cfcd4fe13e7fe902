"""Digests: what is new for a person told to them in one message, at most one a day and never by night."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from catalog import vacancies
from catalog.agencies import Agency
from catalog.vacancies import Vacancy
from i18n import Language, ngettext
from matching import notices
from matching.alerts import Alert
from matching.citizens import Citizen
from matching.profiles import LookingFor

SOME = 500


def waiting(session: Session, day: date, *, after: str = "") -> list[str]:
    """Some of the people to whom something is to be told and was told nothing today, in the order of their references."""
    today = aliased(Alert)
    told = exists().where(col(today.citizen) == col(Alert.citizen), col(today.told_on) == day)
    rows = select(col(Alert.citizen)).where(col(Alert.told_on).is_(None), col(Alert.citizen) > after, ~told)
    return list(session.execute(rows.distinct().order_by(col(Alert.citizen)).limit(SOME)).scalars())


def send(session: Session, people: Sequence[str], *, on: datetime, day: date) -> int:
    """Puts one message into the box for each of these people for whom something new may be shown; says how many. Whoever asks no
    more, or left no number, is sent nothing."""
    counted = _counted(session, people, day)
    untold = col(Alert.citizen).in_(people), col(Alert.told_on).is_(None)
    session.execute(update(Alert).where(*untold).values(told_on=day))
    rows = session.execute(select(Citizen).where(col(Citizen.reference).in_(counted)).order_by(col(Citizen.reference)))
    return sum(notices.put(session, row, partial(_words, counted[row.reference]), on=on) for row in rows.scalars())


def _counted(session: Session, people: Sequence[str], day: date) -> dict[str, int]:
    """How many new vacancies may be shown to each of those who still ask."""
    rows = select(col(Alert.citizen), func.count()).join(Vacancy, col(Vacancy.reference) == col(Alert.vacancy))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(LookingFor, col(LookingFor.citizen) == col(Alert.citizen))
    new = col(Alert.citizen).in_(people), col(Alert.told_on).is_(None), col(LookingFor.told_of).is_(True)
    rows = rows.where(*new, vacancies.may_be_shown(day)).group_by(col(Alert.citizen))
    return {row[0]: row[1] for row in session.execute(rows)}


def _words(many: int, lang: Language) -> str:
    return ngettext(
        lang, "Musofir: %(n)s new job suits you better than those you know. Sign in to see it.",
        "Musofir: %(n)s new jobs suit you better than those you know. Sign in to see them.", many,
    )  # fmt: skip
