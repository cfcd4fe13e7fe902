"""The offer check: one verdict on a recruiter or an offer, with its reasons."""

from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, CurrencyCode, Isco, Minor
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers.employers import Employer
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, AgencyStatus
from i18n import N_
from i18n.scripts import fold
from matching.fraud import pay_check, vetted_jobs
from matching.fraud.confirmed_frauds import Fraud, Frauds
from matching.fraud.pay_check import Outcome, PayCheck
from matching.identity.name_matching import Names, without_form


class RecruiterVerdict(LabelledEnum):
    """The verdict on a recruiter: only an exact name, number or telephone decides; what is merely
    alike is unknown."""

    LICENSED = "licensed", N_("Allowed to recruit in Uzbekistan today")
    NOT_LICENSED = "not_licensed", N_("Not allowed to recruit in Uzbekistan today")
    REGISTERED_ELSEWHERE = "registered_elsewhere", N_("Registered in another country only")
    UNKNOWN = "unknown", N_("Not found on our registers")


class Verdict(LabelledEnum):
    GENUINE_MATCH = "genuine_match", N_("This offer matches a checked job")
    AGENCY_OK_JOB_UNKNOWN = (
        "agency_ok_job_unknown",
        N_("The agency is allowed to recruit, but we have no record of this job"),
    )
    AGENCY_NOT_VALID = (
        "agency_not_valid",
        N_("Do not pay: this recruiter is not allowed to recruit in Uzbekistan"),
    )
    NO_RECORD = "no_record", N_("We have no record of this recruiter or this job")
    KNOWN_SCAM = "known_scam", N_("Danger: this name has been used in a confirmed fraud")


_PAY_REASONS = {
    Outcome.FITS: "vacancy_fits",
    Outcome.TOO_HIGH: "pay_too_high",
    Outcome.TOO_LOW: "pay_too_low",
    Outcome.NO_CURRENCY: "currency_missing",
    Outcome.NO_RATE: "rate_missing",
    Outcome.NO_HOURS: "hours_missing",
}
# Verdicts under which nobody should pay, and no other firm is suggested.
DANGER = frozenset({Verdict.AGENCY_NOT_VALID, Verdict.KNOWN_SCAM})
# The most fitting vacancies shown.
_MOST_SHOWN = 5


class Reason(msgspec.Struct, frozen=True):
    """One reason by its code in offer_reasons, with the facts that fill its sentence.

    Facts are texts, numbers, days and sums.
    """

    code: str
    facts: dict[str, object] = {}


class NobodyNamed(Refusal):
    slug = "nobody-named"
    sentence = N_("Enter the agency’s name or licence number, or the employer’s name.")


class OfferInput(msgspec.Struct, forbid_unknown_fields=True):
    """An offer as far as the person knows it; the wage is in minor units a month."""

    agency: str = ""
    licence_no: str = ""
    employer: str = ""
    country: CountryCode | None = None
    occupation: Isco | None = None
    wage: Minor | None = None
    currency: CurrencyCode | None = None


class Trade(msgspec.Struct, frozen=True):
    """The work as it was typed, and the unit groups that it names; none if it was not
    understood."""

    typed: str
    groups: tuple[str, ...]


class RecruiterCheck(msgspec.Struct):
    verdict: RecruiterVerdict
    standing: AgencyStatus | None
    suggestions: list[AgencyStatus]


class OfferCheck(msgspec.Struct):
    """The verdict on an offer, its reasons, and the vacancies that fit it."""

    verdict: Verdict
    reasons: list[Reason]
    agency: RecruiterCheck
    vacancies: list[str] = []


def check_agency(session: Session, known: Names, text: str, today: date) -> RecruiterCheck:
    """Whether this recruiter may recruit in Uzbekistan today; similar names are only suggested."""
    exact = known.exact(text)
    alike = [one.id for one in known.suggest(text)]
    values = {row.agency.external_id: row for row in _statuses(session, [*exact, *alike], today)}
    mine = [values[agency] for agency in sorted(exact) if agency in values]
    verdicts = {_recruiter_verdict(standing) for standing in mine}
    suggestions = [values[agency] for agency in alike if agency in values and agency not in exact]
    if len(verdicts) == 1:
        return RecruiterCheck(verdicts.pop(), mine[0], suggestions)
    return RecruiterCheck(RecruiterVerdict.UNKNOWN, None, (mine + suggestions)[:3])


def _statuses(session: Session, wanted: list[str], today: date) -> list[AgencyStatus]:
    rows = session.execute(select(Agency).where(col(Agency.external_id).in_(wanted))).scalars()
    return agencies.statuses(session, rows, today, decided=True)


