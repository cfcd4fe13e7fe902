"""Unclassified titles at the desk: suggestions of the lexicon, and the officer's choice."""

from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Isco
from catalog.vacancies import title_classification
from catalog.vacancies.vacancies import Vacancy
from matching.lexicon.classifier import classify_all
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

PAGE = 25


class GroupInput(msgspec.Struct):
    isco08: Isco


@page_get("/desk/titles", permission=Permission.VACANCIES_VET)
def index(request: Req) -> Response[Any]:
    return _page(request)


class TitlesPage(msgspec.Struct):
    """A page of titles; `meant` are the unit groups that each may mean, unless the service is
    still `learning` what titles mean.

    `wrong` is the vacancy whose form was refused.
    """

    rows: list[Vacancy]
    meant: dict[str, list[str]]
    learning: bool
    total: int
    number: int
    wrong: str
    typed: dict[str, str]


def _page(
    request: Req,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    number = context.page_number(request)
    with context.reading(request) as session:
        within = desk_page.vetted_by(session, context.actor(request))
        rows = title_classification.list_unclassified(session, within, (number - 1) * PAGE, PAGE)
        lexicon = context.register_cache(request, session).lexicon
        is_ready = lexicon.lessons.is_ready()
        found = classify_all(lexicon, [row.title for row in rows]) if is_ready else []
        meant = {
            row.reference: [code for code, _ in one.ranked]
            for row, one in zip(rows, found, strict=False)
        }
        errors = {
            f"isco08-{wrong}" if field else "": error
            for field, error in forms.errors_by_field(refusal).items()
        }
        shown = TitlesPage(
            rows=rows,
            meant=meant,
            learning=not is_ready,
            total=title_classification.count_unclassified(session, within),
            number=number,
            wrong=wrong,
            typed={"isco08": "", "other": ""} | (typed or {}),
        )
        return form_actions.form_page(
            request,
            "desk/vacancies/titles.html",
            shown,
            refusal=refusal,
            errors=errors,
            size=PAGE,
        )


@form_actions.post(
    "/desk/titles/{reference:str}",
    permission=Permission.VACANCIES_VET,
    back="/desk/titles",
    redraw=_page,
)
def classify(act: FormAction, reference: str) -> None:
    """Classify a vacancy within this person's scope. Refuses: NotFound."""
    mine = select(Vacancy).where(
        col(Vacancy.reference) == reference, desk_page.vetted_by(act.session, act.by)
    )
    if act.session.execute(mine).first() is None:
        raise NotFound
    code = act.typed.get("other", "").strip() or act.typed.get("isco08", "")
    group = forms.read(GroupInput, {"isco08": code}).isco08
    title_classification.classify(act.session, reference, group, by=act.by, on=act.on)
