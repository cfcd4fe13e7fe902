"""The terms of a contract as text: beside the vacancy's, and in two languages."""

from typing import Any

import msgspec

from catalog.vacancies.vacancies import Period
from i18n import N_, Language, formats, gettext
from matching.contracts.contract_comparison import PAYERS, Term, Verdict
from matching.contracts.contracts import Contract
from service.web import rendering

# The order in which a contract is read.
ORDER = (
    "number",
    "employer",
    "country",
    "city",
    "isco08",
    "wage",
    "hours_per_week",
    *PAYERS,
    "insured_months",
    "worker_fee",
    "contract_months",
)
_LABELS = {"number": N_("Contract"), "wage": N_("Pay")}
UNKNOWN = N_("Not stated")
# The label lists of a worse term: for the worker, and for everybody else.
_LABEL_LISTS = {True: "term_worse_mine", False: "term_worse"}
# Countries where Russian is read; elsewhere the second language of a printed sheet is English.
_RUSSIAN = frozenset({"RU", "KZ", "BY", "KG"})


class Line(msgspec.Struct, frozen=True):
    """One term as it is read; `to_name` says that the worker accepts it by itself."""

    name: str
    label: str
    was: str
    now: str
    verdict: str
    words: str
    worse: bool
    to_name: bool


def label(lang: Language, name: str) -> str:
    return gettext(lang, _LABELS[name]) if name in _LABELS else rendering.label(lang, "term", name)


def format_term(
    lang: Language, name: str, value: Any, currency: str, trades: dict[str, Any]
) -> str:
    """Return the value of a term as text."""
    if value is None or value == "":
        return gettext(lang, UNKNOWN)
    if name in (*PAYERS,):
        return rendering.label(lang, "payer", value)
    if name == "isco08":
        return (
            rendering.localized_text(lang, trades[value], "name") if value in trades else str(value)
        )
    if name in ("minimum_wage", "pay", "worker_fee"):
        return (
            formats.money(lang, *value)
            if isinstance(value, tuple)
            else formats.money(lang, value, currency)
        )
    return _format_plain(lang, name, value)


def _format_plain(lang: Language, name: str, value: Any) -> str:
    if name == "country":
        return formats.country(lang, value)
    if name == "period":
        return formats.period(lang, value)
    if name == "passport_kept":
        return gettext(lang, N_("Yes") if value else N_("No"))
    return formats.number(lang, value) if isinstance(value, int) else str(value)


def compare_terms(
    lang: Language, terms: list[Term], currency: str, trades: dict[str, Any], *, mine: bool = False
) -> list[Line]:
    """Return each term of a contract beside the vacancy's, for its worker or another reader.

    Money is in the currency of the vacancy.
    """
    return [_line(lang, term, currency, trades, _LABEL_LISTS[mine]) for term in terms]


def _line(lang: Language, term: Term, currency: str, trades: dict[str, Any], list_: str) -> Line:
    worse = term.verdict in (Verdict.WORSE, Verdict.OTHER)
    was, now = (
        format_term(lang, term.name, item, currency, trades) for item in (term.was, term.now)
    )
    words = rendering.label(
        lang, list_ if worse else "term_same", term.name if worse else term.verdict.value
    )
    return Line(
        term.name, label(lang, term.name), was, now, term.verdict.value, words, worse, term.to_name
    )


def printed_terms(
    lang: Language,
    contract: Contract,
    trades: dict[str, Any],
    beside: list[Term] | None = None,
    currency: str = "",
) -> list[tuple[str, str]]:
    """Return a contract line by line, in one language.

    Terms already shown beside the vacancy's, in its currency, are left out.
    """
    result = {term.name for term in beside or []}
    if "pay" in result and (contract.currency, contract.period) == (currency, Period.MONTH):
        result.add("wage")
    if contract.worker_fee and contract.currency != currency:
        result.discard("worker_fee")
    return [
        (label(lang, name), _format_own(lang, name, contract, trades))
        for name in ORDER
        if name not in result
    ]


def _format_own(lang: Language, name: str, contract: Contract, trades: dict[str, Any]) -> str:
    result = getattr(contract, name)
    if name == "wage":
        return f"{formats.money(lang, result, contract.currency)} {formats.period(lang, contract.period)}"
    return format_term(
        lang, name, (result or 0) if name == "worker_fee" else result, contract.currency, trades
    )


def second_language(lang: Language, country: str) -> Language:
    """Return the second language of a printed sheet, beside the reader's.

    It is one read in the destination, as far as we write it.
    """
    theirs = Language.RU if country in _RUSSIAN else Language.EN
    return theirs if theirs is not lang else Language.UZ


def accepted_terms(lang: Language, contract: Contract, *, mine: bool = False) -> list[str]:
    """Return the terms that the worker accepted by name, as the worker or others read them."""
    return [rendering.label(lang, _LABEL_LISTS[mine], name) for name in contract.worse.split()]
