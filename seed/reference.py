"""Reference data: countries, posts, hotlines, facts, occupations, names and exchange rates."""

import csv
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.actor import Actor
from catalog.core.exchange_rates import NewRate
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import NewLaw
from catalog.reference import countries, occupations, posts
from catalog.reference.countries import Fact, Kind, Mark, NewCountry, NewFact
from catalog.reference.occupations import NewOccupation
from catalog.reference.posts import NewHotline, NewPost
from i18n import CITIZEN_LANGUAGES, formats
from i18n.scripts import to_cyrillic
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import TITLE, Name
from matching.lexicon.places import Place
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import NewText, Text
from service.casework.advice.topics import Topic
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import NewClock
from service.privacy import retention
from service.privacy.retention import NewRule
from service.reporting.external import figure_catalogue

FOLDER = Path(__file__).parent
ECB = "European Central Bank, reference rates"
LONGEST_NAME = 120
_POST = ("code", "kind", "country", "city", "name", "address", "hours", "timezone", "source")
_POST_LISTS = ("telephones", "messengers", "serves")
_POST_NUMBERS = ("priority", "staff_2019")
_BODY_FIGURE = ("key", "part", "body", "unit", "currency")

Row = dict[str, str]


def load(session: Session, *, by: Actor, on: datetime) -> None:
    """Load reference data that is not there yet; repeating it changes nothing."""
    load_claim_basics(session, by=by, on=on)
    posts.load_hotlines(session, map(_hotline, rows("hotlines.tsv")), by=by, on=on)
    _load_facts(session, by=by, on=on)
    occupations.load(session, _occupations(), by=by, on=on)
    lexicon_terms.load(session, lexicon(), by=by, on=on)
    lexicon_terms.load_cities(
        session, ((r["country"], r["city"], r["names"]) for r in rows("cities.tsv")), by=by, on=on
    )
    exchange_rates.load(session, map(_rate, rows("rates.csv")), by=by, on=on)
    _load_texts(session, by=by, on=on)
    retention.load(session, map(_rule, rows("retention.tsv")), by=by, on=on)
    load_body_figures(session, by=by, on=on)


def load_claim_basics(session: Session, *, by: Actor, on: datetime) -> None:
    """Load what claims depend on: countries, posts, time limits, service levels and legal rules."""
    countries.load(session, map(_country, rows("countries.tsv")), by=by, on=on)
    posts.load(session, map(_post, rows("posts.tsv")), by=by, on=on)
    time_limits.load(session, map(_limit, rows("time_limits.tsv")), by=by, on=on)
    service_level_rules.load(session, map(_clock, rows("service_clocks.tsv")), by=by, on=on)
    legal_rules.load(session, map(_law, rows("law.tsv")), by=by, on=on)


def load_body_figures(session: Session, *, by: Actor, on: datetime) -> None:
    """Load the catalogue of figures that other bodies report for a year."""
    items = (
        {name: row[name] for name in _BODY_FIGURE} | _labels_by_language(row)
        for row in rows("body_figures.tsv")
    )
    figure_catalogue.load(session, items, by=by, on=on)


def rows(name: str) -> Iterator[Row]:
    """The rows of a table by its column names; a missing cell is empty.

    Marks of research such as [uz5b] are for those who keep the tables (SOURCES.md), not for readers.
    """
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(
            lines, restval="", dialect=_Plain if name.endswith(".tsv") else csv.excel
        ):
            yield row | {key: _MARK.sub("", row[key]) for key in _CITING if key in row}


_MARK = re.compile(r" ?\[[a-z]{2,4}\d{1,2}[a-z]?\]")
_CITING = ("source", "note", "note_en")


class _Plain(csv.excel_tab):
    """A dialect without quoting: quotation marks are plain characters."""

    quoting = csv.QUOTE_NONE


def lexicon() -> Iterator[Name]:
    """The names of occupations; the name of a file is the language of its names."""
    for path in sorted((FOLDER / "lexicon").glob("*.tsv")):
        language = "" if path.stem == "any" else path.stem
        for row in rows(f"lexicon/{path.name}"):
            yield Name(
                row["isco08"], row["kind"], row["name"], language, row.get("country") or None
            )
    for row in rows("titles.tsv"):
        yield Name(row["isco08"], TITLE, row["title"], row["language"])


def places() -> Iterator[Place]:
    """Countries and cities by all their names."""
    for country in rows("countries.tsv"):
        for name in sorted(
            {formats.country(language, country["code"]) for language in CITIZEN_LANGUAGES}
        ):
            yield Place(name, country["code"])
    for city in rows("cities.tsv"):
        for name in city["names"].split("|"):
            yield Place(name, city["country"], city["city"])


def _country(row: Row) -> NewCountry:
    return NewCountry(row["code"], row["currency"], row["phone"], row["destination"] == "1")


def _post(row: Row) -> NewPost:
    stated: dict[str, Any] = {name: row[name] for name in _POST}
    stated |= {name: row[name].replace("|", "\n") for name in _POST_LISTS}
    stated |= {name: _day(row[name]) for name in ("opened_on", "closed_on")}
    stated |= {name: int(row[name]) if row[name] else None for name in _POST_NUMBERS}
    return NewPost(mark=Mark(row["mark"]), **stated)


