"""Notes on the figures of a year: period, edition, small numbers, licence."""

from datetime import date

from i18n import N_, Language, formats, gettext
from service.infra.settings import DisclosureLimits
from service.reporting.annual import years
from service.reporting.annual.public_year import Edition

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
_RULES = (
    N_(
        "Every figure states what it counts. Contacts, sessions, legal problems, people, "
        "group attendances and claims are different things and are never added together. The "
        "year runs from 1 January to 31 December, Tashkent time."
    ),
    N_(
        "A person is counted once in the year, a placement on the day of arrival, and money "
        "when it reaches the worker or an account where it is held for them."
    ),
)

EXTERNAL = N_(
    "Figures from other bodies are shown as they appear in the printed report for the year. "
    "They were not counted from the records of this service. Small numbers among them are not"
    " hidden, because that report is available to everybody."
)
CHANGES = N_("What this correction changed")
UNCHANGED = N_("None of the numbers shown here has changed.")


def period(lang: Language, year: int, today: date) -> str:
    span = years.elapsed_span(year, today)
    days = {"first": formats.date(lang, span.first), "last": formats.date(lang, span.last)}
    return gettext(lang, "%(first)s – %(last)s, Tashkent time", **days)


def revision(lang: Language, edition: Edition, today: date) -> str:
    """Describe the edition of the figures: counted on a day, or frozen under a number."""
    day = formats.date(lang, edition.published_on or edition.closed_on or today)
    if edition.published_on and edition.year.number:
        return gettext(
            lang,
            "Correction %(number)s, published on %(day)s.",
            number=edition.year.number,
            day=day,
        )
    if edition.published_on:
        return gettext(lang, "First edition, published on %(day)s.", day=day)
    if edition.closed_on:
        return gettext(
            lang, "Signed by two people and closed on %(day)s, but not published yet.", day=day
        )
    sentences = [gettext(lang, "Provisional: counted from the records on %(day)s.", day=day)]
    if edition.year.state == years.State.OPEN:
        sentences.append(gettext(lang, "The year has not ended yet."))
    elif not has_records(edition):
        sentences.append(
            gettext(lang, "Nothing that these figures count is recorded for the year.")
        )
    return " ".join(sentences)


def has_records(edition: Edition) -> bool:
    """Return whether anything is recorded that the figures of a year count."""
    return any(one.value != 0 for one in edition.year.figures)


def small_numbers_rule(lang: Language, smallest: DisclosureLimits) -> str:
    return gettext(
        lang,
        "Numbers below %(people)s for people, claims, cases or sessions, and below "
        "%(placements)s for placements, are not shown. Any other number from which they could"
        " be worked out is also hidden. Money and shares are shown only where they are based "
        "on at least %(people)s claims.",
        people=smallest.people,
        placements=smallest.placements,
    )


def licence(lang: Language) -> str:
    return gettext(
        lang,
        "You can copy, change and publish these figures if you name Musofir as their source: "
        "Creative Commons Attribution 4.0 International (CC BY 4.0).",
    )


def rules(lang: Language, edition: Edition) -> list[str]:
    return [
        gettext(lang, rule) for rule in (*_RULES, *((EXTERNAL,) if edition.year.external else ()))
    ]
