"""Every recruiter of every register by its names, licence numbers and telephone."""

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing.agencies import Agency, PastName
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
    rows = session.execute(
        select(col(Agency.external_id), col(Agency.name), col(Agency.name_local), col(Agency.phone))
    )
    return Names(
        FirmNames(
            agency,
            tuple(filter(None, (name, local, *past.get(agency, ())))),
            tuple(numbers.get(agency, ())),
            phone,
        )
        for agency, name, local, phone in rows
    )
