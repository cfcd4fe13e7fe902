"""Known persons: the search for an existing record of a person before a new one is made."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Conflict, Refusal
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import (
    counted_persons,
    document_numbers,
    name_index,
    persons,
    same_person,
    telephones,
)
from matching.identity.name_index import NamePart
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen, PersonLinks
from matching.identity.same_person import PersonFacts, Verdict

# How many records with one number, or born in one year and region, are compared.
MOST_COMPARED = 200
# At least so many are compared, so that the time does not tell strangers who is known.
LEAST_COMPARED, NOBODY = 3, "nobody"
# How many persons an officer is asked about.
MOST_ASKED = 5
_BLIND = {"phone": "phone_blind", "passport": "passport_blind", "pinfl": "pinfl_blind"}


class PersonQuestion(LabelledEnum):
    """A question about a person, which the officer who records them has to answer."""

    NEW_PERSON = "new_person", N_("This is a new person")


class LikelyPerson(msgspec.Struct, frozen=True):
    """A person in the officer's scope who may be the one to be recorded."""

    citizen: str
    name: str
    born: int | None


class SamePerson(Conflict):
    """A person who may be recorded already; nothing was recorded."""

    slug = "same-person"
    sentence = N_(
        "This person may already be recorded. Choose the existing record, or confirm that this is "
        "a new person. Nothing has been saved yet."
    )
    confirm = (PersonQuestion.NEW_PERSON,)

    def __init__(
        self, field: str | None = None, *, candidates: tuple[LikelyPerson, ...] = ()
    ) -> None:
        super().__init__(field)
        self.candidates = candidates


class NotLinked(Refusal):
    slug = "not-linked"
    sentence = N_("This record is not linked to another one.")


class Candidate(msgspec.Struct, frozen=True):
    """A record that may belong to the person, and the record under which both are counted."""

    reference: str
    counted_as: str
    facts: PersonFacts


class Found(msgspec.Struct, frozen=True):
    """The records that surely belong to the person and those that may, oldest first.

    If two persons match surely, both are only likely."""

    sure: list[Candidate] = []
    likely: list[Candidate] = []

    @property
    def person_links(self) -> PersonLinks:
        """The links that a new record of this person gets if nobody can be asked."""
        linked = self.sure[0].counted_as if self.sure else None
        similar = self.likely[0].counted_as if self.likely else None
        return PersonLinks(linked, None if linked else similar)


def facts_of(new_citizen: NewCitizen, documents: DocumentsInput | None = None) -> PersonFacts:
    """Return the facts by which a new person is searched. Refuses: NotAPhone, NotAPassport, NotAPinfl."""
    passport, pinfl = (documents.passport, documents.pinfl) if documents else ("", "")
    year = documents.birth_year if documents and documents.birth_year else new_citizen.birth_year
    return PersonFacts(
        new_citizen.name,
        _mark(
            "phone", telephones.international_number(new_citizen.phone) if new_citizen.phone else ""
        ),
        _mark("passport", document_numbers.passport_number(passport) if passport else ""),
        _mark("pinfl", document_numbers.pinfl_number(pinfl) if pinfl else ""),
        year,
        new_citizen.sex.value,
        new_citizen.age_band.value,
        new_citizen.region,
    )


def _mark(kind: str, number: str) -> str:
    return vault.blind(kind, number) if number else ""


def find_same(session: Session, facts: PersonFacts, *, exclude: str = "") -> Found:
    """Return the records of the same person, found through the indexes.

    Records equal to `exclude`, or counted under it, are left out."""
    return judge(facts, _padded(facts, _candidates(session, facts)), exclude)


def holders(session: Session, facts: PersonFacts) -> list[Candidate]:
    """Return the records with the same passport or PINFL."""
    return _candidates(session, PersonFacts(passport=facts.passport, pinfl=facts.pinfl))


