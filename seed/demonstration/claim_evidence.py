"""Invented evidence of claims and documents of other records, rendered and uploaded as usual."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR, Actor
from catalog.vacancies.vacancies import State, Vacancy
from seed import reference
from seed.demonstration.citizen_file import NUMBER
from service import accounts
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Kind, NewFile, file_uploads, owners
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind

_TEXTS = reference.FOLDER / "demo" / "evidence"


def attach_files(store: Store, on: datetime) -> None:
    """Upload evidence for the citizen's claim and for two in Korea, and documents of other records."""
    sent = on - timedelta(days=1)
    papers = [
        ("shartnoma.jpg", Kind.CONTRACT, _render_pages("contract.txt", "JPEG")),
        ("karta.pdf", Kind.BANK, _render_pages("statement.txt", "PDF")),
        ("yozishma.txt", Kind.MESSAGES, (_TEXTS / "messages.txt").read_bytes()),
    ]
    with store.database.read() as session:
        there = (col(Claim.country) == "KR", col(Claim.filed_at) < sent)
        korean = select(col(Claim.reference)).where(*there).order_by(col(Claim.reference)).limit(2)
        claims = [NUMBER, *session.execute(korean).scalars()]
    for claim in claims:
        for name, kind, content in papers:
            new_file = NewFile(name, len(content), kind, file_uploads.mark(content))
            _send(store, claim, new_file, content, sent)
    _attach_documents(store, sent)


def _attach_documents(store: Store, sent: datetime) -> None:
    """Upload documents of one agency's vacancies that wait for vetting, and of a death."""
    papers = [
        ("talabnoma.pdf", DocumentKind.DEMAND, _render_pages("demand.txt", "PDF")),
        ("ishonchnoma.jpg", DocumentKind.ATTORNEY, _render_pages("attorney.txt", "JPEG")),
    ]
    of_death = [
        ("guvohnoma.jpg", DocumentKind.DEATH, _render_pages("death.txt", "JPEG")),
        ("polis.pdf", DocumentKind.INSURANCE, _render_pages("policy.txt", "PDF")),
    ]
    with store.database.read() as session:
        hamid, elyor = (
            accounts.actor_for(accounts.find(session, f"{name}@demo.invalid"))
            for name in ("hamid", "elyor")
        )
        waits = col(Vacancy.state).in_((State.SUBMITTED.value, State.VETTING.value))
        asked = select(col(Vacancy.reference)).where(col(Vacancy.agency) == hamid.agency, waits)
        numbers = list(session.execute(asked.order_by(col(Vacancy.reference))).scalars())
        deaths = select(col(Incident.reference)).where(
            col(Incident.kind) == IncidentKind.DEATH.value, incident_tables.within(elyor)
        )
        died = list(session.execute(deaths.order_by(col(Incident.reference)).limit(1)).scalars())
    for number in numbers:
        _send_documents(store, RecordKind.VACANCY, number, papers, by=hamid, on=sent)
    for number in died:
        _send_documents(store, RecordKind.INCIDENT, number, of_death, by=elyor, on=sent)


def _send_documents(
    store: Store,
    record: RecordKind,
    number: str,
    papers: list[tuple[str, DocumentKind, bytes]],
    *,
    by: Actor,
    on: datetime,
) -> None:
    for name, kind, content in papers:
        new_file = NewFile(name, len(content), kind, file_uploads.mark(content))
        with store.database.write() as session:
            owner = owners.find_record(session, record, number)
            row = evidence.register(session, owner, new_file, by=by, on=on).reference
        file_uploads.finish(store, row, owners.identity(owner), content, by=by, on=on)


def _send(store: Store, number: str, new_file: NewFile, content: bytes, on: datetime) -> None:
    with store.database.write() as session:
        begun = evidence.register(
            session, session.get_one(Claim, number), new_file, by=VISITOR, on=on
        ).reference
    file_uploads.finish(store, begun, number, content, by=VISITOR, on=on)


def _render_pages(name: str, kind: str) -> bytes:
    """Render the pages of a text, which empty lines separate."""
    pages = (_TEXTS / name).read_text().split("\n\n")
    drawn, out = [_render_page(page.splitlines()) for page in pages], BytesIO()
    more = {"save_all": True, "append_images": drawn[1:]} if kind == "PDF" else {}
    drawn[0].save(out, kind, **more)
    return out.getvalue()


def _render_page(lines: list[str]) -> Image.Image:
    paper = Image.new("RGB", (900, 620), "#fbf9f4")
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(34)
    for place, line in enumerate(lines):
        pen.text((60, 60 + 80 * place), line, fill="#17211f", font=font)
    return paper
