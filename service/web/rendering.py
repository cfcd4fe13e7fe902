"""Rendering of pages in one language: templates, their functions and filters."""

import re
import secrets
from collections.abc import Callable, Iterable
from datetime import date as day
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from catalog.core.errors import Refusal
from catalog.employers import blacklist
from catalog.licensing.licences import OrderKind
from catalog.licensing.working_days import Calendar
from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import (
    CITIZEN_LANGUAGES,
    N_,
    NATIVE_NAMES,
    Language,
    before_full_stop,
    catalogue,
    formats,
    gettext,
    ngettext,
)
from matching.fraud import offer_reasons
from matching.fraud.offer import Place, Reason
from matching.fraud.pay_check import Money
from matching.identity import telephones
from matching.lexicon import everyday_places
from service.casework.worklists.service_level_rules import LATE, Clock
from service.infra import hotlines
from service.input import typed_days
from service.labels import rule_labels
from service.web import assets
from service.web.label_lists import LISTS, TEMPLATE_ENUMS

_LAST_FACT = re.compile(r"%\((\w+)\)s\.")
_ONE_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{5,20}")
TEMPLATES = Path(__file__).parent.parent / "templates"
# Before the name of a function of every template that is called as a filter.
_FUNCTION = "function_"


def localized_text(lang: Language, row: Any, stem: str = "") -> str:
    """Return the text of a row in this language, from column title_ru, or ru if there is no stem.

    Karakalpak falls back to Uzbek.
    """
    column = lang.value.lower().replace("-", "_")
    return str(
        getattr(row, f"{stem}_{column}" if stem else column)
        or getattr(row, f"{stem}_uz" if stem else "uz")
    )


def label(lang: Language, kind: str, value: object) -> str:
    """Return the label of one value of a list ("topic", "claim"…)."""
    known = LISTS[kind]
    return gettext(lang, known[str(value)]) if str(value) in known else str(value)


def choices(lang: Language, kind: str) -> list[tuple[str, str]]:
    """Return a whole list as pairs of value and label, for a form to choose from."""
    known = LISTS[kind]
    return [(value, gettext(lang, sentence)) for value, sentence in known.items()]


def late_reason(lang: Language, clock: Clock, days: int) -> str:
    """Return for what a claim is late, and since how many days."""
    return ngettext(lang, *LATE[clock], days, num=days)


def refusal_text(lang: Language, refusal: Refusal) -> str:
    """Return a refusal in the reader's language, with labels for its codes."""
    coded = {name: _coded(lang, kind, refusal.facts[name]) for name, kind in refusal.coded.items()}
    days = {
        name: formats.date(lang, fact) for name, fact in refusal.facts.items() if type(fact) is day
    }
    return gettext(lang, refusal.sentence, **refusal.facts | days | coded)


def _coded(lang: Language, kind: str, fact: object) -> str:
    """Return the label of a code, or those of several."""
    codes = fact if isinstance(fact, tuple) else (fact,)
    return ", ".join(label(lang, kind, code) for code in codes)


def source_text(lang: Language, source: str) -> str:
    """Return a source with those of its parts translated that are no name of a document."""
    parts = source.split("; ")
    return "; ".join(gettext(lang, one) if one in rule_labels.SOURCE else one for one in parts)


def offer_reason(lang: Language, reason: Reason) -> str:
    """Return a reason of the verdict on an offer, with its dates, amounts and codes as text."""
    return gettext(
        lang,
        offer_reasons.sentence(reason),
        **{name: _fact(lang, value) for name, value in reason.facts.items()},
    )


def _linked_reason(lang: Language, reason: Reason) -> Markup:
    """Return a reason for a page, with its telephone number as a link."""
    text = escape(offer_reason(lang, reason))
    number = str(reason.facts.get("phone", ""))
    if _ONE_NUMBER.fullmatch(number):
        link = Markup('<a class="tel" href="tel:{}">{}</a>').format(
            telephones.dial(number), telephones.format_number(number)
        )
        return Markup(text.replace(escape(number), link))
    return text


def _fact(lang: Language, value: object) -> object:
    if isinstance(value, Money):
        return formats.money(lang, value.minor, value.currency)
    if isinstance(value, blacklist.Reason):
        return label(lang, "barred_for", value)
    if isinstance(value, OrderKind):
        return label(lang, "order", value)
    if isinstance(value, Place):
        return formats.country(lang, value.code)
    return formats.date(lang, value) if isinstance(value, day) else value


