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
    "agency_may_not_recruit": N_("Do not pay: this recruiter may not recruit here"),
    "registered_elsewhere": N_("Do not pay: this recruiter may not recruit here"),
    "name_on_register": N_("Be careful: this is not the licence number of that agency"),
    "pay_too_high": N_("Be careful: the promised pay is too high"),
    "pay_too_low": N_("Be careful: the pay does not fit the vetted job"),
    "currency_missing": N_("Be careful: we could not compare the pay"),
    "rate_missing": N_("Be careful: we could not compare the pay"),
    "hours_missing": N_("Be careful: we could not compare the pay"),
    "trade_not_understood": N_("We did not understand which work you were promised"),
    "tell_more": N_("The agency may recruit. Now tell us about the job."),
}
GATE_PAPER = {
    "age": N_("Your age: the passport shows it."),
    "language": N_("Your language: bring the certificate of a test."),
    "licence": N_("Your trade: bring the diploma or certificate."),
    "health": N_("Your health: a certificate is made before you leave."),
    "entry_ban": N_("A ban on entry: the recruiter looks it up, you bring nothing."),
    "passport": N_("Your passport: bring it to be seen, and take it home again."),
}
GATE_OPENS = {
    "age": N_("This country or work asks for another age. Other vacancies may not."),
    "language": N_("A language test at the level that is asked for would open it."),
    "licence": N_("A diploma or certificate of your trade would open it."),
    "health": N_("A new health certificate would open it."),
    "entry_ban": N_("Ask an adviser whether the ban can be lifted."),
    "passport": N_(
        "A new passport would open it: it must be valid half a year longer than the contract."
    ),
}
STEP = {
    "take_up": N_("Take up"),
    "ask_post": N_("Ask the post"),
    "return": N_("Return to the agency"),
    "refuse": N_("Refuse"),
    "approve": N_("Approve"),
    "publish": N_("Publish"),
    "withdraw": N_("Withdraw"),
    "blacklist": N_("Blacklist"),
}
APPLICATION_STEP = {
    "hand_in": N_("Hand in"),
    "ask_papers": N_("Ask for papers"),
    "find_eligible": N_("Meets the conditions"),
    "shortlist": N_("Put among the best"),
    "invite": N_("Ask to an interview"),
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
    "reject": N_("Say no"),
    "withdraw": N_("Withdraw"),
    "expire": N_("Its time ran out"),
    "employer_cancel": N_("The employer took the job back"),
    "refuse_visa": N_("Visa refused"),
    "find_unfit": N_("Not admitted by the medical check"),
    "miss": N_("Did not come"),
}
APPLICATION_NEXT = {
    "draft": N_("You: look it through once more and hand it in."),
    "submitted": N_("The recruiter: sees whether you meet the conditions."),
    "docs_missing": N_("You: bring the papers to the recruiter, then hand in again."),
    "eligible": N_("The recruiter: compares all who meet the conditions."),
    "shortlisted": N_("The recruiter: chooses among the best."),
    "interview": N_("You: come to the interview."),
    "offered": N_("You: accept the offer or decline it."),
    "accepted": N_(
        "The recruiter: gives you the contract to read. Sign nothing that you cannot read."
    ),
    "contract_signed": N_("The recruiter: applies for your visa."),
    "visa_in_process": N_("The embassy of that country: decides on your visa."),
    "pre_departure_done": N_("You: get ready for the day of departure."),
    "departed": N_("You: say here that you have arrived."),
    "arrived_confirmed": N_("The employer: lets you begin the work."),
    "working": N_("You are at work. If something is wrong, tell us."),
    # What the state alone does not show, because it depends on the contract or the visa.
    "contract_drafted": N_("You: read the contract, then accept it or say no."),
    "contract_accepted": N_("The recruiter: signs the contract with you."),
    "preparing": N_("You and the recruiter: do what has to be done before leaving."),
}
APPLICATION_PAST = {
    "apply": N_("You began it"),
    "see_papers": N_("Papers were seen"),
    "consent": N_("You agreed that name and number are seen"),
    "withdraw_consent": N_("You took your consent back"),
    "draft": N_("The terms of the contract were written down"),
    "agree": N_("You accepted the contract"),
    "refuse": N_("You said no to the contract"),
}
TERM = {
    "employer": N_("Employer"),
    "country": N_("Country"),
    "city": N_("Place of work"),
    "isco08": N_("Occupation"),
    "pay": N_("Pay a month"),
    "currency": N_("Currency"),
    "period": N_("Paid by"),
    "hours_per_week": N_("Hours a week"),
    "housing": N_("Housing"),
    "meals": N_("Meals"),
    "travel": N_("Travel"),
    "insurance": N_("Insurance"),
    "insured_months": N_("Months insured"),
    "worker_fee": N_("What the worker pays for the job"),
    "contract_months": N_("Months of the contract"),
    "passport_kept": N_("The employer keeps the passport"),
    "minimum_wage": N_("Minimum wage"),
}
TERM_SAME = {"same": N_("As in the vacancy"), "better": N_("Better than in the vacancy")}
TERM_WORSE = {
    "employer": N_("Another employer than the one that was checked."),
    "country": N_("Another country than the one that was checked."),
    "city": N_("Another place of work than in the vacancy."),
    "isco08": N_("Other work than in the vacancy."),
    "pay": N_("The pay is lower than in the vacancy, or cannot be compared with it."),
    "currency": N_("The pay is in another currency. If that currency falls, the pay falls."),
    "period": N_(
        "Only the hours or days worked are paid. In a month with less work the pay is less."
    ),
    "hours_per_week": N_(
        "More hours a week than in the vacancy, or the contract does not say how many."
    ),
    "housing": N_("The worker pays more for housing than in the vacancy, or it is not promised."),
    "meals": N_("The worker pays more for meals than in the vacancy, or they are not promised."),
    "travel": N_("The worker pays more for travel than in the vacancy, or it is not promised."),
    "insurance": N_(
        "The worker pays more for insurance than in the vacancy, or it is not promised."
    ),
    "insured_months": N_("The worker is insured for fewer months than the work lasts."),
    "worker_fee": N_("The worker pays more for the job than in the vacancy."),
    "contract_months": N_("The contract is shorter or longer than in the vacancy."),
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
        "You work more hours a week than in the vacancy, or the contract does not say how many."
    ),
    "housing": N_("You pay more for housing than in the vacancy, or it is not promised."),
    "meals": N_("You pay more for meals than in the vacancy, or they are not promised."),
    "travel": N_("You pay more for travel than in the vacancy, or it is not promised."),
    "insurance": N_("You pay more for insurance than in the vacancy, or it is not promised."),
    "insured_months": N_("You are insured for fewer months than you work."),
    "worker_fee": N_("You pay more for the job than in the vacancy."),
    "passport_kept": N_("The employer keeps your passport. Nobody may do that."),
}
# The states of a contract, as shown to its worker.
CONTRACT_MINE = {
    "drafted": N_("It waits for your answer"),
    "accepted": N_("You have accepted it"),
    "refused": N_("You said no to it"),
    "signed": N_("Signed"),
}
