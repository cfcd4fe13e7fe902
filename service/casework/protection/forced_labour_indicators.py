"""The signs of forced labour after the ILO's list, and what they suggest together: a suggestion, never a verdict."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from i18n import N_


class Known(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Leaving(StrEnum):
    """The first of the three questions of the safety screen: can they leave?"""

    FREE = "free"
    RESTRICTED = "restricted"
    CONFINED = "confined"
    UNKNOWN = "unknown"


class Harmed(StrEnum):
    """The second: does anybody hurt or threaten them?"""

    NOBODY = "nobody"
    THREATENED = "threatened"
    HURT = "hurt"
    UNKNOWN = "unknown"


class Papers(StrEnum):
    """The third: who holds their papers?"""

    OWN = "own"
    KEPT = "kept"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    LOOK = "look"
    NONE = "none"


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of each of the ILO's eleven indicators, and of two facts that make an emergency."""

    vulnerability: Known = Known.UNKNOWN
    deception: Known = Known.UNKNOWN
    movement: Known = Known.UNKNOWN
    isolation: Known = Known.UNKNOWN
    violence: Known = Known.UNKNOWN
    threats: Known = Known.UNKNOWN
    documents: Known = Known.UNKNOWN
    wages: Known = Known.UNKNOWN
    debt: Known = Known.UNKNOWN
    conditions: Known = Known.UNKNOWN
    overtime: Known = Known.UNKNOWN
    confined: Known = Known.UNKNOWN
    minor: Known = Known.UNKNOWN


FACTS = ("confined", "minor")
INDICATORS = tuple(name for name in Signs.__struct_fields__ if name not in FACTS)


class Safety(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers to the three questions of the safety screen."""

    leaving: Leaving = Leaving.UNKNOWN
    harmed: Harmed = Harmed.UNKNOWN
    papers: Papers = Papers.UNKNOWN


class Rule(msgspec.Struct, frozen=True):
    """A combination: of each group one sign at least. The sentence says why, as an officer reads it."""

    urgency: Urgency
    sentence: str
    groups: tuple[frozenset[str], ...]


def _rule(urgency: Urgency, sentence: str, *groups: str) -> Rule:
    return Rule(urgency, sentence, tuple(frozenset(group.split()) for group in groups))


# The most urgent first. One indicator may suffice, whichever it is.
RULES = (
    _rule(Urgency.EMERGENCY, N_("The person is under 18."), "minor"),
    _rule(Urgency.EMERGENCY, N_("Somebody hurts the person."), "violence"),
    _rule(Urgency.EMERGENCY, N_("The person is locked in or guarded."), "confined"),
    _rule(
        Urgency.SAME_DAY,
        N_("Three signs come together: wages are kept back, papers are kept or leaving is hindered, and there are threats."),
        "wages", "documents movement confined", "threats",
    ),
    _rule(Urgency.LOOK, N_("At least one sign is there. One alone may be enough."), " ".join(INDICATORS)),
)  # fmt: skip


class Suggestion(msgspec.Struct, frozen=True):
    """How soon a protection officer should look, and why."""

    urgency: Urgency
    reasons: list[str]


def suggests(signs: Signs) -> Suggestion:
    """What the signs suggest together; whoever is trained for it decides."""
    there = {name for name in Signs.__struct_fields__ if getattr(signs, name) is Known.YES}
    fits = [rule for rule in RULES if all(group & there for group in rule.groups)]
    strongest = fits[0].urgency if fits else Urgency.NONE
    reasons = [rule.sentence for rule in fits if rule.urgency is not Urgency.LOOK or strongest is Urgency.LOOK]
    return Suggestion(strongest, reasons)


# What was told to an adviser or in a claim, and the sign that it is. Nobody's story is read for signs by a machine.
_TOPICS = {"unpaid_wages": "wages", "document_kept": "documents", "detention": "movement"}
_WITHHELD = frozenset({"base_pay", "overtime", "night_holiday", "leave", "deduction"})


def told_before(topics: Iterable[str], components: Iterable[str], age_band: str) -> Signs:
    """The signs that lie in what was told already; the rest is not known until somebody asks."""
    found = {_TOPICS[topic] for topic in topics if topic in _TOPICS}
    found |= {"wages"} if _WITHHELD & set(components) else set()
    found |= {"minor"} if age_band == "under_18" else set()
    return Signs(**dict.fromkeys(found, Known.YES))


_Y, _N = Known.YES, Known.NO
_SAID: dict[str, dict[str, Known]] = {
    Leaving.FREE: {"movement": _N, "confined": _N}, Leaving.RESTRICTED: {"movement": _Y, "confined": _N},
    Leaving.CONFINED: {"movement": _Y, "confined": _Y}, Harmed.NOBODY: {"violence": _N, "threats": _N},
    Harmed.THREATENED: {"threats": _Y}, Harmed.HURT: {"violence": _Y}, Papers.OWN: {"documents": _N},
    Papers.KEPT: {"documents": _Y},
}  # fmt: skip


def answered(known: Signs, safety: Safety) -> Signs:
    """The signs with the three answers in them; what was asked now counts more than what was told before."""
    said = (_SAID.get(one, {}) for one in (safety.leaving, safety.harmed, safety.papers))
    return msgspec.structs.replace(known, **{name: value for part in said for name, value in part.items()})
