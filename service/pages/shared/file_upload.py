"""What pages that take files share: the page's ticket, the list of files, and uploads."""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta

import msgspec
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound, Refusal, require_found
from i18n import N_
from matching.identity import deaths
from matching.journey import costs
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import PIECE, Item, NewFile, file_uploads, owners, record_access
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import Owner, Record, RecordKind
from service.casework.evidence.quotas import MAX_FILE_BYTES
from service.infra import access
from service.infra.access import Permission
from service.input import multipart
from service.input.multipart import UploadedFile
from service.input.work_queue import Busy
from service.pages.shared import account_page
from service.web import auth_middleware, context, queued_work
from service.web.context import Req

VALID_FOR = timedelta(hours=4)
# A form with one file of the largest size, or several smaller ones, and its other fields.
MAX_BODY = MAX_FILE_BYTES + 500_000
TICKET, OFFSET = "x-ticket", "upload-offset"
_PURPOSE = "evidence ticket"
FindOwner = Callable[[Req, Session, str], Owner]


class TicketExpired(Refusal):
    slug = "ticket-over"
    sentence = N_(
        "This page was open for too long. Open the claim again and continue: the files "
        "already sent are saved."
    )


class PageExpired(Refusal):
    slug = "page-over"
    sentence = N_(
        "This page was open for too long. Open it again and continue: the files already sent "
        "are saved."
    )


class NoFileChosen(Refusal):
    slug = "no-file-chosen"
    sentence = N_("Choose a file first.")


class Ticket(msgspec.Struct):
    """Proof that a page with this claim, cost or record was shown, and until when it may send files.

    An officer on the claim, the person who paid the cost, or whoever reads the record of a `kind`,
    has an account, and their right is checked again; a visitor who showed the claim's secret has
    none. After the worker's death only the secrets of `heirs` show it.
    """

    owner: str
    account: str
    until: float
    paid: bool = False
    kind: RecordKind | None = None
    heirs: bool = False


def ticket(request: Req, owner: Owner, *, desk: bool, heirs: bool = False) -> str:
    """Return the ticket that a page carries in a hidden field; nobody else can make one."""
    until = (context.app_state(request).clock() + VALID_FOR).timestamp()
    paid = isinstance(owner, PaidCost)
    kind = owner.kind if isinstance(owner, Record) else None
    account = context.actor(request).account if desk or paid or kind else ""
    ticket = Ticket(owner.reference, account, until, paid, kind, heirs)
    return urlsafe_b64encode(vault.lock(_PURPOSE, msgspec.json.encode(ticket))).decode()


def claim_of(request: Req, session: Session, shown: str) -> Claim:
    """Return the claim for which a ticket may send files.

    Refuses: TicketExpired, NotAllowed, NotFound.
    """
    owner = owner_of(request, session, shown)
    if not isinstance(owner, Claim):
        raise NotFound
    return owner


def owner_of(request: Req, session: Session, shown: str) -> Owner:
    """Return the claim, paid cost or record for which a ticket may send files.

    Refuses: TicketExpired, PageExpired, NotAllowed, NotFound, deaths.AskAnOfficer.
    """
    by, now = context.actor(request), context.app_state(request).clock().timestamp()
    try:
        result = msgspec.json.decode(vault.unlock(_PURPOSE, urlsafe_b64decode(shown)), type=Ticket)
    except (ValueError, vault.BrokenSeal, msgspec.DecodeError) as reason:
        raise TicketExpired("file") from reason
    if result.until < now or result.account not in ("", by.account):
        raise PageExpired("file") if result.paid or result.kind else TicketExpired("file")
    if result.kind:
        day = context.app_state(request).today
        return record_access.require_addable(session, result.kind, result.owner, by=by, day=day)
    if result.paid:
        access.require(by, Permission.ME_OPEN)
        return costs.get(session, account_page.current_person(request, session), result.owner)
    if result.account:
        access.require(by, Permission.WAGES_WRITE)
        return wage_claims.get(session, result.owner, by=by)
    claim = _find_claim(session, result.owner)
    if not result.heirs:
        deaths.require_living(session, claim.citizen, VISITOR)
    return claim


