"""The sitemap: addresses of all public pages with the day of their last change (sitemaps.org)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from catalog.core.errors import NotFound
from catalog.core.fields import tashkent_day
from catalog.core.journal import Entry
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from catalog.reference import countries
from catalog.vacancies.vacancies import Vacancy, may_be_shown
from i18n import CITIZEN_LANGUAGES
from service.casework.advice.topics import DangerCase
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached

# Vacancies in one file; each has an address in every language.
_VACANCIES = 2_000
_PAGES = (
    *("", "vacancies", "agencies", "offers", "matches", "countries", "danger", "advice"),
    *(f"danger/{case.value}" for case in DangerCase),
    *("wages/file/start", "wages/follow", "offers/report", "letters/check", "report"),
    *("privacy", "accessibility"),
)
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
# A path without its language, and when it last changed.
_Place = tuple[str, datetime | None]


@page_get("/sitemap.xml", permission=Permission.PUBLIC, cached=Cached())
def sitemap(request: Req) -> Response[str]:
    """Return all addresses; of a larger register the list of its files."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        files = -(-_count_vacancies(session, today) // _VACANCIES)
        if files <= 1:
            return _addresses(request, [*_pages(session), *_vacancies(session, today, 1)])
    base = _base(request)
    rows = "".join(
        f"<sitemap><loc>{base}/sitemap/{number}</loc></sitemap>" for number in range(files + 1)
    )
    return _xml(f'<sitemapindex xmlns="{_XMLNS}">{rows}</sitemapindex>')


@page_get("/sitemap/{chunk:int}", permission=Permission.PUBLIC, cached=Cached())
def sitemap_file(request: Req, chunk: FromPath[int]) -> Response[str]:
    """Return one file of a larger register: 0 has the pages, the others vacancies.

    Refuses: NotFound.
    """
    today = context.app_state(request).today
    with context.reading(request) as session:
        found = _pages(session) if chunk == 0 else _vacancies(session, today, chunk)
    if not found:
        raise NotFound
    return _addresses(request, found)


def _pages(session: Session) -> list[_Place]:
    changed = dict(_last_changes(session, "agency", select(col(Agency.external_id))))
    codes = countries.destinations(session)
    code = col(countries.Country.code)
    of_country = dict(_last_changes(session, "country", select(code).where(code.in_(codes))))
    return [
        *((page, None) for page in _PAGES),
        *((f"countries/{code}", of_country.get(code)) for code in codes),
        *((f"danger?country={code}", of_country.get(code)) for code in codes),
        *(
            (f"agencies/{quote(number, safe='')}", changed.get(number))
            for number, _ in agencies.list_home(session)
        ),
    ]


def _vacancies(session: Session, today: date, number: int) -> list[_Place]:
    """Return the vacancies of a file, counted from 1."""
    if not 1 <= number <= 1_000:
        return []
    shown = (
        select(col(Vacancy.reference))
        .join(Agency)
        .where(may_be_shown(today))
        .order_by(col(Vacancy.reference))
        .limit(_VACANCIES)
        .offset((number - 1) * _VACANCIES)
    )
    rows = _last_changes(session, "vacancy", shown)
    return [(f"vacancies/{reference}", at) for reference, at in rows]


def _last_changes(
    session: Session, noun: str, records: Select[Any]
) -> list[tuple[str, datetime | None]]:
    """Return each reference with the moment of the last entry in the journal on this record."""
    (reference,) = records.selected_columns
    last = select(func.max(col(Entry.at))).where(
        col(Entry.noun) == noun, col(Entry.reference) == reference
    )
    rows = session.execute(records.add_columns(last.scalar_subquery()))
    return [(number, at) for number, at in rows]


def _count_vacancies(session: Session, today: date) -> int:
    shown = select(func.count()).select_from(Vacancy).join(Agency).where(may_be_shown(today))
    return int(session.execute(shown).scalar_one())


def _addresses(request: Req, places: Iterable[_Place]) -> Response[str]:
    base = _base(request)
    rows = (
        f"<url><loc>{base}/{lang.value}/{escape(path)}</loc>{_last_change(at)}</url>"
        for path, at in places
        for lang in CITIZEN_LANGUAGES
    )
    return _xml(f'<urlset xmlns="{_XMLNS}">{"".join(rows)}</urlset>')


def _last_change(at: datetime | None) -> str:
    return f"<lastmod>{tashkent_day(at)}</lastmod>" if at else ""


def _base(request: Req) -> str:
    return escape(context.app_state(request).settings.public_url.rstrip("/"))


def _xml(content: str) -> Response[str]:
    text = f'<?xml version="1.0" encoding="UTF-8"?>{content}'
    return Response(text, media_type="application/xml; charset=utf-8")
