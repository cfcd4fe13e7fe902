"""The sentences of reasons for a verdict on an offer, by code."""

from i18n import N_

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
        "The checked job is paid by the hour, but the weekly hours are not stated, so we "
        "could not compare the pay."
    ),
    "compared_at_rate": N_(
        "We compared the pay using the exchange rate on %(day)s: %(one)s = %(worth)s. So "
        "%(promised)s is about %(here)s a month."
    ),
}
