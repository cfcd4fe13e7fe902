"""The score of a person for a vacancy: points with reasons, and what would give more.

The parts are the proposal of the domain page (100 points); no points for sex, ethnicity or family.
"""

from collections.abc import Callable

import msgspec

from catalog.core.exchange_rates import RateTable
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.scoring import eligibility, score_rules
from matching.scoring.eligibility import LEVELS, Gate, GateResult, Profile, Terms, required_level

# Stored with every application that was scored by it.
RULE = score_rules.CURRENT.name
_RULE = score_rules.CURRENT


class Part(LabelledEnum):
    OCCUPATION = "occupation", N_("Trade")
    EXPERIENCE = "experience", N_("Experience")
    LANGUAGE = "language", N_("Language")
    CERTIFICATE = "certificate", N_("Proof of trade qualification")
    WISHES = "wishes", N_("Pay and housing preferences")
    AVAILABILITY = "availability", N_("Available in time")


# The most points of each part; five more are reserved for regions that a programme prefers.
MOST = {
    Part.OCCUPATION: _RULE.occupation.same,
    Part.EXPERIENCE: _RULE.experience.most,
    Part.LANGUAGE: _RULE.language.most,
    Part.CERTIFICATE: _RULE.certificate.most,
    Part.WISHES: 2 * _RULE.wishes.each,
    Part.AVAILABILITY: _RULE.availability.most,
}


class Line(msgspec.Struct):
    """The points of one part with the reason; the facts fill the sentence."""

    part: Part
    points: int
    most: int
    sentence: str
    facts: dict[str, object] = {}


class ScoreImprovement(msgspec.Struct):
    """What would give more points, and how many."""

    points: int
    sentence: str
    facts: dict[str, object] = {}


class ScoreBreakdown(msgspec.Struct):
    """The points, out of those that can be known from the profile."""

    points: int
    knowable: int
    lines: list[Line]
    gates: dict[Gate, GateResult]
    lifts: list[ScoreImprovement]

    @property
    def open(self) -> bool:
        return GateResult.FAILED not in self.gates.values()


def best_first(sheet: ScoreBreakdown) -> tuple[bool, int, int]:
    """The sort key of a person's scores: eligible first, then more points, then fewer knowable."""
    return not sheet.open, -sheet.points, sheet.knowable


def calculate_score(
    profile: Profile, terms: Terms, rates: RateTable | None = None
) -> ScoreBreakdown:
    """The score of one person for one vacancy; the same input always gives the same score."""
    lines = [line for part in PARTS.values() if (line := part(profile, terms, rates)) is not None]
    known = sum(line.most for line in lines)
    points = sum(line.points for line in lines)
    return ScoreBreakdown(
        points,
        known,
        lines,
        eligibility.judge(profile, terms),
        _improvements(profile, terms, lines),
    )


def _occupation(profile: Profile, terms: Terms, rates: RateTable | None) -> Line:
    for length, points, sentence in (
        (4, _RULE.occupation.same, N_("Your own trade")),
        (3, _RULE.occupation.close, N_("A trade close to yours")),
        (2, _RULE.occupation.kind, N_("Work similar to yours")),
    ):
        if profile.occupation[:length] == terms.isco08[:length]:
            return Line(Part.OCCUPATION, points, MOST[Part.OCCUPATION], sentence)
    return Line(Part.OCCUPATION, 0, MOST[Part.OCCUPATION], N_("Not your trade"))


def _experience(profile: Profile, terms: Terms, rates: RateTable | None) -> Line:
    """Points for experience, in full from some years more than the vacancy requires."""
    full, most = (terms.experience_years or 0) + _RULE.experience.years_more, MOST[Part.EXPERIENCE]
    points = most * min(profile.years, full) // full
    return Line(
        Part.EXPERIENCE,
        points,
        most,
        N_("Years of experience: %(years)s; full points for %(full)s or more"),
        {"years": profile.years, "full": full},
    )