def country_pairs(lang: Language, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return countries with their names, the main destinations first, each by name."""
    order = sorted(codes, key=lambda code: _country_place(lang, code))
    return [(code, formats.country(lang, code)) for code in order]


def by_country(lang: Language, offices: Iterable[Post]) -> list[Post]:
    """Return offices abroad in the order of their countries in forms; of one country as given."""
    return sorted(offices, key=lambda post: _country_place(lang, post.country))


def _country_place(lang: Language, code: str) -> tuple[bool, tuple[str, ...]]:
    return code not in countries.MAIN_DESTINATIONS, formats.country_order(lang, code)


def day_off(lang: Language, calendar: Calendar | None, date: day) -> str:
    """Return why a day is no working day, as “Sunday”, or an empty text."""
    if (calendar or Calendar()).is_one(date):
        return ""
    return gettext(lang, rule_labels.DAYS_OFF.get(date.weekday(), rule_labels.HOLIDAY))


def _day_after(today: day, days: int) -> day:
    return today + timedelta(days=days)


def _typed_day(value: day | str | None) -> str:
    """Return a day as it is typed, 3.12.2026; a text that is no day stays as it is."""
    found = value if isinstance(value, day) else typed_days.parse(value or "", None)
    return f"{found:%d.%m.}{found.year:04}" if found else str(value or "")


def _shown_day(lang: Language, value: str) -> str:
    """Return a typed day as a date in words; a text that is no day stays as it is."""
    found = typed_days.parse(value, None)
    return formats.date(lang, found) if found else value


def fresh_key() -> str:
    """Return a hidden key for a form, by which sending it twice runs the action once."""
    return secrets.token_urlsafe(16)


def _in_uzbek(sentence: str) -> str:
    return catalogue(Language.UZ).gettext(sentence)


class _Shortcuts(NodeTransformer):
    """Replaces what is the same on every page in a language by its value, and calls by quicker ones.

    Values are `lang`, `enum.kind.NAME` and `_("…")`, whose values are filled in by `%`. A call of
    one of our functions becomes a filter, which Jinja calls directly; a fact of the page that has
    its name, as `number` of a list, does not hide it.
    """

    def __init__(
        self, lang: Language, translate: Callable[[str], str], functions: Iterable[str]
    ) -> None:
        self._lang, self._translate, self._functions = lang, translate, frozenset(functions)

    def visit_Name(self, node: nodes.Name, *_items: Any) -> nodes.Node:
        if node.name == "lang" and node.ctx == "load":
            return nodes.Const(self._lang.value, lineno=node.lineno)
        return node

    def visit_Getattr(self, node: nodes.Getattr, *items: Any) -> nodes.Node:
        match node.node:
            case nodes.Getattr(node=nodes.Name(name="enum"), attr=kind):
                members = TEMPLATE_ENUMS[kind].__members__ if kind in TEMPLATE_ENUMS else {}
                if node.attr not in members:
                    raise UndefinedError(f"There is no enum.{kind}.{node.attr}.")
                return nodes.Const(members[node.attr].value, lineno=node.lineno)
        return self.generic_visit(node, *items)

    def visit_Call(self, node: nodes.Call, *items: Any) -> nodes.Node:
        self.generic_visit(node, *items)
        match node.node, node.args, node.dyn_args, node.dyn_kwargs:
            case nodes.Name(name="_"), [nodes.Const(value=str(sentence))], None, None:
                return self._translated(Markup(self._translate(sentence)), node)
            case nodes.Name(name=name), [first, *others], None, None if name in self._functions:
                return nodes.Filter(
                    first, _FUNCTION + name, others, node.kwargs, None, None, lineno=node.lineno
                )
        return node

    def _translated(self, sentence: Markup, node: nodes.Call) -> nodes.Node:
        if not node.kwargs:
            return nodes.Const(sentence % {}, lineno=node.lineno)
        # A fact before a full stop is filled in under a name of its own.
        sentence = Markup(_LAST_FACT.sub(r"%(\1.)s.", sentence))
        named: list[nodes.Pair] = []
        for one in node.kwargs:
            if f"%({one.key})s" in sentence:
                named.append(nodes.Pair(nodes.Const(one.key), one.value))
            if f"%({one.key}.)s" in sentence:
                value = nodes.Filter(one.value, "before_full_stop", [], [], None, None)
                named.append(nodes.Pair(nodes.Const(f"{one.key}."), value))
        filled = nodes.Mod(nodes.Const(sentence), nodes.Dict(named))
        return filled.set_lineno(node.lineno)


class _Templates(Environment):
    """Replaces calls and constants when a template is compiled, not for each page."""

    shortcuts: _Shortcuts

    def _generate(self, source: nodes.Template, *items: Any, **named: Any) -> str:
        return super()._generate(self.shortcuts.visit(source), *items, **named)


@cache
def environment(lang: Language) -> Environment:
    """Create the template environment of a language when its first page is rendered."""
    env = _Templates(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        cache_size=400,
    )
    env.policies["ext.i18n.trimmed"] = True
    sentences = catalogue(lang)
    env.install_gettext_callables(sentences.gettext, sentences.ngettext, newstyle=True)  # type: ignore[attr-defined]
    values = _globals(lang)
    env.globals.update(values)
    functions = {name: value for name, value in values.items() if callable(value)}
    env.filters.update(_filters(lang))
    env.filters.update({_FUNCTION + name: function for name, function in functions.items()})
    env.shortcuts = _Shortcuts(lang, sentences.gettext, functions)
    return env


def _globals(lang: Language) -> dict[str, Any]:
    """Return the functions and values that every template has."""
    return {
        **_formats(lang),
        "lang": lang.value,
        "languages": [(one.value, NATIVE_NAMES[one]) for one in CITIZEN_LANGUAGES],
        "asset": assets.address,
        "day_after": _day_after,
        "said": partial(localized_text, lang),
        "offer_reason": partial(_linked_reason, lang),
        "refused": partial(refusal_text, lang),
        "fresh_key": fresh_key,
        "N_": N_,
        "spaced": telephones.format_number,
        "dial": telephones.dial,
        "emergency": hotlines.emergency,
        "in_uzbek": _in_uzbek,
        "word": partial(label, lang),
        "words": partial(choices, lang),
        "enum": SimpleNamespace(**TEMPLATE_ENUMS),
        "say": partial(gettext, lang),
        "cited": partial(source_text, lang),
        "late_reason": partial(late_reason, lang),
    }


def _formats(lang: Language) -> dict[str, Callable[..., Any]]:
    """Return the functions by which templates write dates, amounts and names."""
    return {
        "date": partial(formats.date, lang),
        "short_date": partial(formats.short_date, lang),
        "day_and_month": partial(formats.day_and_month, lang),
        "month_name": partial(formats.month, lang),
        "money": partial(formats.money, lang),
        "money_range": partial(formats.money_range, lang),
        "spoken_money": partial(formats.spoken_money, lang),
        "spoken_currency": partial(formats.spoken_currency, lang),
        "number": partial(formats.number, lang),
        "country": partial(formats.country, lang),
        "language_name": partial(formats.language_name, lang),
        "languages_needed": partial(formats.languages_needed, lang),
        "period": partial(formats.period, lang),
        "days_left": partial(formats.days_left, lang),
        "list_": partial(formats.list_, lang),
        "percent": partial(formats.percent, lang),
        "datetime": partial(formats.datetime_, lang),
    }


def _filters(lang: Language) -> dict[str, Callable[..., Any]]:
    """Return the filters that every template has.

    A pair is a value with its label, as a form offers it.
    """
    return {
        "before_full_stop": before_full_stop,
        "region": everyday_places.region_of,
        "countrypair": lambda code: (code, formats.country(lang, code)),
        "countrypairs": partial(country_pairs, lang),
        "bycountry": partial(by_country, lang),
        "currencypair": lambda code: (code, f"{formats.currency_name(lang, code)} ({code})"),
        "spoken_pair": lambda code: (code, formats.spoken_currency(lang, code).capitalize()),
        "as_day": day.fromisoformat,
        "typed_day": _typed_day,
        "shown_day": partial(_shown_day, lang),
        "combine": lambda first, second: first | second,
        "wordpair": lambda value, kind: (value, label(lang, kind, value)),
        "periodpair": lambda code: (code, formats.period(lang, code)),
        "language_pair": lambda code: (code, formats.language_name(lang, code)),
        "trade_pair": lambda trade: (trade.code, localized_text(lang, trade, "name")),
    }


class FieldLabels:
    """The labels of the fields of one page, for its summary of errors.

    The summary comes before the fields: it holds a mark for each label until the page is complete.
    """

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._marks: dict[str, str] = {}

    def functions(self) -> dict[str, Callable[..., str]]:
        """Return the functions by which templates register labels and ask for them."""
        return {"field_label": self._register, "label_in_error": self._mark}

    def _register(self, field: str, label: str) -> str:
        """Return the label of a field as it is; the first label of a field is the one that counts."""
        self._labels.setdefault(field, escape(label).striptags())
        return label

    def _mark(self, field: str) -> str:
        """Return the mark for a label: a new random one, so that nobody can have typed it."""
        mark = secrets.token_hex()
        self._marks[mark] = field
        return mark

    def fill_in(self, page: str) -> str:
        """Replace the marks by labels, as in “Pay: Write an amount in digits”."""
        for mark, field in self._marks.items():
            label = self._labels.get(field, "")
            end = " " if label.endswith(("?", ":", ".")) else ": " if label else ""
            page = page.replace(mark, escape(label) + end)
        return page


def render(lang: Language, template: str, facts: dict[str, Any], block: str = "") -> str:
    """Render a page, or one block of it for a script that inserts it into an open page."""
    page, labels = environment(lang).get_template(template), FieldLabels()
    facts = facts | labels.functions()
    drawn = "".join(page.blocks[block](page.new_context(facts))) if block else page.render(facts)
    return labels.fill_in(drawn)
