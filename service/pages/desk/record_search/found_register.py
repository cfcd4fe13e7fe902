"""Employers, agencies and vacancies found by a search of the desk.

Staff without a page of the desk for an agency or vacancy get the public one.
"""

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col

from catalog.core.errors import NotFound
from catalog.employers.employers import Employer
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import Licence
from catalog.vacancies import agency_vacancies, vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, Language, formats
from i18n.scripts import to_cyrillic, to_latin
from service.casework.employers import employer_records
from service.casework.employers.employer_records import EmployerRecord
from service.infra.access import Permission
from service.pages.desk.licensing import licence_list
from service.pages.desk.record_search import search_results
from service.pages.desk.record_search.search_results import LIMIT, FoundKind, FoundRecord, Search
from service.pages.desk.shared import desk_page
from service.web import rendering

EMPLOYERS, AGENCIES = N_("Employers abroad"), N_("Agencies")
# The most words of a title that are compared.
MOST_WORDS = 5


def by_number(search: Search) -> list[FoundKind]:
    """Return employers, agencies and vacancies with exactly the typed reference or number."""
    found = [_vacancies(search, _vacancy_number(search))]
    if search.may(Permission.EMPLOYERS_READ):
        found.append(_employers(_employers_by_number(search), search.lang))
    if not search.may(Permission.OWN_OPEN):
        rows = select(Agency).where(_agency_number(search)).limit(LIMIT)
        found.append(_agencies(search, search.session.execute(rows).scalars()))
    return found


def by_name(search: Search) -> list[FoundKind]:
    """Return employers, agencies and vacancies by name or title, in any script."""
    session, text = search.session, search.typed.text
    found = []
    if search.may(Permission.EMPLOYERS_READ):
        firms = employer_records.find_first(session, text, by=search.by, limit=LIMIT)
        found.append(_employers(firms, search.lang))
    if not search.may(Permission.OWN_OPEN):
        rows = licence_list.find_agencies(session, text, search.names, limit=LIMIT, similar=False)
        found.append(_agencies(search, rows))
    return [*found, _vacancies(search, _title(text))]


def similar_agencies(search: Search) -> list[FoundKind]:
    """Return agencies of similar names, for a search that finds nothing else."""
    if search.may(Permission.OWN_OPEN):
        return []
    text, names = search.typed.text, search.names
    rows = licence_list.find_agencies(search.session, text, names, limit=LIMIT)
    return [_agencies(search, rows)]


def _employers_by_number(search: Search) -> list[EmployerRecord]:
    typed, by = search.typed, search.by
    found = employer_records.find_by_number(
        search.session, typed.references("E"), typed.as_typed(), by=by
    )
    if re.fullmatch("[A-Z]{2}[A-Z2-9]{8}", typed.code):
        number = f"{typed.code[:2]}-{typed.code[2:]}"
        try:
            found.append(employer_records.get(search.session, number, by=by))
        except NotFound:
            return found
    return found


def _employers(firms: Iterable[EmployerRecord], lang: Language) -> FoundKind:
    rows = [
        FoundRecord(
            f"desk/employers/{one.number}", one.name, "", (formats.country(lang, one.country),)
        )
        for one in firms
    ]
    return search_results.kind(EMPLOYERS, rows, "desk/employers")


def _agency_number(search: Search) -> ColumnElement[bool]:
    """Return the condition for an agency with this number, licence number or tax number."""
    typed = search.typed
    numbers, key = [*typed.references("AG"), *typed.as_typed()], licences.number_key(typed.text)
    terms: list[ColumnElement[bool]] = [col(Agency.external_id).in_(numbers)]
    if key:
        licensed = select(col(Licence.agency)).where(
            col(Licence.number_key) == key, col(Licence.country) == licences.HOME
        )
        terms.append(col(Agency.external_id).in_(licensed))
    if re.fullmatch("[0-9 ]{9,11}", typed.text):
        terms.append(col(Agency.tax_no) == typed.code)
    return or_(*terms)


def _agencies(search: Search, rows: Iterable[Agency]) -> FoundKind:
    own = search.may(Permission.LICENCES_CONFIRM)
    place = "desk/licences" if own else "agencies"
    records = []
    for one in agencies.statuses(search.session, rows, search.today, decided=not own):
        number = one.agency.external_id
        facts = (
            one.licence.number if one.licence else "",
            rendering.label(search.lang, "licence_state", one.state.value),
        )
        address = search_results.address(f"{place}/{{}}", number)
        records.append(FoundRecord(address, one.agency.name, number, facts))
    return search_results.kind(AGENCIES, records, place)


def _vacancy_number(search: Search) -> ColumnElement[bool]:
    typed = search.typed
    own = typed.as_typed()
    if search.by.agency:
        own += [agency_vacancies.full_number(search.by.agency, one) for one in own]
    return or_(col(Vacancy.reference).in_(typed.references("V")), col(Vacancy.external_id).in_(own))


def _title(text: str) -> ColumnElement[bool]:
    """Return the condition that a title has every word, in either alphabet of Uzbek."""
    return and_(
        *(
            or_(*(col(Vacancy.title).icontains(one, autoescape=True) for one in _spellings(word)))
            for word in text.split()[:MOST_WORDS]
        )
    )


def _spellings(word: str) -> list[str]:
    """Return a word in both alphabets; SQLite compares no Cyrillic letters in any case."""
    cyrillic = to_cyrillic(word.lower())
    written = (word, to_latin(word), cyrillic, cyrillic.capitalize(), cyrillic.upper())
    return list(dict.fromkeys(written))


def _vacancies(search: Search, term: ColumnElement[bool]) -> FoundKind:
    """Return the vacancies of one's desk, or, for staff without them, those shown to the public."""
    asked, by = _select_vacancies(), search.by
    if search.may(Permission.VACANCIES_READ):
        place, heading = "desk/vetting", N_("Vacancies")
        asked = asked.where(desk_page.vetted_by(search.session, by))
    elif search.may(Permission.OWN_OPEN):
        place, heading = "desk/own/vacancies", N_("Our vacancies")
        asked = asked.where(agency_vacancies.within(by))
    else:
        place, heading = "vacancies", N_("Vacancies")
        asked = asked.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        asked = asked.where(vacancies.may_be_shown(search.today))
    newest = asked.where(term).order_by(col(Vacancy.closes_on).desc(), col(Vacancy.reference))
    rows = [
        FoundRecord(
            f"{place}/{number}",
            title,
            number,
            (
                firm,
                formats.country(search.lang, land),
                rendering.label(search.lang, "vacancy", state),
            ),
        )
        for number, title, firm, land, state in search.session.execute(newest.limit(LIMIT))
    ]
    return search_results.kind(heading, rows, place)


def _select_vacancies() -> Select[str, str, str, str, str]:
    return select(
        col(Vacancy.reference),
        col(Vacancy.title),
        col(Employer.name),
        col(Vacancy.country),
        col(Vacancy.state),
    ).join(Employer, col(Employer.reference) == col(Vacancy.employer))
