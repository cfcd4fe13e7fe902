"""API route that uploads evidence for a claim, by staff or by its worker with the secret."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from msgspec import Meta
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import Line
from service.api import api_routes
from service.api.casework.wages import SECRET
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Kind, NewFile, Reason, State, file_uploads, media
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.quotas import MAX_FILE_BYTES
from service.infra import access, rate_limits
from service.infra.access import Permission
from service.web import auth_middleware, context, queued_work
from service.web.context import Req

MAX_BODY = 14_000_000
# Slightly more than is accepted, so that a file of 10.1 MB gets an explanatory refusal.
Content = Annotated[bytes, Meta(max_length=MAX_FILE_BYTES + 400_000)]


class NewEvidence(msgspec.Struct, forbid_unknown_fields=True):
    """A file: its name with the ending that says what it is, and its content in base64."""

    name: Line
    content: Content
    kind: Kind = Kind.OTHER


class EvidenceSent(msgspec.Struct):
    """What became of the file. One whose content is not what its name says is `refused` and not
    kept; reason says why."""

    reference: str
    number: int
    state: State
    reason: Reason


@api_routes.async_post(
    "/wages/{reference:str}/evidence",
    operation_id="evidence_send",
    tags=["evidence"],
    permission=Permission.PUBLIC,
    takes=NewEvidence,
    gives=EvidenceSent,
    refuses=(401, 403, 404, 429),
    secret=SECRET,
    request_max_body_size=MAX_BODY,
)
async def send(request: Req, reference: FromPath[str], body: RawBody) -> Response[EvidenceSent]:
    """Send a file that proves a claim. The same file sent again is the one that is there."""
    return await queued_work.run(_send, request, reference, body)


def _send(request: Req, reference: str, body: bytes) -> Response[EvidenceSent]:
    by, home = context.actor(request), context.app_state(request)
    with context.reading(request) as session:
        number = _claim(request, session, reference, by).reference
    result = api_routes.read_body(request, body, NewEvidence)
    file = NewFile(result.name, len(result.content), result.kind, file_uploads.mark(result.content))
    with context.writing(request) as session:
        claim = session.get_one(Claim, number)

        def begun() -> dict[str, Any]:
            rate_limits.count_attempt(
                session, "evidence", number, context.network(request), on=home.clock()
            )
            return {"reference": _begin_upload(session, claim, file, by=by, on=home.clock())}

        done = api_routes.run_once(request, session, file, begun)
    store = Store(home.database, home.settings.home, home.settings.scanner)
    one = file_uploads.progress(store, done["reference"], number)
    if one.state == State.ARRIVING:
        with queued_work.count_file_time(request, number, "content"):
            one = file_uploads.finish(
                store, done["reference"], number, result.content, by=by, on=home.clock()
            )
    return api_routes.respond(
        EvidenceSent(one.reference, one.number, State(one.state), Reason(one.reason)), status=201
    )


def _begin_upload(session: Session, claim: Claim, file: NewFile, *, by: Actor, on: datetime) -> str:
    """Register an upload, with refusals under the field names of the API.

    Refuses what evidence.register refuses.
    """
    try:
        return evidence.register(session, claim, file, by=by, on=on).reference
    except Refusal as refusal:
        if refusal.field == "file":
            refusal.field = (
                "name" if isinstance(refusal, media.UnsupportedFileType | media.Heic) else "content"
            )
        raise


def _claim(request: Req, session: Session, reference: str, by: Actor) -> Claim:
    """Return the claim for its worker or for staff who work on it.

    Refuses: SignInNeeded, NotAllowed, NotFound, TooManyAttempts.
    """
    if secret := api_routes.nonempty_header(request.headers, SECRET):
        with auth_middleware.long_secret_check(request, "claim"):
            return wage_claims.get_by_secret(session, reference, secret)
    access.require(by, Permission.WAGES_WRITE)
    return wage_claims.get(session, reference, by=by)
