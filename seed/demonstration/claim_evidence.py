"""Invented evidence of some claims, rendered here and uploaded as a worker would."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR
from seed.demonstration.citizen_file import NUMBER
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store

_CONTRACT = (
    "NAMUNA",
    "Mehnat shartnomasi 17-son",
    "Ish beruvchi: Severny Dvor (namuna)",
    "Ishchi: Alisher Namunayev",
    "Maosh: oyiga 80 000 rubl",
    "Bu yerda hammasi o'ylab topilgan.",
)
_HISTORY = (
    (
        "NAMUNA",
        "Karta tarixi",
        "05.03  +80 000,00  Severny Dvor",
        "05.04  +80 000,00  jismoniy shaxs",
    ),
    ("NAMUNA", "Karta tarixi, 2-bet", "05.05  0,00", "05.06  0,00", "05.07  0,00"),
)
_MESSAGES = "[05.06, 18:02] Ishchi: Maosh qachon?\n[05.06, 21:40] Brigadir (namuna): Keyingi oyda, kutinglar.\n"


def attach_files(store: Store, on: datetime) -> None:
    """Upload photo, bank history and messages for the citizen's claim and for two in Korea."""
    sent = on - timedelta(days=1)
    papers = [
        ("shartnoma.jpg", Kind.CONTRACT, _render_pages([_CONTRACT], "JPEG")),
        ("karta.pdf", Kind.BANK, _render_pages(_HISTORY, "PDF")),
        ("yozishma.txt", Kind.MESSAGES, _MESSAGES.encode()),
    ]
    with store.database.read() as session:
        there = (col(Claim.country) == "KR", col(Claim.filed_at) < sent)
        korean = select(col(Claim.reference)).where(*there).order_by(col(Claim.reference)).limit(2)
        claims = [NUMBER, *session.execute(korean).scalars()]
    for claim in claims:
        for name, kind, content in papers:
            _send(
                store,
                claim,
                NewFile(name, len(content), kind, file_uploads.mark(content)),
                content,
                sent,
            )


def _send(store: Store, number: str, new_file: NewFile, content: bytes, on: datetime) -> None:
    with store.database.write() as session:
        begun = evidence.register(
            session, session.get_one(Claim, number), new_file, by=VISITOR, on=on
        ).reference
    file_uploads.finish(store, begun, number, content, by=VISITOR, on=on)


def _render_pages(sheets: Sequence[tuple[str, ...]], kind: str) -> bytes:
    """Render pages with a few lines each."""
    drawn = [_render_page(lines) for lines in sheets]
    out = BytesIO()
    drawn[0].save(
        out, kind, **({"save_all": True, "append_images": drawn[1:]} if kind == "PDF" else {})
    )
    return out.getvalue()


def _render_page(lines: tuple[str, ...]) -> Image.Image:
    paper = Image.new("RGB", (900, 620), "#fbf9f4")
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(34)
    for place, line in enumerate(lines):
        pen.text((60, 60 + 80 * place), line, fill="#17211f", font=font)
    return paper
