"""Figures of other bodies as sections: by body, with words, the printed number, and what is printed
twice once."""

import pytest

from i18n import STAFF_LANGUAGES, Language
from service.reporting.documents import external
from service.reporting.documents.document import Entry, Part
from tests.service.reporting import printing

YEAR = printing.YEAR


def parts_by_key(lang: Language = Language.EN) -> dict[tuple[str, str], tuple[Entry, Part]]:
    """Every number of the sections made of the whole printed report, by the key and the part."""
    found = external.sections(lang, YEAR, list(printing.of_2019().items()))
    every = [
        (entry, part) for section in found for entry in section.entries for part in entry.parts
    ]
    assert len({(entry.key, part.code) for entry, part in every}) == len(every)
    return {(entry.key, part.code): (entry, part) for entry, part in every}


def test_what_is_printed_twice_alike_stands_once_with_both_lines_and_otherwise_twice():
    found = parts_by_key()
    assert found["body.interior_ministry.complaints.received", ""][1].line == "L99, L618"
    assert found["body.interior_ministry.crimes.by_kind", "infant"][1].line == "L110, L128, L609"
    twice = [
        part.shown
        for (key, _part), (_entry, part) in found.items()
        if key.endswith(("crimes.share", ".again"))
    ]
    assert twice == ["43.6%", "43%"]


def test_every_printed_number_is_told_as_it_is_printed():
    found = parts_by_key()
    for name, one in printing.of_2019().items():
        key, _, year = name.partition("@")
        key, _, part = key.partition("/")
        at = f"body.{one.body}.{key}" + (f"@{year}" if year else "")
        entry, kept = (
            found.get((at, part)) or found[at.replace(".again2", "").replace(".again", ""), part]
        )
        assert (kept.number, entry.unit, kept.currency, kept.about) == (
            one.value,
            one.unit,
            one.currency,
            one.about,
        ), name
        assert (entry.year, one.line in kept.line) == (int(year or YEAR), True), name


@pytest.mark.parametrize(
    ("key", "shown", "note"),
    [
        ("interior_ministry.complaints.received", "710", ""),
        ("interior_ministry.operation_march.raids", "2,861", ""),
        ("interior_ministry.victims.underage_female", "2", "printed as: Two"),
        ("courts.courts.compensation", "UZS 75,700,000", "printed as: 75.7 million"),
        ("rehabilitation_centre.rehabilitation.grant_persons", "more than 16", ""),
    ],
)
def test_the_printed_words_stand_beside_a_number_where_they_are_not_just_the_number(
    key, shown, note
):
    part = parts_by_key()[f"body.{key}", ""][1]
    assert (part.shown.replace("\xa0", " "), part.note) == (shown, note)


@pytest.mark.parametrize("lang", STAFF_LANGUAGES)
def test_body_and_unit_are_told_in_words_of_the_language(lang):
    for section in external.sections(lang, YEAR, list(printing.of_2019().items())):
        assert section.title != section.key
        assert all(one.unit_word != one.unit or lang is Language.EN for one in section.entries)
