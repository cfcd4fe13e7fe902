"""Invented evidence of some claims, rendered here and uploaded as a worker would."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR
from seed import reference
from seed.demonstration.citizen_file import NUMBER
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store

_TEXTS = reference.FOLDER / "demo" / "evidence"


def attach_files(store: Store, on: datetime) -> None:
    """Upload photo, bank history and messages for the citizen's claim and for two in Korea."""
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
