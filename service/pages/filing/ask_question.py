"""A written question without a name: safety first, then a code and secret for the answer."""

import base64
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line
from catalog.reference import countries
from i18n import N_
from service.casework.advice import questions
from service.casework.advice.questions import NewQuestion, Question
from service.casework.protection import minors
from service.infra import responsible_bodies
from service.infra.access import Permission
from service.input import forms
from service.pages.shared.claim_draft import SECRET_SHOWN_FOR
from service.web import auth_middleware, context, form_actions
from service.web.context import NO_STORE, Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

COOKIE = "question"


class NoSuchQuestion(Refusal):
    slug = "no-such-question"
    sentence = N_(
        "We could not find a question with this code and secret code. Check both again, "
        "letter by letter."
    )


class FollowInput(msgspec.Struct):
    code: Line
    secret: Line


@page_get("/advice/ask", permission=Permission.PUBLIC)
def show_form(
    request: Req, topic: FromQuery[str] = "", country: FromQuery[str] = ""
) -> Response[Any]:
    return _form(request, {"topic": topic, "country": country}, None)


@page_post("/advice/ask", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    again, key = str(data.pop("again", "")), str(data.get("once", ""))
    typed = form_actions.typed_values(data)
    try:
        new_question = forms.read(NewQuestion, forms.fields_of(NewQuestion, typed))
    except Refusal as refusal:
        return _form(request, typed, refusal)

    def action(act: FormAction) -> Answer:
        """Save the question in nobody's name, even if the sender is signed in."""
        auth_middleware.count_submission(request, act.session, "questions", key, again, by=VISITOR)
        row = questions.ask(
            act.session, new_question, context.language(request), by=VISITOR, on=act.on
        )
        minors.refer(act.session, row.code, by=VISITOR, on=act.on, day=act.day)
        return {"code": row.code}

    return form_actions.submit(
        request, data, action, partial(_redirect, request, lang), partial(_form, request)
    )


def _redirect(request: Req, lang: str, done: Answer) -> Response[Any]:
    """Redirect to the page with code and secret, which reads the code from a cookie."""
    sealed = base64.urlsafe_b64encode(vault.lock(COOKIE, done["code"].encode())).decode()
    answer = context.see_other(f"/{lang}/advice/asked")
    lasts = int(SECRET_SHOWN_FOR.total_seconds())
    return context.add_cookie(request, answer, COOKIE, sealed, lasts)


@page_get("/advice/asked", permission=Permission.PUBLIC)
def show_secret(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Show code and secret, for an hour and in the browser that sent the question."""
    try:
        code = vault.unlock(
            COOKIE, base64.urlsafe_b64decode(context.cookie(request, COOKIE))
        ).decode()
    except (ValueError, vault.BrokenSeal):
        return context.see_other(f"/{lang}/advice/ask")
    with context.reading(request) as session:
        row = session.get(Question, code)
        responsible = responsible_bodies.for_country(
            session, row.country if row else None, context.app_state(request).today
        )
        return context.page(
            request,
            "filing/advice/asked.html",
            headers=NO_STORE,
            code=code,
            secret=questions.secret_of(code),
            responsible=responsible,
        )


@page_post("/advice/asked", permission=Permission.PUBLIC)
def clear(request: Req, lang: FromPath[str]) -> Response[Any]:
    return context.clear_cookie(request, context.see_other(f"/{lang}/"), COOKIE)


@page_get("/advice/answer", permission=Permission.PUBLIC)
def show_answer_form(request: Req) -> Response[Any]:
    return form_actions.form_page(request, "filing/advice/answer.html", typed={})


@page_post("/advice/answer", permission=Permission.PUBLIC)
def show_answer(request: Req, data: Form) -> Response[Any]:
    try:
        pair = forms.read(FollowInput, data)
        with context.reading(request) as session:
            row = _find_question(request, session, pair)
            text, answer = questions.question_and_answer(session, row)
            return context.page(
                request,
                "filing/advice/answered.html",
                headers=NO_STORE,
                row=row,
                text=text,
                answer=answer,
                about=row.country,
            )
    except Refusal as refusal:
        typed = {"code": str(data.get("code", ""))}
        return form_actions.form_page(
            request, "filing/advice/answer.html", refusal=refusal, typed=typed
        )


def _find_question(request: Req, session: Session, pair: FollowInput) -> Question:
    try:
        with auth_middleware.long_secret_check(request, "question"):
            return questions.get_by_secret(session, pair.code, pair.secret)
    except NotFound as reason:
        raise NoSuchQuestion("code") from reason


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        codes = [*countries.destinations(session), countries.HOME]
    country = typed.get("country")
    return form_actions.form_page(
        request,
        "filing/advice/ask.html",
        refusal=refusal,
        typed=typed,
        codes=codes,
        about=country if country in codes else None,
    )