def _recruiter_verdict(standing: AgencyStatus) -> RecruiterVerdict:
    if standing.may_recruit_here:
        return RecruiterVerdict.LICENSED
    abroad = standing.licence is not None and standing.licence.country != licences.HOME
    if abroad and standing.state in licences.ACTIVE_STATES:
        return RecruiterVerdict.REGISTERED_ELSEWHERE
    return RecruiterVerdict.NOT_LICENSED


def check(
    session: Session,
    known: Names,
    frauds: Frauds,
    offer: OfferInput,
    today: date,
    trade: Trade | None = None,
) -> OfferCheck:
    """The verdict on an offer; the work is a unit group or as it was typed. Refuses:
    NobodyNamed."""
    if not (offer.agency or offer.licence_no or offer.employer):
        raise NobodyNamed("agency")
    recruiter = _recruiter(session, known, offer, today)
    if warned := _find_warning(session, known, frauds, offer, recruiter):
        verdict, reasons = warned
        return OfferCheck(
            verdict, reasons, RecruiterCheck(recruiter.verdict, recruiter.standing, [])
        )
    if (
        offer.licence_no
        and offer.agency
        and recruiter.standing is None
        and known.exact(offer.agency)
    ):
        named = Reason("name_on_register", {"name": recruiter.suggestions[0].agency.name})
        return OfferCheck(Verdict.NO_RECORD, [named, *_number(known, offer)], recruiter)
    fitting, reasons = _job(session, offer, recruiter, trade, today)
    if fitting:
        return OfferCheck(Verdict.GENUINE_MATCH, reasons, recruiter, fitting)
    if recruiter.verdict is RecruiterVerdict.LICENSED:
        return OfferCheck(
            Verdict.AGENCY_OK_JOB_UNKNOWN, [_recruiter_reason(recruiter), *reasons], recruiter
        )
    return OfferCheck(
        Verdict.NO_RECORD,
        reasons or [Reason("nothing_on_record"), *_number(known, offer)],
        recruiter,
    )


def _recruiter(session: Session, known: Names, offer: OfferInput, today: date) -> RecruiterCheck:
    """The recruiter that is meant, by licence number if one was given, since a name is easily
    copied.

    An unknown number finds no recruiter, but those of the given name are suggested.
    """
    if not offer.licence_no or known.exact(offer.licence_no) or not offer.agency:
        return check_agency(session, known, offer.licence_no or offer.agency, today)
    named = check_agency(session, known, offer.agency, today)
    if named.verdict in _NOT_HERE:
        return named
    return RecruiterCheck(
        RecruiterVerdict.UNKNOWN, None, [named.standing] if named.standing else named.suggestions
    )


_NOT_HERE = frozenset({RecruiterVerdict.NOT_LICENSED, RecruiterVerdict.REGISTERED_ELSEWHERE})
OfferWarning = tuple[Verdict, list[Reason]]


def _find_warning(
    session: Session, known: Names, frauds: Frauds, offer: OfferInput, recruiter: RecruiterCheck
) -> OfferWarning | None:
    """What speaks against an offer before the job itself is compared."""
    mine = recruiter.standing
    for name in (offer.agency, offer.employer):
        fraud = frauds.exact(name)
        if (
            fraud
            and not (fraud.agency and mine)
            and _same_country(fraud, offer)
            and _by_that_name(known, fraud, name)
        ):
            return Verdict.KNOWN_SCAM, [_warning(fraud, "fraud_confirmed", "on_black_list")]
    if mine and offer.licence_no and offer.agency and not _is_same_name(mine, known, offer.agency):
        reasons = [Reason("licence_of_another", {"name": mine.agency.name})]
        if known.exact(offer.agency):
            reasons.append(Reason("name_on_register", {"name": offer.agency}))
        return Verdict.AGENCY_NOT_VALID, reasons
    if fraud := _similar_fraud(session, known, frauds, offer, recruiter):
        return Verdict.KNOWN_SCAM, [_warning(fraud, "looks_like_fraud", "looks_like_black_listed")]
    if recruiter.verdict in _NOT_HERE:
        return Verdict.AGENCY_NOT_VALID, [
            _recruiter_reason(recruiter),
            *_further_reasons(known, frauds, offer, mine),
        ]
    return None


def _further_reasons(
    known: Names, frauds: Frauds, offer: OfferInput, mine: AgencyStatus | None
) -> list[Reason]:
    """Further reasons against a recruiter that may not recruit here."""
    barred = frauds.of_agency(mine.agency.external_id) if mine and mine.barred else None
    listed = [_warning(barred, "fraud_confirmed", "on_black_list")] if barred else []
    return listed + _number(known, offer)


