"""The terms of a contract in words: each beside the vacancy’s, and all of them in one language beside another."""

from typing import Any

import msgspec

from catalog.vacancies.vacancies import Period
from i18n import N_, Language, formats, gettext
from matching.contracts.contract_comparison import PAYERS, Term, Verdict
from matching.contracts.contracts import Contract
from service.web import rendering

# In which order a contract is read.
ORDER = (
    "number", "employer", "country", "city", "isco08", "wage", "hours_per_week", *PAYERS, "insured_months", "worker_fee",
    "contract_months",
)  # fmt: skip
_LABELS = {"number": N_("Contract"), "wage": N_("Pay")}
UNKNOWN = N_("Not stated")
# The sentences about a worse term: those to the worker, and those to everybody else.
_LIST = {True: "term_worse_mine", False: "term_worse"}
# Where Russian is read; elsewhere the second language of a printed sheet is English.
_RUSSIAN = frozenset({"RU", "KZ", "BY", "KG"})


class Line(msgspec.Struct, frozen=True):
    """One term as it is read; to_name says that the worker accepts it by itself."""

    name: str
    label: str
    was: str
    now: str
    verdict: str
    words: str
    worse: bool
    to_name: bool


def label(lang: Language, name: str) -> str:
    return gettext(lang, _LABELS[name]) if name in _LABELS else rendering.word(lang, "term", name)


def value(lang: Language, name: str, told: Any, currency: str, trades: dict[str, Any]) -> str:
    """What a term says."""
    if told is None or told == "":
        return gettext(lang, UNKNOWN)
    if name in (*PAYERS,):
        return rendering.word(lang, "payer", told)
    if name == "isco08":
        return rendering.said(lang, trades[told], "name") if told in trades else str(told)
    if name in ("minimum_wage", "pay", "worker_fee"):
        return formats.money(lang, *told) if isinstance(told, tuple) else formats.money(lang, told, currency)
    return _plain(lang, name, told)


def _plain(lang: Language, name: str, told: Any) -> str:
    if name == "country":
        return formats.country(lang, told)
    if name == "period":
        return formats.period(lang, told)
    if name == "passport_kept":
        return gettext(lang, N_("Yes") if told else N_("No"))
    return formats.number(lang, told) if isinstance(told, int) else str(told)


def lines(
    lang: Language, terms: list[Term], currency: str, trades: dict[str, Any], *, mine: bool = False
) -> list[Line]:  # fmt: skip
    """Each term of a contract beside the vacancy’s; money in the currency of the vacancy; as its worker reads it or another."""
    return [_line(lang, term, currency, trades, _LIST[mine]) for term in terms]


def _line(lang: Language, term: Term, currency: str, trades: dict[str, Any], list_: str) -> Line:
    worse = term.verdict in (Verdict.WORSE, Verdict.OTHER)
    was, now = (value(lang, term.name, told, currency, trades) for told in (term.was, term.now))
    words = rendering.word(lang, list_ if worse else "term_same", term.name if worse else term.verdict.value)
    return Line(term.name, label(lang, term.name), was, now, term.verdict.value, words, worse, term.to_name)


def sheet(
    lang: Language, contract: Contract, trades: dict[str, Any], beside: list[Term] | None = None, currency: str = ""
) -> list[tuple[str, str]]:  # fmt: skip
    """A contract, line by line, in one language; without the terms that stand beside those of its vacancy, in the currency of
    that, already."""
    told = {term.name for term in beside or []}
    if "pay" in told and (contract.currency, contract.period) == (currency, Period.MONTH):
        told.add("wage")
    if contract.worker_fee and contract.currency != currency:
        told.discard("worker_fee")
    return [(label(lang, name), _written(lang, name, contract, trades)) for name in ORDER if name not in told]


def _written(lang: Language, name: str, contract: Contract, trades: dict[str, Any]) -> str:
    told = getattr(contract, name)
    if name == "wage":
        return f"{formats.money(lang, told, contract.currency)} {formats.period(lang, contract.period)}"
    return value(lang, name, (told or 0) if name == "worker_fee" else told, contract.currency, trades)


def beside(lang: Language, country: str) -> Language:
    """The language beside the reader’s on a printed sheet: one that is read where they go, as far as we write it."""
    theirs = Language.RU if country in _RUSSIAN else Language.EN
    return theirs if theirs is not lang else Language.UZ


def accepted(lang: Language, contract: Contract, *, mine: bool = False) -> list[str]:
    """What the worker accepted by name, in the words they read or as others read it."""
    return [rendering.word(lang, _LIST[mine], name) for name in contract.worse.split()]
