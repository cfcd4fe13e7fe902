"""What is new for a person who looks for work.

The daily digest links to this page, which is computed when it is opened.
"""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from matching.applications.notices import DueNotice
from matching.digests import expiry_reminders
from matching.profiles.profiles import Paper
from matching.ranking import alerts
from matching.search import new_results, saved_searches
from matching.search.saved_searches import SavedSearch
from matching.search.search_results import Item
from matching.search.search_results import items as items_of
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Req, page_get

# The number of newest jobs shown; older ones are among the recommendations.
MAX_SHOWN = 20


@page_get("/me/news", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    """Show better vacancies, saved searches with new results, and expiring papers and tests."""
    account_page.require_citizen(request)
    with context.reading(request) as session:
        return form_actions.form_page(request, "account/news.html", _news(request, session))


class NewsPage(msgspec.Struct, frozen=True):
    """Better vacancies, saved searches with the number of new results, and what expires soon."""

    items: list[Item]
    new: dict[int, int]
    rows: list[SavedSearch]
    ending: list[DueNotice]
    papers: set[Paper]
    day: date


def _news(request: Req, session: Session) -> NewsPage:
    app_state = context.app_state(request)
    number = account_page.current_person(request, session).reference
    register_cache = context.register_cache(request, session)
    found = alerts.list_shown(session, number, app_state.today)[:MAX_SHOWN]
    items = items_of(session, register_cache, [one.vacancy for one in found], app_state.today)
    saved = saved_searches.list_for_person(session, number)
    new = new_results.for_person(session, register_cache.lexicon, saved, app_state.clock())
    return NewsPage(
        items=items,
        new=new,
        rows=[row for row in saved if new.get(row.id)],
        ending=expiry_reminders.due_notices(
            session, expiry_reminders.PAPERS, app_state.today, [number]
        ),
        papers=set(Paper),
        day=app_state.today,
    )
