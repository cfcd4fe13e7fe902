"""Closed agencies that return under another name, found by shared details.

An equal tax number proves it; the same people, premises or names only suggest it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, BarredName
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, AgencyStatus, PastName
from catalog.licensing.licence_applications import Petition
from catalog.licensing.owners import Owner
from i18n import N_
from i18n.scripts import fold, tokens
from matching.identity.contact_keys import number_keys
from matching.identity.duplicates import NEAR, likeness
from matching.identity.name_matching import Names

# Names of firms must be closer than those of persons: half of them end in the same words.
NEAR_FIRM = 85
MOST = 12


class Trace(LabelledEnum):
    """What two agencies share, most certain first; only the tax number is a proof."""

    TAX_NO = "tax_no", N_("the same tax number")
    OWNER = "owner", N_("an owner with this name")
    DIRECTOR = "director", N_("a director with this name")
    PHONE = "phone", N_("the same telephone number")
    ADDRESS = "address", N_("the same address")
    NAME = "name", N_("a similar firm name")


class SimilarAgency(msgspec.Struct):
    """Another agency with what it shares, as its own record spells it."""

    standing: AgencyStatus
    traces: list[tuple[Trace, str]]

    @property
    def sure(self) -> bool:
        return any(trace is Trace.TAX_NO for trace, _ in self.traces)


def find_similar(
    session: Session, agency: Agency, known: Names, today: date
) -> list[SimilarAgency]:
    """The other agencies that share something with this one, most certain and most shared first.

    By number, people, telephone, address or name in any script. A suggestion, never a verdict.
    """
    traces: dict[str, dict[Trace, str]] = defaultdict(dict)
    people = _people(session)
    mine = people.pop(agency.external_id, {})
    for other, theirs in people.items():
        for (trace, name), key in theirs.items():
            if any(_same_person(words, key) for words in mine.values()):
                traces[other].setdefault(trace, name)
    _by_record(session, agency, traces)
    for number in _names_alike(session, agency, known):
        traces[number].setdefault(Trace.NAME, "")
    traces.pop(agency.external_id, None)
    return _rank_agencies(session, traces, today)


def _people(session: Session) -> dict[str, dict[tuple[Trace, str], str]]:
    """The present and past directors and owners of each agency, with their folded names."""
    values: dict[str, dict[tuple[Trace, str], str]] = defaultdict(dict)
    for number, name in session.execute(select(col(Agency.external_id), col(Agency.director))):
        if name:
            values[number][Trace.DIRECTOR, name] = fold(name)
    for number, name in session.execute(select(col(Petition.agency), col(Petition.director))):
        values[number][Trace.DIRECTOR, name] = fold(name)
    for number, name, key in session.execute(
        select(col(Owner.agency), col(Owner.name), col(Owner.key))
    ):
        values[number][Trace.OWNER, name] = key
    return values


def _same_person(mine: str, theirs: str) -> bool:
    """Whether two folded names agree in at least two words, in any order.

    One first name is shared by thousands.
    """
    words = tokens(mine)
    if mine == theirs:
        return len(words) > 1
    return min(len(words), len(theirs.split())) > 1 and likeness(words, theirs) >= NEAR


def _by_record(session: Session, agency: Agency, traces: dict[str, dict[Trace, str]]) -> None:
    phones, address = number_keys(agency.phone), fold(agency.address)
    items = (col(Agency.external_id), col(Agency.tax_no), col(Agency.phone), col(Agency.address))
    for number, tax_no, their_phone, their_address in session.execute(select(*items)):
        if tax_no and tax_no == agency.tax_no:
            traces[number][Trace.TAX_NO] = tax_no
        if phones & number_keys(their_phone):
            traces[number][Trace.PHONE] = their_phone
        if len(address) >= 8 and fold(their_address) == address:
            traces[number][Trace.ADDRESS] = their_address


def _names_alike(session: Session, agency: Agency, known: Names) -> set[str]:
    past = session.execute(
        select(col(PastName.name)).where(col(PastName.agency) == agency.external_id)
    ).scalars()
    names = [agency.name, agency.name_local, *past]
    near: set[str] = set()
    for name in filter(None, names):
        near |= known.exact(name) | {
            one.id for one in known.suggest(name, 5) if one.score >= NEAR_FIRM
        }
    return near


def _rank_agencies(
    session: Session, traces: dict[str, dict[Trace, str]], today: date
) -> list[SimilarAgency]:
    order = list(Trace)
    ranked = sorted(
        traces, key=lambda one: (min(map(order.index, traces[one])), -len(traces[one]), one)
    )[:MOST]
    rows = session.execute(select(Agency).where(col(Agency.external_id).in_(ranked))).scalars()
    values = {
        one.agency.external_id: one for one in agencies.statuses(session, rows, today, decided=True)
    }
    return [
        SimilarAgency(
            values[one], sorted(traces[one].items(), key=lambda pair: order.index(pair[0]))
        )
        for one in ranked
    ]


def directors_barred(session: Session, names: Iterable[str], today: date) -> list[BarredName]:
    """The black-listed directors whose names resemble one of these; a name proves nothing."""
    keys = [fold(name) for name in names if name]
    entries = blacklist.entries(session, today, kind=BarredKind.DIRECTOR)
    return [row for row in entries if any(_same_person(key, row.key) for key in keys)]
