"""The documents of a year: page, PDF, workbook, tables and data, all made from one Document."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

import msgspec

from i18n import N_, Language, formats, gettext
from service.reporting.annual import remarks, years
from service.reporting.annual.comparison import FigureComparison
from service.reporting.annual.public_year import Edition
from service.reporting.annual.remarks import PublicRemark
from service.reporting.checks import check_sentences
from service.reporting.checks.report_checks import Finding
from service.reporting.documents import edition, external, story
from service.reporting.documents.document import (
    Document,
    Entry,
    FigureChange,
    Note,
    Part,
    Section,
)
from service.reporting.figures import report_terms
from service.reporting.figures.figures import NOT_STATED, Figure, Meaning, Unit
from service.reporting.figures.report_terms import CityName

_CHANGED = N_("%(before)s before, %(now)s now.")
_CHANGED_DEFINITION = N_("%(before)s before, %(now)s now, counted by a different definition.")


def build_document(
    edition_input: Edition,
    lang: Language,
    today: date,
    city: CityName = report_terms.as_written,
) -> Document:
    """Build the public document of a year in one language, in which `city` names cities."""
    year, today = edition_input.year, edition_input.counted_on or today
    wholes = {one.key: one for one in year.figures if one.dimension is None}
    words, changes = _Words(lang, city), edition_input.changes
    found = [
        _entry(words, list(group), year.meanings.get(key), wholes)
        for key, group in groupby(year.figures, key=lambda one: one.key)
    ]
    return Document(
        language=lang.value,
        year=year.year,
        state=year.state,
        title=gettext(lang, "The year %(year)s in figures", year=year.year),
        period=edition.period(lang, year.year, today),
        revision=edition.revision(lang, edition_input, today),
        story=story.list_sentences(lang, year.year, found)
        if edition.has_records(edition_input) or year.state == years.State.OPEN
        else [],
        sections=_sections(lang, found),
        rules=edition.rules(lang, edition_input),
        hidden=edition.small_numbers_rule(lang, edition_input.smallest),
        licence=edition.licence(lang),
        licence_at=edition.LICENCE_URL,
        fingerprint=edition_input.sha256,
        external=external.sections(lang, year.year, year.external),
        checks=[_check_note(lang, one) for one in year.checks if not one.verdict.fine],
        remarks=[_remark_note(lang, one) for one in year.remarks],
        changes=None if changes is None else [_figure_change(words, one) for one in changes],
    )


def build_draft(
    edition_input: Edition,
    lang: Language,
    today: date,
    city: CityName = report_terms.as_written,
) -> Document:
    """Build the document of a year that is not published, with small numbers and marked so."""
    mark = gettext(lang, "Not published. For internal use only: small numbers are not hidden.")
    document = build_document(edition_input, lang, today, city)
    return msgspec.structs.replace(
        document,
        mark=mark,
        hidden=mark,
        licence=gettext(lang, "None: do not publish."),
        licence_at="",
    )


class _Words(NamedTuple):
    """The language of a document, and what cities are called in it."""

    lang: Language
    city: CityName


def _entry(
    words: _Words, figures: list[Figure], meaning: Meaning | None, wholes: dict[str, Figure]
) -> Entry:
    """Build the entry of one key, with the meaning it had when it was counted."""
    lang, first = words.lang, figures[0]
    dimension, base = next(iter(first.dimension or {}), ""), (meaning.base if meaning else "") or ""
    whole = wholes.get(base, Figure(base, None, first.unit))
    sentence = gettext(
        lang,
        "Shares are calculated from this total: %(whole)s",
        whole=report_terms.format_figure(lang, whole),
    )
    return Entry(
        key=first.key,
        sentence=gettext(lang, first.sentence),
        unit=first.unit,
        unit_word=report_terms.unit(lang, first.unit),
        origin=meaning.origin if meaning else "",
        rounding=report_terms.rounding(lang, meaning),
        dimension=dimension,
        dimension_word=report_terms.dimension(lang, dimension, first.key),
        base=base,
        base_shown=sentence if base else "",
        parts=[_part(words, one, whole.value) for one in _in_order(figures, dimension)],
    )


def _in_order(figures: list[Figure], dimension: str) -> list[Figure]:
    """Sort parts by size, hidden ones after them by code, and “not stated” last.

    A dimension with an order of its own keeps that order.
    """
    known = report_terms.PART_ORDER.get(dimension, [])

    def place(one: Figure) -> tuple[bool, int, bool, int, str]:
        code = one.name[1]
        own = known.index(code) if code in known else len(known)
        return code == NOT_STATED, own, one.value is None, -(one.value or 0), code

    return sorted(figures, key=place)


def _part(words: _Words, figure: Figure, base: int | None) -> Part:
    lang, share = words.lang, _share(figure.value, base)
    shown = report_terms.format_figure(lang, figure)
    result = (
        report_terms.format_figure(lang, Figure("", share, Unit.RATE)) if share is not None else ""
    )
    return Part(
        figure.name[1],
        report_terms.part(lang, figure, words.city),
        figure.value,
        shown,
        figure.currency,
        share,
        result,
        figure.as_printed,
    )


def _share(value: int | None, base: int | None) -> int | None:
    """Return a share in hundredths of a percent, rounded half up, or None if a number is hidden."""
    return None if value is None or not base else (2 * 10_000 * value + base) // (2 * base)


def _sections(lang: Language, entries: list[Entry]) -> list[Section]:
    by_key: dict[str, list[Entry]] = {key: [] for key in report_terms.SECTIONS}
    for one in entries:
        by_key[report_terms.section(one.key)].append(one)
    return [
        Section(key, gettext(lang, report_terms.SECTIONS[key]), found)
        for key, found in by_key.items()
        if found
    ]


def _check_note(lang: Language, finding: Finding) -> Note:
    """Return a check that needs attention: its verdict and its sentence."""
    return Note(
        gettext(lang, check_sentences.VERDICTS[finding.verdict]),
        check_sentences.sentence(lang, finding),
    )


def _figure_change(words: _Words, compared: FigureComparison) -> FigureChange:
    """Return a changed number, with its value before and now."""
    lang, figure = words.lang, compared.figure
    assert figure.value is not None, "it is shown now"
    assert compared.earlier is not None, "it was shown before"
    earlier = msgspec.structs.replace(figure, value=compared.earlier)
    sentence = gettext(
        lang,
        _CHANGED_DEFINITION if compared.breaks else _CHANGED,
        before=report_terms.format_figure(lang, earlier),
        now=report_terms.format_figure(lang, figure),
    )
    labels = (gettext(lang, figure.sentence), report_terms.part(lang, figure, words.city))
    return FigureChange(
        ": ".join(filter(None, labels)),
        sentence,
        figure.key,
        figure.dimension,
        compared.earlier,
        figure.value,
    )


def _remark_note(lang: Language, public_remark: PublicRemark) -> Note:
    return Note(
        formats.date(lang, public_remark.day), remarks.text_in_language(lang, public_remark)[0]
    )
