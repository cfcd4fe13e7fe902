"""Checking by its code that a letter is genuine, and downloading a worker's receipt."""

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
from service.casework.workflow import claim_facts
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import file_response
from service.web import auth_middleware, context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post

# How long after the worker followed a claim its receipts can be downloaded from that page.
VALID_FOR = timedelta(minutes=30)


class CodeInput(msgspec.Struct):
    code: Line


class LetterCheck(msgspec.Struct):
    """What anybody may know of a letter: neither the person nor the sum."""

    letter: Letter | None
    post: Post | None


@page_get("/letters/check", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    """Show the form, with the code filled in by the letter's QR code.

    The code is tried when the button is pressed.
    """
    code = request.query_params.get("code", "")[:40]
    return form_actions.form_page(
        request, "filing/letters/check.html", typed={"code": code}, answer=None
    )


@page_post("/letters/check", permission=Permission.PUBLIC)
def check(request: Req, data: Form) -> Response[Any]:
    typed, answer, refused = {"code": str(data.get("code", ""))}, None, None
    try:
        answer = _check_code(request, forms.read(CodeInput, typed).code)
    except Refusal as refusal:
        refused = refusal
    return form_actions.form_page(
        request, "filing/letters/check.html", refusal=refused, typed=typed, answer=answer
    )


def _check_code(request: Req, code: str) -> LetterCheck:
    """Find the letter of a code; a wrong code is counted.

    Refuses: rate_limits.TooManyAttempts.
    """
    with context.reading(request) as session:
        answer = _answer(session, code)
    if answer.letter is None:
        auth_middleware.count_wrong(request, "letter")
    return answer


def _answer(session: Session, code: str) -> LetterCheck:
    row = letters.find_by_code(session, code)
    return LetterCheck(row, session.get(Post, row.post) if row and row.post else None)


class Ticket(msgspec.Struct):
    """Proof that the secret of a claim was shown; it opens one letter for a while."""

    number: str
    until: float


@async_route("/wages/follow/letter", http_method=["POST"], permission=Permission.PUBLIC)
async def download(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Return a receipt to the worker who has just followed its claim.

    Once the ticket has expired, the worker shows the secret again.
    """
    return await queued_work.run(_download, request, lang, data, dear=True)


def _download(request: Req, lang: str, data: dict[str, Any]) -> Response[Any]:
    on, number = (
        context.app_state(request).clock(),
        _open_ticket(request, str(data.get("ticket", ""))),
    )
    if number is None:
        return context.see_other(f"/{lang}/wages/follow")
    with context.writing(request) as session:
        row = session.get_one(Letter, number)
        sheet = letters.letter_layout(session, row)
        letters.record_download(session, row, by=context.actor(request), on=on)
    return file_response.letter(number, sheet)


def list_letters(request: Req, session: Session, claim: str) -> list[tuple[Letter, str]]:
    """Return the letters of a claim as its worker sees them, without those that name another
    person to whom it belonged before.

    Each has the ticket by which it can be downloaded, if it can.
    """
    moved = claim_facts.moved_at(session, claim)
    return [
        (row, _ticket(request, row) if _can_download(row) else "")
        for row in letters.list_for_claim(session, claim)
        if moved is None or row.at > moved
    ]


def _can_download(row: Letter) -> bool:
    return row.kind == Kind.RECEIPT and row.voided_at is None and row.told is not None


def _ticket(request: Req, row: Letter) -> str:
    until = (context.app_state(request).clock() + VALID_FOR).timestamp()
    return base64.urlsafe_b64encode(
        vault.lock("letter", msgspec.json.encode(Ticket(row.number, until)))
    ).decode()


def _open_ticket(request: Req, sent: str) -> str | None:
    """Return the letter that a ticket opens, while it is valid."""
    try:
        ticket = msgspec.json.decode(
            vault.unlock("letter", base64.urlsafe_b64decode(sent.encode())), type=Ticket
        )
    except (vault.BrokenSeal, ValueError):
        return None
    with context.reading(request) as session:
        row = session.get(Letter, ticket.number)
        holds = (
            row is not None
            and _can_download(row)
            and ticket.until > context.app_state(request).clock().timestamp()
        )
    return ticket.number if holds else None
