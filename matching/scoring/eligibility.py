"""Eligibility: the gates that are checked before points count."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from catalog.core.fields import Count, CountryCode, CurrencyCode, Isco, Minor
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


class Level(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Gate(LabelledEnum):
    """What must be so before points count at all."""

    AGE = "age", N_("Age")
    LANGUAGE = "language", N_("Language")
    LICENCE = "licence", N_("Proof of trade qualification")
    HEALTH = "health", N_("Health certificate")
    ENTRY_BAN = "entry_ban", N_("No entry ban")
    PASSPORT = "passport", N_("Passport valid for long enough")


class GateResult(LabelledEnum):
    PASSED = "passed", N_("in order")
    FAILED = "failed", N_("not met")
    TO_CHECK = "to_check", N_("still to be checked")


class Profile(msgspec.Struct, forbid_unknown_fields=True):
    """What a person says of themselves; all but the occupation may be left out. Wage in minor units
    a month."""

    occupation: Isco
    years: Count = 0
    age: Count | None = None
    language: str | None = None
    level: Level | None = None
    certificate: bool | None = None
    wage: Minor | None = None
    currency: CurrencyCode | None = None
    housing: bool | None = None
    available_from: date | None = None
    country: CountryCode | None = None
    passport_until: date | None = None
    health_until: date | None = None


class Terms(msgspec.Struct, frozen=True):
    """The terms of a vacancy that the score depends on."""

    reference: str
    isco08: str
    country: str
    pay_month: int | None
    currency: str
    housing: str | None
    language_required: str
    age_min: int | None
    age_max: int | None
    experience_years: int | None
    licence_required: str
    opens_on: date
    closes_on: date
    contract_months: int | None = None


def required_levels(needed: str) -> dict[str, str]:
    """The CEFR level that a vacancy requires of each language, from "ko:A2,en:B1".

    What is not a CEFR level is left out; it has to be checked.
    """
    pairs = (one.strip().split(":", 1) for one in needed.split(",") if ":" in one)
    return {language: level for language, level in pairs if level in LEVELS}


def required_level(needed: str, language: str | None) -> str | None:
    """The CEFR level that a vacancy requires of a language, or None."""
    return required_levels(needed).get(language or "")


def profiles_for_vacancy(profiles: Sequence[Profile], terms: Terms) -> list[Profile]:
    """A person's profiles for a vacancy, in the languages that it requires.

    All of them if it requires none that the person stated; another language does not replace a
    required one.
    """
    spoken = [one for one in profiles if required_level(terms.language_required, one.language)]
    return spoken or list(profiles)


def judge(profile: Profile, terms: Terms) -> dict[Gate, GateResult]:
    """Each gate as far as it can be judged from the profile."""
    return {gate: held(profile, terms) for gate, held in JUDGES.items()}


def _age(profile: Profile, terms: Terms) -> GateResult:
    if profile.age is None:
        return GateResult.TO_CHECK
    fits = max(terms.age_min or 18, 18) <= profile.age <= (terms.age_max or 200)
    return GateResult.PASSED if fits else GateResult.FAILED


def _spoken(profile: Profile, terms: Terms) -> GateResult:
    if not terms.language_required:
        return GateResult.PASSED
    needed = required_level(terms.language_required, profile.language)
    if needed is None or profile.level is None:
        return GateResult.TO_CHECK
    return (
        GateResult.PASSED
        if LEVELS.index(profile.level) >= LEVELS.index(needed)
        else GateResult.FAILED
    )


def _licensed(profile: Profile, terms: Terms) -> GateResult:
    if not terms.licence_required:
        return GateResult.PASSED
    return GateResult.TO_CHECK if profile.certificate is not False else GateResult.FAILED


def _healthy(profile: Profile, terms: Terms) -> GateResult:
    """Whether a health certificate is valid at the latest start of work.

    An expired one can be renewed, so it does not fail the gate.
    """
    good = profile.health_until is not None and profile.health_until >= terms.closes_on
    return GateResult.PASSED if good else GateResult.TO_CHECK


def passport_until(terms: Terms) -> date | None:
    """The day until which a passport must be valid, if the calendar has it."""
    day = passport_needed(terms)
    return date.fromordinal(day) if day <= date.max.toordinal() else None


def passport_needed(terms: Terms) -> int:
    """The day, as an ordinal, until which a passport must be valid.

    Half a year beyond a contract that begins at the latest (domain 2.1). An ordinal, since a
    contract of a thousand years would exceed the calendar.
    """
    return terms.closes_on.toordinal() + round((terms.contract_months or 0) * 30.44) + 183


def _travels(profile: Profile, terms: Terms) -> GateResult:
    if profile.passport_until is None:
        return GateResult.TO_CHECK
    return (
        GateResult.PASSED
        if profile.passport_until.toordinal() >= passport_needed(terms)
        else GateResult.FAILED
    )


def _to_check(profile: Profile, terms: Terms) -> GateResult:
    return GateResult.TO_CHECK


# The check of each gate, in the order in which they are shown.
JUDGES: dict[Gate, Callable[[Profile, Terms], GateResult]] = {
    Gate.AGE: _age,
    Gate.LANGUAGE: _spoken,
    Gate.LICENCE: _licensed,
    Gate.HEALTH: _healthy,
    Gate.ENTRY_BAN: _to_check,
    Gate.PASSPORT: _travels,
}
