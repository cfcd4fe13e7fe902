"""The register cache of one process, refreshed at each request after the register changed."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from catalog.core import exchange_rates, journal
from catalog.core.exchange_rates import RateTable
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredName
from catalog.employers.employers import Employer
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, AgencySummary
from catalog.reference import occupations
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Period, State, Vacancy
from matching.fraud import confirmed_frauds, recruiter_names
from matching.fraud.confirmed_frauds import Frauds
from matching.fraud.known_register import KnownRegister, Memos
from matching.identity.name_matching import Names
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Lexicon
from matching.ranking import vacancy_columns
from matching.ranking.vacancy_columns import Columns
from matching.search.index import Index
from matching.search.packed_vacancies import Document

_SEEN: tuple[Any, ...] = (
    Vacancy.reference,
    Vacancy.title,
    Vacancy.isco08,
    Employer.name,
    Vacancy.city,
    Vacancy.country,
    Vacancy.pay_month,
    Vacancy.currency,
    Vacancy.language_required,
    Vacancy.opens_on,
    Vacancy.closes_on,
    Vacancy.housing,
    Vacancy.meals,
    Vacancy.travel,
    Vacancy.insurance,
    Vacancy.worker_fee,
    Vacancy.quota,
    Vacancy.period,
    Vacancy.wage_min,
    Vacancy.hours_per_week,
    Vacancy.contract_months,
    Vacancy.experience_years,
    Agency.name,
    Agency.kind,
)
_GIVEN = ("employer", "state")

# Above this many changed vacancies the small part is merged into the body in the background.
_FOLD = 2_000
# Above this many it is faster to read all of them at once.
_ANEW = 20_000


class RegisterCache:
    """Recruiters by name, occupations by code, vacancies by words and in columns, today's rates.

    The database remains authoritative.
    """

    def __init__(self) -> None:
        self.position = -1
        self.day: date | None = None
        self.names = Names(())
        self.recruiters: dict[str, AgencySummary] = {}
        self.occupations: dict[str, Occupation] = {}
        self.lexicon = Lexicon(())
        self.index = Index.build((), self.lexicon)
        self.columns = Columns.build(())
        self.rates = RateTable(date.min, {})
        self.memos = Memos(-1, date.min)
        self.folding: threading.Thread | None = None
        self._frauds: tuple[Any, Frauds] = None, Frauds(())
        self._later: list[tuple[list[Document], set[str]]] = []  # changes since the merge began
        self._lock = threading.Lock()

    def refresh(self, session: Session, today: date) -> None:
        """Refresh the cache: one short query if nothing changed, else only changes are read."""
        position = journal.register_position(session)
        if (position, today) == (self.position, self.day):
            return
        with self._lock:
            if position > self.position or today != self.day:
                self._move(session, today)
                self.memos = Memos(position, today)
                self.position, self.day = position, today

    def frauds(self, session: Session) -> Frauds:
        """The confirmed frauds, read again when a report is confirmed.

        Such reports are not entries of the register.
        """
        mark = (self.position, self.day, confirmed_frauds.version(session))
        if self._frauds[0] != mark and self.day:
            self._frauds = mark, confirmed_frauds.read(session, self.names, self.day)
        return self._frauds[1]

    def known(self, session: Session, today: date) -> KnownRegister:
        """What recruiters and offers are compared with.

        A request that began before midnight may come after the cache moved to the next day.
        """
        memos = self.memos
        if memos.day != today:
            memos = Memos(-1, today)
        return KnownRegister(today, self.names, self.frauds(session), self.rates, memos)

    def in_soum(self, row: Any) -> int | None:
        """What a vacancy pays a month at the day's rates, in tiyin.

        It is rounded to three figures: a converted wage is no more exact than that.
        """
        if not row.pay_month:
            return None
        minor = self.rates.convert(row.pay_month, row.currency, "UZS")
        return minor and int(float(f"{minor:.3g}"))

    def _move(self, session: Session, today: date) -> None:
        first, since = self.position < 0, self.position
        firms = journal.changed_references(session, "agency", since) + journal.changed_references(
            session, "licence", since
        )
        if first or journal.changed_references(session, "occupation", since):
            lexicon = lexicon_terms.lexicon(session)
            lexicon.lessons.follow(self.lexicon.lessons)
            self.lexicon = lexicon
            self.occupations = occupations.by_code(session)
            self.index = self.index.by(self.lexicon)
        if today != self.day or journal.changed_references(session, "rate", since):
            self.rates = exchange_rates.table(session, today)
        if first or firms:
            self.names = recruiter_names.read(session)
        if first or firms or today != self.day:
            self.recruiters = agencies.summaries(session, today)
        changed = set() if self.day is None else self._changed(session, since, firms, today)
        if first or len(changed) > _ANEW:
            self.index = Index.build(documents(session, today), self.lexicon)
            self.columns = Columns.build(vacancy_columns.read(session, today))
        else:
            self._take_in(session, sorted(changed), today)

    def _changed(self, session: Session, since: int, firms: Sequence[str], today: date) -> set[str]:
        """The vacancies that changed: themselves, their recruiter or employer, or by the new
        day."""
        changed = set(journal.changed_references(session, "vacancy", since))
        changed |= _of_firms(session, col(Vacancy.agency), firms)
        changed |= _of_firms(
            session, col(Vacancy.employer), journal.changed_references(session, "employer", since)
        )
        return changed | (
            _changed_between(session, self.day, today) if self.day and self.day != today else set()
        )

    def _take_in(self, session: Session, changed: list[str], today: date) -> None:
        weighed = [
            one
            for part in _parts(changed)
            for one in vacancy_columns.read(session, today, _reference_in(part))
        ]
        self.columns = self.columns.with_changes(weighed, changed)
        shown = [one for part in _parts(changed) for one in documents(session, today, part)]
        gone = set(changed) - {document.id for document in shown}
        self.index = self.index.with_changes(shown, gone)
        if self.folding and self.folding.is_alive():
            self._later.append((shown, gone))
        elif len(self.index.changed) > _FOLD:
            self._later = []
            self.folding = threading.Thread(target=self._fold, args=(self.index,), daemon=True)
            self.folding.start()

    def _fold(self, index: Index) -> None:
        """Merge the small part into the body while requests use the old one.

        Changes made meanwhile are added at the end. If everything was rebuilt meanwhile, that
        stays.
        """
        folded = Index.build(index.documents(), index.lexicon)
        with self._lock:
            if self.index.body is index.body:
                for shown, gone in self._later:
                    folded = folded.with_changes(shown, gone)
                self.index = folded.by(self.lexicon)


def _parts(references: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (references[start : start + size] for start in range(0, len(references), size))


def _reference_in(references: Sequence[str]) -> ColumnElement[bool]:
    return col(Vacancy.reference).in_(references)


def _of_firms(session: Session, column: Any, firms: Sequence[str]) -> set[str]:
    """The vacancies of recruiters and employers whose status may have changed."""
    found: set[str] = set()
    for part in _parts(firms):
        found |= set(
            session.execute(select(col(Vacancy.reference)).where(column.in_(part))).scalars()
        )
    return found


def _changed_between(session: Session, before: date, today: date) -> set[str]:
    """The vacancies that may be shown on only one of two days.

    Because they begin or end, or because their firms' status changes.
    """
    first, last = sorted((before, today))
    begun = and_(col(Vacancy.opens_on) > first, col(Vacancy.opens_on) <= last)
    over = and_(col(Vacancy.closes_on) >= first, col(Vacancy.closes_on) < last)
    vetted = col(Vacancy.state) == State.PUBLISHED.value
    found = set(
        session.execute(select(col(Vacancy.reference)).where(vetted, or_(begun, over))).scalars()
    )
    firms = select(col(Agency.external_id)).where(
        agencies.may_recruit(before) != agencies.may_recruit(today)
    )
    barred = select(col(BarredName.employer)).where(
        blacklist.in_force(before) != blacklist.in_force(today)
    )
    found |= _of_firms(session, col(Vacancy.agency), session.execute(firms).scalars().all())
    return found | _of_firms(
        session, col(Vacancy.employer), session.execute(barred).scalars().all()
    )


def documents(
    session: Session, today: date, only: Sequence[str] | None = None
) -> Iterator[Document]:
    """The search data of the vacancies that may be shown today, or of some; streamed in batches."""
    rows = select(*_SEEN).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(Employer, col(Employer.reference) == col(Vacancy.employer)).where(
        vacancies.may_be_shown(today)
    )
    if only is not None:
        rows = rows.where(col(Vacancy.reference).in_(only))
    for row in session.execute(rows, execution_options={"yield_per": 10_000}):
        yield _document(*row)


def _document(*row: Any) -> Document:
    reference, title, isco08, employer, city, country, wage, currency, languages = row[:9]
    opens_on, closes_on, housing, meals, travel, insurance, fee, quota = row[9:17]
    period, lowest, hours, months, experience, agency, kind = row[17:]
    return Document(
        id=reference,
        title=title,
        isco08=isco08,
        employer=employer,
        city=city,
        country=country,
        wage=wage,
        currency=currency,
        languages=tuple(one.split(":")[0] for one in languages.split(",") if one),
        housing=housing in _GIVEN,
        opens_on=opens_on.toordinal(),
        closes_on=closes_on.toordinal(),
        agency=agency,
        meals=meals in _GIVEN,
        travel=travel in _GIVEN,
        insurance=insurance in _GIVEN,
        no_fee=fee == 0,
        state_programme=quota or kind == agencies.Kind.STATE,
        pay_hour=_pay_hour(period, lowest, wage, hours),
        hours=hours,
        months=months,
        experience=experience,
    )


def _pay_hour(period: str, lowest: int, wage: int | None, hours: int | None) -> int | None:
    """Minor units an hour, if it is paid by the hour or the hours are stated."""
    if period == Period.HOUR:
        return lowest
    return wage * 12 // (52 * hours) if wage and hours else None


@cache
def empty_register() -> RegisterCache:
    """Return what pages use until the register is loaded; it is never loaded itself."""
    return RegisterCache()
