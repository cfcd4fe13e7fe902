"""Failed searches of a week: an officer proposes a name with one click, two accept it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from i18n import formats
from i18n.scripts import tokens
from matching.lexicon import name_proposals
from matching.lexicon.classifier import classify
from matching.lexicon.lexicon import Lexicon
from matching.lexicon.name_proposals import NameLanguage, Proposal
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason, Miss
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions, rendering
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction

FIELDS = ("name", "language", "kind", "isco08")
MAX_SUGGESTED = 5  # unit groups that may be meant


@page_get("/desk/words", permission=Permission.VACANCIES_VET)
def index(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/desk/words/{number:int}/accept", permission=Permission.VACANCIES_VET)
def accept(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Accept a name: the first officer's acceptance opens it, the second one's adds it."""
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/words#proposed", number, name_proposals.accept, _page
    )


@page_post("/desk/words/{number:int}/decline", permission=Permission.VACANCIES_VET)
def decline(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/words#proposed", number, name_proposals.decline, _page
    )


class FailedSearchesPage(msgspec.Struct):
    """The searches of a week that no name matched, those without results, and proposed names.

    `meant` are the unit groups that may be meant, unless the service is still `learning` what
    titles mean, and `named` the languages of a name.
    """

    rows: list[Miss]
    weeks: list[date]
    week: date | None
    empty: Sequence[Miss]
    meant: dict[str, list[str]]
    learning: bool
    waiting: list[Proposal]
    officers: dict[str, str]
    typed: dict[str, str]
    named: list[tuple[str, str]]


def _page(
    request: Req, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> Response[Any]:
    prefilled = {name: request.query_params.get(name, "")[:120] for name in FIELDS}
    language = context.language(request)
    with context.reading(request) as session:
        weeks = failed_searches.weeks(session)
        week = _requested_week(request, weeks)
        waiting = name_proposals.list_waiting(session)
        proposed = {frozenset(tokens(row.name)) for row in waiting}
        result = failed_searches.of_week(session, week, FailureReason.UNKNOWN) if week else []
        rows = [row for row in result if frozenset(tokens(row.words)) not in proposed]
        meant = _suggest_groups(request, session, rows)
        people = {one for row in waiting for one in (row.proposed_by, row.first_by) if one}
        shown = FailedSearchesPage(
            rows=rows,
            weeks=weeks,
            week=week,
            empty=failed_searches.of_week(session, week, FailureReason.EMPTY) if week else [],
            meant=meant or {},
            learning=meant is None,
            waiting=waiting,
            officers=desk_page.officer_names(session, people),
            typed=typed or prefilled,
            named=[(one.value, formats.language_name(language, one.value)) for one in NameLanguage],
        )
        return form_actions.form_page(
            request,
            "desk/vacancies/failed_searches.html",
            shown,
            refusal=refusal,
            sorts=rendering.choices(language, "sort"),
        )


def _requested_week(request: Req, weeks: list[date]) -> date | None:
    """Return the requested week, or else the latest with published searches."""
    asked = request.query_params.get("week", "")
    return next((week for week in weeks if week.isoformat() == asked), weeks[0] if weeks else None)


def _suggest_groups(
    request: Req, session: Session, rows: list[Miss]
) -> dict[str, list[str]] | None:
    """Return the unit groups that may be meant, or None while that is not learnt yet."""
    lexicon = context.register_cache(request, session).lexicon
    if rows and not lexicon.lessons.is_ready():
        return None
    return {row.words: _groups(lexicon, row) for row in rows}


def _groups(lexicon: Lexicon, row: Miss) -> list[str]:
    return [code for code, _ in classify(lexicon, row.words).ranked[:MAX_SUGGESTED]]


@form_actions.post(
    "/desk/words",
    permission=Permission.VACANCIES_VET,
    back="/desk/words#proposed",
    redraw=lambda request, typed, refusal: _page(request, refusal, typed),
)
def propose(act: FormAction) -> None:
    new_name = act.read(name_proposals.NewName)
    name_proposals.propose(act.session, new_name, by=act.by, on=act.on)
