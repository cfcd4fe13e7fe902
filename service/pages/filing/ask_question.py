"""A written question without a name: safety first, then a code and secret for the answer."""

import base64
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
from service.infra.access import Permission
from service.input import forms
from service.pages.filing.claim_draft import SECRET_SHOWN_FOR
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post

COOKIE = "question"


class NoSuchQuestion(Refusal):
    slug = "no-such-question"
    sentence = N_(
        "We found no question with this code and secret code. Check both again, letter by letter."
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
    typed = {name: str(data.get(name, "")) for name in ("topic", "country", "text")}
    try:
        values, key, again = (
            forms.read(NewQuestion, typed),
            str(data.get("once", "")),
            str(data.get("again", "")),
        )
        with context.writing(request) as session:
            deed = lambda: _save_question(request, session, values, key, again)  # noqa: E731
            done = context.run_form_once(request, session, key, typed, deed)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    sealed = base64.urlsafe_b64encode(vault.lock(COOKIE, done["code"].encode())).decode()
    answer = context.see_other(f"/{lang}/advice/asked")
    return context.add_cookie(
        request, answer, COOKIE, sealed, int(SECRET_SHOWN_FOR.total_seconds())
    )


def _save_question(
    request: Req, session: Session, new_question: NewQuestion, key: str, again: str
) -> dict[str, Any]:
    """Save the question in nobody's name, even if the sender is signed in."""
    auth_middleware.count_submission(request, session, "questions", key, again, by=VISITOR)
    row = questions.ask(
        session,
        new_question,
        context.language(request),
        by=VISITOR,
        on=context.app_state(request).clock(),
    )
    return {"code": row.code}


@page_get("/advice/asked", permission=Permission.PUBLIC)
def show_secret(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Show code and secret, for an hour and in the browser that sent the question."""
    try:
        code = vault.unlock(
            COOKIE, base64.urlsafe_b64decode(context.cookie(request, COOKIE))
        ).decode()
    except (ValueError, vault.BrokenSeal):
        return context.see_other(f"/{lang}/advice/ask")
    secret = questions.secret_of(code)
    return context.page(
        request, "filing/advice/asked.html", headers=NO_STORE, code=code, secret=secret
    )


@page_post("/advice/asked", permission=Permission.PUBLIC)
def clear(request: Req, lang: FromPath[str]) -> Response[Any]:
    return context.add_cookie(request, context.see_other(f"/{lang}/"), COOKIE, "", 0)


@page_get("/advice/answer", permission=Permission.PUBLIC)
def show_answer_form(request: Req) -> Response[Any]:
    return context.page(request, "filing/advice/answer.html", headers=NO_STORE, typed={}, errors={})


@page_post("/advice/answer", permission=Permission.PUBLIC)
def show_answer(request: Req, data: Form) -> Response[Any]:
    try:
        pair = forms.read(FollowInput, data)
        with context.reading(request) as session:
            row = _find_question(request, session, pair)
            text, answer = questions.question_and_answer(session, row)
            facts: dict[str, Any] = {
                "row": row,
                "about": row.country,
                "text": text,
                "answer": answer,
            }
            return context.page(request, "filing/advice/answered.html", headers=NO_STORE, **facts)
    except Refusal as refusal:
        return _answer_form_again(request, data, refusal)


def _answer_form_again(request: Req, data: dict[str, Any], refusal: Refusal) -> Response[Any]:
    typed, errors = {"code": str(data.get("code", ""))}, forms.errors_by_field(refusal)
    status = auth_middleware.refusal_status(request, refusal)
    return context.page(
        request,
        "filing/advice/answer.html",
        status=status,
        headers=NO_STORE,
        typed=typed,
        errors=errors,
    )


def _find_question(request: Req, session: Session, pair: FollowInput) -> Question:
    try:
        with auth_middleware.long_secret_check(request, "question"):
            return questions.get_by_secret(session, pair.code, pair.secret)
    except NotFound as reason:
        raise NoSuchQuestion("code") from reason


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        codes = countries.destinations(session)
    errors, about = (
        forms.errors_by_field(refusal) if refusal else {},
        typed["country"] if typed["country"] in codes else None,
    )
    facts = {"typed": typed, "errors": errors, "codes": codes, "about": about}
    return context.page(
        request,
        "filing/advice/ask.html",
        status=auth_middleware.refusal_status(request, refusal),
        headers=NO_STORE,
        **facts,
    )
