"""Recruiters as another register, or an export of ours, tells them."""

from collections.abc import Mapping

from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, NewAgency
from catalog.licensing.licences import Licence
from service import cells
from service.commands.intake import Asked, Kind, Outcome, known_countries, outcome, require_country

HEADERS = (
    *(
        "external_id",
        "licence_no",
        "name",
        "name_local",
        "country",
        "status",
        "valid_from",
        "valid_to",
        "phone",
        "address",
    ),
    *("website", "kind", "authority", "tax_no", "director", "source"),
)
LONGEST = cells.lengths(Licence) | cells.lengths(Agency) | {"licence_no": cells.lengths(Licence)["number"]}
READERS = {
    "country": cells.upper,
    "status": cells.lower,
    "kind": cells.lower,
    "valid_from": cells.day,
    "valid_to": cells.day,
}


def read(told: Mapping[str, str]) -> NewAgency:
    return cells.read(NewAgency, told, READERS, longest=LONGEST)


def take(session: Session, batch: list[NewAgency], asked: Asked) -> list[Outcome | Refusal]:
    countries = known_countries(session)
    return [_take(session, agency, countries, asked) for agency in batch]


def _take(session: Session, agency: NewAgency, countries: frozenset[str], asked: Asked) -> Outcome | Refusal:
    known = session.get(Agency, agency.external_id) is not None
    try:
        require_country(agency.country, countries)
        _, changed = agencies.register(session, agency, by=asked.by, on=asked.on)
    except Refusal as refusal:
        return refusal
    return outcome(known, changed)


KIND = Kind("external_id", HEADERS, frozenset({"external_id", "name", "country", "status"}), read, take)
