"""Written questions without a name: those that wait, and the answer to each."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode
from i18n import N_, NATIVE_NAMES, NP_, Language
from service.casework.advice import advice_texts, questions, snippets
from service.casework.advice.advice_texts import LocalisedText
from service.casework.advice.questions import NewAnswer, Question
from service.casework.advice.topics import Topic
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import list_choices, list_columns
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.lists import listing
from service.web.lists.list_cells import (
    Foreign,
    Labelled,
    Link,
    Reference,
    Sentence,
    Stamp,
)
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class QuestionFilter(msgspec.Struct, frozen=True):
    """The filter of questions, as in the query string; those that wait, unless `answered`."""

    topic: Topic | None = None
    country: CountryCode | None = None
    language: Language | None = None
    under_18: YesNo | None = None
    asked_from: date | None = None
    asked_until: date | None = None
    answered: YesNo = YesNo.NO


class QuestionRow(msgspec.Struct, frozen=True):
    row: Question

    @property
    def reference(self) -> str:
        return self.row.code


class QuestionTexts(msgspec.Struct, frozen=True):
    """Question and answer, and the advice texts in the language of the question."""

    asked: str
    answered: str
    said: list[LocalisedText]


def _terms(reading: Reading, asked: QuestionFilter) -> list[ColumnElement[bool]]:
    waits = col(Question.waits_since).is_not(None)
    under_18 = col(Question.under_18).is_(asked.under_18 is YesNo.YES)
    return [
        questions.within(reading.by),
        waits if asked.answered is YesNo.NO else ~waits,
        *queries.equals(Question, asked, "topic", "country", "language"),
        *([under_18] if asked.under_18 else []),
        *queries.moments_between(Question.asked_at, asked.asked_from, asked.asked_until),
    ]


def _choices(reading: Reading, _asked: QuestionFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "language": [(one.value, name) for one, name in NATIVE_NAMES.items()],
        "under_18": list_choices.yes_no(reading),
        "answered": [("yes", list_choices.translated(reading, N_("Only answered questions")))],
    }


QUESTIONS = ListView(
    name="questions",
    path="/desk/advice/questions",
    permission=Permission.ADVICE_READ,
    title=N_("Anonymous questions"),
    counted=NP_("%(num)s question", "%(num)s questions"),
    filter=QuestionFilter,
    order="urgent",
    query=Query(rows=select(Question), key=(col(Question.code),), terms=_terms),
    facts=lambda _reading, rows: [QuestionRow(row) for row in rows],
    choices=_choices,
    template="desk/advice/questions.html",
    fields=(
        FilterField(
            name="topic", label=N_("Topic"), labels="topic", empty=N_("All topics"), usual=True
        ),
        list_columns.COUNTRY_FIELD,
        FilterField(name="language", label=N_("Language"), empty=N_("All languages")),
        FilterField(name="under_18", label=N_("About somebody under 18"), empty=N_("Either")),
        FilterField(name="asked_from", label=N_("Asked on or after"), kind="date"),
        FilterField(name="asked_until", label=N_("Asked on or before"), kind="date"),
        FilterField(name="answered", label=N_("Answered"), empty=N_("No")),
    ),
    columns=(
        Column(
            key="topic",
            label=N_("Topic"),
            cell=lambda one: Link(
                Labelled("topic", one.row.topic), f"/desk/advice/questions/{one.reference}"
            ),
            order=(col(Question.topic),),
        ),
        Column(
            key="urgent",
            label=N_("Urgent"),
            cell=lambda one: (
                Stamp(Sentence(N_("Danger or under 18")), "no")
                if one.row.priority == questions.FIRST
                else None
            ),
            order=(col(Question.priority), col(Question.asked_at)),
            indexed=True,
        ),
        list_columns.country(col(Question.country)),
        Column(
            key="asked",
            label=N_("Asked on"),
            cell=lambda one: one.row.asked_at,
            order=(col(Question.asked_at),),
        ),
        Column(
            key="language",
            label=N_("Language"),
            cell=lambda one: Foreign(NATIVE_NAMES[Language(one.row.language)], one.row.language),
            order=(col(Question.language),),
        ),
        Column(key="code", label=N_("Reference"), cell=lambda one: Reference(one.reference)),
        Column(
            key="answered",
            label=N_("Answered on"),
            cell=lambda one: one.row.answered_at,
            order=(col(Question.answered_at),),
            usual=False,
        ),
    ),
)


@page_get("/desk/advice/questions", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, QUESTIONS)


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
    back="/desk/advice/questions",
    redraw=_page,
    done=N_("The answer is sent."),
)
def answer(act: FormAction, code: str) -> None:
    row = questions.get(act.session, code, by=act.by)
    new_answer = forms.read(NewAnswer, act.typed)
    questions.answer(act.session, row, new_answer, by=act.by, on=act.on, day=act.day)
