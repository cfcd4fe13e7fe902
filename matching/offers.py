"""Is it real? One verdict on a recruiter or an offer, with its reasons; and the reports of those who were cheated."""

from datetime import date
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog import agencies, licences, vacancies
from catalog.agencies import Agency, PastName, Standing
from catalog.employers import Employer
from catalog.ground.fields import CountryCode, CurrencyCode, Isco, Minor
from catalog.ground.refusals import Refusal
from catalog.licences import Licence
from catalog.vacancies import Vacancy
from i18n import N_
from i18n.scripts import fold
from matching import reports
from matching.names import Named, Names
from matching.reports import Report


class Found(StrEnum):
    """The verdict on a recruiter: only an exact name, number or telephone decides; what is merely alike is unknown."""

    LICENSED = "licensed"
    NOT_LICENSED = "not_licensed"
    REGISTERED_ELSEWHERE = "registered_elsewhere"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    GENUINE_MATCH = "genuine_match"
    AGENCY_OK_JOB_UNKNOWN = "agency_ok_job_unknown"
    AGENCY_NOT_VALID = "agency_not_valid"
    NO_RECORD = "no_record"
    KNOWN_SCAM = "known_scam"


# A sentence with the facts that fill it.
Reason = tuple[str, dict[str, object]]


class NobodyNamed(Refusal):
    sentence = N_("Write the name or the licence number of the agency, or the name of the employer.")