def _padded(facts: PersonFacts, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates, filled up to LEAST_COMPARED so that the time taken reveals little."""
    missing = max(LEAST_COMPARED - len(found), 0)
    return found + [Candidate(NOBODY, NOBODY, facts)] * missing


def judge(facts: PersonFacts, candidates: Iterable[Candidate], exclude: str = "") -> Found:
    """Sort the candidates into sure and likely ones; the filled-up ones are compared and dropped."""
    by_verdict: dict[Verdict, list[Candidate]] = {one: [] for one in Verdict}
    contradicted = set()
    for one in candidates:
        verdict = same_person.compare(facts, one.facts)
        contradictory = same_person.contradicts(facts, one.facts)
        if exclude in (one.reference, one.counted_as) or one.reference is NOBODY:
            continue
        by_verdict[verdict].append(one)
        if contradictory:
            contradicted.add(one.counted_as)
    # A person any of whose records says something else is not surely the same.
    sure = [one for one in by_verdict[Verdict.SURE] if one.counted_as not in contradicted]
    likely = [one for one in by_verdict[Verdict.SURE] if one.counted_as in contradicted]
    likely += by_verdict[Verdict.LIKELY]
    certain = {one.counted_as for one in sure}
    if len(certain) > 1:
        return Found([], sure + likely)
    return Found(sure, [one for one in likely if one.counted_as not in certain])


def _candidates(session: Session, facts: PersonFacts) -> list[Candidate]:
    numbers = [
        col(getattr(Citizen, column)) == mark
        for name, column in _BLIND.items()
        if (mark := getattr(facts, name))
    ]
    found = _read(session, or_(*numbers)) if numbers else []
    return found + _born(session, facts, found)


def _born_alike(facts: PersonFacts) -> ColumnElement[bool]:
    """Return the SQL condition for the same birth year and region and a shared part of the name."""
    sounds = {name_index.sound(part) for part in name_index.parts(facts.name)}
    shares = (
        select(1)
        .where(col(NamePart.citizen) == col(Citizen.reference), col(NamePart.sound).in_(sounds))
        .correlate(Citizen)
        .exists()
    )
    return and_(
        col(Citizen.birth_year) == facts.birth_year, col(Citizen.region) == facts.region, shares
    )


_COLUMNS = (
    *("reference", "name", "phone_blind", "passport_blind", "pinfl_blind", "birth_year"),
    *("sex", "age_band", "region"),
)


def _read(
    session: Session, meant: ColumnElement[bool], most: int | None = MOST_COMPARED
) -> list[Candidate]:
    asked = (
        select(
            *[col(getattr(Citizen, name)) for name in _COLUMNS], counted_persons.counted_reference()
        )
        .where(meant, col(Citizen.erased_at).is_(None))
        .order_by(col(Citizen.recorded_at), col(Citizen.reference))
        .limit(most)
    )
    return [
        Candidate(
            row[0],
            row[-1],
            PersonFacts(row[1], row[2] or "", row[3] or "", row[4] or "", *row[5:9]),
        )
        for row in session.execute(asked)
    ]


def facts_of_record(row: Citizen) -> PersonFacts:
    """Return the facts of a record by which the same person is searched."""
    return PersonFacts(
        row.name,
        row.phone_blind or "",
        row.passport_blind or "",
        row.pinfl_blind or "",
        row.birth_year,
        row.sex,
        row.age_band,
        row.region,
    )


def require_decided(
    session: Session,
    facts: PersonFacts,
    within: ColumnElement[bool],
    confirmed: Sequence[str],
) -> None:
    """Require that an officer decided whether this is one of the persons in their scope.

    A sure match needs no decision; persons outside the scope are not mentioned.
    Refuses: SamePerson."""
    if PersonQuestion.NEW_PERSON in confirmed:
        return
    found = find_same(session, facts)
    numbers = list(dict.fromkeys(one.counted_as for one in found.likely))
    if found.sure or not numbers:
        return
    own = col(Citizen.reference).in_([*numbers, *(one.reference for one in found.likely)])
    seen = session.execute(select(Citizen).where(own, within)).scalars()
    rows = {row.reference: row for row in seen}
    likely = [
        row
        for one in {one.counted_as: one for one in found.likely}.values()
        if (row := rows.get(one.counted_as) or rows.get(one.reference))
    ]
    if likely:
        candidates = [LikelyPerson(row.reference, row.name, row.birth_year) for row in likely]
        raise SamePerson("citizen", candidates=tuple(candidates[:MOST_ASKED]))


def record(
    session: Session,
    new_citizen: NewCitizen,
    *,
    by: Actor,
    on: datetime,
    new_person: bool = False,
) -> Citizen:
    """Record a person and link the record to the one that surely belongs to the same person.

    With `new_person`, an officer confirmed that nobody recorded is the same. The caller gets the
    same row, and the same number of statements runs, whether the person is known or not.
    Refuses: NotAPhone."""
    found = Found() if new_person else find_same(session, facts_of(new_citizen))
    return persons.record(session, new_citizen, by=by, on=on, person_links=found.person_links)


def record_linked(
    session: Session, new_citizen: NewCitizen, lead: Citizen, *, by: Actor, on: datetime
) -> Citizen:
    """Record a person whom an officer knows, and link the record to theirs without proof.

    Refuses: NotAPhone."""
    links = PersonLinks(linked_to=lead.same_as or lead.linked_to or lead.reference)
    return persons.record(session, new_citizen, by=by, on=on, person_links=links)


def record_many(
    session: Session, new_citizens: Sequence[NewCitizen], *, by: Actor, on: datetime
) -> list[str]:
    """Record many people as record does; the same person twice among them is linked too.

    Refuses: NotAPhone."""
    facts = [facts_of(one) for one in new_citizens]
    by_phone = _by_phone(session, {one.phone for one in facts if one.phone})
    found: list[PersonLinks] = []
    for place, one in enumerate(facts):
        known = by_phone.setdefault(one.phone, []) if one.phone else []
        found.append(judge(one, [*known, *_born(session, one, known)]).person_links)
        known.append(Candidate(f"{_PLACE}{place}", found[-1].linked_to or f"{_PLACE}{place}", one))
    numbers = persons.record_many(
        session, new_citizens, by=by, on=on, person_links=[_before(one) for one in found]
    )
    links = [
        {"reference": number, name: numbers[place]}
        for number, one in zip(numbers, found, strict=True)
        for name, value in msgspec.structs.asdict(one).items()
        for place in _places(value)
    ]
    for name in PersonLinks.__struct_fields__:
        if new := [link for link in links if name in link]:
            session.execute(update(Citizen), new)
    return numbers


def relink(session: Session, row: Citizen) -> None:
    """Search again after facts of a record changed, unless an officer already decided."""
    if row.same_as or row.linked_to or row.erased_at or _was_unlinked(session, row):
        return
    known = find_same(session, facts_of_record(row), exclude=row.reference).person_links
    row.linked_to, row.similar_to = known.linked_to, known.similar_to
    if known.linked_to:
        led = update(Citizen).where(col(Citizen.linked_to) == row.reference)
        session.execute(led.values(linked_to=known.linked_to))
    session.flush()


def link_reason(session: Session, row: Citizen) -> str:
    """Return why a record is linked: "document", "phone", or "officer" if neither is the same."""
    lead = row.linked_to or ""
    own = [col(getattr(Citizen, name)) == lead for name in ("reference", "same_as", "linked_to")]
    marks = {name: getattr(row, column) for name, column in _BLIND.items()}
    same = {
        name: select(1).where(
            col(Citizen.reference) != row.reference,
            or_(*own),
            col(getattr(Citizen, _BLIND[name])) == mark,
        )
        for name, mark in marks.items()
        if mark and lead
    }
    found = [name for name, asked in same.items() if session.execute(asked.limit(1)).first()]
    if {"passport", "pinfl"} & set(found):
        return "document"
    return "phone" if found else "officer"


def _was_unlinked(session: Session, row: Citizen) -> bool:
    return any(one.act == "unlink" for one in journal.history(session, "citizen", row.reference))


def unlink(session: Session, row: Citizen, *, by: Actor, on: datetime) -> None:
    """Remove the link of a record to another person, or the note that it is similar.

    Refuses: NotLinked."""
    if not (row.linked_to or row.similar_to):
        raise NotLinked
    row.linked_to = row.similar_to = None
    session.flush()
    journal.write(session, "unlink", "citizen", row.reference, by=by, on=on, fields=("linked_to",))


# The beginning of what stands for the reference of somebody who is recorded together with others.
_PLACE = "#"


def _before(known: PersonLinks) -> PersonLinks:
    """Return the links to records that exist already, without those recorded in the same batch."""
    fields = msgspec.structs.asdict(known).items()
    return PersonLinks(**{name: value for name, value in fields if not _places(value)})


def _places(number: str | None) -> list[int]:
    return [int(number.removeprefix(_PLACE))] if number and number.startswith(_PLACE) else []


def _by_phone(session: Session, marks: set[str]) -> dict[str, list[Candidate]]:
    """Return the records with each of these telephones."""
    found: dict[str, list[Candidate]] = {}
    for one in _read(session, col(Citizen.phone_blind).in_(marks), None) if marks else []:
        known = found.setdefault(one.facts.phone, [])
        if len(known) < MOST_COMPARED:
            known.append(one)
    return found


def _born(session: Session, facts: PersonFacts, known: Iterable[Candidate]) -> list[Candidate]:
    """Return the records with the same birth year and region and a shared part of the name."""
    if facts.birth_year is None or not same_person.stated_region(facts.region):
        return []
    references = {one.reference for one in known}
    born = _read(session, _born_alike(facts))
    return [one for one in born if one.reference not in references]