def _language(profile: Profile, terms: Terms, rates: RateTable | None) -> Line | None:
    """Points for the required level, and more for each level above it."""
    needed = required_level(terms.language_required, profile.language)
    if needed is None or profile.level is None:
        return None
    above = LEVELS.index(profile.level) - LEVELS.index(needed)
    rule = _RULE.language
    points = 0 if above < 0 else min(rule.least + rule.step * above, rule.most)
    facts: dict[str, object] = {"level": profile.level.value, "needed": needed}
    return Line(
        Part.LANGUAGE,
        points,
        rule.most,
        N_("Your level is %(level)s; the job requires %(needed)s"),
        facts,
    )


def _certificate(profile: Profile, terms: Terms, rates: RateTable | None) -> Line | None:
    if profile.certificate is None:
        return None
    most = MOST[Part.CERTIFICATE]
    if profile.certificate:
        return Line(Part.CERTIFICATE, most, most, N_("You have a document that proves your trade"))
    return Line(Part.CERTIFICATE, 0, most, N_("No document that proves your trade yet"))


def _preferences(profile: Profile, terms: Terms, rates: RateTable | None) -> Line | None:
    """Points for pay and as many for housing; preferences not stated do not count."""
    met: list[bool] = []
    if profile.housing:
        met.append(terms.housing in ("employer", "state"))
    pay = _pay(profile, terms, rates)
    if pay is not None and profile.wage:
        met.append(pay >= profile.wage)
    if not met:
        return None
    return Line(
        Part.WISHES,
        _RULE.wishes.each * sum(met),
        _RULE.wishes.each * len(met),
        N_("Your preferences for pay and housing: %(met)s of %(all)s met"),
        {"met": sum(met), "all": len(met)},
    )


def _pay(profile: Profile, terms: Terms, rates: RateTable | None) -> int | None:
    if profile.currency is None or terms.pay_month is None:
        return None
    if profile.currency == terms.currency:
        return terms.pay_month
    return rates.convert(terms.pay_month, terms.currency, profile.currency) if rates else None


def _availability(profile: Profile, terms: Terms, rates: RateTable | None) -> Line | None:
    if profile.available_from is None:
        return None
    most = MOST[Part.AVAILABILITY]
    if profile.available_from <= terms.closes_on:
        return Line(
            Part.AVAILABILITY, most, most, N_("You are available before the vacancy closes")
        )
    return Line(Part.AVAILABILITY, 0, most, N_("The vacancy closes before you are available"))


# The rule of each part, in the order in which they are shown; None if nothing can be known.
PARTS: dict[Part, Callable[[Profile, Terms, RateTable | None], Line | None]] = {
    Part.OCCUPATION: _occupation,
    Part.EXPERIENCE: _experience,
    Part.LANGUAGE: _language,
    Part.CERTIFICATE: _certificate,
    Part.WISHES: _preferences,
    Part.AVAILABILITY: _availability,
}


def _improvements(profile: Profile, terms: Terms, lines: list[Line]) -> list[ScoreImprovement]:
    """The next improvements, those that give most first."""
    found: list[ScoreImprovement] = []
    by_part = {line.part: line for line in lines}
    language = by_part.get(Part.LANGUAGE)
    if language and language.points < language.most and profile.level:
        better = LEVELS[min(LEVELS.index(profile.level) + 1, 5)]
        found.append(
            ScoreImprovement(
                _RULE.language.step,
                N_("Language: from %(now)s to %(better)s"),
                {"now": profile.level.value, "better": better},
            )
        )
    elif language is None and terms.language_required:
        needed = terms.language_required.split(",")[0].split(":")[-1]
        found.append(
            ScoreImprovement(
                _RULE.language.least,
                N_("A language certificate at level %(needed)s"),
                {"needed": needed},
            )
        )
    certificate = by_part.get(Part.CERTIFICATE)
    if certificate and not certificate.points:
        found.append(ScoreImprovement(certificate.most, N_("A document that proves your trade")))
    experience = by_part[Part.EXPERIENCE]
    if experience.points < experience.most:
        full = int(str(experience.facts["full"]))
        more = experience.most * min(profile.years + 1, full) // full
        found.append(ScoreImprovement(more - experience.points, N_("One more year in the trade")))
    return sorted(found, key=lambda lift: -lift.points)
