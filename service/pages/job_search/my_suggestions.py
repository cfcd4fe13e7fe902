"""Vacancies open today that officers suggested to a person, to view or decline."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from matching.recruiting import officer_suggestions
from matching.search.search_results import items as items_of
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/me/proposals", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    today = context.app_state(request).today
    with context.reading(request) as session:
        rows = officer_suggestions.list_open(
            session, account_page.current_person(request, session), today
        )
        register_cache = context.register_cache(request, session)
        items = items_of(session, register_cache, [row.vacancy for row in rows], today)
        return form_actions.form_page(request, "account/proposals.html", items=items)


@page_post("/me/proposals/{reference:str}/decline", permission=Permission.ME_OPEN)
def decline(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Decline a suggestion; nobody is notified of a reason, and nothing else changes."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        person = account_page.current_person(request, act.session)
        officer_suggestions.decline(act.session, person, reference, by=act.by, on=act.on)

    return form_actions.submit(request, {}, action, f"/{lang}/me/proposals", done=form_actions.DONE)
