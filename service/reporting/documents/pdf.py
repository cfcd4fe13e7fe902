"""A year as a tagged PDF with bundled typefaces, for archives, with reproducible bytes."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from i18n import N_, Language, gettext
from service.casework.letters import printing
from service.reporting.documents import edition, external, tables
from service.reporting.documents.document import Document, Entry, Part

HERE = Path(__file__).parent
_LABELS = {
    "house": N_("Musofir: help for workers abroad"),
    "figure": N_("Figure"),
    "number": N_("Number"),
    "share": N_("Share"),
    "counted": N_("Unit"),
    "origin": N_("Source of definition"),
    "changes": edition.CHANGES,
    "unchanged": edition.UNCHANGED,
    "checks": N_("Checks carried out"),
    "remarks": N_("Notes"),
    "about": N_("About these figures"),
    "rounding": N_("Rounding"),
    "external": external.TITLE,
}


def pdf(document: Document, day: date) -> bytes:
    """Make the PDF of a year.

    Texts are passed as data, so that Typst never runs them as markup.
    """
    values = {"report": msgspec.json.encode(_template_data(document)).decode()}
    return printing.typeset(HERE / "report-1.typ", values, day)


def _template_data(document: Document) -> dict[str, Any]:
    lang = Language(document.language)
    return {
        "tongue": document.language,
        "title": document.title,
        "story": document.story,
        "about": tables.general_notes(document),
        "revision": document.revision,
        "mark": document.mark,
        "words": {name: gettext(lang, word) for name, word in _LABELS.items()},
        "changes": document.changes,
        "checks": document.checks,
        "remarks": document.remarks,
        "sections": [
            {
                "title": one.title,
                "wholes": _entries_data(lang, one.wholes),
                "divided": _entries_data(lang, one.divided),
            }
            for one in document.sections
        ],
        "external_rule": gettext(lang, edition.EXTERNAL),
        "external": [
            {"title": one.title, "entries": _entries_data(lang, one.entries)}
            for one in document.external
        ],
    }


def _entries_data(lang: Language, entries: list[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "sentence": one.sentence,
            "unit": one.unit_word,
            "origin": one.origin,
            "base": one.base_shown if one.shares else "",
            "rounding": one.rounding,
            "whole": one.whole,
            "dimension": one.dimension_word,
            "bars": bool(one.most),
            "shares": one.shares,
            "parts": [_part_data(lang, part, one.most) for part in one.parts],
        }
        for one in entries
    ]


def _part_data(lang: Language, part: Part, most: int) -> dict[str, Any]:
    """Return a part with its bar length in percent of the longest, and any other printed number."""
    printed = (
        gettext(lang, "printed as: %(number)s", number=part.as_printed) if part.as_printed else ""
    )
    return {
        "label": part.label,
        "shown": part.shown,
        "share": part.share_shown,
        "bar": (part.number or 0) * 100 / (most or 1),
        "hidden": part.number is None,
        "as_printed": part.note if part.about else printed,
    }
