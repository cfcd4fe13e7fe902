"""Labels without an enum: an offer, an application, a contract and its terms."""

from i18n import N_

# What to do after each verdict on an offer: the headline, and the first line below it.
OFFER_DO = {
    "genuine_match": N_("You can go on with this offer"),
    "fits_so_far": N_("Do not pay or sign yet: find out the rest"),
    "terms_differ": N_("Do not sign: ask the agency first"),
    "agency_ok_job_unknown": N_("Do not pay for this job yet"),
    "agency_not_valid": N_("Do not pay. Choose another agency."),
    "no_record": N_("Do not pay. Ask for the licence number."),
    # nobody has the licence number that was entered
    "no_licence": N_("Do not pay. There is no such licence."),
    # the telephone is not that of the agency whose name was given
    "wrong_telephone": N_("This is not the agency’s telephone number: call the agency first"),
    "likely_fraud": N_("Do not pay. Do not hand over your passport."),
    "known_scam": N_("Do not pay. Do not hand over your passport."),
}
OFFER_FIRST = {
    "genuine_match": N_(
        "Do not pay anyone for finding you this job. Keep your passport yourself, and read "
        "the contract before you sign it."
    ),
    "fits_so_far": N_(
        "Nothing you entered is wrong, but that is not enough to trust the offer. Enter more, and "
        "keep your passport yourself."
    ),
    "terms_differ": N_(
        "What you were promised is not what we checked. Ask the agency to show you this job on this "
        "site by its number."
    ),
    "agency_ok_job_unknown": N_(
        "The agency is allowed to recruit, but we have not checked a job like this. Ask "
        "the agency for the number of the job on this site, and enter it here."
    ),
    "agency_not_valid": N_(
        "This recruiter is not allowed to recruit in Uzbekistan. If you have already paid, it is "
        "not your fault: tell us."
    ),
    "no_record": N_(
        "A recruiter that is not on our register may not recruit for work abroad. Enter the licence "
        "number here, and do not hand over your passport."
    ),
    # no record, because the number beside the name of an agency is not its own
    "wrong_number": N_(
        "There is an agency with this name, but this is not its licence number. Ask the "
        "agency for the number that is on our register."
    ),
    "no_licence": N_(
        "No agency on our registers has the licence number that you were given. Check each digit, "
        "and do not hand over your passport."
    ),
    "wrong_telephone": N_(
        "Somebody may be using the name of this agency. Do not pay or sign until the agency itself "
        "says that the offer is theirs, and keep your passport yourself."
    ),
    "likely_fraud": N_(
        "This is probably a fraud. If you have already paid, it is not your fault: tell us."
    ),
    "known_scam": N_(
        "This is a confirmed fraud. If you have already paid, it is not your fault: tell us."
    ),
}
# What was not stated of an offer.
OFFER_MISSING = {
    "agency": N_("the name or licence number of the agency"),
    "licence_no": N_("the licence number of the agency"),
    "country": N_("the country"),
    "occupation": N_("the work"),
    "wage": N_("the pay"),
    "currency": N_("the currency of the pay"),
    "employer": N_("the employer, or the number of the job on this site"),
}
# A condition of a search, by its name.
CONDITION = {
    "country": N_("Country"),
    "countries": N_("Country"),
    "city": N_("City"),
    "cities": N_("City"),
    "country_not": N_("Excluded country"),
    "occupation_not": N_("Excluded work"),
    "wage_min": N_("Minimum monthly pay"),
    "wage_max": N_("Highest pay"),
    "high_pay": N_("Good pay: sort by highest pay"),
    "language": N_("Language"),
    "language_not": N_("Language"),
    "housing": N_("Housing provided"),
    "meals": N_("Meals provided"),
    "travel": N_("Travel paid"),
    "insurance": N_("Insurance paid"),
    "no_fee": N_("No fee for the worker"),
    "state_programme": N_("State programme"),
    "hours_max": N_("Hours"),
    "months_min": N_("Contract"),
    "months_max": N_("Contract"),
    "experience_max": N_("Experience"),
    "firm": N_("Employer or agency"),
    "people": N_("For women or men: every job is open to both"),
    "visa": N_("Visa"),
    "shift": N_("Shifts"),
    "age": N_("Age"),
}
# A group of countries that a search names.
GROUP_OF_COUNTRIES = {
    "europe": N_("Europe"),
    "union": N_("the European Union"),
    "schengen": N_("countries of the Schengen area"),
    "baltic": N_("the Baltic countries"),
    "nordic": N_("Scandinavia and Finland"),
    "northern": N_("the Baltic countries, Scandinavia and Finland"),
    "gulf": N_("the Gulf countries"),
}
# What a search asks to be without.
CONDITION_WITHOUT = {
    "housing": N_("without housing"),
    "meals": N_("without meals"),
    "travel": N_("travel not paid"),
    "insurance": N_("insurance not paid"),
    "no_fee": N_("with a fee for the worker"),
    "state_programme": N_("not in a state programme"),
}
GATE_PAPER = {
    "age": N_("Your age: your passport shows this."),
    "language": N_("Your language level: bring your test certificate."),
    "licence": N_("Your trade: bring your diploma or certificate."),
    "health": N_("Your health: you will get a health certificate before you leave."),
    "entry_ban": N_("Entry bans: the agency checks for these. You do not need to bring anything."),
    "passport": N_("Your passport: bring it to be checked, then take it home again."),
}
GATE_OPENS = {
    "age": N_(
        "Your age is outside the limits for this country or job. Other vacancies may have "
        "different limits."
    ),
    "language": N_("You can apply once you have passed a language test at the required level."),
    "licence": N_("You can apply once you have a diploma or certificate in your trade."),
    "health": N_("You can apply once you have a new health certificate."),
    "entry_ban": N_("Ask an adviser whether the ban can be lifted."),
    "passport": N_(
        "You can apply once you have a new passport. It must be valid for at least 6 months "
        "after the contract ends."
    ),
}
STEP = {
    "take_up": N_("Start vetting"),
    "ask_post": N_("Ask the mission"),
    "return": N_("Return to the agency"),
    "refuse": N_("Refuse"),
    "approve": N_("Approve"),
    "publish": N_("Publish"),
    "withdraw": N_("Withdraw"),
    "blacklist": N_("Blacklist the vacancy"),
}
APPLICATION_STEP = {
    "hand_in": N_("Submit"),
    "ask_papers": N_("Request documents"),
    "find_eligible": N_("Meets the conditions"),
    "shortlist": N_("Add to shortlist"),
    "invite": N_("Invite to an interview"),
    "offer": N_("Offer a place"),
    "take_offer": N_("Accept the offer"),
    "sign": N_("Sign the contract"),
    "apply_visa": N_("Visa applied for"),
    "prepare": N_("Ready to leave"),
    "depart": N_("Record departure"),
    "arrive": N_("Record arrival"),
    "begin_work": N_("Record start of work"),
    "complete": N_("Contract completed"),
    "come_home": N_("Record return home"),
    "reject": N_("Reject"),
    "withdraw": N_("Withdraw"),
    "expire": N_("Expired"),
    "employer_cancel": N_("The employer withdrew the job"),
    "refuse_visa": N_("Visa refused"),
    "find_unfit": N_("Did not pass the medical check"),
    "miss": N_("Record a no-show"),
}
APPLICATION_NEXT = {
    "draft": N_("Check your application once more, then submit it."),
    "submitted": N_("Next, the recruitment agency checks whether you meet the conditions."),
    "docs_missing": N_(
        "Take the documents to the recruitment agency, then submit the application again."
    ),
    "eligible": N_("Next, the recruitment agency compares everyone who meets the conditions."),
    "shortlisted": N_("Next, the recruitment agency chooses from the shortlist."),
    "interview": N_("Come to the interview."),
    "offered": N_("Accept or decline the offer."),
    "accepted": N_(
        "Next, the recruitment agency gives you the contract to read. Do not sign anything that you "
        "cannot read."
    ),
    "contract_signed": N_("Next, the recruitment agency applies for your visa."),
    "visa_in_process": N_("Next, the embassy of that country decides on your visa."),
    "pre_departure_done": N_("Get ready for your departure."),
    "departed": N_("Tell us here that you have arrived."),
    "arrived_confirmed": N_("Next, you start work for the employer."),
    "working": N_("You have started work. If something is wrong, tell us."),
    # What the state alone does not show, because it depends on the contract or the visa.
    "contract_drafted": N_("Read the contract, then accept or decline it."),
    "contract_accepted": N_("Next, the recruitment agency signs the contract with you."),
    "preparing": N_(
        "Next, you and the recruitment agency complete everything that must be done before you leave."
    ),
}
APPLICATION_PAST = {
    "apply": N_("You started the application"),
    "see_papers": N_("Documents viewed"),
    "consent": N_("You agreed to share your name and number"),
    "withdraw_consent": N_("You withdrew your consent"),
    "draft": N_("Contract terms recorded"),
    "agree": N_("You accepted the contract"),
    "refuse": N_("You declined the contract"),
}
TERM = {
    "employer": N_("Employer"),
    "country": N_("Country"),
    "city": N_("Place of work"),
    "isco08": N_("Occupation"),
    "pay": N_("Monthly pay"),
    "currency": N_("Currency"),
    "period": N_("Pay period"),
    "hours_per_week": N_("Hours a week"),
    "housing": N_("Housing"),
    "meals": N_("Meals"),
    "travel": N_("Travel"),
    "insurance": N_("Insurance"),
    "insured_months": N_("Insurance period in months"),
    "worker_fee": N_("Recruitment cost to the worker"),
    "contract_months": N_("Contract length in months"),
    "passport_kept": N_("The employer keeps the passport"),
    "minimum_wage": N_("Minimum wage"),
}
TERM_SAME = {"same": N_("Same as in the vacancy"), "better": N_("Better than in the vacancy")}
TERM_WORSE = {
    "employer": N_("The employer is different from the one that was checked."),
    "country": N_("The country is different from the one that was checked."),
    "city": N_("The workplace is different from the one in the vacancy."),
    "isco08": N_("The work is different from the work in the vacancy."),
    "pay": N_("The pay is lower than in the vacancy, or cannot be compared with it."),
    "currency": N_(
        "The pay is in another currency. If that currency loses value, the pay will be worth less."
    ),
    "period": N_(
        "The worker is paid only for the hours or days worked. In a month with less work, the"
        " pay is lower."
    ),
    "hours_per_week": N_(
        "The worker works more hours a week than the vacancy says, or the contract does not "
        "say how many."
    ),
    "housing": N_(
        "The worker pays more for housing than the vacancy says, or housing is not promised."
    ),
    "meals": N_("The worker pays more for meals than the vacancy says, or meals are not promised."),
    "travel": N_(
        "The worker pays more for travel than the vacancy says, or paid travel is not promised."
    ),
    "insurance": N_(
        "The worker pays more for insurance than the vacancy says, or insurance is not included."
    ),
    "insured_months": N_("The worker is insured for fewer months than they will work."),
    "worker_fee": N_("The worker pays more to get the job than the vacancy says."),
    "contract_months": N_("The contract is shorter or longer than the vacancy says."),
    "passport_kept": N_("The employer keeps the passport. Nobody is allowed to do this."),
    "minimum_wage": N_("The pay is below the country’s minimum wage."),
}
# The same, as shown to the worker.
TERM_WORSE_MINE = TERM_WORSE | {
    "currency": N_(
        "You are paid in another currency. If it loses value, your pay will be worth less."
    ),
    "period": N_(
        "You are paid only for the hours or days you work. In a month with less work, you are"
        " paid less."
    ),
    "hours_per_week": N_(
        "You work more hours a week than the vacancy says, or the contract does not say how many."
    ),
    "housing": N_("You pay more for housing than the vacancy says, or housing is not promised."),
    "meals": N_("You pay more for meals than the vacancy says, or meals are not promised."),
    "travel": N_("You pay more for travel than the vacancy says, or paid travel is not promised."),
    "insurance": N_(
        "You pay more for insurance than the vacancy says, or insurance is not included."
    ),
    "insured_months": N_("You are insured for fewer months than you will work."),
    "worker_fee": N_("You pay more to get the job than the vacancy says."),
    "passport_kept": N_("The employer keeps your passport. Nobody is allowed to do this."),
}
# The states of a contract, as shown to its worker.
CONTRACT_MINE = {
    "drafted": N_("Waiting for your answer"),
    "accepted": N_("You accepted this contract"),
    "refused": N_("You declined this contract"),
    "signed": N_("Signed"),
}
