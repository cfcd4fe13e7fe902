"""Idle vacancies: those to be delisted, those that were, and employers reached again."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.employers.employers import Employer
from catalog.licensing import legal_rules
from catalog.vacancies import inactivity
from catalog.vacancies.inactivity import IdleNotice
from catalog.vacancies.vacancies import Vacancy
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


@page_get("/desk/idle", permission=Permission.VACANCIES_APPROVE)
def index(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/desk/idle/{number:int}/keep", permission=Permission.VACANCIES_APPROVE)
def confirm_demand(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Record that an officer asked and the demand still stands."""
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/idle", number, inactivity.keep_open, _page
    )


@page_post("/desk/silent/{reference:str}", permission=Permission.VACANCIES_APPROVE)
def verify(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Record that the employer was reached, and show its vacancies again.

    These are the ones that were switched off for its silence.
    """
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/idle", reference, inactivity.verify, _page, data
    )


class InactivityPage(msgspec.Struct):
    """The vacancies to be delisted and those that were, with the days of each rule."""

    rules: dict[str, int | None]
    rows: list[tuple[IdleNotice, Vacancy, Employer]]
    total: int
    number: int
    gone: list[tuple[IdleNotice, Vacancy, Employer]]


def _page(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    number, today = context.page_number(request), context.app_state(request).today
    with context.reading(request) as session:
        rules = {
            why.value: legal_rules.days(session, why.value, today)
            for why in inactivity.InactivityRule
        }
        return form_actions.form_page(
            request,
            "desk/vacancies/inactivity.html",
            InactivityPage(
                rules=rules,
                rows=inactivity.upcoming(session, (number - 1) * PAGE, PAGE),
                total=inactivity.count_upcoming(session),
                number=number,
                gone=inactivity.list_delisted(session),
            ),
            refusal=refusal,
            size=PAGE,
        )
