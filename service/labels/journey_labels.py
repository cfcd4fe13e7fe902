"""Labels of contracts, preparation, check-ins and return; of complaints and contests."""

from i18n import N_

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
CONTRACT_STATE = {
    "drafted": N_("Waits for the worker"),
    "accepted": N_("Accepted by the worker"),
    "refused": N_("Refused by the worker"),
    "signed": N_("Signed"),
}
# The same, as shown to the worker.
CONTRACT_MINE = {
    "drafted": N_("It waits for your answer"),
    "accepted": N_("You have accepted it"),
    "refused": N_("You said no to it"),
    "signed": N_("Signed"),
}
VISA = {
    "work": N_("Work visa"),
    "seasonal": N_("Visa for seasonal work"),
    "permit": N_("Work permit"),
    "patent": N_("Patent"),
    "not_needed": N_("No visa needed"),
}
BEFORE_LEAVING = {
    "contract_read": N_("I have read the contract in a language I understand"),
    "copy_worker": N_("I have a copy of the contract"),
    "copy_family": N_("My family has a copy of the contract"),
    "post_numbers": N_("I have the numbers of the embassy and of the police there"),
    "wage_diary": N_("I have begun a diary of hours and pay"),
    "insured": N_("The worker is insured"),
    "ticket": N_("The ticket is there"),
    "briefing": N_("The worker was told about life, work and law there"),
}
CHECK_PAY = {
    "agreed": N_("All of it, on time"),
    "late": N_("All of it, but late"),
    "less": N_("Less than agreed"),
    "none": N_("I was not paid"),
}
CHECK_PAPERS = {"with_me": N_("With me"), "kept": N_("Somebody keeps it and does not give it back")}
CHECK_WORK = {
    "agreed": N_("The work of the contract"),
    "other": N_("Other work, or another place"),
    "none": N_("I have no work"),
}
CHECK_HOUSING = {
    "good": N_("As promised"),
    "bad": N_("Worse than promised"),
    "none": N_("I have nowhere to live"),
}
CHECK_TOLD = {
    "worker": N_("by the worker"),
    "officer": N_("to an officer, by telephone"),
    "post": N_("to the embassy or consulate, by telephone"),
}
HOME_BECAUSE = {
    "fulfilled": N_("The contract is fulfilled"),
    "employer_ended": N_("The employer ended it"),
    "not_paid": N_("I was not paid, or less than agreed"),
    "conditions": N_("Work or housing was not as promised"),
    "health": N_("Illness or injury"),
    "family": N_("Family"),
    "no_work": N_("There was no work"),
    "other": N_("Another reason"),
}
INSURANCE = {
    "departure_guarantee": N_("Departure guarantee insurance"),
    "return_cost": N_("Return cost insurance"),
    "wage_guarantee": N_("Wage guarantee insurance"),
    "accident": N_("Accident insurance"),
}
COMPLAINT = {
    "received": N_("Waiting for the agency"),
    "acknowledged": N_("Read by the agency"),
    "answered": N_("Answered by the agency"),
    "settled": N_("The worker is satisfied"),
    "escalated": N_("With the licensing officers"),
    "found": N_("Found true by one officer"),
    "confirmed": N_("Confirmed by two officers"),
    "unfounded": N_("Not confirmed by the officers"),
    "closed": N_("Closed without an answer"),
}
COMPLAINED = {
    "fee_asked": N_("They asked for money"),
    "refund_refused": N_("They do not give money back"),
    "other_job": N_("The job was another than promised"),
    "no_contract": N_("They gave no contract"),
    "documents_kept": N_("They keep my documents"),
    "rude": N_("They were rude or threatened me"),
    "other": N_("Something else"),
}
CONTEST = {
    "announced": N_("Announced"),
    "opened": N_("Entries opened"),
    "decided": N_("Decided"),
    "called_off": N_("Called off"),
}
CRITERION = {
    "placed_before": N_("People placed in the last twelve months"),
    "still_at_work": N_("People still at work on the ninetieth day"),
    "few_complaints": N_("Few confirmed complaints"),
    "no_fee": N_("The worker pays nothing"),
    "deposit": N_("The deposit covers what the law asks for"),
    "employer_demand": N_("A letter of demand from the employer"),
}
SCORED = {
    "occupation": N_("Trade"),
    "experience": N_("Experience"),
    "language": N_("Language"),
    "certificate": N_("Document for the trade"),
    "wishes": N_("Wishes for pay and housing"),
    "availability": N_("Free in time"),
}

LISTS: dict[str, dict[str, str]] = {
    name.lower(): words
    for name, words in list(globals().items())
    if name.isupper() and isinstance(words, dict)
}
