"""The documents of a year: one Document in one language, and the page, PDF, workbook, tables and data written from it."""

from datetime import date
from itertools import groupby

from i18n import N_, Language, formats, gettext
from service.reporting import masks, years
from service.reporting.definitions import DEFINITIONS
from service.reporting.documents import story, terms
from service.reporting.documents.document import Document, Entry, Note, Part, Section
from service.reporting.figures import NOT_STATED, Figure, Unit
from service.reporting.years import Year

LICENCE_AT = "https://creativecommons.org/licenses/by/4.0/"
_ORIGINS = {one.key: one.origin for one in DEFINITIONS}
# Of which whole the parts of a figure are shares.
_BASES = {
    "placements.by": "placements.total", "advice.sessions_by": "advice.sessions", "wages.claims_by": "wages.claims_filed",
    "wages.answered": "wages.claims_filed", "wages.recovered_by": "wages.recovered_usd", "vacancies.by": "vacancies.published",
}  # fmt: skip
_RULES = (
    N_("Every figure says what it counts. Contacts, sessions, legal problems, persons, heads in groups and claims are different "
       "things and are never added together. The year runs from 1 January to 31 December in Tashkent."),
    N_("A person is counted once in the year, a placement at the arrival, money when it reached the worker or an account where it "
       "is held for them."),
)  # fmt: skip


def make(counted: Year, lang: Language, today: date) -> Document:
    """What is public of a year, in one language."""
    figures = masks.public(counted.figures)
    wholes = {one.key: one for one in figures if one.dimension is None}
    found = [_entry(lang, list(group), wholes) for _key, group in groupby(figures, key=lambda one: one.key)]
    return Document(
        language=lang.value, year=counted.year, state=counted.state, state_word=terms.state(lang, counted.state),
        title=gettext(lang, "The year %(year)s in figures", year=counted.year), period=_period(lang, counted.year, today),
        revision=revision(lang, counted, today), story=story.told(lang, counted.year, found), sections=_sections(lang, found),
        rules=[gettext(lang, rule) for rule in _RULES], hidden=_hidden(lang), licence=_licence(lang), licence_at=LICENCE_AT,
        checks=[_note(one) for one in counted.checks], remarks=[_note(one) for one in counted.remarks],
    )  # fmt: skip


def _entry(lang: Language, figures: list[Figure], wholes: dict[str, Figure]) -> Entry:
    first = figures[0]
    dimension = next(iter(first.dimension or {}), "")
    base = next((of for start, of in _BASES.items() if dimension and first.key.startswith(start)), "")
    whole = wholes.get(base, Figure(base, None, first.unit))
    said = gettext(lang, "Shares are of the whole: %(whole)s", whole=terms.written(lang, whole))
    parts = [_part(lang, one, whole.value) for one in _in_order(figures, dimension)]
    return Entry(
        first.key, gettext(lang, first.sentence), first.unit, terms.unit(lang, first.unit), _ORIGINS.get(first.key, ""), dimension,
        terms.dimension(lang, dimension), base, said if base else "", parts,
    )  # fmt: skip


def _in_order(figures: list[Figure], dimension: str) -> list[Figure]:
    """The largest first, hidden ones after by their code alone, what was not stated last; or in the order of the thing."""
    known = terms.IN_ORDER.get(dimension, [])

    def place(one: Figure) -> tuple[bool, int, bool, int, str]:
        code = one.name[1]
        own = known.index(code) if code in known else len(known)
        return code == NOT_STATED, own, one.value is None, -(one.value or 0), code

    return sorted(figures, key=place)


def _part(lang: Language, figure: Figure, base: int | None) -> Part:
    shown, share = terms.written(lang, figure), _share(figure.value, base)
    told = terms.written(lang, Figure("", share, Unit.RATE)) if share is not None else ""
    return Part(
        figure.name[1], terms.part(lang, figure), figure.value, shown, figure.currency, share, told, figure.as_printed
    )


def _share(value: int | None, base: int | None) -> int | None:
    """In hundredths of a percent, rounded half up; none where either number is hidden."""
    return None if value is None or not base else (2 * 10_000 * value + base) // (2 * base)


def _sections(lang: Language, entries: list[Entry]) -> list[Section]:
    by_key: dict[str, list[Entry]] = {key: [] for key in terms.SECTIONS}
    for one in entries:
        by_key[terms.section(one.key)].append(one)
    return [Section(key, gettext(lang, terms.SECTIONS[key]), found) for key, found in by_key.items() if found]


def _period(lang: Language, year: int, today: date) -> str:
    span = years.spanned(year, today)
    days = {"first": formats.date(lang, span.first), "last": formats.date(lang, span.last)}
    return gettext(lang, "%(first)s – %(last)s, by the days of Tashkent", **days)


def revision(lang: Language, counted: Year, today: date) -> str:
    """Which edition of the figures this is."""
    said = gettext(lang, "Provisional: counted from the records on %(day)s.", day=formats.date(lang, today))
    return f"{said} {gettext(lang, 'The year is not over.')}" if counted.state == "open" else said


def _hidden(lang: Language) -> str:
    return gettext(
        lang, "A part with fewer than %(n)s is not shown as a number, and neither is one from which it could be worked out.",
        n=masks.THRESHOLD,
    )  # fmt: skip


def _licence(lang: Language) -> str:
    return gettext(
        lang, "You may copy, change and publish these figures if you name Musofir as their source: Creative Commons Attribution "
        "4.0 International (CC BY 4.0).",
    )  # fmt: skip


def _note(found: dict[str, object]) -> Note:
    """A finding or a remark: its first word says which, the rest what was found."""
    words = [str(value) for value in found.values() if value not in (None, "", [], {})]
    return Note(words[0] if words else "", " · ".join(words[1:]))
