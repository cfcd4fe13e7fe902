"""The result of a report check as one sentence with its numbers, in the reader's language."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from i18n import N_, Language, formats, gettext
from i18n.scripts import to_cyrillic
from service.reporting.checks import verdicts as rules
from service.reporting.checks.report_checks import Finding, Kind, ResolvedCheck
from service.reporting.checks.verdicts import ValueRange, Verdict
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.printed_figure import HUNDREDTHS, MONEY, PERCENT, PrintedFigure

SENTENCES: Mapping[Kind, str] = {
    Kind.SUM: N_(
        "%(what)s: the printed figure is %(printed)s; the parts %(parts)s add up to %(made)s."
    ),
    Kind.SHARE: N_(
        "%(what)s: the printed figure is %(printed)s; %(part)s divided by %(base)s is %(made)s."
    ),
    Kind.FALL: N_(
        "%(what)s: the printed figure is %(printed)s; a change from %(base)s to %(part)s is a"
        " fall of %(made)s."
    ),
    Kind.RISE: N_(
        "%(what)s: the printed figure is %(printed)s; a change from %(base)s to %(part)s is a"
        " rise of %(made)s."
    ),
    Kind.DIFFERENCE: N_(
        "%(what)s: the printed figure is %(printed)s; %(base)s minus %(part)s is %(made)s."
    ),
    Kind.SAME: N_("%(what)s: the report shows %(printed)s in one place and %(part)s in another."),
    Kind.SUBSET: N_(
        "%(what)s: the printed total is %(printed)s, but one of its parts is printed as %(made)s."
    ),
    Kind.PRODUCT: N_(
        "%(what)s: the printed figure is %(printed)s; %(part)s times %(base)s is %(made)s."
    ),
    Kind.FOR_EACH: N_(
        "%(what)s: the printed figure is %(printed)s; the items given out were %(parts)s, a "
        "total of %(made)s."
    ),
    Kind.SCOPE: N_(
        "%(what)s: the printed figures are %(printed)s and %(base)s; the list that follows "
        "them adds up to %(made)s."
    ),
    Kind.ONE_RULE: N_(
        "%(what)s: shares rounded: %(rounded)s, truncated: %(cut)s, neither: %(neither)s."
    ),
    Kind.HUNDRED: N_(
        "%(what)s: the shares add up to %(printed)s as printed, %(rounded)s if rounded or "
        "%(cut)s if truncated."
    ),
}
SHARES_ALONE = N_("%(what)s: the shares add up to %(printed)s as printed.")
UNLIKE = N_("%(what)s: this adds or compares figures in different units.")
VERDICTS: Mapping[Verdict, str] = {
    Verdict.EXACT: N_("exact"),
    Verdict.ROUNDED: N_("rounded"),
    Verdict.TRUNCATED: N_("truncated instead of rounded"),
    Verdict.NOT_DERIVABLE: N_("does not follow from the numbers"),
    Verdict.CONTRADICTS: N_("contradicts the numbers"),
}
_MORE, _ABOUT = N_("more than %(number)s"), N_("about %(number)s")
_PARTS = {"other": N_("other")}
_FIGURE_SENTENCES = {one.key: one.sentence for one in DEFINITIONS}
# A calculated share is shown with this many digits, so that one can see how it was rounded.
DIGITS = 3

RangeRule = Callable[[ResolvedCheck], ValueRange]
_RANGE_RULES: Mapping[Kind, RangeRule] = {
    Kind.SUM: lambda one: rules.sum_range(one.others),
    Kind.SUBSET: lambda one: rules.sum_range(one.others),
    Kind.FOR_EACH: lambda one: rules.sum_range(one.others),
    Kind.SCOPE: lambda one: rules.sum_range(one.others),
    Kind.DIFFERENCE: lambda one: rules.difference_range(one.whole, one.others[0]),
    Kind.PRODUCT: lambda one: rules.product_range(one.others[0], one.whole),
}


def to_dict(lang: Language, finding: Finding) -> dict[str, Any]:
    """Return a check as pages and the API show it: key, verdict, numbers and sentence."""
    return {
        "key": finding.name,
        "kind": finding.kind.value,
        "verdict": finding.verdict.value,
        "numbers": numbers(finding),
        "sentence": sentence(lang, finding),
    }


def numbers(finding: Finding) -> list[dict[str, Any]]:
    """Return every figure of a check with its role and the line where it is printed."""
    one = finding.stated
    placed = (("claimed", one.claimed), ("part", one.parts), ("base", one.base))
    return [_number(role, name, figure) for role, named in placed for name, figure in named]


def _number(role: str, name: str, one: PrintedFigure) -> dict[str, Any]:
    known = {
        "role": role,
        "figure": name,
        "value": one.value,
        "unit": one.unit,
        "about": one.about,
        "line": one.line,
    }
    return known | ({"currency": one.currency} if one.currency else {})


def sentence(lang: Language, finding: Finding) -> str:
    one = finding.stated
    facts = {"what": subject_label(lang, one), "printed": number(lang, one.first)}
    if finding.unlike:
        return gettext(lang, UNLIKE, **facts)
    if finding.kind is Kind.ONE_RULE:
        return gettext(lang, SENTENCES[finding.kind], **facts | _count_by_rounding(one))
    if finding.kind is Kind.HUNDRED:
        return _sum_to_hundred_sentence(lang, one, facts)
    return gettext(lang, SENTENCES[finding.kind], **facts | _result_facts(lang, one))


def _result_facts(lang: Language, one: ResolvedCheck) -> dict[str, str]:
    """Return the parts of a check, and their result: a sum in their unit, or a share."""
    parts = [number(lang, part) for part in one.others]
    facts = {
        "parts": " + ".join(parts),
        "part": parts[0],
        "base": number(lang, one.whole) if one.base else "",
    }
    if one.check.kind in _RANGE_RULES:
        unit = one.first if one.check.kind is not Kind.FOR_EACH else one.others[0]
        return facts | {"made": _format_range(lang, _RANGE_RULES[one.check.kind](one), unit)}
    return facts | ({"made": _share(lang, one)} if one.base else {})


def _format_range(lang: Language, made: ValueRange, unit: PrintedFigure) -> str:
    plain = _format_value(lang, msgspec.structs.replace(unit, value=made.stated))
    return (
        plain if made.exact else gettext(lang, _MORE if made.most is None else _ABOUT, number=plain)
    )


def _share(lang: Language, one: ResolvedCheck) -> str:
    part, whole = one.others[0].value, one.whole.value
    change = {Kind.FALL: whole - part, Kind.RISE: part - whole}
    return _percent(lang, Fraction(change.get(one.check.kind, part), whole)) if whole else "—"


def _percent(lang: Language, share: Fraction, digits: int = DIGITS) -> str:
    """Format a share without rounding it up.

    Rounding could hide the digit that decides how it should be rounded; further digits are shown as
    dots.
    """
    steps = share * 10 ** (digits + 2)
    result = formats.percent(lang, Decimal(int(steps)).scaleb(-digits - 2), digits)
    return result if steps.denominator == 1 else re.sub("([0-9])([^0-9]*)$", r"\1…\2", result)


def _count_by_rounding(one: ResolvedCheck) -> dict[str, int]:
    """Return how many shares of a table are rounded, cut off, or neither."""
    found = [
        rules.rounding(share, exact) for share, exact in zip(one.shares, one.exact, strict=True)
    ]
    neither, cut = found.count(Verdict.CONTRADICTS), found.count(Verdict.TRUNCATED)
    return {"rounded": len(found) - cut - neither, "cut": cut, "neither": neither}


def _sum_to_hundred_sentence(lang: Language, one: ResolvedCheck, facts: dict[str, str]) -> str:
    def percent(total: int) -> str:
        return _percent(lang, Fraction(total, rules.WHOLE), 2)

    facts |= {"printed": percent(sum(share.value for share in one.shares))}
    if not one.parts:
        return gettext(lang, SHARES_ALONE, **facts)
    made = rules.totals(one.exact, min(share.step for share in one.shares))
    return gettext(
        lang,
        SENTENCES[Kind.HUNDRED],
        **facts | {name: percent(total) for name, total in made.items()},
    )


def number(lang: Language, one: PrintedFigure) -> str:
    """Format a printed figure in a language, including “more than” or “about”."""
    plain = _format_value(lang, one)
    if one.about == "exact":
        return plain
    words = _MORE if one.about == "over" else _ABOUT
    return gettext(lang, words, number=plain)


def _format_value(lang: Language, one: PrintedFigure) -> str:
    if one.unit == PERCENT:
        return formats.percent(lang, Decimal(one.value).scaleb(-2 - HUNDREDTHS), one.decimals)
    if one.unit in MONEY and one.currency:
        return formats.money(lang, one.value, one.currency)
    return formats.number(lang, one.value)


def subject_label(lang: Language, one: ResolvedCheck) -> str:
    """Return the subject of a check: the label of the claimed figure, without parts for a table."""
    name, figure = one.claimed[0]
    return figure_label(lang, name, figure, alone=len(one.claimed) == 1)


def figure_label(lang: Language, name: str, one: PrintedFigure, alone: bool = True) -> str:
    """Return the label of a figure: its sentence, its part, and its year if that is another one.

    `alone` is false for a whole table.
    """
    name, _, year = name.partition("@")
    key, _, part = name.partition("/")
    words = text_in_language(lang, one.said) or gettext(lang, _FIGURE_SENTENCES.get(key, key))
    more = ", ".join(
        word for word in (part_label(lang, part, one) if part and alone else "", year) if word
    )
    return f"{words} ({more})" if more else words


def part_label(lang: Language, part: str, one: PrintedFigure) -> str:
    """Return the label of a part: the name of a country, or the words of the catalogue."""
    return (
        formats.country(lang, part)
        if re.fullmatch("[A-Z]{2}", part)
        else text_in_language(lang, one.part_said) or gettext(lang, _PARTS.get(part, part))
    )


def text_in_language(lang: Language, words: Mapping[str, str]) -> str:
    """Return the text in the reader's language; Cyrillic and Karakalpak readers get the Uzbek
    text."""
    uzbek = words.get("uz", "")
    if lang in (Language.UZ_CYRL, Language.KAA):
        return to_cyrillic(uzbek) if lang is Language.UZ_CYRL else uzbek
    return words.get(lang.value, "") or words.get("en", "")


def to_dicts(lang: Language, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [to_dict(lang, one) for one in findings]
