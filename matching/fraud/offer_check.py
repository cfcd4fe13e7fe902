"""The offer check: one verdict on a recruiter or an offer, with its reasons."""

from sqlmodel import Session

from matching.fraud import fraud_warnings, job_comparison, recruiter_check
from matching.fraud.confirmed_frauds import is_person
from matching.fraud.job_comparison import Comparison
from matching.fraud.known_register import KnownRegister
from matching.fraud.offer import (
    DANGER,
    NOT_ITS_TELEPHONE,
    NobodyNamed,
    OfferCheck,
    OfferFact,
    OfferInput,
    Reason,
    RecruiterCheck,
    Trade,
    Verdict,
)
from matching.fraud.pay_check import Outcome
from matching.fraud.recruiter_check import Recruiter

# The most fitting vacancies shown.
_MOST_SHOWN = 5
# Pay that is compared and differs, though a recruiter may recruit.
_PAY_DIFFERS = frozenset({Outcome.TOO_HIGH, Outcome.TOO_LOW})


def check(
    session: Session, register: KnownRegister, offer: OfferInput, trade: Trade | None = None
) -> OfferCheck:
    """The verdict on an offer; the work is a unit group or as it was typed. Refuses:
    NobodyNamed."""
    if not (offer.names_recruiter or offer.employer or offer.vacancy):
        raise NobodyNamed("agency")
    recruiter = recruiter_check.identify(session, register, offer)
    notes = fraud_warnings.person_notes(register.frauds, offer)
    if warned := fraud_warnings.find(session, register, offer, recruiter):
        verdict, reasons = warned
        found = RecruiterCheck(recruiter.check.verdict, recruiter.check.standing, [])
        return OfferCheck(verdict, reasons + notes, found, missing=_missing(offer, trade))
    by_name = recruiter.nearly and not recruiter.check.standing
    if by_name and fraud_warnings.is_as_near(register.frauds, offer, recruiter):
        recruiter = Recruiter(recruiter.check)
    result = _judge(session, register, offer, recruiter, trade)
    result.reasons += notes
    if result.verdict not in DANGER:
        result.reasons.sort(key=lambda one: one.code not in NOT_ITS_TELEPHONE)
    if is_person(offer.agency):  # firms of like names are not what is meant
        result.agency.suggestions = []
    result.missing = _missing(offer, trade, recruiter)
    return result


def _judge(
    session: Session,
    register: KnownRegister,
    offer: OfferInput,
    recruiter: Recruiter,
    trade: Trade | None,
) -> OfferCheck:
    """The verdict on an offer against which nothing speaks before the job is compared."""
    standing, check = recruiter.standing, recruiter.check
    if standing is None and offer.names_recruiter:
        return _unknown_recruiter(session, register, offer, check, trade)
    agency = standing.agency.external_id if standing else None
    found = job_comparison.compare(session, register, agency, offer, trade)
    if agency is None and found.agency:
        check = recruiter_check.of_id(session, register, found.agency).check
    pay = job_comparison.pay_reasons(session, offer, found)
    about_recruiter = recruiter_check.reasons(recruiter) if standing else []
    contact = recruiter_check.contact_reasons(register.names, offer, standing) if standing else []
    if found.pay and found.pay.outcome is Outcome.FAR_TOO_HIGH:
        return OfferCheck(
            Verdict.LIKELY_FRAUD, [*pay, *found.differs, *contact, *about_recruiter], check
        )
    differs = found.pay is not None and found.pay.outcome in _PAY_DIFFERS
    if any(reason.code == "telephone_of_another" for reason in contact):
        differs = True
    if standing is None and not found.jobs:
        nothing = found.differs or [Reason("nothing_on_record")]
        return OfferCheck(Verdict.NO_RECORD, [*nothing, *pay], check)
    if found.differs or differs:
        near = [Reason("occupation_nearly")] if found.unsure else []
        other = [Reason("neighbour_pays")] if found.neighbour else []
        reasons = [*found.differs, *other, *pay, *near, *contact, *about_recruiter]
        return OfferCheck(Verdict.TERMS_DIFFER, reasons, check, _shown(found))
    if not found.any_shown:
        reasons = [Reason("no_vacancy_fits"), *pay, *contact, *about_recruiter]
        return OfferCheck(Verdict.AGENCY_OK_JOB_UNKNOWN, reasons, check)
    return _fits(offer, recruiter, found, [*pay, *contact], check)


