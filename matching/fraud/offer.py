"""An offer as it was made to somebody, and the verdict on it with its reasons."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, CurrencyCode, Isco, Minor
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing.agencies import AgencyStatus
from catalog.vacancies import vacancy_numbers
from catalog.vacancies.vacancies import Period
from i18n import N_


class RecruiterVerdict(LabelledEnum):
    """The verdict on a recruiter.

    Only an exact name, number or telephone decides; what is merely alike is unknown."""

    LICENSED = "licensed", N_("Allowed to recruit in Uzbekistan today")
    NOT_LICENSED = "not_licensed", N_("Not allowed to recruit in Uzbekistan today")
    REGISTERED_ELSEWHERE = "registered_elsewhere", N_("Registered in another country only")
    UNKNOWN = "unknown", N_("Not found on our registers")


class Verdict(LabelledEnum):
    """The verdict on an offer."""

    GENUINE_MATCH = "genuine_match", N_("This offer matches a checked job")
    FITS_SO_FAR = "fits_so_far", N_("Nothing is wrong so far, but not everything is known")
    TERMS_DIFFER = "terms_differ", N_("This offer differs from the checked jobs")
    AGENCY_OK_JOB_UNKNOWN = (
        "agency_ok_job_unknown",
        N_("The agency is allowed to recruit, but we have no record of this job"),
    )
    AGENCY_NOT_VALID = (
        "agency_not_valid",
        N_("Do not pay: this recruiter is not allowed to recruit in Uzbekistan"),
    )
    NO_RECORD = "no_record", N_("We have no record of this recruiter or this job")
    LIKELY_FRAUD = "likely_fraud", N_("Danger: this is probably a fraud")
    KNOWN_SCAM = "known_scam", N_("Danger: this name has been used in a confirmed fraud")


# Verdicts under which nobody should pay, and no other firm is suggested.
DANGER = frozenset({Verdict.AGENCY_NOT_VALID, Verdict.LIKELY_FRAUD, Verdict.KNOWN_SCAM})


# Reasons that the telephone is not the agency's: somebody may be using its name.
NOT_ITS_TELEPHONE = frozenset({"telephone_not_on_register", "telephone_of_another"})


# The time for which pay is promised: one of the two that people hear.
PayPeriod = Annotated[
    str, Meta(pattern=rf"^(?:{Period.HOUR}|{Period.MONTH})\Z", description="`hour` or `month`.")
]


class OfferFact(StrEnum):
    """What must be stated of an offer before it can be a genuine match."""

    AGENCY = "agency"
    LICENCE_NO = "licence_no"
    COUNTRY = "country"
    OCCUPATION = "occupation"
    WAGE = "wage"
    CURRENCY = "currency"
    EMPLOYER = "employer"


class Place(msgspec.Struct, frozen=True):
    """A country by its code, as a fact of a reason."""

    code: str


class Reason(msgspec.Struct, frozen=True):
    """One reason by its code in offer_reasons, with the facts that fill its sentence.

    Facts are texts, numbers, days, countries and sums. `scope` chooses a more exact sentence: that
    pay was compared with jobs of one agency or employer, that a contact is a name of an account, that
    a telephone stands beside the name of an agency, or that no telephone of the agency is known.
    """

    code: str
    facts: dict[str, object] = {}
    scope: str = ""


class NobodyNamed(Refusal):
    slug = "nobody-named"
    sentence = N_(
        "Enter what you know of the recruiter: a name, a licence number, a telephone number or a "
        "Telegram name. The employer or the number of the job is enough too."
    )


class OfferInput(msgspec.Struct, forbid_unknown_fields=True):
    """An offer as far as the person knows it; the wage is in minor units, by the month or the hour.

    `vacancy` is the number of a job on this site, `contact` a Telegram name or account number.
    """

    agency: str = ""
    licence_no: str = ""
    telephone: str = ""
    contact: str = ""
    employer: str = ""
    vacancy: str = ""
    country: CountryCode | None = None
    occupation: Isco | None = None
    wage: Minor | None = None
    currency: CurrencyCode | None = None
    period: PayPeriod = Period.MONTH.value

    @property
    def names_recruiter(self) -> bool:
        return bool(self.agency or self.licence_no or self.telephone or self.contact)


def without_own_host(offer: OfferInput, hosts: frozenset[str]) -> OfferInput:
    """The offer with a link to a vacancy on this site as a path."""
    vacancy = vacancy_numbers.without_own_host(offer.vacancy, hosts)
    return msgspec.structs.replace(offer, vacancy=vacancy)


class Trade(msgspec.Struct, frozen=True):
    """The work as it was typed, and the unit groups that it names; none if it was not
    understood. `near` are groups that it may also mean."""

    typed: str
    groups: tuple[str, ...]
    near: tuple[str, ...] = ()


class RecruiterCheck(msgspec.Struct):
    verdict: RecruiterVerdict
    standing: AgencyStatus | None
    suggestions: list[AgencyStatus]


class OfferCheck(msgspec.Struct):
    """The verdict on an offer, its reasons, the vacancies that fit it, and what was not stated."""

    verdict: Verdict
    reasons: list[Reason]
    agency: RecruiterCheck
    vacancies: list[str] = []
    missing: list[OfferFact] = []
