"""Every recruiter of every register by its names, licence numbers and telephones."""

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing.agencies import Agency, Kind, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.licences import Licence
from matching.identity.name_matching import FirmNames, Names


def read(session: Session) -> Names:
    """The present and past names, cached by each worker process until the register changes."""
    past: dict[str, list[str]] = {}
    for agency, name in session.execute(select(col(PastName.agency), col(PastName.name))):
        past.setdefault(agency, []).append(name)
    numbers: dict[str, list[str]] = {}
    for agency, number in session.execute(select(col(Licence.agency), col(Licence.number))):
        numbers.setdefault(agency, []).append(number)
    phones: dict[str, list[str]] = {}
    for agency, phone in session.execute(select(col(Branch.agency), col(Branch.phone))):
        phones.setdefault(agency, []).append(phone)
    rows = session.execute(
        select(
            col(Agency.external_id),
            col(Agency.name),
            col(Agency.name_local),
            col(Agency.phone),
            col(Agency.kind),
        )
    )
    return Names(
        FirmNames(
            agency,
            tuple(filter(None, (name, local, *past.get(agency, ()), *_plain(name, local, kind)))),
            tuple(numbers.get(agency, ())),
            " , ".join((phone, *phones.get(agency, ()))),
            kind == Kind.STATE,
        )
        for agency, name, local, phone, kind in rows
    )


def _plain(name: str, local: str, kind: str) -> list[str]:
    """The names of the State Agency without a note in brackets."""
    names = (name, local) if kind == Kind.STATE else ()
    return [one.partition("(")[0].strip() for one in names if "(" in one]
