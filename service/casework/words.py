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
UNIT = {
    "session": N_("sessions"),
    "matter": N_("legal problems"),
    "person": N_("persons"),
    "claim": N_("claims"),
    "usd_minor": N_("US dollars"),
    "minor": N_("money"),
}
SEX = {"female": N_("Woman"), "male": N_("Man"), "not_stated": N_("Not stated")}
AGE_BAND = {
    "under_18": N_("Under 18"),
    "18_29": N_("18 to 29"),
    "30_44": N_("30 to 44"),
    "45_plus": N_("45 and older"),
    "not_stated": N_("Not stated"),
}
LISTS: dict[str, dict[str, str]] = {
    name.lower(): words for name, words in list(globals().items()) if name.isupper() and isinstance(words, dict)
}
