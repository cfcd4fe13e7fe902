"""The sentences of reasons for a verdict on an offer, by code."""

from i18n import N_
from matching.fraud.offer import Reason

# The sentence of each reason by its fixed code; the codes are part of the API.
REASONS = {
    "fraud_confirmed": N_(
        "Two officers have confirmed that the name “%(name)s” was used for fraud. Reports: %(n)s."
    ),
    "looks_like_fraud": N_(
        "This name looks like “%(name)s”, which two officers have confirmed was used for "
        "fraud. Reports: %(n)s."
    ),
    "on_black_list": N_("“%(name)s” is on the blacklist. Reason: %(reason)s."),
    "looks_like_black_listed": N_(
        "This name looks like “%(name)s”, which is on the blacklist. Reason: %(reason)s."
    ),
    "licence_of_another": N_("This licence number belongs to another agency: %(name)s."),
    "licence_unknown": N_("No agency on our registers has the licence number %(number)s."),
    "name_on_register": N_("“%(name)s” is on our register, but this is not its licence number."),
    "agency_may_recruit": N_("This agency is allowed to recruit in Uzbekistan today."),
    "registered_elsewhere": N_(
        "This agency is registered in another country. That does not allow it to recruit in Uzbekistan."
    ),
    "agency_may_not_recruit": N_("This agency is not allowed to recruit in Uzbekistan today."),
    "nothing_on_record": N_(
        "Neither this recruiter nor this job is on our registers. A firm needs a licence to recruit for work abroad."
    ),
    "recruiter_unknown": N_(
        "This recruiter is not on our registers. A firm needs a licence to recruit for work abroad."
    ),
    "vacancy_of_agency": N_(
        "The job with the number %(number)s is real: it belongs to the agency “%(name)s”. Call "
        "that agency at %(phone)s and ask whether the offer is theirs."
    ),
    "tell_more": N_(
        "Tell us what the work is or who the employer is, and we will compare the job too."
    ),
    "trade_not_understood": N_(
        "We do not recognise “%(typed)s” as a type of work. Try other words, for example "
        "welder or cook."
    ),
    "no_vacancy_fits": N_(
        "None of the jobs we have checked is like this one. Ask the agency to show you the "
        "job on this site."
    ),
    "vacancy_fits": N_("We have a checked job that matches what you were told."),
    "pay_too_high": N_(
        "The promised pay is too high: checked jobs of this kind pay at most %(most)s a month."
    ),
    "pay_too_low": N_(
        "The pay you entered is less than half of what checked jobs of this kind pay. Check "
        "the amount and the currency."
    ),
    "currency_missing": N_(
        "You did not choose the currency of the pay, so we could not compare it."
    ),
    "rate_missing": N_(
        "We have no recent exchange rate to convert %(promised)s, so we could not compare the pay."
    ),
    "hours_missing": N_(
        "The weekly hours of the checked job are not stated, so we could not compare pay for an "
        "hour with pay for a month."
    ),
    "compared_at_rate": N_(
        "We compared the pay using the exchange rate on %(day)s: %(one)s = %(worth)s. So "
        "%(promised)s is about %(here)s a month."
    ),
    "rate_old": N_(
        "Our last exchange rate for %(promised)s is from %(day)s. That is too old to compare the pay."
    ),
    "hours_counted": N_("At %(hours)s hours a week, %(hour)s an hour is about %(month)s a month."),
    "hours_at_least": N_(
        "Even at only %(hours)s hours a week, %(hour)s an hour is more than %(month)s a month."
    ),
    "pay_lower": N_(
        "The pay is lower than in the jobs we have checked: they pay at least %(least)s a month. "
        "Ask what is taken off."
    ),
    "hourly_pay_too_high": N_(
        "The promised pay is too high: checked jobs of this kind pay at most %(most)s an hour."
    ),
    "hourly_pay_too_low": N_(
        "The pay you entered for an hour is less than half of what checked jobs of this kind pay. "
        "Check the amount and the currency."
    ),
    "hourly_pay_lower": N_(
        "The pay is lower than in the jobs we have checked: they pay at least %(least)s an hour. "
        "Ask what is taken off."
    ),
    "contact_of_fraud": N_(
        "Two officers have confirmed that this telephone number or account was used for fraud "
        "under the name “%(name)s”. Reports: %(n)s."
    ),
    "contact_confirmed": N_(
        "Two officers have confirmed that this telephone number or account was used for fraud. "
        "Reports: %(n)s."
    ),
    "person_directed": N_(
        "A person of this name directed “%(agency)s”, whose licence was revoked on %(day)s. It may "
        "be somebody else."
    ),
    "person_black_listed": N_(
        "A person of this name, who directed “%(agency)s”, has been on the blacklist since "
        "%(day)s. It may be somebody else."
    ),
    "person_reported": N_(
        "Two officers have confirmed a fraud by somebody who used this name. It may be somebody "
        "else: check the licence number too."
    ),
    "name_nearly": N_(
        "We compared the offer with “%(name)s”, whose name is nearly the same. Compare every "
        "letter, and ask for the licence number: false firms use such names."
    ),
    "name_nearly_state": N_(
        "We compared the offer with “%(name)s”, whose name is nearly the same. Compare every "
        "letter: false firms use such names. This agency works by law and has no licence number."
    ),
    "telephone_not_on_register": N_(
        "This telephone number is not on our register for this agency. Call the agency at "
        "%(phone)s and ask whether the offer is theirs."
    ),
    "telephone_of_another": N_("This telephone number belongs to another agency: %(name)s."),
    "account_not_on_register": N_(
        "We cannot tell whose account this is. Call the agency at %(phone)s and ask whether it is "
        "theirs."
    ),
    "vacancy_unknown": N_("There is no job with the number %(number)s here. Check the number."),
    "vacancy_closed": N_("The job with the number %(number)s is not open now."),
    "vacancy_of_another": N_(
        "The job with the number %(number)s belongs to another agency: %(name)s."
    ),
    "country_differs": N_(
        "This offer is for another country: we have not checked such a job in %(country)s."
    ),
    "employer_differs": N_("We have not checked such a job with the employer “%(name)s”."),
    "occupation_differs": N_("The jobs we have checked there are for different work."),
    "licence_order": N_("Decision on the licence: %(kind)s, %(day)s. %(order)s"),
    "occupation_nearly": N_(
        "The work you entered is similar to the job we have checked, but may not be the "
        "same. Compare it with the page for that job."
    ),
    "neighbour_pays": N_(
        "This agency has a checked job in that country for similar work that pays as much as "
        "this offer. Compare the offer with the page for that job, and ask the agency whether it "
        "is the same job."
    ),
    "employer_nearly": N_(
        "The employer in the job we have checked is called “%(name)s”. Compare every letter of "
        "the name."
    ),
    "vacancy_link": N_(
        "The link leads to %(host)s. We compared the offer with the job of this number here: open "
        "it on this site."
    ),
    "nothing_differs": N_("What you entered does not differ from a job we have checked."),
}

