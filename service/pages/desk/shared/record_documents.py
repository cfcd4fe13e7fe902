"""Documents of a record: of a vacancy, licence, placement, incident or complaint.

Each read is recorded, as for evidence of claims.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.journal import Entry
from catalog.licensing.licences import Licence
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from service.accounts import Account
from service.casework import evidence
from service.casework.evidence import (
    Evidence,
    Item,
    file_states,
    file_versions,
    owners,
    record_access,
    releases,
    sandbox,
    vetting_documents,
)
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.file_versions import Document
from service.casework.evidence.owners import Record, RecordKind
from service.casework.evidence.releases import NewRelease, Release
from service.casework.scope.incident_tables import IncidentKind
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.pages.shared import file_response, file_upload
from service.pages.shared.file_upload import FindOwner
from service.web import context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import FormAction

_PATH = "/desk/documents/{record_kind:str}/{record_number:str}"
_FILE_PATH = _PATH + "/files/{number:int}"
# Readers of a document that its page names, the latest first.
MAX_READERS = 20


class RecordDocuments(msgspec.Struct, frozen=True):
    """The documents of a record with their versions, and the required kinds that are missing.

    `adds` tells whether the reader may add some, `window` until when, or why not.
    """

    record: Record | None
    documents: list[Document]
    adds: bool
    senders: dict[str, str]
    window: str = ""
    missing_kinds: Sequence[DocumentKind] = ()


# Of a record whose documents the reader may not read.
WITHHELD = RecordDocuments(None, [], False, {})


def counts(session: Session, kind: RecordKind, references: Iterable[object]) -> dict[str, int]:
    """Return the number of documents of these records, by identity (owners.identity)."""
    known = [str(reference) for reference in references]
    asked = select(col(Evidence.record), func.count()).where(
        col(Evidence.record_kind) == kind.value,
        col(Evidence.record).in_(known),
        col(Evidence.state).in_(file_states.STORED),
        col(Evidence.replaces).is_(None),
    )
    rows = session.execute(asked.group_by(col(Evidence.record)))
    return {f"{kind}/{reference}": int(count) for reference, count in rows}


def of_record(request: Req, session: Session, kind: RecordKind, reference: str) -> RecordDocuments:
    """Return the documents of a record that the reader may read. Refuses: NotFound, NotAllowed."""
    by = context.actor(request)
    record = _find(request, session, kind, reference)
    files = evidence.list_files(session, record)
    window = record_access.window(session, record, by=by)
    row = owners.find_row(session, kind, reference)
    return RecordDocuments(
        record=record,
        documents=file_versions.documents(files),
        adds=window.is_open,
        senders=_names(session, {one.officer for one in files}, by),
        window=window.sentence,
        missing_kinds=vetting_documents.wanted_kinds(session, row)
        if isinstance(row, Vacancy)
        else (),
    )


def _names(session: Session, accounts: set[str], by: Actor) -> dict[str, str]:
    """Return the names of accounts; an agency sees only those of its own people."""
    if by.role is Role.AGENCY_USER:
        own = select(col(Account.reference)).where(
            col(Account.reference).in_(accounts), col(Account.agency) == by.agency
        )
        accounts = set(session.execute(own).scalars())
    return desk_page.officer_names(session, accounts)


def _kind(kind: str) -> RecordKind:
    """Return the kind of record in an address. Refuses: NotFound."""
    if kind not in set(RecordKind):
        raise NotFound
    return RecordKind(kind)


def _find(request: Req, session: Session, kind: RecordKind, reference: str) -> Record:
    by, day = context.actor(request), context.app_state(request).today
    return record_access.find(session, kind, reference, by=by, day=day)


def _finder(kind: str) -> FindOwner:
    """Return the function that finds a readable record of this kind. Refuses: NotFound."""
    known = _kind(kind)
    return lambda request, session, reference: _find(request, session, known, reference)


def record_address(session: Session, record: Record, *, by: Actor) -> str:
    """Return the address of the page of a record, without its language."""
    row, own = owners.find_row(session, record.kind, record.reference), by.role is Role.AGENCY_USER
    match record.kind:
        case RecordKind.VACANCY:
            return f"/desk/{'own/vacancies' if own else 'vetting'}/{record.reference}"
        case RecordKind.PLACEMENT:
            return f"/desk/placements/{record.reference}"
        case RecordKind.INCIDENT:
            return f"/desk/incidents/{record.reference}"
        case RecordKind.COMPLAINT:
            return f"/desk/complaints/{record.reference}"
        case RecordKind.ORDER:
            agency, part = session.get_one(Licence, row.licence).agency, "proposals"
        case RecordKind.PROPOSAL:
            agency, part = row.agency, "proposals"
        case RecordKind.APPLICATION:
            agency, part = row.agency, "petitions"
    if own:
        return "/desk/own"
    return f"/desk/licences/{agency}#{part}" if agency else f"/desk/proposals/{record.reference}"


class DocumentsPage(msgspec.Struct, frozen=True):
    """The list of documents, with the form for more.

    `chosen` is the document to be replaced, `kinds` are those that a new one may have, of which
    `usual` is offered first.
    """

    back: str
    ticket: str
    piece: int
    chosen: Document | None
    kinds: tuple[DocumentKind, ...]
    usual: DocumentKind
    typed: dict[str, str]


_USUAL_KINDS: Mapping[IncidentKind, DocumentKind] = MappingProxyType(
    {
        IncidentKind.DEATH: DocumentKind.DEATH,
        IncidentKind.INJURY: DocumentKind.MEDICAL,
        IncidentKind.DETENTION: DocumentKind.DECISION,
    }
)


def _usual_kind(session: Session, record: Record, missing: Sequence[DocumentKind]) -> DocumentKind:
    """Return the kind that a form for a new document begins with."""
    if record.kind is RecordKind.INCIDENT:
        row = owners.find_row(session, record.kind, record.reference)
        return _USUAL_KINDS[IncidentKind(row.kind)]
    return next(iter(missing), owners.document_kinds(record.kind)[0])


@page_get(_PATH, permission=Permission.DESK_OPEN)
def index(request: Req, record_kind: FromPath[str], record_number: FromPath[str]) -> Response[Any]:
    return _index(request, record_kind, record_number)


def _index(
    request: Req, kind: str, reference: str, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        found = _find(request, session, _kind(kind), reference)
        shown = of_record(request, session, found.kind, reference)
        number = request.query_params.get("replace", "")
        page = DocumentsPage(
            back=record_address(session, found, by=context.actor(request)),
            ticket=file_upload.ticket(request, found, desk=True) if shown.adds else "",
            piece=evidence.PIECE,
            chosen=next((one for one in shown.documents if str(one.newest.number) == number), None),
            kinds=owners.document_kinds(found.kind),
            usual=_usual_kind(session, found, shown.missing_kinds),
            typed={},
        )
        return form_actions.form_page(
            request, "desk/shared/documents_page.html", shown, page, refusal=refusal
        )


@async_route(
    _PATH,
    http_method=["POST"],
    permission=Permission.DESK_OPEN,
    request_max_body_size=file_upload.MAX_BODY,
)
async def send(
    request: Req,
    lang: FromPath[str],
    record_kind: FromPath[str],
    record_number: FromPath[str],
    body: RawBody,
) -> Response[Any]:
    """Add documents to a record."""
    kind = _kind(record_kind)

    def find(request: Req, session: Session, reference: str) -> Record:
        by, day = context.actor(request), context.app_state(request).today
        return record_access.require_addable(session, kind, reference, by=by, day=day)

    refusal = await file_upload.receive_form(request, body, find, record_number, desk=True)
    if refusal:
        return await asyncio.to_thread(_index, request, record_kind, record_number, refusal)
    page = f"/{lang}/desk/documents/{record_kind}/{record_number}"
    return context.redirect_done(request, page, N_("The file is received."))


class Reading(msgspec.Struct, frozen=True):
    """That somebody opened or downloaded a document."""

    account: str
    act: str
    at: Any


class DocumentPage(msgspec.Struct, frozen=True):
    """Page `place` of a document, of which `last` is the last one shown.

    `versions` are all of them, the newest first; `readings` tell officers who opened this one.
    """

    record: Record
    one: Item
    versions: tuple[Item, ...]
    place: int
    last: int
    back: str
    release: Release | None
    readings: list[Reading]
    names: dict[str, str]
    typed: dict[str, str]


@page_get(_FILE_PATH, permission=Permission.DESK_OPEN)
def show(
    request: Req, record_kind: FromPath[str], record_number: FromPath[str], number: FromPath[int]
) -> Response[Any]:
    """Show one page of a document as a picture; it is the picture whose read is recorded."""
    return _show(request, record_kind, record_number, number, {}, None)


def _show(
    request: Req,
    kind: str,
    reference: str,
    number: int,
    typed: dict[str, str],
    refusal: Refusal | None,
) -> Response[Any]:
    by, on = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        found = _find(request, session, _kind(kind), reference)
        row, one = file_response.find(session, found, number)
        if not one.is_stored:
            raise NotFound
        officer = by.role is not Role.AGENCY_USER
        readings = _readings(session, row.reference) if officer else []
        release = releases.latest(session, row, by=by, on=on)
        versions = file_versions.versions_of(evidence.list_files(session, found), number)
        last = min(one.pages, sandbox.PAGES) if one.as_pictures else 0
        people = {entry.account for entry in readings} | {item.officer for item in versions}
        people |= {release.asked_by, release.decided_by or ""} if release else set()
        shown = DocumentPage(
            record=found,
            one=one,
            versions=versions,
            place=min(context.page_number(request), last),
            last=last,
            back=record_address(session, found, by=by),
            release=release,
            readings=readings,
            names=_names(session, people, by),
            typed=typed,
        )
    return form_actions.form_page(request, "desk/shared/document_show.html", shown, refusal=refusal)


def _readings(session: Session, reference: str) -> list[Reading]:
    asked = select(col(Entry.account), col(Entry.act), col(Entry.at)).where(
        col(Entry.reference) == reference,
        col(Entry.noun) == "evidence",
        col(Entry.act).in_(("open", "export")),
    )
    newest = asked.order_by(col(Entry.position).desc()).limit(MAX_READERS)
    return [Reading(account, act, at) for account, act, at in session.execute(newest)]


@async_route(
    _FILE_PATH + "/pages/{place:int}",
    http_method=["GET", "HEAD"],
    permission=Permission.DESK_OPEN,
)
async def picture(
    request: Req,
    record_kind: FromPath[str],
    record_number: FromPath[str],
    number: FromPath[int],
    place: FromPath[int],
) -> Response[Any]:
    """Return one page as a picture. Refuses: NotFound where there is no such page."""
    work: Callable[..., Response[Any]] = file_response.picture_of
    return await queued_work.run(work, request, _finder(record_kind), record_number, number, place)


@async_route(_FILE_PATH + "/file", http_method=["GET", "HEAD"], permission=Permission.DESK_OPEN)
async def download(
    request: Req, record_kind: FromPath[str], record_number: FromPath[str], number: FromPath[int]
) -> Response[Any]:
    """Return the document itself, if it was found harmless or two persons agreed.

    Refuses: NotFound.
    """
    work = file_response.original_of
    return await queued_work.run(work, request, _finder(record_kind), record_number, number)


@page_post(_FILE_PATH + "/release", permission=Permission.APPROVALS_READ)
def request_release(
    request: Req,
    lang: FromPath[str],
    record_kind: FromPath[str],
    record_number: FromPath[str],
    number: FromPath[int],
    data: Form,
) -> Response[Any]:
    """Request a second person's approval to download a document that no scanner has seen."""
    find = _finder(record_kind)

    def action(act: FormAction) -> None:
        access.require(act.by, Permission.DESK_OPEN)
        owner = find(request, act.session, record_number)
        row = evidence.get(act.session, owner, file_response.require_number(number))
        releases.request(act.session, row, owner, act.read(NewRelease).reason, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data,
        action,
        f"/{lang}/desk/documents/{record_kind}/{record_number}/files/{number}",
        lambda typed, refusal: _show(request, record_kind, record_number, number, typed, refusal),
    )
