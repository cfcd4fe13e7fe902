"""Written questions without a name: those that wait, and the answer to each."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from i18n import Language
from service.casework.advice import advice_texts, questions, snippets
from service.casework.advice.advice_texts import LocalisedText
from service.casework.advice.questions import NewAnswer, Question
from service.infra.access import Permission
from service.input import forms
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

PAGE = 50


class QuestionQueue(msgspec.Struct, frozen=True):
    rows: list[Question]
    total: int
    number: int
    size: int


class QuestionTexts(msgspec.Struct, frozen=True):
    """Question and answer, and the advice texts in the language of the question."""

    asked: str
    answered: str
    said: list[LocalisedText]


@page_get("/desk/advice/questions", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    by, number = context.actor(request), context.page_number(request)
    with context.reading(request) as session:
        rows = questions.queue(session, by=by, limit=PAGE, offset=(number - 1) * PAGE)
        total = questions.count_waiting(session, by=by)
        queue = QuestionQueue(rows, total, number, PAGE)
        return context.page(request, "desk/advice/questions.html", queue)


@page_get("/desk/advice/questions/{code:str}", permission=Permission.ADVICE_READ)
def show(request: Req, code: FromPath[str]) -> Response[Any]:
    return _page(request, code, {"level": "advice", "outcome": "explained"}, None)


def _page(request: Req, code: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    """Show a whole question; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        row = questions.get(session, code, by=by)
        answer = form_actions.form_page(
            request,
            "desk/advice/question.html",
            _texts(request, session, row),
            refusal=refusal,
            row=row,
            typed=typed,
            about=row.country,
            phrases=snippets.list_own(session, by=by),
        )
    context.note_read(request, "question", row.code)
    return answer


def _texts(request: Req, session: Session, row: Question) -> QuestionTexts:
    asked, answered = questions.question_and_answer(session, row)
    current = advice_texts.current(
        session, row.topic, row.country, context.app_state(request).today, staff=True
    )
    return QuestionTexts(
        asked, answered, [advice_texts.localise(one, Language(row.language)) for one in current]
    )


@form_actions.post(
    "/desk/advice/questions/{code:str}",
    permission=Permission.ADVICE_WRITE,
    back="/desk/advice/questions?saved",
    redraw=_page,
)
def answer(act: FormAction, code: str) -> None:
    row = questions.get(act.session, code, by=act.by)
    new_answer = forms.read(NewAnswer, act.typed)
    questions.answer(act.session, row, new_answer, by=act.by, on=act.on, day=act.day)
