"""One vacancy in a list, with all its texts in the reader's language.

A list has twenty of them, and a template takes several times as long for the same sentences.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from i18n import Language, formats, gettext, ngettext
from matching.search.register_cache import RegisterCache
from service.web import rendering
from service.web.jobs import job_titles
from service.web.jobs.job_titles import JobTitle

CityName = Callable[[str, str], str]  # of a country's code and a city


class JobCard(msgspec.Struct, frozen=True):
    """The texts of a card; empty where nothing is said.

    `soum` is the pay a month in soum, where it is stated in another currency; `tongue` the language
    of the employer's own words, where it is not the reader's; `trade` the occupation of a title in
    another language.
    """

    title: JobTitle
    soum: str
    pay: str
    period: str
    tongue: str
    trade: str
    place: str
    hours: str
    seats: str
    until: str


def functions(lang: Language, register_cache: RegisterCache, city: CityName) -> dict[str, Any]:
    """Return the functions by which templates describe vacancies."""
    return {
        "job_title": partial(
            job_titles.title, lang, register_cache.lexicon, register_cache.occupations
        ),
        "job_card": partial(card, lang, register_cache, city),
        "tongue": partial(language_name, lang),
    }


def card(lang: Language, register_cache: RegisterCache, city: CityName, row: Any) -> JobCard:
    """Return the texts of one vacancy of a list."""
    title = job_titles.title(lang, register_cache.lexicon, register_cache.occupations, row)
    soum = None if row.currency == "UZS" else register_cache.in_soum(row)
    group = (
        None if title.language == lang.value else register_cache.occupations.get(row.isco08 or "")
    )
    country = formats.country(lang, row.country)
    seats = row.seats_left
    hours = row.hours_per_week
    return JobCard(
        title=title,
        soum=formats.spoken_money(lang, soum, soum, "UZS") if soum else "",
        pay=formats.spoken_money(lang, row.wage_min, row.wage_max, row.currency),
        period=formats.period(lang, row.period),
        tongue=language_name(lang, row.language),
        trade=rendering.localized_text(lang, group, "name") if group else "",
        place=f"{country}, {city(row.country, row.city)}" if row.city else country,
        hours=gettext(lang, "%(n)s hours a week", n=hours) if hours else "",
        seats=ngettext(lang, "%(num)s place", "%(num)s places", seats, num=seats),
        until=gettext(lang, "until %(day)s", day=formats.short_date(lang, row.closes_on)),
    )


def language_name(lang: Language, written: str) -> str:
    """Return in which language a text is, where it is not the reader's."""
    code = written.partition("-")[0]
    if code == lang.value.partition("-")[0]:
        return ""
    return gettext(lang, "in %(language)s", language=formats.language_name(lang, code))
