"""Suggested answers to the points of a vetting; they count only once an officer saves them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from catalog.core.actor import Actor, Role
from catalog.vacancies.vetting import Check, Verdict
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_precedents import Precedent
from i18n import Language, gettext
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.file_versions import Document
from service.pages.desk.vacancies.vetting_facts import KnownFact

# The documents that show that a point is met.
DOCUMENTS: Mapping[Point, DocumentKind] = MappingProxyType(
    {
        Point.EMPLOYER_EXISTS: DocumentKind.REGISTER,
        Point.POWER_OF_ATTORNEY: DocumentKind.ATTORNEY,
        Point.DEMAND_LETTER: DocumentKind.DEMAND,
        Point.PERMIT_BASIS: DocumentKind.PERMIT,
        Point.CONTRACT_LANGUAGES: DocumentKind.CONTRACT,
        Point.HOUSING: DocumentKind.HOUSING,
        Point.INSURANCE: DocumentKind.INSURANCE,
    }
)
# Points of which an earlier finding holds as well as a document of the kind.
_BY_PRECEDENT = frozenset({Point.EMPLOYER_EXISTS, Point.HOUSING, Point.INSURANCE})


class Suggestion(msgspec.Struct, frozen=True):
    """An answer that follows from a fact, a document, or the finding on an earlier vacancy.

    `precedent` is the reference of that vacancy."""

    verdict: Verdict
    evidence: str = ""
    document: int | None = None
    precedent: str = ""


class Grounds(msgspec.Struct, frozen=True):
    """What suggestions are made from: facts, documents, and the vacancy that is compared."""

    facts: Sequence[KnownFact]
    documents: Sequence[Document]
    precedent: Precedent | None
    lang: Language


def suggest(grounds: Grounds, found: Mapping[str, Check], *, by: Actor) -> dict[str, Suggestion]:
    """Return the suggestions for the points that are open, by point.

    A post is asked for its opinion alone."""
    points = [Point.POST_OPINION] if by.role is Role.ATTACHE else list(Point)
    suggestions = {
        point.value: _of_point(grounds, point) for point in points if point.value not in found
    }
    return {point: one for point, one in suggestions.items() if one}


def _of_point(grounds: Grounds, point: Point) -> Suggestion | None:
    """Return the answer of today's facts, else that of a document, else that of the precedent.

    Where a fact speaks against the point, there is none."""
    verdicts = [fact.passes for fact in grounds.facts if fact.point is point]
    if False in verdicts:
        return None
    if True in verdicts:
        text = " ".join(fact.text for fact in grounds.facts if fact.point is point and fact.passes)
        return Suggestion(Verdict.PASS, text[:200])
    carried = _carried(grounds, point)
    if carried and point in _BY_PRECEDENT:
        return carried
    return _by_document(grounds, point) or carried


def _by_document(grounds: Grounds, point: Point) -> Suggestion | None:
    """Return the answer with the newest document of the kind that can be viewed."""
    kind = DOCUMENTS.get(point)
    numbers = [
        one.newest.number
        for one in grounds.documents
        if one.newest.kind == kind and one.newest.as_pictures
    ]
    return Suggestion(Verdict.PASS, document=max(numbers)) if numbers else None


def _carried(grounds: Grounds, point: Point) -> Suggestion | None:
    before = grounds.precedent
    finding = before.findings.get(point.value) if before else None
    if before is None or finding is None:
        return None
    reference, evidence = before.vacancy.reference, carried_evidence(grounds.lang, before, finding)
    return Suggestion(Verdict(finding.verdict), evidence, precedent=reference)


def carried_evidence(lang: Language, precedent: Precedent, finding: Check) -> str:
    """Return the evidence of an earlier finding; one that rested on a document says so."""
    seen = gettext(lang, "Document seen for %(vacancy)s.", vacancy=precedent.vacancy.reference)
    return (finding.evidence or seen)[:200]