def _number(known: Names, offer: OfferInput) -> list[Reason]:
    """The reason that nobody has the given licence number, if so."""
    result = offer.licence_no and not known.exact(offer.licence_no)
    return [Reason("licence_unknown", {"number": offer.licence_no})] if result else []


def _by_that_name(known: Names, fraud: Fraud, name: str) -> bool:
    """Whether a fraud has exactly this name, if a firm on the register has it.

    “Oltin Yoʻl” is then not “Oltin Yoʻl Bandlik”.
    """
    return not known.exact(name) or without_form(fraud.name) == without_form(name)


def _same_country(fraud: Fraud, offer: OfferInput) -> bool:
    """Whether a black-listed firm abroad is in the country of the offer.

    A firm of the same name elsewhere is another firm.
    """
    return not (fraud.country and offer.country and fraud.country != offer.country)


def _warning(fraud: Fraud, reported: str, listed: str) -> Reason:
    if fraud.barred_for:
        return Reason(listed, {"name": fraud.name, "reason": fraud.barred_for})
    return Reason(reported, {"name": fraud.name, "n": fraud.reports})


def _similar_fraud(
    session: Session, known: Names, frauds: Frauds, offer: OfferInput, recruiter: RecruiterCheck
) -> Fraud | None:
    """The fraud that a name resembles, if there is one.

    Never for a name or number on the register, nor if the name is as close to a recruiter that may
    work.
    """
    if any(known.exact(text) for text in (offer.agency, offer.licence_no) if text):
        return None
    if offer.agency and (like := frauds.like(offer.agency)) and _same_country(like.fraud, offer):
        firms = [
            one.agency
            for one in recruiter.suggestions
            if _recruiter_verdict(one) is not RecruiterVerdict.NOT_LICENSED
        ]
        near = [
            frauds.nearness(offer.agency, name)
            for firm in firms
            for name in (firm.name, firm.name_local)
        ]
        if all(letters is None or letters > like.letters for letters in near):
            return like.fraud
    if (
        offer.employer
        and (like := frauds.like(offer.employer))
        and _same_country(like.fraud, offer)
    ):
        on_record = (
            select(col(Employer.reference))
            .where(col(Employer.key) == fold(offer.employer)[:200])
            .limit(1)
        )
        return None if session.execute(on_record).first() else like.fraud
    return None


def _is_same_name(standing: AgencyStatus, known: Names, name: str) -> bool:
    alike = {one.id for one in known.suggest(name, 1) if one.score >= 85}
    return standing.agency.external_id in known.exact(name) | alike


def _recruiter_reason(recruiter: RecruiterCheck) -> Reason:
    if recruiter.verdict is RecruiterVerdict.LICENSED:
        return Reason("agency_may_recruit")
    if recruiter.verdict is RecruiterVerdict.REGISTERED_ELSEWHERE:
        return Reason("registered_elsewhere")
    return Reason("agency_may_not_recruit")


def _job(
    session: Session, offer: OfferInput, recruiter: RecruiterCheck, trade: Trade | None, today: date
) -> tuple[list[str], list[Reason]]:
    """The vacancies shown today that fit everything stated; otherwise none and the reason."""
    if recruiter.standing is None and (offer.agency or offer.licence_no):
        return [], []
    if trade and not trade.groups:
        return [], [Reason("trade_not_understood", {"typed": trade.typed})]
    groups = trade.groups if trade else (offer.occupation,) if offer.occupation else ()
    if not (offer.employer or groups):
        return [], [Reason("tell_more")]
    agency = recruiter.standing.agency.external_id if recruiter.standing else None
    jobs = vetted_jobs.find(session, agency, offer.employer, offer.country, groups, today)
    if not jobs:
        known = recruiter.verdict is RecruiterVerdict.LICENSED
        return [], [Reason("no_vacancy_fits")] if known else []
    if offer.wage is None:
        return [job.reference for job in jobs[:_MOST_SHOWN]], [Reason("vacancy_fits")]
    compared = pay_check.compare(
        offer.wage, offer.currency, jobs, exchange_rates.table(session, today)
    )
    return compared.fitting[:_MOST_SHOWN], _pay_reasons(offer.wage, offer.currency or "", compared)


def _pay_reasons(wage: int, currency: str, compared: PayCheck) -> list[Reason]:
    promised = pay_check.Money(wage, currency)
    facts: dict[str, object] = {"most": compared.highest, "promised": promised}
    reasons = [Reason(_PAY_REASONS[compared.outcome], facts)]
    if exchange := compared.exchange:
        values = {
            "day": exchange.day,
            "one": exchange.one,
            "worth": exchange.worth,
            "here": exchange.promised.rounded,
        }
        reasons.append(Reason("compared_at_rate", values | {"promised": promised}))
    return reasons
