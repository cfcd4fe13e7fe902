"""Is this letter genuine: its receiver types the code that stands on it; and a worker fetches their receipt."""

import base64
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.core.fields import Line
from catalog.reference.posts import Post
from service.casework import letters
from service.casework.letters import Letter
from service.casework.letters.letter_request import Kind
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import file_response
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post, slow

# For so long after somebody followed their claim, its receipts can be fetched from that page.
LASTS = timedelta(minutes=30)


class Asked(msgspec.Struct):
    code: Line


class Answer(msgspec.Struct):
    """What anybody may know of a letter: neither whose it is nor of what sum."""

    letter: Letter | None
    post: Post | None


@page_get("/letters/check", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The QR picture of a letter leads here with its code typed already; it is tried when the button is pressed."""
    context.of_address(lang)
    code = request.query_params.get("code", "")[:40]
    return context.page(
        request, "filing/letters/check.html", headers=NO_STORE, typed={"code": code}, errors={}, answer=None
    )


@page_post("/letters/check", permission=Permission.PUBLIC)
def check(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    told: dict[str, Any] = {"typed": {"code": str(data.get("code", ""))}, "errors": {}, "answer": None}
    refused = None
    try:
        told["answer"] = _tried(request, forms.read(Asked, told["typed"]).code)
    except Refusal as refusal:
        refused, told["errors"] = refusal, forms.by_field(refusal)
    status = auth_middleware.status_of(request, refused)
    return context.page(request, "filing/letters/check.html", status=status, headers=NO_STORE, **told)


def _tried(request: Req, code: str) -> Answer:
    """What a code says; one of no letter is counted. Refuses: attempts.TooMany."""
    with context.reading(request) as session:
        answer = _answer(session, code)
    if answer.letter is None:
        auth_middleware.count_wrong(request, "letter")
    return answer


def _answer(session: Session, code: str) -> Answer:
    row = letters.by_code(session, code)
    return Answer(row, session.get(Post, row.post) if row and row.post else None)


class Ticket(msgspec.Struct):
    """That somebody has shown the secret of a claim, and may fetch one letter of it for a while."""

    number: str
    until: float


@slow("/wages/follow/letter", http_method=["POST"], permission=Permission.PUBLIC)
async def fetch(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """A receipt, for whoever has just followed its claim; who comes too late shows the secret again."""
    context.of_address(lang)
    return await context.aside(_fetched_now, request, lang, data, dear=True)


def _fetched_now(request: Req, lang: str, data: dict[str, Any]) -> Response[Any]:
    on, number = context.house(request).clock(), _opened(request, str(data.get("ticket", "")))
    if number is None:
        return context.see_other(f"/{lang}/wages/follow")
    with context.writing(request) as session:
        row = session.get_one(Letter, number)
        sheet = letters.words(session, row)
        letters.note_fetched(session, row, by=context.who(request), on=on)
    return file_response.letter(number, sheet)


def shown(request: Req, session: Session, claim: str) -> list[tuple[Letter, str]]:
    """The letters of a claim as its worker sees them, each with the ticket by which it can be fetched, if it can."""
    return [(row, _ticket(request, row) if _fetched(row) else "") for row in letters.of(session, claim)]


def _fetched(row: Letter) -> bool:
    return row.kind == Kind.RECEIPT and row.voided_at is None and row.told is not None


def _ticket(request: Req, row: Letter) -> str:
    until = (context.house(request).clock() + LASTS).timestamp()
    return base64.urlsafe_b64encode(vault.lock("letter", msgspec.json.encode(Ticket(row.number, until)))).decode()


def _opened(request: Req, sent: str) -> str | None:
    """The letter that a ticket is for, while it holds."""
    try:
        ticket = msgspec.json.decode(vault.unlock("letter", base64.urlsafe_b64decode(sent.encode())), type=Ticket)
    except (vault.Broken, ValueError):
        return None
    with context.reading(request) as session:
        row = session.get(Letter, ticket.number)
        holds = row is not None and _fetched(row) and ticket.until > context.house(request).clock().timestamp()
    return ticket.number if holds else None


HANDLERS = [ask, check, fetch]
