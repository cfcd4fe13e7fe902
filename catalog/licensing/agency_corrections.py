"""Corrections of an agency's dossier: address, telephone, director, owners, branches."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col

from catalog.core import corrections
from catalog.core.actor import Actor
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count
from catalog.licensing import branches, owners
from catalog.licensing.agencies import Agency
from catalog.licensing.branches import Branch
from i18n import N_

NOUN = "agency"
_BRANCH_FACTS = ("region", "address", "phone")


_Telephone = Annotated[str, Meta(max_length=60, pattern=r"^(?:|[+(]?[0-9][0-9 ()+/,;.–-]{3,58})\Z")]
_Website = Annotated[
    str,
    Meta(max_length=200, pattern=r"^(?:|(?:https?://)?[^\s/:@.]+(?:\.[^\s/:@.]+)+(?:/\S*)?)\Z"),
]


class TaxNumberTaken(Refusal):
    slug = "tax-number-taken"
    sentence = N_("%(name)s (%(agency)s) has this tax number. Check it.")


class BranchFacts(msgspec.Struct, forbid_unknown_fields=True):
    """A branch as it should be; without a number it is a new one."""

    address: Annotated[str, Meta(min_length=1, max_length=300)]
    region: Annotated[str, Meta(max_length=80)] = ""
    phone: _Telephone = ""
    number: Count | None = None
    remove: bool = False


class AgencyFacts(msgspec.Struct, forbid_unknown_fields=True):
    """The facts of an agency that a dossier holds; owners are names, one on a line.

    Its name and licence are changed by decisions of two officers."""

    name_local: Annotated[str, Meta(max_length=200)] = ""
    address: Annotated[str, Meta(max_length=300)] = ""
    phone: _Telephone = ""
    website: _Website = ""
    tax_no: Annotated[str, Meta(max_length=20, pattern=r"^[0-9A-Za-z -]*\Z")] = ""
    director: Annotated[str, Meta(max_length=120)] = ""
    owners: Annotated[str, Meta(max_length=4_000)] = ""


_COLUMNS = tuple(name for name in AgencyFacts.__struct_fields__ if name != "owners")


def current(session: Session, agency: Agency) -> AgencyFacts:
    """Return the facts of an agency as they are now."""
    values = {name: getattr(agency, name) for name in _COLUMNS}
    names = [one.name for one in owners.list_for_agency(session, agency.external_id)]
    return AgencyFacts(**values, owners="\n".join(names))


def correct(
    session: Session,
    agency: Agency,
    facts: AgencyFacts,
    branch_facts: list[BranchFacts],
    reason: Reason,
    *,
    by: Actor,
    on: datetime,
    confirmed: bool = False,
) -> Agency:
    """Correct the dossier of an agency; the public register shows it as it is from now on.

    Branches that are not named stay as they are. A new tax number of another agency is stored only
    if `confirmed`. Refuses: NothingCorrected, TaxNumberTaken, NotFound for no such branch,
    owners.TooManyOwners.
    """
    number = agency.external_id
    before = current(session, agency)
    facts.owners = "\n".join(sorted(owners.parse_names(facts.owners)))
    facts.tax_no = facts.tax_no.replace(" ", "")
    if facts.tax_no != before.tax_no and not confirmed:
        _require_own_tax_number(session, number, facts.tax_no)
    before.owners = "\n".join(sorted(before.owners.splitlines()))
    changes = corrections.compare(before, facts)
    changes += _change_branches(session, number, branch_facts)
    if not changes:
        raise NothingCorrected
    for name in _COLUMNS:
        if getattr(facts, name) != getattr(before, name):
            setattr(agency, name, getattr(facts, name))
    # A changed branch must also give its agency a new version.
    flag_modified(agency, "address")
    subject = Subject(NOUN, number, corrections.firm_owner(number))
    corrections.record(session, subject, changes, reason, by=by, on=on)
    if facts.owners != before.owners:
        owners.record(session, number, facts.owners.splitlines(), by=by, on=on)
    return agency


def _require_own_tax_number(session: Session, agency: str, tax_no: str) -> None:
    """Require that no other agency has this tax number. Refuses: TaxNumberTaken."""
    asked = select(Agency).where(
        col(Agency.tax_no) == tax_no, col(Agency.tax_no) != "", col(Agency.external_id) != agency
    )
    other = session.execute(asked.limit(1)).scalars().first()
    if other is not None:
        raise TaxNumberTaken("tax_no", name=other.name, agency=other.external_id)


def _change_branches(
    session: Session, agency: str, branch_facts: list[BranchFacts]
) -> list[Change]:
    known = {row.id: row for row in branches.list_for_agency(session, agency)}
    changes: list[Change] = []
    for place, one in enumerate(branch_facts):
        row = known.get(one.number) if one.number is not None else Branch(agency=agency, address="")
        if row is None:
            raise NotFound(f"branches.{place}.number")
        old = {name: getattr(row, name) for name in _BRANCH_FACTS}
        new = {name: "" if one.remove else getattr(one, name) for name in _BRANCH_FACTS}
        _store_branch(session, row, one, new)
        changes += [
            Change(f"branches.{row.id}.{name}", old[name], new[name])
            for name in _BRANCH_FACTS
            if old[name] != new[name]
        ]
    return changes


def _store_branch(session: Session, row: Branch, one: BranchFacts, new: dict[str, str]) -> None:
    if one.remove:
        if row.id is not None:
            session.delete(row)
        return
    for name, value in new.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if row.id is None:
        session.add(row)
        session.flush()
