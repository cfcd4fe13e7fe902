"""The year in a few sentences, with plural forms for every number."""

from collections.abc import Iterator

from i18n import Language, formats, gettext, ngettext
from service.reporting.documents.document import Entry, Part
from service.reporting.figures.figures import NOT_STATED

_MOST_COUNTRIES = 3


def list_sentences(lang: Language, year: int, entries: list[Entry]) -> list[str]:
    """Return sentences on placements, advice, recovered wages and help; hidden numbers are left
    out."""
    by_key = {one.key: one for one in entries}
    return [
        *_placement_sentences(lang, year, by_key),
        *_advice_sentences(lang, by_key),
        *_claim_sentences(lang, by_key),
        *_protection_sentences(lang, by_key),
    ]


def _placement_sentences(lang: Language, year: int, entries: dict[str, Entry]) -> Iterator[str]:
    n = _number(entries, "placements.total")
    if n is None:
        return
    if n == 0:
        yield gettext(
            lang,
            "Nobody has been recorded as arriving abroad for work in %(year)s yet.",
            year=year,
        )
        return
    yield ngettext(
        lang,
        "In %(year)s, %(n)s person arrived abroad to work under a contract arranged through "
        "the State Agency or a licensed agency.",
        "In %(year)s, %(n)s people arrived abroad to work under a contract arranged through "
        "the State Agency or a licensed agency.",
        n,
        n=formats.number(lang, n),
        year=year,
    )
    most = [
        f"{part.label} ({part.shown})"
        for part in _shown_parts(entries, "placements.by_country")[:_MOST_COUNTRIES]
    ]
    if most:
        yield gettext(
            lang, "Most of them went to: %(countries)s.", countries=formats.list_(lang, most)
        )


def _advice_sentences(lang: Language, entries: dict[str, Entry]) -> Iterator[str]:
    n = _number(entries, "advice.persons")
    if n is not None:
        yield ngettext(
            lang,
            "%(n)s person who gave their name received advice; each person is counted once in"
            " the year.",
            "%(n)s people who gave their name received advice; each person is counted once in"
            " the year.",
            n,
            n=formats.number(lang, n),
        )
    n = _number(entries, "advice.sessions")
    if n is not None:
        yield ngettext(
            lang,
            "There was %(n)s advice session.",
            "There were %(n)s advice sessions.",
            n,
            n=formats.number(lang, n),
        )
    n = _number(entries, "advice.sessions_by_posts")
    if n:
        yield ngettext(
            lang,
            "Of these, %(n)s was held by embassies, consulates and representative offices.",
            "Of these, %(n)s were held by embassies, consulates and representative offices.",
            n,
            n=formats.number(lang, n),
        )


def _claim_sentences(lang: Language, entries: dict[str, Entry]) -> Iterator[str]:
    n = _number(entries, "wages.claims_filed")
    if n is not None:
        yield ngettext(
            lang,
            "%(n)s wage claim was filed.",
            "%(n)s wage claims were filed.",
            n,
            n=formats.number(lang, n),
        )
    whole = entries.get("wages.recovered_usd")
    if whole and whole.parts[0].number:
        amount = whole.parts[0].shown
        yield gettext(
            lang,
            "Wages recovered for workers: %(amount)s, at the exchange rate on the day of each"
            " payment.",
            amount=amount,
        )


def _protection_sentences(lang: Language, entries: dict[str, Entry]) -> Iterator[str]:
    """Yield the sentence on victims helped.

    If the total is hidden, the sum of the countries shown is given as a minimum.
    """
    n = _number(entries, "harm.helped")
    if n:
        yield ngettext(
            lang,
            "Embassies, consulates and representative offices helped %(n)s victim of trafficking or forced labour.",
            "Embassies, consulates and representative offices helped %(n)s victims of trafficking or forced labour.",
            n,
            n=formats.number(lang, n),
        )
    least = sum(part.number or 0 for part in _shown_parts(entries, "harm.helped_by_posts"))
    if n is None and least:
        yield ngettext(
            lang,
            "Embassies, consulates and representative offices helped more than "
            "%(n)s victim of trafficking or forced labour.",
            "Embassies, consulates and representative offices helped more than "
            "%(n)s victims of trafficking or forced labour.",
            least,
            n=formats.number(lang, least),
        )


def _number(entries: dict[str, Entry], key: str) -> int | None:
    return entries[key].parts[0].number if key in entries else None


def _shown_parts(entries: dict[str, Entry], key: str) -> list[Part]:
    """Return the parts with a number, largest first, without “not stated”."""
    return (
        [part for part in entries[key].parts if part.number and part.code != NOT_STATED]
        if key in entries
        else []
    )
