"""Letters as PDF: tagged, archival, with bundled typefaces, and reproducible byte for byte."""

from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from service.casework.letters import letter_codes
from service.casework.letters.layout import LetterLayout
from service.infra.lazy_imports import Library

typst = Library("typst")
HERE = Path(__file__).parent


@cache
def typefaces() -> Any:
    """Return the typesetter's typefaces and one for Hangul, never those of the machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"]
    )


def pdf(sheet: LetterLayout) -> bytes:
    """Return the file of a letter; its text is passed as data and never interpreted as markup."""
    values = {
        "sheet": msgspec.json.encode(sheet).decode(),
        "picture": letter_codes.picture(sheet.check.opens),
    }
    return typeset(HERE / f"letter-{sheet.edition}.typ", values, sheet.day)


def typeset(template: Path, values: dict[str, str], day: date) -> bytes:
    """Return a document as PDF, from the texts that its template names.

    It is accessible to screen readers (PDF/UA-1), archival (PDF/A-2b), and the same bytes each time
    it is made for a day.
    """
    setter = typst.Compiler(
        template,
        root=template.parent,
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs=values,
    )
    moment = datetime.combine(day, time(12), UTC)
    made = setter.compile(format="pdf", pdf_standards=["ua-1", "a-2b"], timestamp=moment)
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made
