"""Labels of the journey from an application to the return home."""

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
    "passport": N_(
        "A new passport would open it: it must be valid half a year longer than the contract."
    ),
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

LISTS: dict[str, dict[str, str]] = {
    name.lower(): words
    for name, words in list(globals().items())
    if name.isupper() and isinstance(words, dict)
}
