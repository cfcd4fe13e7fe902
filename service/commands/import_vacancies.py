"""Import of vacancies from agencies and other registers."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.fields import Line, tashkent_day
from catalog.employers import blacklist, employers
from catalog.employers.blacklist import BarredName
from catalog.employers.employers import Employer, NewEmployer
from catalog.licensing import licences
from catalog.licensing.agencies import Agency
from catalog.licensing.agencies import Kind as AgencyKind
from catalog.licensing.licences import HOME, Licence
from catalog.reference import country_measures
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation, UnknownOccupation
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy, State, Vacancy
from i18n import N_
from i18n.scripts import fold
from matching.lexicon import lexicon_terms
from matching.lexicon.classifier import classify_all
from service.commands.import_options import (
    ImportContext,
    ImportKind,
    Outcome,
    known_countries,
    outcome,
    require_country,
)
from service.input import cell_parsing

REQUIRED = (
    *(
        "external_id",
        "title",
        "language",
        "country",
        "employer",
        "agency_licence_no",
        "seats",
        "wage_min",
    ),
    *("currency", "period", "opens_on", "closes_on"),
)
HEADERS = (
    *(
        "external_id",
        "title",
        "language",
        "isco08",
        "country",
        "city",
        "employer",
        "agency_licence_no",
        "seats",
        "wage_min",
    ),
    *(
        "wage_max",
        "currency",
        "period",
        "hours_per_week",
        "housing",
        "meals",
        "language_required",
        "age_min",
        "age_max",
    ),
    *(
        "experience_years",
        "licence_required",
        "contract_months",
        "worker_fee",
        "travel",
        "insurance",
        "opens_on",
    ),
    *("closes_on", "description", "quota"),
)
LONGEST = cell_parsing.lengths(Vacancy) | {
    "employer": cell_parsing.lengths(Employer)["name"],
    "agency_licence_no": 60,
}
STATE = "state"


class UnknownAgency(Refusal):
    slug = "unknown-agency"
    sentence = N_("No agency in our register has this licence. Import the agencies first.")


class NoStateAgency(Refusal):
    slug = "no-state-agency"
    sentence = N_(
        "The State Agency is not in the register yet. Import it first and set its kind to “state”."
    )


class SeveralAgencies(Refusal):
    slug = "several-agencies"
    sentence = N_(
        "This licence number is in several registers. Enter it as it appears in Uzbekistan’s "
        "register."
    )


class VacancyRow(NewVacancy, kw_only=True):
    """A row: the vacancy, its employer, and the agency that offers it."""

    employer: Line
    agency_licence_no: Line


class VacancyImport(msgspec.Struct):
    vacancy: NewVacancy
    employer: NewEmployer
    licence: str


def read(row: Mapping[str, str]) -> VacancyImport:
    """Read a row. Refuses: Wrong, and what vacancies.require_sense refuses."""
    highest = {"wage_max": row["wage_min"]} if "wage_min" in row else {}
    vacancy_row = cell_parsing.read(
        VacancyRow, highest | dict(row), cell_parsing.VACANCY_READERS, longest=LONGEST
    )
    vacancy = NewVacancy(
        **{name: getattr(vacancy_row, name) for name in NewVacancy.__struct_fields__}
    )
    vacancies.require_sense(vacancy)
    return VacancyImport(
        vacancy,
        NewEmployer(vacancy_row.employer, vacancy_row.country),
        vacancy_row.agency_licence_no,
    )


def classify(session: Session, batch: list[VacancyImport], asked: ImportContext) -> None:
    """Find the unit group of a row by its title, where the row names none.

    Where that is doubtful, the field stays empty for an officer.
    """
    unnamed = [handed.vacancy for handed in batch if handed.vacancy.isco08 is None]
    if not unnamed:
        return
    asked.lexicon = asked.lexicon or lexicon_terms.lexicon(session)
    for vacancy, found in zip(
        unnamed, classify_all(asked.lexicon, [one.title for one in unnamed]), strict=True
    ):
        vacancy.isco08, vacancy.classified = found.isco08, found.isco08 is not None


class Lookups(msgspec.Struct):
    """Records that rows refer to, read once for a batch.

    `known` has the country and places of each known vacancy, and whether it was ever published."""

    countries: frozenset[str]
    occupations: frozenset[str]
    agencies: dict[str, str | Refusal]
    state: str | None
    known: dict[str, tuple[str, int, bool]]
    barred: dict[tuple[str, str], BarredName] = {}
    paused: dict[str, Measure] = {}
    publishes: bool = False

    def agency(self, licence: str) -> str:
        """Find the agency. Refuses: UnknownAgency, SeveralAgencies, NoStateAgency."""
        if licence.casefold() == STATE:
            if self.state is None:
                raise NoStateAgency("agency_licence_no")
            return self.state
        found = self.agencies.get(licences.number_key(licence)) or UnknownAgency(
            "agency_licence_no"
        )
        if isinstance(found, Refusal):
            raise found
        return found


def import_batch(
    session: Session, batch: list[VacancyImport], asked: ImportContext
) -> list[Outcome | Refusal]:
    """Import vacancies; all rows are checked first, so a refused one leaves no employer behind."""
    lookups = _look_up(session, batch, asked)
    judged = [_find_agency(handed, lookups) for handed in batch]
    good = [
        (handed, agency)
        for handed, agency in zip(batch, judged, strict=True)
        if isinstance(agency, str)
    ]
    firms = employers.record_all(
        session, [handed.employer for handed, _ in good], by=asked.by, on=asked.on
    )
    handed_in = [
        (one.vacancy, agency, firm.reference)
        for (one, agency), firm in zip(good, firms, strict=True)
    ]
    rows = vacancies.submit_all(session, handed_in, by=asked.by, on=asked.on)
    fresh = [row for row, _ in rows if asked.decision and row.state == State.SUBMITTED]
    vetting.publish_all_as_decided(session, fresh, asked.decision, by=asked.by, on=asked.on)
    published = {row.external_id for row in fresh}
    done = {row.external_id: changed or row.external_id in published for row, changed in rows}
    return [
        agency if isinstance(agency, Refusal) else outcome(number in lookups.known, done[number])
        for agency, number in zip(
            judged, [handed.vacancy.external_id for handed in batch], strict=True
        )
    ]


def _find_agency(handed: VacancyImport, lookups: Lookups) -> str | Refusal:
    """Return the agency that offers the vacancy, or why the row is refused."""
    vacancy = handed.vacancy
    try:
        require_country(vacancy.country, lookups.countries)
        if vacancy.isco08 is not None and vacancy.isco08 not in lookups.occupations:
            raise UnknownOccupation("isco08")
        agency = lookups.agency(handed.licence)
        _require_not_blacklisted(handed, agency, lookups)
        _require_open(vacancy, lookups)
    except Refusal as refusal:
        return refusal
    return agency


def _require_not_blacklisted(handed: VacancyImport, agency: str, lookups: Lookups) -> None:
    """Require that neither firm is on the black list. Refuses: blacklist.FirmBarred."""
    employer = (fold(handed.employer.name)[:200], handed.employer.country)
    if row := lookups.barred.get(employer) or lookups.barred.get((agency, "")):
        raise blacklist.firm_barred(row)


def _require_open(vacancy: NewVacancy, lookups: Lookups) -> None:
    """Require that the row is no new demand in a country that is closed to it.

    Refuses: country_measures.CountryPaused."""
    country, seats, published = lookups.known.get(vacancy.external_id, ("", 0, False))
    is_first = lookups.publishes and not published
    row = lookups.paused.get(vacancy.country)
    if row and (is_first or vacancies.adds_demand(vacancy, country, seats)):
        raise country_measures.country_paused(row)


def _look_up(session: Session, batch: list[VacancyImport], asked: ImportContext) -> Lookups:
    day = tashkent_day(asked.on)
    numbers = [handed.vacancy.external_id for handed in batch]
    known = select(
        col(Vacancy.external_id),
        col(Vacancy.country),
        col(Vacancy.seats),
        col(Vacancy.published_at).is_not(None),
    ).where(col(Vacancy.external_id).in_(numbers))
    state = select(col(Agency.external_id)).where(col(Agency.kind) == AgencyKind.STATE.value)
    groups = select(col(Occupation.code)).where(col(Occupation.level) == 4)
    return Lookups(
        countries=known_countries(session),
        occupations=frozenset(session.execute(groups).scalars()),
        agencies=agencies_by_licence(
            session, {licences.number_key(handed.licence) for handed in batch}
        ),
        state=session.execute(state.order_by(col(Agency.external_id))).scalars().first(),
        known={number: (*stated,) for number, *stated in session.execute(known)},
        barred=blacklist.firms_barred(session, day),
        paused=country_measures.pauses(session, {handed.vacancy.country for handed in batch}, day),
        publishes=bool(asked.decision),
    )


def agencies_by_licence(session: Session, keys: set[str]) -> dict[str, str | Refusal]:
    """Return the agency of each licence number.

    That of the home register comes first, else the only one in any register.
    """
    held = select(col(Licence.number_key), col(Licence.agency), col(Licence.country))
    found: dict[str, dict[bool, set[str]]] = {}
    for key, agency, country in session.execute(
        held.where(col(Licence.number_key).in_(keys - {""}))
    ):
        found.setdefault(key, {}).setdefault(country == HOME, set()).add(agency)
    return {key: _single_agency(of.get(True) or of[False]) for key, of in found.items()}


def _single_agency(agencies: set[str]) -> str | Refusal:
    return agencies.pop() if len(agencies) == 1 else SeveralAgencies("agency_licence_no")


KIND = ImportKind("external_id", HEADERS, frozenset(REQUIRED), read, import_batch, classify)
