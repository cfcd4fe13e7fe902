"""The words of the road from an application to the return home, as people read them."""

from i18n import N_

APPLICATION = {
    "draft": N_("Not handed in yet"),
    "submitted": N_("Handed in"),
    "docs_missing": N_("Papers are missing"),
    "eligible": N_("Meets the conditions"),
    "shortlisted": N_("Among the best"),
    "interview": N_("Asked to an interview"),
    "offered": N_("A place is offered"),
    "accepted": N_("Offer accepted"),
    "contract_signed": N_("Contract signed"),
    "visa_in_process": N_("Visa applied for"),
    "pre_departure_done": N_("Ready to leave"),
    "departed": N_("Left for work"),
    "arrived_confirmed": N_("Arrived at work"),
    "working": N_("At work"),
    "completed": N_("Contract fulfilled"),
    "returned": N_("Back home"),
    "rejected": N_("Not chosen"),
    "withdrawn": N_("Withdrawn by the worker"),
    "expired": N_("Its time ran out"),
    "employer_cancelled": N_("The employer took the job back"),
    "visa_refused": N_("No visa or work permit"),
    "medical_unfit": N_("Not admitted by the medical check"),
    "no_show": N_("The worker did not come"),
}
REJECTED = {
    "another_was_better": N_("Others met the conditions better"),
    "trade": N_("The trade or its experience does not fit"),
    "language": N_("The language is not enough"),
    "papers": N_("Papers were not brought in time"),
    "age_by_law": N_("The law of the country sets another age"),
    "entry_ban": N_("Entry to the country is banned"),
    "employer_declined": N_("The employer said no"),
    "no_seat": N_("There was no place left"),
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
EDUCATION = {
    "school": N_("School"),
    "vocational": N_("College or vocational school"),
    "higher": N_("Higher education"),
}
PAPER = {
    "passport": N_("Passport for travel abroad"),
    "health": N_("Health certificate"),
    "criminal_record": N_("Certificate of no criminal record"),
    "driving": N_("Driving licence"),
    "trade": N_("Diploma or certificate of a trade"),
}
HOUR = {
    "morning": N_("In the morning, 8 to 12"),
    "daytime": N_("By day, 12 to 18"),
    "evening": N_("In the evening, 18 to 21"),
}
PROFILE_PART = {
    "yourself": N_("Yourself"),
    "trades": N_("Trades"),
    "languages": N_("Languages"),
    "papers": N_("Papers"),
    "wishes": N_("Wishes"),
}
PROFILE_STAND = {
    "not_started": N_("Not started"),
    "begun": N_("Begun"),
    "done": N_("Done"),
    "look_again": N_("Look again"),
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
    "passport": N_("A new passport would open it: it must be valid half a year longer than the contract."),
}
APPLICATION_NEXT = {
    "draft": N_("You: look it through once more and hand it in."),
    "submitted": N_("The recruiter: sees whether you meet the conditions."),
    "docs_missing": N_("You: bring the papers to the recruiter, then hand in again."),
    "eligible": N_("The recruiter: compares all who meet the conditions."),
    "shortlisted": N_("The recruiter: chooses among the best."),
    "interview": N_("You: come to the interview."),
    "offered": N_("You: accept the offer or decline it."),
    "accepted": N_("The recruiter: gives you the contract to read. Sign nothing that you cannot read."),
    "contract_signed": N_("The recruiter: applies for your visa."),
    "visa_in_process": N_("The embassy of that country: decides on your visa."),
    "pre_departure_done": N_("You: get ready for the day of departure."),
    "departed": N_("You: say here that you have arrived."),
    "arrived_confirmed": N_("The employer: lets you begin the work."),
    "working": N_("Nobody: you are at work. If something is wrong, tell us."),
}
APPLICATION_PAST = {
    "apply": N_("You began it"),
    "see_papers": N_("Papers were seen"),
    "consent": N_("You agreed that name and number are seen"),
    "withdraw_consent": N_("You took your consent back"),
}
SEAT_ROUND = {
    "open": N_("Open"),
    "closed": N_("Closed, not drawn yet"),
    "drawn": N_("Being checked"),
    "published": N_("Result published"),
}
LOST_SEAT = {
    "gate_shut": N_("The conditions of the vacancy are not met any more"),
    "holds_another": N_("Another offer is held"),
    "erased": N_("The file was erased"),
}
COST = {
    "agency_fee": N_("Pay for the agency’s service"),
    "medical": N_("Medical check"),
    "insurance": N_("Insurance"),
    "test": N_("Language or skill test"),
    "training": N_("Training before leaving"),
    "equipment": N_("Tools and working clothes"),
    "travel": N_("Travel"),
    "lodging": N_("Housing"),
    "meals": N_("Meals"),
    "visa": N_("Visa and work permit"),
    "papers": N_("Passport, translations, certificates"),
    "bribe": N_("Money to be chosen or to go faster"),
    "deposit": N_("A deposit that is to be given back"),
    "bond": N_("Money or a paper so that you do not leave"),
    "debt": N_("Work or pay held back for a debt"),
}
RECIPIENT = {
    "agency": N_("The agency"),
    "employer": N_("The employer"),
    "middleman": N_("Somebody in between"),
    "state": N_("An office of the State"),
    "other": N_("Somebody else"),
}
COST_VERDICT = {
    "fine": N_("Yours to pay by the terms of this vacancy. Keep the receipt."),
    "not_yours": N_("By the terms of this vacancy you do not pay this. Ask for it back."),
    "never": N_("Nobody may ask you for this. Do not pay it, and tell us."),
    "unknown": N_("The vacancy does not say who pays this. Ask before you pay."),
}
AGREED = {"hour": N_("an hour"), "day": N_("a day"), "month": N_("a month")}
# A term of a contract, and what its worker reads of it where it is not what was vetted.
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
    "currency": N_("You are paid in another currency. If it falls, your pay falls."),
    "period": N_("You are paid only for the hours or days you work. In a month with less work you get less."),
    "hours_per_week": N_("You work more hours a week than in the vacancy, or the contract does not say how many."),
    "housing": N_("You pay more for housing than in the vacancy, or it is not promised."),
    "meals": N_("You pay more for meals than in the vacancy, or they are not promised."),
    "travel": N_("You pay more for travel than in the vacancy, or it is not promised."),
    "insurance": N_("You pay more for insurance than in the vacancy, or it is not promised."),
    "insured_months": N_("You are insured for fewer months than you work."),
    "worker_fee": N_("You pay more for the job than in the vacancy."),
    "contract_months": N_("The contract is shorter or longer than in the vacancy."),
    "passport_kept": N_("The employer keeps your passport. Nobody may do that."),
    "minimum_wage": N_("The pay is below the minimum wage of the country."),
}
CONTRACT_STATE = {
    "drafted": N_("Waits for the worker"),
    "accepted": N_("Accepted by the worker"),
    "refused": N_("Refused by the worker"),
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
    "post": N_("to the post, by telephone"),
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
    name.lower(): words for name, words in list(globals().items()) if name.isupper() and isinstance(words, dict)
}
