"""Import of agencies from another register or from an export."""

from collections.abc import Mapping

from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, NewAgency
from catalog.licensing.licences import Licence
from service.commands.import_options import (
    ImportContext,
    ImportKind,
    Outcome,
    known_countries,
    outcome,
    require_country,
)
from service.input import cell_parsing

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
LONGEST = (
    cell_parsing.lengths(Licence)
    | cell_parsing.lengths(Agency)
    | {"licence_no": cell_parsing.lengths(Licence)["number"]}
)
READERS = {
    "country": cell_parsing.upper,
    "status": cell_parsing.lower,
    "kind": cell_parsing.lower,
    "valid_from": cell_parsing.day,
    "valid_to": cell_parsing.day,
}


def read(values: Mapping[str, str]) -> NewAgency:
    return cell_parsing.read(NewAgency, values, READERS, longest=LONGEST)


def import_batch(
    session: Session, batch: list[NewAgency], asked: ImportContext
) -> list[Outcome | Refusal]:
    countries = known_countries(session)
    return [_import_agency(session, agency, countries, asked) for agency in batch]


def _import_agency(
    session: Session, agency: NewAgency, countries: frozenset[str], asked: ImportContext
) -> Outcome | Refusal:
    known = session.get(Agency, agency.external_id) is not None
    try:
        require_country(agency.country, countries)
        _, changed = agencies.register(session, agency, by=asked.by, on=asked.on)
    except Refusal as refusal:
        return refusal
    return outcome(known, changed)


KIND = ImportKind(
    "external_id",
    HEADERS,
    frozenset({"external_id", "name", "country", "status"}),
    read,
    import_batch,
)
