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
