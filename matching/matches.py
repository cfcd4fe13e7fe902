"""Matches: the vacancies that suit a person best, with the sheet of each; nothing of the person is kept."""

from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog import vacancies
from catalog.agencies import Agency
from catalog.ground import rates
from catalog.vacancies import Vacancy
from matching import score
from matching.gates import Profile, Terms
from matching.score import Sheet

_COLUMNS = [getattr(Vacancy, field.name) for field in msgspec.structs.fields(Terms)]
# More vacancies of one kind of work than this are weighed newest first.
_MOST = 5_000


class Match(msgspec.Struct):
    reference: str
    sheet: Sheet


class Matches(msgspec.Struct):
    """The best, and how many more there are that a gate keeps shut."""

    best: list[Match]
    total: int
    shut: int


def rank(session: Session, profile: Profile, today: date, *, limit: int = 20) -> Matches:
    """Weighs the person against the open vacancies of their kind of work."""
    table = rates.table(session, today)
    sheets = [Match(terms.reference, score.weigh(profile, terms, table)) for terms in _near(session, profile, today)]
    open_to = [match for match in sheets if match.sheet.open]
    open_to.sort(key=lambda match: (-match.sheet.points, match.sheet.knowable, match.reference))
    return Matches(open_to[:limit], len(open_to), len(sheets) - len(open_to))


def _near(session: Session, profile: Profile, today: date) -> list[Terms]:
    kind = col(Vacancy.isco08).startswith(profile.occupation[:2])
    rows = select(*_COLUMNS).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.where(vacancies.may_be_shown(today), kind)
    if profile.country:
        rows = rows.where(col(Vacancy.country) == profile.country)
    newest = rows.order_by(col(Vacancy.published_at).desc(), col(Vacancy.reference)).limit(_MOST)
    return [Terms(*row) for row in session.execute(newest)]
