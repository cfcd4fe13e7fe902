"""What the pages share on which files are sent: the ticket of a page, the list of files, and how
one is handed on."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.journey import costs
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import PIECE, Item, Kind, NewFile, Owner, file_uploads
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.quotas import MAX_FILE_BYTES
from service.infra import access
from service.infra.access import Permission
from service.input.multipart import UploadedFile
from service.pages.shared import account_page
from service.web import auth_middleware, context, file_budget
from service.web.context import Req

VALID_FOR = timedelta(hours=4)
# A form with one file of the largest size, or several smaller ones, and what stands around them.
MAX_BODY = MAX_FILE_BYTES + 500_000
TICKET, OFFSET = "x-ticket", "upload-offset"
_PURPOSE = "evidence ticket"


class TicketExpired(Refusal):
    slug = "ticket-over"
    sentence = N_(
        "This page was open for too long. Open the claim again and go on: what has arrived stays."
    )


class PageExpired(Refusal):
    slug = "page-over"
    sentence = N_(
        "This page was open for too long. Open it again and go on: what has arrived stays."
    )


class NoFileChosen(Refusal):
    slug = "no-file-chosen"
    sentence = N_("Choose a file first.")


class Ticket(msgspec.Struct):
    """That a page with this claim or cost was shown to somebody, and until when they may send files
    from it. Whoever works on the claim, or paid the cost, has an account here and is asked for
    their right again; whoever showed its secret has none."""

    owner: str
    account: str
    until: float
    paid: bool = False


def ticket(request: Req, owner: Owner, *, desk: bool) -> str:
    """What a page carries unseen; nobody else can make one."""
    until = (context.app_state(request).clock() + VALID_FOR).timestamp()
    paid = isinstance(owner, PaidCost)
    ticket = Ticket(
        owner.reference, context.actor(request).account if desk or paid else "", until, paid
    )
    return urlsafe_b64encode(vault.lock(_PURPOSE, msgspec.json.encode(ticket))).decode()


def claim_of(request: Req, session: Session, shown: str) -> Claim:
    """The claim for which somebody may send files. Refuses: TicketExpired, NotAllowed, NotFound."""
    owner = owner_of(request, session, shown)
    if not isinstance(owner, Claim):
        raise NotFound
    return owner


def owner_of(request: Req, session: Session, shown: str) -> Owner:
    """The claim or the paid cost for which somebody may send files. Refuses: TicketExpired,
    PageExpired, NotAllowed, NotFound."""
    by, now = context.actor(request), context.app_state(request).clock().timestamp()
    try:
        result = msgspec.json.decode(vault.unlock(_PURPOSE, urlsafe_b64decode(shown)), type=Ticket)
    except (ValueError, vault.BrokenSeal, msgspec.DecodeError) as reason:
        raise TicketExpired("file") from reason
    if result.until < now or result.account not in ("", by.account):
        raise PageExpired("file") if result.paid else TicketExpired("file")
    if result.paid:
        access.require(by, Permission.ME_OPEN)
        return costs.get(session, account_page.current_person(request, session), result.owner)
    if result.account:
        access.require(by, Permission.WAGES_WRITE)
        return wage_claims.get(session, result.owner, by=by)
    return _find_claim(session, result.owner)


def _find_claim(session: Session, number: str) -> Claim:
    claim = session.get(Claim, number)
    if claim is None:
        raise NotFound
    return claim


def store(request: Req) -> Store:
    house = context.app_state(request)
    return Store(house.database, house.settings.home, house.settings.scanner)


def begin(request: Req, shown: str, new_file: NewFile) -> Item:
    """Makes room for a file. Refuses whatever evidence.begin refuses, TicketOver, TooManyAttempts."""
    with context.reading(request) as session:
        owner = owner_of(request, session, shown)
    auth_middleware.count_attempt(
        request, "evidence", owner.reference if isinstance(owner, Claim) else owner.citizen
    )
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


async def receive_files(request: Req, shown: str, sent: list[UploadedFile], kind: str) -> None:
    """Takes in the files of a form, for each of which it waits its turn anew. Whichever is refused,
    those before it are kept. Refuses: NoFileChosen, Busy, TooManyAttempts, and as begin does."""
    if not sent:
        raise NoFileChosen("file")
    chosen = Kind(kind) if kind in set(Kind) else Kind.OTHER
    for one in sent:
        await context.run_queued(_receive_file, request, shown, one, chosen)


def _receive_file(request: Req, shown: str, one: UploadedFile, kind: Kind) -> None:
    with context.reading(request) as session:
        owner = owner_of(request, session, shown).reference
    with file_budget.count_file_time(request, owner):
        begun = begin(
            request,
            shown,
            NewFile(one.name, len(one.content), kind, file_uploads.mark(one.content)),
        )
        by, on = context.actor(request), context.app_state(request).clock()
        file_uploads.finish(store(request), begun.reference, owner, one.content, by=by, on=on)


def facts(request: Req, session: Session, owner: Owner, *, desk: bool) -> dict[str, Any]:
    """What a page with the list of files and the form for more must know."""
    return {
        "files": evidence.list_files(session, owner),
        "ticket": ticket(request, owner, desk=desk),
        "piece": PIECE,
    }
