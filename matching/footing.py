"""Footing: what a contract stands on, asked anew at each step towards it."""

from sqlmodel import Session

from catalog.ground.refusals import Refusal
from catalog.vacancies import State, Vacancy
from i18n import N_
from matching.applications import Application

# In whose terms a contract can be compared: somebody vetted them, and nobody looks at them anew.
VETTED = frozenset({State.PUBLISHED, State.PAUSED, State.WITHDRAWN})


class NotVetted(Refusal):
    sentence = N_(
        "The vacancy was changed and is being vetted. The contract can be compared with it when that is done."
    )


def require_vetted(session: Session, row: Application) -> None:
    """That the terms of its vacancy are the ones that were vetted: what is told anew and taken back was seen by nobody.
    Refuses: NotVetted."""
    vacancy = session.get_one(Vacancy, row.vacancy)
    let_through, told = vacancy.published_at, vacancy.terms_at
    if State(vacancy.state) not in VETTED or let_through is None or (told is not None and told > let_through):
        raise NotVetted
