"""People and wage claims found by a search of the desk, each within the lists of its kind."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from i18n import N_, formats, gettext
from matching.identity.persons import Citizen
from service.casework import people_access
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra.access import Permission
from service.pages.desk.record_search import search_results
from service.pages.desk.record_search.search_results import (
    LIMIT,
    SHOWN,
    FoundKind,
    FoundRecord,
    Search,
)
from service.web import rendering

PEOPLE, CLAIMS = N_("People"), N_("Wage claims")


def by_reference(search: Search) -> list[FoundKind]:
    """Return the person and the claim with the typed reference."""
    found = []
    if search.may(Permission.CITIZENS_READ):
        numbers = search.typed.references("C")
        asked = select(col(Citizen.reference), col(Citizen.name)).where(
            col(Citizen.reference).in_(numbers), people_access.within(search.by)
        )
        rows = [(str(number), str(name), "") for number, name in search.session.execute(asked)]
        found.append(search_results.kind(PEOPLE, _people(search, rows)))
    if search.may(Permission.WAGES_READ):
        term = col(Claim.reference).in_(search.typed.references("W"))
        found.append(search_results.kind(CLAIMS, _claims(search, term)))
    return found


def by_name_or_number(search: Search) -> list[FoundKind]:
    """Return the people who may be meant, and their claims.

    Whoever calls this records that a person was looked up.
    """
    typed, by = search.typed.person, search.by
    found = people_access.find_similar(search.session, typed, by=by, most=LIMIT).people
    people = _people(search, [(one.reference, one.name, one.phone) for one in found])
    kinds = [search_results.kind(PEOPLE, people, "desk/citizens", "name" if typed.name else "")]
    if found and search.may(Permission.WAGES_READ):
        claims = _claims(search, _filed_by([one.reference for one in found]))
        form = ("desk/wages/find", "worker") if typed.name else ("desk/wages", "")
        theirs = search_results.kind(CLAIMS, claims, *form)
        # More people than are shown may have claims that were not read.
        more = theirs.more or len(found) > SHOWN
        kinds.append(msgspec.structs.replace(theirs, more=more))
    return kinds


def _people(search: Search, people: Sequence[tuple[str, str, str]]) -> list[FoundRecord]:
    """Return each person, given as reference, name and masked number, with year and region."""
    asked = select(col(Citizen.reference), col(Citizen.birth_year), col(Citizen.region)).where(
        col(Citizen.reference).in_([number for number, _, _ in people])
    )
    rows = {row[0]: (row[1], row[2]) for row in search.session.execute(asked)} if people else {}
    lang, found = search.lang, []
    for number, name, phone in people:
        year, region = rows[number]
        facts = (
            gettext(lang, "born in %(year)s", year=year) if year else "",
            "" if region == "not_stated" else rendering.label(lang, "region", region),
            phone,
        )
        title = name or gettext(lang, "No name")
        found.append(FoundRecord(f"desk/citizens/{number}", title, number, facts))
    return found


def _filed_by(people: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition for claims of these people, also under other records of theirs."""
    theirs = or_(
        *(col(name).in_(people) for name in (Citizen.reference, Citizen.same_as, Citizen.linked_to))
    )
    return col(Claim.citizen).in_(select(col(Citizen.reference)).where(theirs).correlate(None))


def _claims(search: Search, term: ColumnElement[bool]) -> list[FoundRecord]:
    asked = (
        select(
            col(Claim.reference),
            col(Claim.employer),
            col(Claim.country),
            col(Claim.state),
            col(Citizen.name),
        )
        .join(Citizen, col(Citizen.reference) == col(Claim.citizen))
        .where(term, wage_claims.within(search.by))
        .order_by(col(Claim.filed_at).desc(), col(Claim.reference))
    )
    return [
        FoundRecord(
            f"desk/wages/{number}",
            name or gettext(search.lang, "No name"),
            number,
            (
                employer,
                formats.country(search.lang, country),
                rendering.label(search.lang, "claim", state),
            ),
        )
        for number, employer, country, state, name in search.session.execute(asked.limit(LIMIT))
    ]
