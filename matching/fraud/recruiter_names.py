"""Every recruiter of every register by its names, licence numbers and telephones."""

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing.agencies import Agency, PastName
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
        select(col(Agency.external_id), col(Agency.name), col(Agency.name_local), col(Agency.phone))
    )
    return Names(
        FirmNames(
            agency,
            tuple(filter(None, (name, local, *past.get(agency, ())))),
            tuple(numbers.get(agency, ())),
            " , ".join((phone, *phones.get(agency, ()))),
        )
        for agency, name, local, phone in rows
    )
