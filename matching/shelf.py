"""The register as one process holds it in memory, brought up to date at each request that the register has moved since."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog import occupations, vacancies
from catalog.agencies import Agency
from catalog.employers import Employer
from catalog.ground import journal
from catalog.occupations import Occupation
from catalog.vacancies import Vacancy
from matching import columns, offers, terms
from matching.columns import Columns
from matching.index import Index
from matching.lexicon import Lexicon
from matching.names import Names
from matching.packed import Document

_SEEN: tuple[Any, ...] = (
    Vacancy.reference, Vacancy.title, Vacancy.isco08, Employer.name, Vacancy.city, Vacancy.country, Vacancy.pay_month,
    Vacancy.currency, Vacancy.language_required, Vacancy.housing, Vacancy.opens_on,
)  # fmt: skip
# Past this many changed vacancies the small part is folded into the body again.
_FOLD = 2_000


class Shelf:
    """Recruiters by name, occupations by code, vacancies by their words and in columns; the database remains the truth."""

    def __init__(self) -> None:
        self.position = -1
        self.day: date | None = None
        self.names = Names(())
        self.occupations: dict[str, Occupation] = {}
        self.lexicon = Lexicon(())
        self.index = Index.build((), self.lexicon)
        self.columns = Columns.build(())
        self._lock = threading.Lock()

    def refresh(self, session: Session, today: date) -> None:
        """One short question to the journal when nothing has changed; otherwise only what changed is read again."""
        position = journal.register_position(session)
        if (position, today) == (self.position, self.day):
            return
        with self._lock:
            if position > self.position or today != self.day:
                self._move(session, today)
                self.position, self.day = position, today

    def _move(self, session: Session, today: date) -> None:
        first, since = self.position < 0, self.position
        if first or journal.touched(session, "occupation", since):
            self.occupations, self.lexicon = occupations.all_of(session), terms.lexicon(session)
            first = True
        agencies = journal.touched(session, "agency", since) + journal.touched(session, "licence", since)
        if first or agencies:
            self.names = offers.names(session)
        if first or today != self.day:
            self.index = Index.build(documents(session, today), self.lexicon)
            self.columns = Columns.build(columns.read(session, today))
            return
        changed = set(journal.touched(session, "vacancy", since))
        changed |= _of_firms(session, col(Vacancy.agency), agencies)
        changed |= _of_firms(session, col(Vacancy.employer), journal.touched(session, "employer", since))
        self._take_in(session, sorted(changed), today)

    def _take_in(self, session: Session, changed: list[str], today: date) -> None:
        weighed = [one for part in _parts(changed) for one in columns.read(session, today, _are(part))]
        self.columns = self.columns.with_changes(weighed, changed)
        shown = [one for part in _parts(changed) for one in documents(session, today, part)]
        gone = set(changed) - {document.id for document in shown}
        self.index = self.index.with_changes(shown, gone)
        if len(self.index.changed) > _FOLD:
            self.index = Index.build(self.index.documents(), self.lexicon)


def _parts(references: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (references[start : start + size] for start in range(0, len(references), size))


def _are(references: Sequence[str]) -> ColumnElement[bool]:
    return col(Vacancy.reference).in_(references)


def _of_firms(session: Session, column: Any, firms: Sequence[str]) -> set[str]:
    """The vacancies of recruiters and employers whose standing may have changed."""
    found: set[str] = set()
    for part in _parts(firms):
        found |= set(session.execute(select(col(Vacancy.reference)).where(column.in_(part))).scalars())
    return found


def documents(session: Session, today: date, only: Sequence[str] | None = None) -> Iterator[Document]:
    """What search must know of the vacancies that may be shown today, or of some of them; never all of them at once."""
    rows = select(*_SEEN).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(Employer, col(Employer.reference) == col(Vacancy.employer)).where(vacancies.may_be_shown(today))
    if only is not None:
        rows = rows.where(col(Vacancy.reference).in_(only))
    for row in session.execute(rows, execution_options={"yield_per": 10_000}):
        yield _document(*row)


def _document(
    reference: str, title: str, isco08: str | None, employer: str, city: str, country: str, wage: int | None,
    currency: str, languages: str, housing: str | None, opens_on: date,
) -> Document:  # fmt: skip
    spoken = tuple(one.split(":")[0] for one in languages.split(",") if one)
    given = housing in ("employer", "state")
    return Document(
        reference, title, isco08, employer, city, country, wage, currency, spoken, given, True, opens_on.toordinal()
    )
