"""New results of saved searches: only recent vacancies are read, and equal searches run once."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.exchange_rates import RateTable
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.lexicon.lexicon import Lexicon
from matching.search import register_cache, saved_searches, search, search_results
from matching.search.index import Index
from matching.search.saved_searches import SavedSearch

# Older vacancies are not new, and no more than these are read.
WINDOW = timedelta(days=14)
MOST = 5_000


class NewVacancies(msgspec.Struct, frozen=True):
    """The recent vacancies as an index, when each became visible, and what each search found."""

    index: Index
    since: dict[str, datetime]
    day: date
    rates: RateTable
    asked: dict[str, list[datetime]] = {}


def read(session: Session, lexicon: Lexicon, since: datetime, day: date) -> NewVacancies:
    """Vacancies that may be shown today and were published or opened since a moment."""
    first = tashkent_day(since)
    late = or_(col(Vacancy.published_at) > since, col(Vacancy.opens_on) > first)
    rows = select(col(Vacancy.reference), col(Vacancy.published_at), col(Vacancy.opens_on))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency)).where(
        vacancies.may_be_shown(day), late
    )
    newest = rows.order_by(col(Vacancy.published_at).desc(), col(Vacancy.reference)).limit(MOST)
    came = {
        row.reference: _since(row.published_at, row.opens_on) for row in session.execute(newest)
    }
    numbers = list(came)
    parts = (numbers[start : start + 500] for start in range(0, len(numbers), 500))
    found = [one for part in parts for one in register_cache.documents(session, day, part)]
    return NewVacancies(
        Index.build(found, lexicon), came, day, exchange_rates.table(session, day), {}
    )


def _since(published: datetime | None, opens_on: date) -> datetime:
    opened = datetime.combine(opens_on, time(), TASHKENT)
    return max(opened, published) if published else opened


def count(new: NewVacancies, row: SavedSearch, after: datetime) -> int:
    """How many vacancies a search finds that are newer than a moment.

    Results from a wider place do not count.
    """
    if row.query not in new.asked:
        new.asked[row.query] = _match_times(new, row.query)
    return sum(came > after for came in new.asked[row.query])


def _match_times(new: NewVacancies, query: str) -> list[datetime]:
    asked = saved_searches.parse_address(query)
    if not new.since:
        return []
    found = search.find(
        new.index,
        asked.q,
        search_results.filters(new.rates, asked),
        limit=MOST,
        rates=new.rates,
    )
    let_go = set(found.understood.relaxed) - set(found.understood.conditions.not_applied)
    return [] if let_go else [new.since[number] for number in found.ids]


def list_waiting(session: Session, after: str, *, most: int = 500) -> list[str]:
    """The next people who want to be notified of a search, in the order of their references."""
    wish = col(SavedSearch.tell).is_(True), col(SavedSearch.citizen) > after
    people = (
        select(col(SavedSearch.citizen)).where(*wish).distinct().order_by(col(SavedSearch.citizen))
    )
    return list(session.execute(people.limit(most)).scalars())


def find_for_people(
    session: Session, new: NewVacancies, people: Sequence[str]
) -> list[SavedSearch]:
    """The saved searches of these people, with notices on, that have results newer than seen or
    notified."""
    rows = select(SavedSearch).where(
        col(SavedSearch.tell).is_(True), col(SavedSearch.citizen).in_(people)
    )
    every = session.execute(rows.order_by(col(SavedSearch.citizen), col(SavedSearch.id))).scalars()
    return [row for row in every if count(new, row, _last_notified(row))]


def _last_notified(row: SavedSearch) -> datetime:
    return max(row.seen_at, row.told_at or row.seen_at)


def for_person(
    session: Session, lexicon: Lexicon, rows: Sequence[SavedSearch], on: datetime
) -> dict[Any, int]:
    """How many new results each of a person's searches has since they last viewed it, by its
    number."""
    if not rows:
        return {}
    since = max(min(row.seen_at for row in rows), on - 3 * WINDOW)
    new = read(session, lexicon, since, tashkent_day(on))
    return {row.id: count(new, row, row.seen_at) for row in rows}
