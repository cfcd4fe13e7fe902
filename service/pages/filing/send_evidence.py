"""Sending evidence for a claim, as a form or in pieces that survive a lost connection.

The upload in pieces needs scripts.
"""

import asyncio
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody

from catalog.core.errors import NotFound, Refusal
from service.casework.evidence import PIECE, Item, NewFile, State, file_uploads, owners
from service.infra.access import Permission
from service.input import forms, multipart
from service.input.work_queue import Busy
from service.pages.filing import follow_claim
from service.pages.filing.follow_claim import FollowerForms, FollowInput
from service.pages.shared import file_upload
from service.pages.shared.file_upload import OFFSET, TICKET
from service.web import auth_middleware, context, form_actions, queued_work, rendering
from service.web.context import NO_STORE, Form, Req, async_route, page_get, page_post


class UploadState(msgspec.Struct):
    """A file as the script of a page knows it: bytes received, state, and text to show."""

    reference: str
    offset: int
    state: str
    said: str


@async_route(
    "/wages/follow/evidence",
    http_method=["POST"],
    permission=Permission.PUBLIC,
    request_max_body_size=file_upload.MAX_BODY,
)
async def send(request: Req, body: RawBody) -> Response[Any]:
    """Receive the files and show the claim again; an expired page asks for the secret again."""
    sent, refusal = multipart.MultipartForm({}, []), None
    try:
        sent = await asyncio.to_thread(
            multipart.read, request.headers.get("content-type", ""), body
        )
        if "done" not in sent.fields:
            new = file_upload.FileFields(sent.fields.get("kind", ""))
            await file_upload.receive_files(request, sent.fields.get("ticket", ""), sent.files, new)
    except (NotFound, Busy):
        raise
    except Refusal as reason:
        refusal = reason
    return await asyncio.to_thread(_claim_page, request, sent.fields, refusal)


def _claim_page(request: Req, sent: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    """Show the claim with the follower's other forms, if the form also sent the claim's pair."""
    pair, mine = _follower(request, sent)
    try:
        with context.reading(request) as session:
            claim = file_upload.claim_of(request, session, sent.get("ticket", ""))
            if pair and pair.reference != claim.reference:
                pair, mine = None, None
            typed = {"kind": sent.get("kind", "")} if refusal else {}
            follower = FollowerForms(came=refusal is None, mine=mine, pair=pair, typed=typed)
            return follow_claim.show_claim(request, session, claim, follower, refusal)
    except file_upload.TicketExpired as over:
        return form_actions.form_page(
            request,
            "filing/wages/follow.html",
            refusal=over,
            errors={"reference": over},
            typed={},
            claims=[],
        )


def _follower(request: Req, sent: dict[str, str]) -> tuple[FollowInput | None, bool | None]:
    """Return the pair that the form sent, and whether it is the worker's; without one, neither."""
    try:
        pair = follow_claim.read_pair(request, sent)
        with (
            auth_middleware.long_secret_check(request, "claim", follow_claim.WrongPair),
            context.reading(request) as session,
        ):
            claim, mine = follow_claim.find_claim(request, session, pair)
            return FollowInput(claim.reference, pair.secret), mine
    except Refusal:
        return None, None


@page_post("/wages/evidence", permission=Permission.PUBLIC)
def begin_upload(request: Req, data: Form) -> Response[Any]:
    """Begin the upload of a file in pieces."""

    def begun() -> Item:
        new_file = forms.read(NewFile, forms.fields_of(NewFile, data))
        return file_upload.begin(request, str(data.get("ticket", "")), new_file)

    return _answer_script(request, begun)


@page_get("/wages/evidence/{number:str}", permission=Permission.PUBLIC)
def show_progress(request: Req, number: FromPath[str]) -> Response[Any]:
    """Report how much of a file has arrived."""
    return _answer_script(
        request, lambda: file_uploads.progress(file_upload.store(request), number, _owner(request))
    )


@async_route(
    "/wages/evidence/{number:str}",
    http_method=["PATCH"],
    permission=Permission.PUBLIC,
    request_max_body_size=PIECE,
)
async def upload_piece(request: Req, number: FromPath[str], body: RawBody) -> Response[Any]:
    """Receive the next piece of a file."""
    return await queued_work.run(_upload_piece, request, number, body)


def _upload_piece(request: Req, number: str, body: bytes) -> Response[Any]:
    by, on, values = (
        context.actor(request),
        context.app_state(request).clock(),
        request.headers.get(OFFSET, ""),
    )
    offset = int(values) if values.isascii() and values.isdigit() and len(values) < 10 else -1

    def taken() -> Item:
        owner = _owner(request)
        with queued_work.count_file_time(request, owner):
            return file_uploads.receive_piece(
                file_upload.store(request), number, owner, offset, body, by=by, on=on
            )

    return _answer_script(request, taken)


def _owner(request: Req) -> str:
    with context.reading(request) as session:
        owner = file_upload.owner_of(request, session, request.headers.get(TICKET, ""))
        return owners.identity(owner)


def _answer_script(request: Req, work: Any) -> Response[Any]:
    """Answer a script in the reader's language; a wrong offset also gets the right one."""
    lang = context.language(request)
    try:
        one: Item = work()
    except Refusal as refusal:
        worst = next(iter(forms.errors_by_field(refusal).values()))
        offset = (
            {OFFSET: str(refusal.facts["offset"])}
            if isinstance(refusal, file_uploads.WrongOffset)
            else {}
        )
        status, sentence = (
            auth_middleware.refusal_status(request, refusal),
            rendering.refusal_text(lang, worst),
        )
        return Response(
            {"said": sentence},
            status_code=status,
            media_type="application/json",
            headers=NO_STORE | offset,
        )
    sentence = rendering.label(lang, "file_state", one.state)
    if one.state == State.REFUSED:
        sentence = f"{sentence}. {rendering.label(lang, 'file_reason', one.reason)}"
    upload_state = UploadState(one.reference, one.arrived, one.state, sentence)
    return Response(
        upload_state, media_type="application/json", headers=NO_STORE | {OFFSET: str(one.arrived)}
    )
