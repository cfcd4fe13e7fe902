"""Whether unclaimed money waits, for a person who knows a passport and its year of birth.

The answer is yes or no, and nothing more.
"""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from catalog.core.fields import Line, Year
from matching.identity import document_numbers
from service.casework.money import failed_payouts
from service.infra.access import Permission
from service.input import forms
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post


class SearchInput(msgspec.Struct):
    passport: Line
    birth_year: Year


@page_get("/wages/unclaimed", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/wages/unclaimed", permission=Permission.PUBLIC)
def find(request: Req, data: Form) -> Response[Any]:
    """Search for waiting money.

    Each attempt is counted first, against the passport and against the network.
    """
    try:
        search_input = forms.read(SearchInput, data)
        passport = document_numbers.passport_number(search_input.passport)
        auth_middleware.count_attempt(request, "unclaimed", passport)
        with context.reading(request) as session:
            waits = failed_payouts.has_waiting_money(session, passport, search_input.birth_year)
    except Refusal as refusal:
        return _page(request, refusal)
    return _page(request, waits=waits)


def _page(request: Req, refusal: Refusal | None = None, waits: bool | None = None) -> Response[Any]:
    """Show the form without what was typed: the next reader may be somebody else."""
    return form_actions.form_page(
        request, "filing/wages/unclaimed.html", refusal=refusal, waits=waits, typed={}
    )