def _labels_by_language(row: Row) -> Row:
    uz = row["uz"]
    return {
        "en": row["en"],
        "ru": row["ru"],
        "uz": uz,
        "uz_cyrl": to_cyrillic(uz),
        "kaa": row.get("kaa", ""),
    }


def _hotline(row: Row) -> NewHotline:
    since = _day(row["valid_from"])
    return NewHotline(
        row["scope"],
        row["number"],
        Mark(row["mark"]),
        row["source"],
        valid_from=since,
        **_labels_by_language(row),
    )


def _day(cell: str) -> date | None:
    """The day in a cell; None if no source gives it."""
    return date.fromisoformat(cell) if cell else None


def _load_facts(session: Session, *, by: Actor, on: datetime) -> None:
    """Load facts; correct rows that the list now states differently, including their first day."""
    values = {_key(fact): fact for fact in map(_fact, rows("facts.tsv"))}
    known = {_key(row): row for row in session.execute(select(Fact)).scalars()}
    for key, fact in values.items():
        undated = (*key[:-1], None)
        row = known.get(key) or (known.get(undated) if undated not in values else None)
        if row is None:
            countries.state_fact(session, fact, by=by, on=on)
        else:
            countries.correct_fact(session, row, fact, by=by, on=on)


def _key(fact: Fact | NewFact) -> tuple[str, str, str, str, date | None]:
    """The key of a fact: what it is about, and its first day."""
    return fact.country, str(fact.kind), fact.component, fact.unit, fact.valid_from


def _fact(row: Row) -> NewFact:
    return NewFact(
        country=row["country"],
        kind=Kind(row["kind"]),
        component=row["component"],
        value=int(row["value"]) if row["value"] else None,
        unit=row["unit"],
        currency=row["currency"] or None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        mark=Mark(row["mark"]),
        source=row["source"],
        **_labels_by_language(row),
    )


def _load_texts(session: Session, *, by: Actor, on: datetime) -> None:
    """Publish the advice texts.

    In a cell a bar ends a line, and two bars separate the steps. The same topic with a later first
    day is the next version, and so is changed text with the same day, unless a newer version
    exists.
    """
    last = {
        (one.topic, one.country): one
        for one in session.execute(select(Text).order_by(col(Text.version))).scalars()
    }
    for row in rows("advice_texts.tsv"):
        since, known = (
            date.fromisoformat(row["valid_from"]),
            last.get((row["topic"], row["country"])),
        )
        if known is None or known.valid_from <= since:
            en, ru, uz = (
                row[lang].replace(" || ", "\n\n").replace(" | ", "\n")
                for lang in ("en", "ru", "uz")
            )
            place = row["country"] or None
            text = NewText(
                Topic(row["topic"]), since, Mark(row["mark"]), row["source"], en, ru, uz, place
            )
            last[row["topic"], row["country"]] = advice_texts.publish(session, text, by=by, on=on)


def _occupations() -> Iterable[NewOccupation]:
    """The occupations.

    Upper levels have no short names of their own; missing Karakalpak is replaced by Uzbek.
    """
    names = {row["code"]: row for row in rows("occupation_names.tsv")}
    for row in rows("occupations.tsv"):
        titles = _labels_in_all_languages(row)
        short = _labels_in_all_languages(names.get(row["code"], row))
        titles_by_column = {f"title_{language}": title for language, title in titles.items()}
        titles_by_column |= {
            f"name_{lang}": textwrap.shorten(name, LONGEST_NAME, placeholder="…")
            for lang, name in short.items()
        }
        yield NewOccupation(
            code=row["code"],
            level=int(row["level"]),
            parent=row["parent"] or None,
            **titles_by_column,
        )


def _labels_in_all_languages(row: Row) -> Row:
    labels = _labels_by_language(row)
    return labels | {"kaa": labels["kaa"] or labels["uz"]}


def _rule(row: Row) -> NewRule:
    since, until = date.fromisoformat(row["valid_from"]), _day(row["valid_to"])
    return NewRule(row["word"], int(row["days"]), since, until, Mark(row["mark"]), row["source"])


def _limit(row: Row) -> NewLimit:
    return NewLimit(
        country=row["country"],
        component=row["component"],
        length=int(row["length"]),
        unit=Unit(row["unit"]),
        counted_from=CountedFrom(row["counted_from"]),
        mark=Mark(row["mark"]),
        source=row["source"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        note=row["note"],
        **_labels_by_language(row),
    )


def _law(row: Row) -> NewLaw:
    values = (row["currency"], _day(row["valid_from"]), _day(row["valid_to"]), row["note_en"])
    return NewLaw(
        row["kind"],
        int(row["value"]),
        legal_rules.Unit(row["unit"]),
        Mark(row["mark"]),
        row["source"],
        *values,
    )


def _clock(row: Row) -> NewClock:
    since, until = date.fromisoformat(row["valid_from"]), _day(row["valid_to"])
    return NewClock(row["clock"], int(row["days"]), since, until, Mark(row["mark"]), row["source"])


def _rate(row: Row) -> NewRate:
    worth = int(Decimal(row["per_euro"]) * exchange_rates.SCALE)
    return NewRate(row["currency"], date.fromisoformat(row["on"]), worth, ECB)
