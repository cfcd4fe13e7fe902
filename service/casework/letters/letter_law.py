"""The articles that a letter relies on: only from rows of law that are official or confirmed."""

import re
from collections.abc import Iterable
from datetime import date

import msgspec
from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import Fact, Kind, Mark
from i18n import Language
from i18n.tongues import LetterLanguage, site_language
from service.casework.claims.components import Component
from service.casework.letters import letter_texts

_TRUSTED = (Mark.OFFICIAL, Mark.CONFIRMED)
_KINDS = (Kind.WAGE_REMEDY, Kind.MONEY_RULE)
# The word by which a text of law names the act at its end, in each language of ours.
_BASIS = re.compile(r"(?:Basis|Основание|Asos|Асос): (.+?)\.?$")
_ARTICLES = re.compile(r"(?P<act>.+), articles? (?P<numbers>[0-9, and]+)")
# The component of a rule that says in how many days an insurer must answer a claim.
INSURER_ANSWER = "insurer_answer"
_PAY = frozenset(
    {
        Component.BASE_PAY,
        Component.OVERTIME,
        Component.NIGHT_HOLIDAY,
        Component.LEAVE,
        Component.SEVERANCE,
    }
)
# What a rule about money covers; one named by a component covers that component alone.
_COVERS = {
    "pay_after_end": _PAY,
    "late_pay": frozenset({Component.INTEREST}),
    "late_interest": frozenset({Component.INTEREST}),
    "wage_guarantee": frozenset({Component.INSURANCE}),
    "departure_guarantee": frozenset({Component.INSURANCE}),
    "return_cost": frozenset({Component.INSURANCE}),
} | {one.value: frozenset({one}) for one in Component}


class LawBasis(msgspec.Struct, frozen=True):
    """An act with its articles by language, and the components it covers; none means all."""

    names: dict[Language, str]
    components: frozenset[Component]

    def name_in(self, language: LetterLanguage) -> str:
        """Return the act and its articles; in a language of letters only, as far as it is known."""
        lang = site_language(language)
        if lang is not None:
            return self.names[lang]
        english = self.names[Language.EN]
        known, parts = letter_texts.sentences(language), _ARTICLES.fullmatch(english)
        if parts is None or f"act.{parts['act']}" not in known:
            return english
        numbers = ", ".join(re.findall(r"[0-9]+", parts["numbers"]))
        return letter_texts.fill_sentence(language, f"act.{parts['act']}", articles=numbers)


class AnswerPeriod(msgspec.Struct, frozen=True):
    """The days in which an insurer must answer by law."""

    days: int
    law: LawBasis


def answer_period(session: Session, country: str, day: date) -> AnswerPeriod | None:
    """Return in how many days an insurer must answer there, where that is official or confirmed."""
    for fact in countries.facts(session, country, day):
        if fact.kind != Kind.MONEY_RULE or fact.component != INSURER_ANSWER:
            continue
        names = _names(fact)
        if fact.mark in _TRUSTED and fact.unit == "days" and fact.value and names:
            return AnswerPeriod(fact.value, LawBasis(names, frozenset()))
    return None


def read(session: Session, country: str, day: date) -> list[LawBasis]:
    """Return what is official or confirmed about unpaid wages in a country on a day."""
    found = (
        _basis(fact)
        for fact in countries.facts(session, country, day)
        if fact.kind in _KINDS and fact.mark in _TRUSTED
    )
    return [one for one in found if one is not None]


def covering(law: Iterable[LawBasis], components: Iterable[str]) -> list[LawBasis]:
    """Return the law that covers any of these components, and the general one."""
    claimed = {Component(one) for one in components}
    return [one for one in law if not one.components or one.components & claimed]


def _basis(fact: Fact) -> LawBasis | None:
    names = _names(fact)
    if not names or (fact.component and fact.component not in _COVERS):
        return None
    return LawBasis(names, _COVERS.get(fact.component, frozenset()))


def _names(fact: Fact) -> dict[Language, str]:
    """Return the act and articles that end a text of law, or nothing if one language lacks them."""
    texts = {
        Language.EN: fact.en,
        Language.RU: fact.ru,
        Language.UZ: fact.uz,
        Language.UZ_CYRL: fact.uz_cyrl,
    }
    names = {lang: found[1] for lang, text in texts.items() if (found := _BASIS.search(text))}
    return names if len(names) == len(texts) else {}