def _find_claim(session: Session, number: str) -> Claim:
    return require_found(session.get(Claim, number))


def store(request: Req) -> Store:
    app_state = context.app_state(request)
    return Store(app_state.database, app_state.settings.home, app_state.settings.scanner)


def begin(request: Req, shown: str, new_file: NewFile) -> Item:
    """Register a new file.

    Refuses whatever evidence.register refuses, TicketExpired, PageExpired, TooManyAttempts.
    """
    with context.reading(request) as session:
        owner = owner_of(request, session, shown)
    counted = owner.citizen if isinstance(owner, PaidCost) else owners.identity(owner)
    auth_middleware.count_attempt(request, "evidence", counted)
    with context.writing(request) as session:
        owner = owner_of(request, session, shown)
        row = evidence.register(
            session,
            owner,
            new_file,
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )
        return evidence.item(row, new_file.name)


async def receive_form(
    request: Req,
    body: bytes,
    find_owner: FindOwner,
    reference: str,
    *,
    desk: bool = False,
    kind: str = "",
) -> Refusal | None:
    """Receive the files of a form, and return why not. Refuses: NotFound, Busy.

    `kind` is that of every file where the form does not ask for it.
    """

    def find_ticket() -> str:
        with context.reading(request) as session:
            return ticket(request, find_owner(request, session, reference), desk=desk)

    shown = await asyncio.to_thread(find_ticket)
    try:
        sent = await asyncio.to_thread(
            multipart.read, request.headers.get("content-type", ""), body
        )
        if "done" not in sent.fields:
            new = FileFields(kind or sent.fields.get("kind", ""), sent.fields.get("replaces", ""))
            await receive_files(request, shown, sent.files, new)
    except (NotFound, Busy):
        raise
    except Refusal as refusal:
        return refusal
    return None


class FileFields(msgspec.Struct, frozen=True):
    """What a form says of its files: their kind, and the number of the document they replace."""

    kind: str = ""
    replaces: str = ""

    @property
    def replaced(self) -> int | None:
        number = self.replaces
        return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None


class OneFileReplaces(Refusal):
    slug = "one-file-replaces"
    sentence = N_("Choose one file to replace the document.")


async def receive_files(
    request: Req, shown: str, sent: list[UploadedFile], new: FileFields
) -> None:
    """Receive the files of a form, each of which waits for its own turn.

    Files before a refused one stay stored. Refuses: NoFileChosen, Busy, TooManyAttempts, and what
    begin refuses.
    """
    if not sent:
        raise NoFileChosen("file")
    if new.replaced and len(sent) > 1:
        raise OneFileReplaces("file")
    for one in sent:
        await queued_work.run(_receive_file, request, shown, one, new)


def _receive_file(request: Req, shown: str, one: UploadedFile, new: FileFields) -> None:
    with context.reading(request) as session:
        owner = owners.identity(owner_of(request, session, shown))
    with queued_work.count_file_time(request, owner):
        mark = file_uploads.mark(one.content)
        new_file = NewFile(one.name, len(one.content), new.kind[:12], mark, new.replaced)
        begun = begin(request, shown, new_file)
        by, on = context.actor(request), context.app_state(request).clock()
        file_uploads.finish(store(request), begun.reference, owner, one.content, by=by, on=on)


class UploadForm(msgspec.Struct, frozen=True):
    """The files that were sent, and the form for more; `piece` is the size of a piece in bytes."""

    files: list[Item]
    ticket: str
    piece: int


def upload_form(request: Req, session: Session, owner: Owner, *, desk: bool) -> UploadForm:
    files = evidence.list_files(session, owner)
    heirs = isinstance(owner, Claim) and bool(deaths.day_of_death(session, owner.citizen))
    return UploadForm(files, ticket(request, owner, desk=desk, heirs=heirs), PIECE)