def _unknown_recruiter(
    session: Session,
    register: KnownRegister,
    offer: OfferInput,
    check: RecruiterCheck,
    trade: Trade | None,
) -> OfferCheck:
    """A recruiter on no register, or a wrong number beside a right name; the number of a job and
    the pay say more."""
    known = register.names
    number = recruiter_check.unknown_number(known, offer)
    terms, owner, wrong = job_comparison.vacancy(session, None, offer, register.day)
    vacancy = None if terms.closed else terms.vacancy
    right = offer.licence_no and offer.agency and check.suggestions
    firm = check.suggestions[0].agency if right else None
    if firm and recruiter_check.may_mean(known, offer.agency, firm.external_id):
        first = [Reason("name_on_register", {"name": firm.name})]
    else:
        first = [Reason("recruiter_unknown" if owner else "nothing_on_record")]
    if owner:
        first = [*(wrong or [_real_job(session, register, vacancy, owner)]), *first]
    found = job_comparison.pay_in_market(session, register, offer, trade, vacancy)
    far = found.pay is not None and found.pay.outcome is Outcome.FAR_TOO_HIGH
    high = far or (found.pay is not None and found.pay.outcome is Outcome.TOO_HIGH)
    pay = job_comparison.pay_reasons(session, offer, found) if high else []
    unknown = Verdict.TERMS_DIFFER if vacancy else Verdict.NO_RECORD
    verdict = Verdict.LIKELY_FRAUD if far else unknown
    reasons = [*pay, *first, *number] if far else [*first, *number, *pay]
    return OfferCheck(verdict, reasons, check)


def _real_job(session: Session, register: KnownRegister, vacancy: str | None, owner: str) -> Reason:
    """That a job is real, and whose it is."""
    standing = recruiter_check.of_id(session, register, owner).standing
    agency = standing.agency if standing else None
    facts: dict[str, object] = {"number": vacancy, "name": agency.name if agency else owner}
    return Reason("vacancy_of_agency", facts | {"phone": (agency and agency.phone) or "—"})


def _fits(
    offer: OfferInput,
    recruiter: Recruiter,
    found: Comparison,
    doubts: list[Reason],
    check: RecruiterCheck,
) -> OfferCheck:
    """Nothing contradicts: genuine if everything was stated and compared."""
    trade = found.trade
    beyond = [reason for reason in doubts if reason.code not in _NO_DOUBT]
    pays = found.pay is not None and found.pay.outcome is Outcome.FITS
    unsure = found.unsure or recruiter.nearly is not None or found.nearly or found.host
    if pays and not (_missing(offer, trade, recruiter) or beyond or unsure):
        return OfferCheck(
            Verdict.GENUINE_MATCH, [Reason("vacancy_fits"), *doubts], check, _shown(found)
        )
    about_recruiter = recruiter_check.reasons(recruiter) if recruiter.standing else []
    stated = offer.employer or offer.vacancy or job_comparison.groups(offer, trade)
    if trade and not trade.groups:
        missing = [Reason("trade_not_understood", {"typed": trade.typed})]
    else:
        missing = [Reason("nothing_differs" if stated else "tell_more")]
    if found.unsure:
        missing.append(Reason("occupation_nearly"))
    if found.nearly:
        missing.append(Reason("employer_nearly", {"name": found.nearly}))
    if found.host:
        missing.append(Reason("vacancy_link", {"host": found.host}))
    shown = _shown(found) if stated else []
    return OfferCheck(Verdict.FITS_SO_FAR, [*about_recruiter, *missing, *doubts], check, shown)


# Reasons that explain how the pay was compared, and leave no doubt.
_NO_DOUBT = frozenset({"compared_at_rate", "hours_counted"})


def _shown(found: Comparison) -> list[str]:
    return found.fitting[:_MOST_SHOWN]


def _missing(
    offer: OfferInput, trade: Trade | None, recruiter: Recruiter | None = None
) -> list[OfferFact]:
    """What was not stated, of all that a genuine match needs."""
    nearly = recruiter is not None and recruiter.nearly and not recruiter.of_state
    stated = {
        OfferFact.AGENCY: bool(offer.agency or offer.licence_no),
        OfferFact.LICENCE_NO: not nearly or bool(offer.licence_no),
        OfferFact.COUNTRY: offer.country is not None,
        OfferFact.OCCUPATION: bool(job_comparison.groups(offer, trade)),
        OfferFact.WAGE: offer.wage is not None,
        OfferFact.CURRENCY: offer.wage is None or offer.currency is not None,
        OfferFact.EMPLOYER: bool(offer.employer or offer.vacancy),
    }
    return [fact for fact, known in stated.items() if not known]
