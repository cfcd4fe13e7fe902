"""Labels without an enum: an offer, an application, a contract and its terms."""

from i18n import N_

# By reason, where the verdict alone would not state what matters most; the first one present is
# shown.
OFFER_BECAUSE = {
    "fraud_confirmed": N_("Danger: fraud was confirmed under this name"),
    "looks_like_fraud": N_("Danger: this name looks like that of a confirmed fraud"),
    "on_black_list": N_("Danger: this name is on the black list"),
    "looks_like_black_listed": N_("Danger: this name looks like one on the black list"),
    "licence_of_another": N_("Do not pay: this licence number belongs to another agency"),
    "agency_may_not_recruit": N_(
        "Do not pay: this recruiter is not allowed to recruit in Uzbekistan"
    ),
    "registered_elsewhere": N_(
        "Do not pay: this recruiter is not allowed to recruit in Uzbekistan"
    ),
    "name_on_register": N_("Be careful: this is not the licence number of that agency"),
    "pay_too_high": N_("Be careful: the promised pay is too high"),
    "pay_too_low": N_("Be careful: the pay does not match the job we checked"),
    "currency_missing": N_("Be careful: we could not compare the pay"),
    "rate_missing": N_("Be careful: we could not compare the pay"),
    "hours_missing": N_("Be careful: we could not compare the pay"),
    "trade_not_understood": N_("We did not understand what work you were promised"),
    "tell_more": N_("The agency is allowed to recruit. Now tell us about the job."),
}
GATE_PAPER = {
    "age": N_("Your age: the passport shows it."),
    "language": N_("Your language: bring the test certificate."),
    "licence": N_("Your trade: bring the diploma or certificate."),
    "health": N_("Your health: you get a certificate before you leave."),
    "entry_ban": N_("An entry ban: the agency checks this. You do not need to bring anything."),
    "passport": N_("Your passport: bring it to be checked, and take it home again."),
}
GATE_OPENS = {
    "age": N_(
        "You do not meet the age limit for this country or job. You may meet it for "
        "other vacancies."
    ),
    "language": N_("You can apply after a language test at the required level."),
    "licence": N_("You can apply once you have a diploma or certificate in your trade."),
    "health": N_("You can apply once you have a new health certificate."),
    "entry_ban": N_("Ask an adviser whether the ban can be lifted."),
    "passport": N_(
        "You can apply once you have a new passport: it must be valid for half a year longer "
        "than the contract."
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
    "blacklist": N_("Blacklist"),
}
APPLICATION_STEP = {
    "hand_in": N_("Hand in"),
    "ask_papers": N_("Request documents"),
    "find_eligible": N_("Meets the conditions"),
    "shortlist": N_("Add to shortlist"),
    "invite": N_("Invite to an interview"),
    "offer": N_("Offer a place"),
    "take_offer": N_("Accept the offer"),
    "sign": N_("Sign the contract"),
    "apply_visa": N_("Visa applied for"),
    "prepare": N_("Ready to leave"),
    "depart": N_("Has left"),
    "arrive": N_("Has arrived"),
    "begin_work": N_("Works there"),
    "complete": N_("Contract fulfilled"),
    "come_home": N_("Is back home"),
    "reject": N_("Reject"),
    "withdraw": N_("Withdraw"),
    "expire": N_("Expired"),
    "employer_cancel": N_("The employer withdrew the job"),
    "refuse_visa": N_("Visa refused"),
    "find_unfit": N_("Did not pass the medical check"),
    "miss": N_("Did not turn up"),
}
APPLICATION_NEXT = {
    "draft": N_("You: look it through once more and hand it in."),
    "submitted": N_("The agency: checks whether you meet the conditions."),
    "docs_missing": N_(
        "You: take the documents to the agency, then hand in the application again."
    ),
    "eligible": N_("The agency: compares everyone who meets the conditions."),
    "shortlisted": N_("The agency: chooses from the shortlist."),
    "interview": N_("You: come to the interview."),
    "offered": N_("You: accept the offer or decline it."),
    "accepted": N_(
        "The agency: gives you the contract to read. Do not sign anything that you cannot read."
    ),
    "contract_signed": N_("The agency: applies for your visa."),
    "visa_in_process": N_("The embassy of that country: decides on your visa."),
    "pre_departure_done": N_("You: get ready for the day of departure."),
    "departed": N_("You: say here that you have arrived."),
    "arrived_confirmed": N_("The employer: lets you start work."),
    "working": N_("You are at work. If something is wrong, tell us."),
    # What the state alone does not show, because it depends on the contract or the visa.
    "contract_drafted": N_("You: read the contract, then accept or decline it."),
    "contract_accepted": N_("The agency: signs the contract with you."),
    "preparing": N_("You and the agency: do what is needed before departure."),
}
APPLICATION_PAST = {
    "apply": N_("You started it"),
    "see_papers": N_("Documents were seen"),
    "consent": N_("You agreed to share your name and number"),
    "withdraw_consent": N_("You withdrew your consent"),
    "draft": N_("The terms of the contract were recorded"),
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
    "insured_months": N_("Months insured"),
    "worker_fee": N_("What the worker pays for the job"),
    "contract_months": N_("Contract length in months"),
    "passport_kept": N_("The employer keeps the passport"),
    "minimum_wage": N_("Minimum wage"),
}
TERM_SAME = {"same": N_("As in the vacancy"), "better": N_("Better than in the vacancy")}
TERM_WORSE = {
    "employer": N_("A different employer from the one that was checked."),
    "country": N_("A different country from the one that was checked."),
    "city": N_("A different workplace from the one in the vacancy."),
    "isco08": N_("Different work from that in the vacancy."),
    "pay": N_("The pay is lower than in the vacancy, or cannot be compared with it."),
    "currency": N_("The pay is in another currency. If that currency falls, the pay falls."),
    "period": N_(
        "Only the hours or days worked are paid. In a month with less work the pay is less."
    ),
    "hours_per_week": N_(
        "More hours a week than the vacancy says, or the contract does not say how many."
    ),
    "housing": N_(
        "The worker pays more for housing than the vacancy says, or housing is not promised."
    ),
    "meals": N_("The worker pays more for meals than the vacancy says, or meals are not promised."),
    "travel": N_(
        "The worker pays more for travel than the vacancy says, or paid travel is not promised."
    ),
    "insurance": N_(
        "The worker pays more for insurance than the vacancy says, or insurance is not promised."
    ),
    "insured_months": N_("The worker is insured for fewer months than the work lasts."),
    "worker_fee": N_("The worker pays more for the job than the vacancy says."),
    "contract_months": N_("The contract is shorter or longer than the vacancy says."),
    "passport_kept": N_("The employer keeps the passport. Nobody may do that."),
    "minimum_wage": N_("The pay is below the minimum wage of the country."),
}
# The same, as shown to the worker.
TERM_WORSE_MINE = TERM_WORSE | {
    "currency": N_("You are paid in another currency. If it falls, your pay falls."),
    "period": N_(
        "You are paid only for the hours or days you work. In a month with less work you get less."
    ),
    "hours_per_week": N_(
        "You work more hours a week than the vacancy says, or the contract does not say how many."
    ),
    "housing": N_("You pay more for housing than the vacancy says, or housing is not promised."),
    "meals": N_("You pay more for meals than the vacancy says, or meals are not promised."),
    "travel": N_("You pay more for travel than the vacancy says, or paid travel is not promised."),
    "insurance": N_(
        "You pay more for insurance than the vacancy says, or insurance is not promised."
    ),
    "insured_months": N_("You are insured for fewer months than you work."),
    "worker_fee": N_("You pay more for the job than the vacancy says."),
    "passport_kept": N_("The employer keeps your passport. Nobody may do that."),
}
# The states of a contract, as shown to its worker.
CONTRACT_MINE = {
    "drafted": N_("Waiting for your answer"),
    "accepted": N_("You have accepted it"),
    "refused": N_("You declined it"),
    "signed": N_("Signed"),
}