class Offer(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody was offered, as far as they know. Wage in minor units a month."""

    agency: str = ""
    licence_no: str = ""
    employer: str = ""
    country: CountryCode | None = None
    occupation: Isco | None = None
    wage: Minor | None = None
    currency: CurrencyCode | None = None


class Checked(msgspec.Struct):
    verdict: Found
    standing: Standing | None
    suggestions: list[Standing]


class Judged(msgspec.Struct):
    """The one verdict on an offer, the sentences that explain it, and the vacancies that fit it."""

    verdict: Verdict
    reasons: list[Reason]
    agency: Checked
    vacancies: list[Vacancy]


def names(session: Session) -> Names:
    """Every recruiter of every register by all its names, kept by each worker until the register moves."""
    past: dict[str, list[str]] = {}
    for agency, name in session.execute(select(col(PastName.agency), col(PastName.name))):
        past.setdefault(agency, []).append(name)
    numbers: dict[str, list[str]] = {}
    for agency, number in session.execute(select(col(Licence.agency), col(Licence.number))):
        numbers.setdefault(agency, []).append(number)
    rows = session.execute(select(col(Agency.external_id), col(Agency.name), col(Agency.name_local), col(Agency.phone)))
    return Names(
        Named(agency, tuple(filter(None, (name, local, *past.get(agency, ())))), tuple(numbers.get(agency, ())), phone)
        for agency, name, local, phone in rows
    )


def check_agency(session: Session, known: Names, text: str, today: date) -> Checked:
    """Whether this recruiter may recruit here today; look-alikes come as suggestions with their own state."""
    exact = known.exact(text)
    alike = [one.id for one in known.suggest(text)]
    told = {row.agency.external_id: row for row in _standings(session, [*exact, *alike], today)}
    mine = [told[agency] for agency in sorted(exact) if agency in told]
    verdicts = {_found(standing) for standing in mine}
    suggestions = [told[agency] for agency in alike if agency in told and agency not in exact]
    if len(verdicts) == 1:
        return Checked(verdicts.pop(), mine[0], suggestions)
    return Checked(Found.UNKNOWN, None, (mine + suggestions)[:3])


def _standings(session: Session, wanted: list[str], today: date) -> list[Standing]:
    rows = session.execute(select(Agency).where(col(Agency.external_id).in_(wanted))).scalars()
    return agencies.standings(session, rows, today, decided=True)


def _found(standing: Standing) -> Found:
    if standing.may_recruit_here:
        return Found.LICENSED
    abroad = standing.licence is not None and standing.licence.country != licences.HOME
    if abroad and standing.state in licences.ALIVE:
        return Found.REGISTERED_ELSEWHERE
    return Found.NOT_LICENSED


def check(session: Session, known: Names, offer: Offer, today: date) -> Judged:
    """One verdict on an offer. Refuses: NobodyNamed."""
    if not (offer.agency or offer.licence_no or offer.employer):
        raise NobodyNamed("agency")
    recruiter = check_agency(session, known, offer.licence_no or offer.agency, today)
    if warned := _against(session, known, offer, recruiter):
        return Judged(warned[0], [warned[1]], recruiter, [])
    fitting, reasons = _fitting(session, offer, recruiter, today)
    if fitting:
        return Judged(Verdict.GENUINE_MATCH, reasons, recruiter, fitting)
    if recruiter.verdict is Found.LICENSED:
        return Judged(Verdict.AGENCY_OK_JOB_UNKNOWN, [_why(recruiter), *reasons], recruiter, [])
    nothing: Reason = (N_("Neither this recruiter nor this job is on our registers."), {})
    return Judged(Verdict.NO_RECORD, [nothing, *reasons], recruiter, [])


def _against(session: Session, known: Names, offer: Offer, recruiter: Checked) -> tuple[Verdict, Reason] | None:
    """What speaks against an offer before the job itself is looked at."""
    if scams := _known_scams(session, offer):
        return Verdict.KNOWN_SCAM, (N_("Two officers confirmed reports of fraud under this name: %(n)s."), {"n": scams})
    mine = recruiter.standing
    if mine and offer.licence_no and offer.agency and not _same(mine, known, offer.agency):
        borrowed: Reason = (N_("This licence number belongs to another agency: %(name)s."), {"name": mine.agency.name})
        return Verdict.AGENCY_NOT_VALID, borrowed
    if recruiter.verdict in (Found.NOT_LICENSED, Found.REGISTERED_ELSEWHERE):
        return Verdict.AGENCY_NOT_VALID, _why(recruiter)
    return None


def _same(standing: Standing, known: Names, name: str) -> bool:
    alike = {one.id for one in known.suggest(name, 1) if one.score >= 85}
    return standing.agency.external_id in known.exact(name) | alike


def _known_scams(session: Session, offer: Offer) -> int:
    keys = {reports.key_of(name) for name in (offer.agency, offer.employer) if name}
    confirmed = select(Report).where(col(Report.key).in_(keys), col(Report.confirmed_at).is_not(None))
    return len(list(session.execute(confirmed).scalars()))


def _why(recruiter: Checked) -> Reason:
    if recruiter.verdict is Found.LICENSED:
        return N_("This agency may recruit in Uzbekistan today."), {}
    if recruiter.verdict is Found.REGISTERED_ELSEWHERE:
        return N_("This agency is registered in another country. That does not allow it to recruit in Uzbekistan."), {}
    return N_("This agency may not recruit in Uzbekistan today."), {}


def _fitting(session: Session, offer: Offer, recruiter: Checked, today: date) -> tuple[list[Vacancy], list[Reason]]:
    """The vacancies shown today that fit all that was told, and why the nearest does not."""
    rows = select(Vacancy).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(Employer, col(Employer.reference) == col(Vacancy.employer)).where(vacancies.may_be_shown(today))
    if recruiter.standing is not None:
        rows = rows.where(col(Vacancy.agency) == recruiter.standing.agency.external_id)
    elif offer.agency or offer.licence_no:
        return [], []
    if offer.employer:
        rows = rows.where(col(Employer.key) == fold(offer.employer)[:200])
    if offer.country:
        rows = rows.where(col(Vacancy.country) == offer.country)
    if offer.occupation:
        rows = rows.where(col(Vacancy.isco08).startswith(offer.occupation[:3]))
    if not (offer.employer or offer.occupation):
        return [], [(N_("Say the trade or the employer, and we compare the job too."), {})]
    longest = rows.order_by(col(Vacancy.closes_on).desc(), col(Vacancy.reference)).limit(50)
    near = list(session.execute(longest).scalars())
    if not near:
        return [], [(N_("No vetted vacancy fits what you were told. Ask the agency for its vacancy number."), {})]
    if fitting := [row for row in near if _pays(row, offer)]:
        return fitting[:5], [(N_("A vetted vacancy fits what you were told."), {})]
    return [], [(N_("The promised pay is higher than in any vetted vacancy of this kind. Be careful."), {})]


def _pays(row: Vacancy, offer: Offer) -> bool:
    """A promise up to a fifth above the vetted pay still fits; beyond that somebody is exaggerating."""
    if offer.wage is None or offer.currency != row.currency or row.pay_month is None:
        return True
    highest = vacancies.pay_month(row.wage_max, row.period, row.hours_per_week) or row.pay_month
    return offer.wage * 5 <= highest * 6