# The sentences about pay that was compared with the jobs of one agency or employer only.
_OF_AGENCY = {
    "pay_too_high": N_(
        "The promised pay is too high: this agency’s checked jobs of this kind pay at most "
        "%(most)s a month."
    ),
    "pay_too_low": N_(
        "The pay you entered is less than half of what this agency’s checked jobs of this kind "
        "pay. Check the amount and the currency."
    ),
    "pay_lower": N_(
        "The pay is lower than in this agency’s jobs that we have checked: they pay at least "
        "%(least)s a month. Ask what is taken off."
    ),
    "hourly_pay_too_high": N_(
        "The promised pay is too high: this agency’s checked jobs of this kind pay at most "
        "%(most)s an hour."
    ),
    "hourly_pay_too_low": N_(
        "The pay you entered for an hour is less than half of what this agency’s checked jobs of "
        "this kind pay. Check the amount and the currency."
    ),
    "hourly_pay_lower": N_(
        "The pay is lower than in this agency’s jobs that we have checked: they pay at least "
        "%(least)s an hour. Ask what is taken off."
    ),
}
_OF_EMPLOYER = {
    "pay_too_high": N_(
        "The promised pay is too high: this employer’s checked jobs of this kind pay at most "
        "%(most)s a month."
    ),
    "hourly_pay_too_high": N_(
        "The promised pay is too high: this employer’s checked jobs of this kind pay at most "
        "%(most)s an hour."
    ),
}
# The sentences about a Telegram name or another name on social media.
_OF_HANDLE = {
    "contact_of_fraud": N_(
        "Two officers have confirmed that this Telegram name or page was used for fraud under the "
        "name “%(name)s”. Reports: %(n)s."
    ),
    "account_not_on_register": N_(
        "We cannot tell who writes under this Telegram name or page. Call the agency at %(phone)s "
        "and ask whether it is theirs."
    ),
}
# The sentence about a telephone beside the name of an agency that may recruit.
_OF_NAMED = {
    "telephone_of_another": N_(
        "This telephone number belongs to another agency: %(name)s. Call the agency that you named "
        "at %(phone)s and ask whether the offer is theirs."
    ),
}
# The sentences about a telephone or an account where the register has no telephone of the agency.
_OF_UNLISTED = {
    "telephone_not_on_register": N_(
        "We have no telephone number of this agency, so we cannot tell whether this one is theirs. "
        "Ask at the agency’s office before you pay."
    ),
    "account_not_on_register": N_(
        "We cannot tell whose account this is, and we have no telephone number of this agency. "
        "Ask at the agency’s office before you pay."
    ),
}
_SCOPED = {
    "agency": _OF_AGENCY,
    "employer": _OF_EMPLOYER,
    "handle": _OF_HANDLE,
    "named": _OF_NAMED,
    "unlisted": _OF_UNLISTED,
}


def sentence(reason: Reason) -> str:
    """The sentence of a reason, which names whose jobs the pay was compared with."""
    return _SCOPED.get(reason.scope, {}).get(reason.code, REASONS[reason.code])
