"""Questions that were asked in writing without a name: which wait, and the answer to each."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from i18n import Language
from service.casework.advice import advice_texts, questions, snippets
from service.casework.advice.questions import NewAnswer, Question
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post

PAGE = 50


@page_get("/desk/advice/questions", permission=Permission.ADVICE_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by, number = context.who(request), context.page_number(request)
    with context.reading(request) as session:
        rows = questions.queue(session, by=by, limit=PAGE, offset=(number - 1) * PAGE)
        total = questions.counted(session, by=by)
        return desk_page.page(request, "desk/advice/questions.html", rows=rows, total=total, number=number, size=PAGE)


@page_get("/desk/advice/questions/{code:str}", permission=Permission.ADVICE_READ)
def show(request: Req, lang: FromPath[str], code: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, code, {"level": "advice", "outcome": "explained"}, None)


@page_post("/desk/advice/questions/{code:str}", permission=Permission.ADVICE_WRITE)
def answer(request: Req, lang: FromPath[str], code: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    key, typed = str(data.pop("once", "")), {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    try:
        with context.writing(request) as session:
            context.done_by_form(request, session, key, typed, lambda: _answered(request, session, code, typed))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, code, typed, refusal)
    return context.see_other(f"/{lang}/desk/advice/questions?saved")


def _answered(request: Req, session: Session, code: str, typed: dict[str, str]) -> dict[str, Any]:
    house, by = context.house(request), context.who(request)
    row = questions.get(session, code, by=by)
    held = questions.answer(session, row, forms.read(NewAnswer, typed), by=by, on=house.clock(), day=house.today)
    return {"reference": held.reference}


def _page(request: Req, code: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    """The whole question; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by, errors = context.who(request), forms.by_field(refusal) if refusal else {}
    with context.reading(request) as session:
        row = questions.get(session, code, by=by)
        answer = desk_page.page(
            request,
            "desk/advice/question.html",
            status=auth_middleware.status_of(request, refusal),
            headers=NO_STORE,
            row=row,
            typed=typed,
            errors=errors,
            about=row.country,
            phrases=snippets.mine(session, by=by),
            **_facts(request, session, row),
        )
    context.note_read(request, "question", row.code)
    return answer


def _facts(request: Req, session: Session, row: Question) -> dict[str, Any]:
    """What was asked and answered, and what is said on it in the language of whoever asked."""
    asked, answered = questions.words(session, row)
    current = advice_texts.current(session, row.topic, row.country, context.house(request).today, staff=True)
    return {
        "asked": asked,
        "answered": answered,
        "said": [advice_texts.said(one, Language(row.language)) for one in current],
    }


HANDLERS = [index, show, answer]
