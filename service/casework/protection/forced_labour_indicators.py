"""Indicators of forced labour, after the ILO's list, and what they suggest together.

The result is a suggestion, never a verdict."""

from collections.abc import Iterable

import msgspec

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class YesNoUnknown(LabelledEnum):
    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    UNKNOWN = "unknown", N_("Not known")


class FreedomToLeave(LabelledEnum):
    """The first of the three questions of the safety screen: can they leave?"""

    FREE = "free", N_("Yes, whenever they want")
    RESTRICTED = "restricted", N_("Only with permission or if accompanied")
    CONFINED = "confined", N_("No, locked in or guarded")
    UNKNOWN = "unknown", N_("Not known")


class Harmed(LabelledEnum):
    """The second question: does anybody hurt or threaten them?"""

    NOBODY = "nobody", N_("Nobody")
    THREATENED = "threatened", N_("They or their family are being threatened")
    HURT = "hurt", N_("They are being hurt")
    UNKNOWN = "unknown", N_("Not known")


class DocumentHolder(LabelledEnum):
    """The third question: who holds their documents?"""

    OWN = "own", N_("The person has them")
    KEPT = "kept", N_("Somebody else has them")
    UNKNOWN = "unknown", N_("Not known")


class Urgency(LabelledEnum):
    EMERGENCY = "emergency", N_("Emergency: get help now")
    SAME_DAY = "same_day", N_("Act today, with a supervisor")
    LOOK = "look", N_("A protection officer should see this")
    NONE = "none", N_("No signs reported")


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of each of the ILO's eleven indicators, and of two facts that make an
    emergency."""

    vulnerability: YesNoUnknown = YesNoUnknown.UNKNOWN
    deception: YesNoUnknown = YesNoUnknown.UNKNOWN
    movement: YesNoUnknown = YesNoUnknown.UNKNOWN
    isolation: YesNoUnknown = YesNoUnknown.UNKNOWN
    violence: YesNoUnknown = YesNoUnknown.UNKNOWN
    threats: YesNoUnknown = YesNoUnknown.UNKNOWN
    documents: YesNoUnknown = YesNoUnknown.UNKNOWN
    wages: YesNoUnknown = YesNoUnknown.UNKNOWN
    debt: YesNoUnknown = YesNoUnknown.UNKNOWN
    conditions: YesNoUnknown = YesNoUnknown.UNKNOWN
    overtime: YesNoUnknown = YesNoUnknown.UNKNOWN
    confined: YesNoUnknown = YesNoUnknown.UNKNOWN
    minor: YesNoUnknown = YesNoUnknown.UNKNOWN


# The indicators in our own words, and the two facts.
SIGNS = {
    "vulnerability": N_(
        "Somebody is taking advantage of them because they do not speak the language, have no"
        " documents or have nowhere to go"
    ),
    "deception": N_("The work, pay or location is not what was promised"),
    "movement": N_("They are not free to come and go"),
    "isolation": N_("They are not allowed to see other people or use a telephone"),
    "violence": N_("They are being hurt, beaten or sexually abused"),
    "threats": N_("They or their family are being threatened"),
    "documents": N_("Somebody else is keeping their passport or documents"),
    "wages": N_("Their wages are being withheld"),
    "debt": N_("They are working off a debt that never gets smaller"),
    "conditions": N_("They live or work in conditions that nobody would willingly accept"),
    "overtime": N_("They work far longer hours than the law allows and cannot refuse"),
    "confined": N_("They are locked in or guarded"),
    "minor": N_("They are under 18"),
}
FACTS = ("confined", "minor")
INDICATORS = tuple(name for name in Signs.__struct_fields__ if name not in FACTS)


class Safety(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers to the three questions of the safety screen."""

    leaving: FreedomToLeave = FreedomToLeave.UNKNOWN
    harmed: Harmed = Harmed.UNKNOWN
    papers: DocumentHolder = DocumentHolder.UNKNOWN


class Rule(msgspec.Struct, frozen=True):
    """A combination of signs: at least one sign of each group.

    The sentence gives the reason to the officer."""

    urgency: Urgency
    sentence: str
    groups: tuple[frozenset[str], ...]


def _rule(urgency: Urgency, sentence: str, *groups: str) -> Rule:
    return Rule(urgency, sentence, tuple(frozenset(group.split()) for group in groups))


# The most urgent first. A single indicator, whichever it is, may suffice.
RULES = (
    _rule(Urgency.EMERGENCY, N_("The person is under 18."), "minor"),
    _rule(Urgency.EMERGENCY, N_("Somebody is hurting the person."), "violence"),
    _rule(Urgency.EMERGENCY, N_("The person is locked in or guarded."), "confined"),
    _rule(
        Urgency.SAME_DAY,
        N_(
            "Three signs occur together: wages are withheld, documents are taken or the "
            "person is stopped from leaving, and there are threats."
        ),
        "wages",
        "documents movement confined",
        "threats",
    ),
    _rule(
        Urgency.LOOK,
        N_("At least one sign is present. One alone may be enough."),
        " ".join(INDICATORS),
    ),
)


class Suggestion(msgspec.Struct, frozen=True):
    """How soon a protection officer should act, and why."""

    urgency: Urgency
    reasons: list[str]


def suggest(signs: Signs) -> Suggestion:
    """Return what the signs suggest together; a trained officer decides."""
    there = {name for name in Signs.__struct_fields__ if getattr(signs, name) is YesNoUnknown.YES}
    fits = [rule for rule in RULES if all(group & there for group in rule.groups)]
    strongest = fits[0].urgency if fits else Urgency.NONE
    reasons = [
        rule.sentence
        for rule in fits
        if rule.urgency is not Urgency.LOOK or strongest is Urgency.LOOK
    ]
    return Suggestion(strongest, reasons)


# Topics of advice and components of claims, and the signs they imply. No machine reads a person's
# story for signs.
_TOPICS = {"unpaid_wages": "wages", "document_kept": "documents", "detention": "movement"}
_WITHHELD = frozenset({"base_pay", "overtime", "night_holiday", "leave", "deduction"})


def signs_from_records(topics: Iterable[str], components: Iterable[str], age_band: str) -> Signs:
    """Return the signs implied by existing records; all others are unknown until asked."""
    found = {_TOPICS[topic] for topic in topics if topic in _TOPICS}
    found |= {"wages"} if _WITHHELD & set(components) else set()
    found |= {"minor"} if age_band == "under_18" else set()
    return Signs(**dict.fromkeys(found, YesNoUnknown.YES))


_Y, _N = YesNoUnknown.YES, YesNoUnknown.NO
_SIGNS_BY_ANSWER: dict[str, dict[str, YesNoUnknown]] = {
    FreedomToLeave.FREE: {"movement": _N, "confined": _N},
    FreedomToLeave.RESTRICTED: {"movement": _Y, "confined": _N},
    FreedomToLeave.CONFINED: {"movement": _Y, "confined": _Y},
    Harmed.NOBODY: {"violence": _N, "threats": _N},
    Harmed.THREATENED: {"threats": _Y},
    Harmed.HURT: {"violence": _Y},
    DocumentHolder.OWN: {"documents": _N},
    DocumentHolder.KEPT: {"documents": _Y},
}


def add_answers(known: Signs, safety: Safety) -> Signs:
    """Return the signs with the three answers added; new answers override earlier records."""
    by_answer = (
        _SIGNS_BY_ANSWER.get(one, {}) for one in (safety.leaving, safety.harmed, safety.papers)
    )
    return msgspec.structs.replace(
        known, **{name: value for part in by_answer for name, value in part.items()}
    )
