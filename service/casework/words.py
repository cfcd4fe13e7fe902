"""The words of casework as people read them: channels, topics, outcomes, states of a claim, payers."""

from i18n import N_

CHANNEL = {
    "in_person": N_("In person"),
    "hotline": N_("Hotline"),
    "telegram": N_("Telegram"),
    "website": N_("Website"),
    "outreach": N_("Outreach at an airport, station or border"),
    "letter": N_("Letter"),
    "email": N_("E-mail"),
    "video": N_("Video call"),
    "social": N_("Social network"),
    "referral": N_("Sent by another body"),
}
TOPIC = {
    "legal_stay": N_("Legal stay, registration, work permit"),
    "contract": N_("Terms of the contract"),
    "unpaid_wages": N_("Unpaid or late wages"),
    "deductions": N_("Overtime and deductions"),
    "dismissal": N_("Dismissal"),
    "document_kept": N_("Documents kept by somebody else"),
    "injury": N_("Injury, illness, insurance"),
    "housing": N_("Housing"),
    "entry_ban": N_("Deportation or entry ban"),
    "detention": N_("Detention"),
    "agency_refund": N_("Money back from an agency"),
    "agency_check": N_("Is an agency or a job real"),
    "korea_eps": N_("Korea: EPS test and roster"),
    "family": N_("Family, children, pension, taxes"),
    "return": N_("Return home"),
    "forced_labour": N_("Forced labour or trafficking"),
    "death": N_("Death and bringing home"),
    "other": N_("Something else"),
}
LEVEL = {
    "information": N_("Information only"),
    "advice": N_("Advice"),
    "limited_action": N_("A call or a letter"),
    "negotiated": N_("Negotiated settlement"),
    "administrative": N_("Decision of an authority"),
    "court": N_("Court"),
    "extensive": N_("Extensive help"),
}
OUTCOME = {
    "open": N_("Open"),
    "explained": N_("Explained"),
    "satisfied": N_("Satisfied"),
    "rejected": N_("Rejected on legal grounds"),
    "not_considered": N_("Left without consideration"),
    "forwarded": N_("Forwarded"),
}
CLAIM = {
    "received": N_("Received"),
    "acknowledged": N_("Acknowledged"),
    "screened": N_("Looked through"),
    "needs_documents": N_("Waiting for documents"),
    "calculated": N_("Calculated"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "assigned_to_post": N_("With the embassy or office abroad"),
    "employer_contacted": N_("Employer contacted"),
    "negotiation": N_("In talks with the employer"),
    "settlement_offered": N_("Settlement offered"),
    "settled_awaiting_payment": N_("Settled, payment awaited"),
    "labour_inspectorate": N_("With the labour inspectorate"),
    "prosecutor": N_("With the prosecutor"),
    "mediation": N_("In mediation"),
    "court_filed": N_("Filed in court"),
    "judgment": N_("Judgment given"),
    "enforcement": N_("Judgment being enforced"),
    "guarantee_fund": N_("With the insurer or guarantee fund"),
    "agency_guarantee": N_("Claimed from the agency’s deposit"),
    "partly_paid": N_("Partly paid"),
    "paid_in_full": N_("Paid in full"),
    "suspended": N_("Suspended"),
    "closed": N_("Closed"),
    "reopened": N_("Reopened"),
}
CLOSING = {
    "paid_in_full": N_("Paid in full"),
    "paid_below_verified": N_("Paid by settlement below the documented sum"),
    "paid_by_guarantee": N_("Paid by a guarantee, fund or insurer"),
    "unenforceable": N_("The judgment cannot be enforced"),
    "employer_untraceable": N_("The employer is insolvent or cannot be found"),
    "no_evidence": N_("There is no evidence"),
    "time_barred": N_("The time limit has passed"),
    "outside_competence": N_("Another body is competent"),
    "withdrawn_freely": N_("Withdrawn by the worker"),
    "withdrawn_under_pressure": N_("Withdrawn under pressure"),
    "unreachable": N_("The worker cannot be reached"),
    "duplicate": N_("The same claim is on record already"),
    "settled_directly": N_("Settled between worker and employer"),
    "unfounded": N_("Nothing is owed"),
}
COMPONENT = {
    "base_pay": N_("Wages"),
    "overtime": N_("Overtime"),
    "night_holiday": N_("Night and holiday pay"),
    "leave": N_("Pay for leave"),
    "severance": N_("Severance or end-of-service pay"),
    "deduction": N_("Unlawful deductions"),
    "deposit": N_("Deposit or money for documents"),
    "fee_refund": N_("Recruitment fee to be paid back"),
    "travel_home": N_("Travel home"),
    "injury": N_("Compensation for injury or death"),
    "interest": N_("Interest for the delay"),
    "tax_social": N_("Taxes and social payments not made"),
    "insurance": N_("Insurance benefit"),
}
# The parts of a claim that a time limit can bar.
PART = COMPONENT | {"dismissal": N_("A dispute over the dismissal itself")}
COUNTED_FROM = {
    "pay_due": N_("counted from the day each pay was due"),
    "end_of_work": N_("counted from the last day of work"),
    "dismissal": N_("counted from the day of the dismissal"),
    "learned": N_("counted from the day the worker learned of it"),
}
OWNER = {"claims_desk": N_("The claims desk of the Agency")}
PAYMENT_PAYER = {
    "employer": N_("The employer"),
    "bailiff": N_("The court bailiff"),
    "insurer": N_("The insurer"),
    "agency_guarantee": N_("The agency’s deposit"),
    "state_fund": N_("A State fund"),
    "other": N_("Somebody else"),
}
METHOD = {"bank": N_("Bank transfer"), "cash": N_("Cash"), "postal": N_("Postal order"), "card": N_("To a card")}
HAND = {"worker": N_("To the worker"), "held": N_("Held by the Agency for the worker")}
LETTER = {
    "demand": N_("Demand to the employer"),
    "complaint": N_("Complaint to the labour inspectorate"),
    "power": N_("Power of attorney"),
    "receipt": N_("Receipt for money handed over"),
}
FEE = {
    "bank_fee": N_("Bank fee"),
    "court_fee": N_("Court fee"),
    "tax": N_("Tax"),
    "other_fee": N_("Something else"),
}
HURDLE = {
    "payout_failed": N_("The money came back"),
    "worker_not_found": N_("The worker cannot be found"),
}
ASKED = {
    "decline": N_("Decline the claim"),
    "write_off": N_("Give the money up"),
    "below_verified": N_("Settle below what the papers show"),
    "pressure": N_("Withdrawn under pressure"),
}
APPROVAL = {
    "waiting": N_("Waits for a supervisor"),
    "agreed": N_("Agreed"),
    "declined": N_("Not agreed"),
    "lapsed": N_("No longer holds"),
}
COLUMN = {
    "name": N_("Name"),
    "phone": N_("Telephone"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "component": N_("What for"),
    "months": N_("Months"),
}
SPEAKER = {
    "relative": N_("Relative"),
    "power_of_attorney": N_("Power of attorney"),
    "trade_union": N_("Trade union"),
}
WAY = {
    "own_account": N_("To the worker’s own account"),
    "own_card": N_("To the worker’s own card"),
    "cash_at_desk": N_("Cash at the desk"),
    "relative_of_worker": N_("To a relative, with the worker’s consent"),
}
UNIT = {
    "contact": N_("contacts"),
    "session": N_("sessions"),
    "matter": N_("legal problems"),
    "person": N_("persons"),
    "gathering": N_("group sessions"),
    "head": N_("heads, not persons"),
    "event": N_("mass events"),
    "claim": N_("claims"),
    "group": N_("groups of workers"),
    "usd_minor": N_("US dollars"),
    "minor": N_("money"),
}
MEANS_OF = {
    "leaflets": N_("Leaflets and posters"),
    "broadcast": N_("Television or radio"),
    "press": N_("Press"),
    "social": N_("Social network"),
    "meeting": N_("Meeting or fair"),
    "other": N_("Something else"),
}
SEX = {"female": N_("Woman"), "male": N_("Man"), "not_stated": N_("Not stated")}
AGE_BAND = {
    "under_18": N_("Under 18"),
    "18_29": N_("18 to 29"),
    "30_44": N_("30 to 44"),
    "45_plus": N_("45 and older"),
    "not_stated": N_("Not stated"),
}
# The regions of Uzbekistan by their SOATO numbers.
REGION = {
    "not_stated": N_("Not stated"),
    "1703": N_("Andijan region"),
    "1706": N_("Bukhara region"),
    "1708": N_("Jizzakh region"),
    "1710": N_("Kashkadarya region"),
    "1712": N_("Navoi region"),
    "1714": N_("Namangan region"),
    "1718": N_("Samarkand region"),
    "1722": N_("Surkhandarya region"),
    "1724": N_("Syrdarya region"),
    "1726": N_("Tashkent city"),
    "1727": N_("Tashkent region"),
    "1730": N_("Fergana region"),
    "1733": N_("Khorezm region"),
    "1735": N_("Republic of Karakalpakstan"),
}
ALERT_KIND = {
    "employer": N_("An employer"),
    "agency": N_("A recruitment agency"),
    "country": N_("A whole country"),
}
ALERT_ACT = {
    "pause": N_("its vacancies wait for a second look"),
    "warn": N_("people are warned"),
    "dismiss": N_("it was nothing"),
}
# Who has the next move in a claim, and what its state means, as its worker reads them.
ACTS = {
    "us": N_("The Agency"),
    "post": N_("The embassy or office abroad"),
    "you": N_("You"),
    "employer": N_("The employer"),
    "body": N_("An authority or court; we follow it up"),
    "nobody": N_("Nobody: the claim is over"),
}
MEANS = {
    "received": N_("Your claim has arrived. An officer will read it and call you."),
    "acknowledged": N_("An officer has taken your claim. They are reading it."),
    "screened": N_("Your claim has been looked through. The sum is worked out next."),
    "needs_documents": N_("We need something from you: a photo of a paper, a message, the name of a witness."),
    "calculated": N_("The sum has been worked out. It is decided next whether the claim is taken on."),
    "accepted": N_("We have taken your claim on."),
    "declined": N_("We could not take your claim on. You may ask why, and add what you have."),
    "assigned_to_post": N_("The embassy or office in that country has your claim."),
    "employer_contacted": N_("We have told the employer of your claim and wait for the answer."),
    "negotiation": N_("We are talking with the employer."),
    "settlement_offered": N_("The employer offers a sum. You decide whether to take it; you may refuse."),
    "settled_awaiting_payment": N_("A sum is agreed. We wait for the money."),
    "labour_inspectorate": N_("The labour inspectorate of that country has the case."),
    "prosecutor": N_("The prosecutor has the case."),
    "mediation": N_("A mediator is trying to bring both sides together."),
    "court_filed": N_("The case is before the court."),
    "judgment": N_("The court has decided."),
    "enforcement": N_("The bailiff is collecting the money."),
    "guarantee_fund": N_("The claim is with the insurer or the guarantee fund."),
    "agency_guarantee": N_("The money is claimed from the deposit of the recruitment agency."),
    "partly_paid": N_("A part has been paid. We go on for the rest."),
    "paid_in_full": N_("All that was agreed has been paid."),
    "suspended": N_("The claim rests for now. It can be taken up again."),
    "closed": N_("The claim is closed. If something is wrong, call us: it can be opened again."),
    "reopened": N_("The claim has been opened again."),
}
EVIDENCE = {
    "contract": N_("Contract or offer"),
    "payslip": N_("Payslip"),
    "bank": N_("Bank or card history"),
    "hours": N_("Notes of days and hours"),
    "messages": N_("Messages"),
    "photo": N_("Photo of the place or the work"),
    "permit": N_("Work permit or patent"),
    "audio": N_("Voice recording"),
    "other": N_("Something else"),
}
FILE_STATE = {
    "arriving": N_("On its way"),
    "waiting": N_("Arrived, waits"),
    "clean": N_("Arrived"),
    "refused": N_("Not kept"),
    "erased": N_("Erased"),
}
FILE_REASON = {
    "no_scanner": N_(
        "It was not checked for harmful programs, because there is no scanner here. Nobody can open it yet."
    ),
    "pages_only": N_(
        "Officers see pictures of its pages. The file itself was not checked, because there is no scanner here."
    ),
    "scanner_silent": N_("The scanner does not answer at this moment. The file is checked as soon as it does."),
    "false_name": N_("The content is of another kind than its name says. Save it anew and send that."),
    "broken": N_("It cannot be opened: it is damaged or not whole. Send it again, or make a photo of it."),
    "too_many_dots": N_("The picture is too large. Send a smaller one, or a screenshot of it."),
    "locked": N_("It is locked with a password. Send it without one, or make a photo of it."),
    "damaged": N_("It arrived otherwise than it was sent. Send it again."),
    "found": N_("The scanner found something harmful in it. Make a photo of the paper and send that."),
    "twice": N_("This file is here already."),
}
LISTS: dict[str, dict[str, str]] = {
    name.lower(): words for name, words in list(globals().items()) if name.isupper() and isinstance(words, dict)
}
