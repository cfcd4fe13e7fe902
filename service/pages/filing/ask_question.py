"""A question asked in writing without a name: safety first, a code and a secret, and with both of them the answer."""

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
from service.pages.filing.claim_draft import SHOWN
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post

COOKIE = "question"


class NoSuchQuestion(Refusal):
    slug = "no-such-question"
    sentence = N_("We found no question with this code and secret together. Look at both again, letter by letter.")


class Pair(msgspec.Struct):
    code: Line
    secret: Line


@page_get("/advice/ask", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str], topic: FromQuery[str] = "", country: FromQuery[str] = "") -> Response[Any]:
    context.of_address(lang)
    return _form(request, {"topic": topic, "country": country}, None)


@page_post("/advice/ask", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    typed = {name: str(data.get(name, "")) for name in ("topic", "country", "text")}
    try:
        told, key, again = forms.read(NewQuestion, typed), str(data.get("once", "")), str(data.get("again", ""))
        with context.writing(request) as session:
            deed = lambda: _asked(request, session, told, key, again)  # noqa: E731
            done = context.done_by_form(request, session, key, typed, deed)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    sealed = base64.urlsafe_b64encode(vault.lock(COOKIE, done["code"].encode())).decode()
    answer = context.see_other(f"/{lang}/advice/asked")
    return context.give_cookie(request, answer, COOKIE, sealed, int(SHOWN.total_seconds()))


def _asked(request: Req, session: Session, told: NewQuestion, key: str, again: str) -> dict[str, Any]:
    """In nobody's name: whoever is signed in here asks as a stranger too."""
    auth_middleware.tell(request, session, "questions", key, again, by=VISITOR)
    row = questions.ask(session, told, context.language(request), by=VISITOR, on=context.house(request).clock())
    return {"code": row.code}


@page_get("/advice/asked", permission=Permission.PUBLIC)
def asked(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Code and secret, for an hour and in the browser that asked."""
    context.of_address(lang)
    try:
        code = vault.unlock(COOKIE, base64.urlsafe_b64decode(context.cookie(request, COOKIE))).decode()
    except (ValueError, vault.Broken):
        return context.see_other(f"/{lang}/advice/ask")
    secret = questions.secret_of(code)
    return context.page(request, "filing/advice/asked.html", headers=NO_STORE, code=code, secret=secret)


@page_post("/advice/asked", permission=Permission.PUBLIC)
def clear(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return context.give_cookie(request, context.see_other(f"/{lang}/"), COOKIE, "", 0)


@page_get("/advice/answer", permission=Permission.PUBLIC)
def come_back(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return context.page(request, "filing/advice/answer.html", headers=NO_STORE, typed={}, errors={})


@page_post("/advice/answer", permission=Permission.PUBLIC)
def read(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    try:
        pair = forms.read(Pair, data)
        with context.reading(request) as session:
            row = _followed(request, session, pair)
            text, answer = questions.words(session, row)
            facts: dict[str, Any] = {"row": row, "about": row.country, "text": text, "answer": answer}
            return context.page(request, "filing/advice/answered.html", headers=NO_STORE, **facts)
    except Refusal as refusal:
        return _again(request, data, refusal)


def _again(request: Req, data: dict[str, Any], refusal: Refusal) -> Response[Any]:
    typed, errors = {"code": str(data.get("code", ""))}, forms.by_field(refusal)
    status = auth_middleware.status_of(request, refusal)
    return context.page(
        request, "filing/advice/answer.html", status=status, headers=NO_STORE, typed=typed, errors=errors
    )


def _followed(request: Req, session: Session, pair: Pair) -> Question:
    try:
        with auth_middleware.long_secret(request, "question"):
            return questions.followed(session, pair.code, pair.secret)
    except NotFound as reason:
        raise NoSuchQuestion("code") from reason


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        codes = countries.destinations(session)
    errors, about = forms.by_field(refusal) if refusal else {}, typed["country"] if typed["country"] in codes else None
    facts = {"typed": typed, "errors": errors, "codes": codes, "about": about}
    return context.page(
        request, "filing/advice/ask.html", status=auth_middleware.status_of(request, refusal), headers=NO_STORE, **facts
    )


HANDLERS = [ask, send, asked, clear, come_back, read]
