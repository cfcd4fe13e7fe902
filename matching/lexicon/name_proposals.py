"""Proposals of names for the lexicon, accepted by two officers and found at the next request."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Isco
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference.occupations import Occupation
from catalog.vacancies.title_classification import NotAUnitGroup
from i18n import N_
from i18n.scripts import to_latin, tokens
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import TITLE, Name

IN_LATIN: Final = ("uz", "kaa")  # stored in Latin script; the Cyrillic is derived by rule


class AcceptedAlone(Refusal):
    slug = "accepted-alone"
    sentence = N_("A second officer must accept this name.")


class NameDecided(Refusal):
    slug = "name-decided"
    sentence = N_("This name has already been accepted or declined.")


class NameExists(Refusal):
    slug = "name-known"
    sentence = N_("This trade already has this name, or the name has already been proposed.")


class NoName(Refusal):
    slug = "no-name"
    sentence = N_("Enter the name in words.")


class NameLanguage(StrEnum):
    UZ = "uz"
    RU = "ru"
    EN = "en"
    KAA = "kaa"


class NameKind(LabelledEnum):
    """The kind of name: of the worker, everyday speech, a loan word, or an activity."""

    EVERYDAY = "everyday", N_("Everyday name")
    TITLE = "title", N_("Name used in vacancies")
    LOAN = "loan", N_("Word from another language")
    ACTIVITY = "activity", N_("Name of the activity, not of the worker")


class Proposal(SQLModel, table=True):
    """A name proposed for a unit group, with the officers who accepted or declined it."""

    __tablename__ = "name_proposals"
    id: int | None = Field(default=None, primary_key=True)
    isco08: str = Field(foreign_key="occupations.code", max_length=4)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=120)
    language: str = Field(max_length=8)
    proposed_by: str = Field(max_length=40)
    proposed_at: datetime
    first_by: str | None = Field(default=None, max_length=40)
    accepted_by: str | None = Field(default=None, max_length=40)
    declined_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = Field(default=None, index=True)


class NewName(msgspec.Struct):
    """A name as an officer proposes it."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    language: NameLanguage
    kind: NameKind
    isco08: Isco


def propose(session: Session, new_name: NewName, *, by: Actor, on: datetime) -> Proposal:
    """Propose a name. Refuses: NoName, NotAUnitGroup, NameExists."""
    name = " ".join(new_name.name.split())
    if new_name.language in IN_LATIN:
        name = to_latin(name)
    if not any(word.isalpha() for word in tokens(name)):
        raise NoName("name")
    group = session.get(Occupation, new_name.isco08)
    if group is None or group.level != 4:
        raise NotAUnitGroup("isco08")
    row = Proposal(
        isco08=new_name.isco08,
        kind=new_name.kind.value,
        name=name,
        language=new_name.language.value,
        proposed_by=by.account,
        proposed_at=on,
    )
    _require_new(session, row)
    session.add(row)
    session.flush()
    journal.write(
        session, "propose", "name_proposal", str(row.id), by=by, on=on, fields=(row.isco08,)
    )
    return row


def _require_new(session: Session, row: Proposal) -> None:
    """Check that the unit group does not have this name yet. Refuses: NameExists."""
    spelled = tokens(row.name)
    known = select(col(lexicon_terms.Term.name)).where(
        col(lexicon_terms.Term.isco08) == row.isco08,
        col(lexicon_terms.Term.language) == row.language,
        col(lexicon_terms.Term.kind) != TITLE,
    )
    open_ = select(col(Proposal.name)).where(_waits(), col(Proposal.isco08) == row.isco08)
    names = session.execute(
        known.union_all(open_.where(col(Proposal.language) == row.language))
    ).scalars()
    if any(tokens(name) == spelled for name in names):
        raise NameExists("name")


def accept(session: Session, number: int, *, by: Actor, on: datetime) -> Proposal:
    """Accept a name; the second officer's acceptance adds it to the lexicon.

    Refuses: NotFound, NameDecided, AcceptedAlone.
    """
    row = _lock_proposal(session, number)
    require_other_person(by, AcceptedAlone, row.first_by)
    journal.write(
        session, "accept_name", "name_proposal", str(number), by=by, on=on, fields=(row.isco08,)
    )
    if row.first_by is None:
        row.first_by = by.account
    else:
        row.accepted_by, row.decided_at = by.account, on
        lexicon_terms.load(
            session, [Name(row.isco08, row.kind, row.name, row.language)], by=by, on=on
        )
    session.flush()
    return row


def decline(session: Session, number: int, *, by: Actor, on: datetime) -> Proposal:
    """Decline a name. Refuses: NotFound, NameDecided."""
    row = _lock_proposal(session, number)
    row.declined_by, row.decided_at = by.account, on
    session.flush()
    journal.write(
        session, "decline_name", "name_proposal", str(number), by=by, on=on, fields=(row.isco08,)
    )
    return row


def _lock_proposal(session: Session, number: int) -> Proposal:
    """The proposal, locked until the transaction ends, so that concurrent decisions both count."""
    row = require_found(session.get(Proposal, number, with_for_update=True, populate_existing=True))
    if row.decided_at:
        raise NameDecided
    return row


def _waits() -> ColumnElement[bool]:
    return col(Proposal.decided_at).is_(None)


def list_waiting(session: Session, limit: int = 100) -> list[Proposal]:
    """The undecided proposals: those accepted once first, then the oldest."""
    asked = (
        select(Proposal)
        .where(_waits())
        .order_by(col(Proposal.first_by).is_(None), col(Proposal.id))
    )
    return list(session.execute(asked.limit(limit)).scalars())
