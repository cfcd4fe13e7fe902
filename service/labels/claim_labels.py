"""Labels of wage claims: states, reasons, components, next to act, and facts about a person."""

from i18n import N_

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
# The same for the person who follows the claim and may be forced to show it to the employer: both
# kinds of withdrawal read alike.
CLOSING_TOLD = {
    "paid_in_full": N_("All that was agreed has been paid."),
    "paid_below_verified": N_("The sum that was settled has been paid."),
    "paid_by_guarantee": N_("A guarantee, a fund or an insurer has paid."),
    "unenforceable": N_("The judgment cannot be enforced."),
    "employer_untraceable": N_("The employer is insolvent or cannot be found."),
    "no_evidence": N_("What we have is not enough to prove the claim."),
    "time_barred": N_("The time limit has passed."),
    "outside_competence": N_("Another body deals with such claims."),
    "withdrawn_freely": N_("The claim was withdrawn."),
    "withdrawn_under_pressure": N_("The claim was withdrawn."),
    "unreachable": N_("We could not reach the worker."),
    "duplicate": N_("The same claim is on record already."),
    "settled_directly": N_("The worker and the employer have settled it."),
    "unfounded": N_("As far as we can see, nothing is owed."),
}
# The states as shown to the person who follows a claim.
CLAIM_TOLD = CLAIM | {"prosecutor": N_("With an authority of that country")}
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
CLAIM_ACT = {
    "call": N_("Telephone call"),
    "visit": N_("Visit"),
    "meeting": N_("Meeting"),
    "letter": N_("Letter"),
    "note_verbale": N_("Note verbale"),
    "hearing": N_("Hearing"),
}
ACT_WITH = {
    "worker": N_("Worker"),
    "employer": N_("Employer"),
    "authority": N_("State body"),
    "court": N_("Court"),
    "other": N_("Somebody else"),
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
    "case": N_("protected cases"),
    "placement": N_("placements"),
    "licence": N_("licences"),
    "vacancy": N_("vacancies"),
    "application": N_("applications"),
    "complaint": N_("complaints"),
    "seat": N_("seats"),
    "order": N_("orders"),
    "day": N_("days"),
    "rate": N_("percent"),
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
# The regions of Uzbekistan by their SOATO codes.
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
# Who acts next on a claim, and what its state means, as shown to its worker.
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
    "needs_documents": N_(
        "We need something from you: a photo of a paper, a message, the name of a witness."
    ),
    "calculated": N_(
        "The sum has been worked out. It is decided next whether the claim is taken on."
    ),
    "accepted": N_("We have taken your claim on."),
    "declined": N_("We could not take your claim on. You may ask why, and add what you have."),
    "assigned_to_post": N_("The embassy or office in that country has your claim."),
    "employer_contacted": N_("We have told the employer of your claim and wait for the answer."),
    "negotiation": N_("We are talking with the employer."),
    "settlement_offered": N_(
        "The employer offers a sum. You decide whether to take it; you may refuse."
    ),
    "settled_awaiting_payment": N_("A sum is agreed. We wait for the money."),
    "labour_inspectorate": N_("The labour inspectorate of that country has the case."),
    "prosecutor": N_("An authority of that country has the case."),
    "mediation": N_("A mediator is trying to bring both sides together."),
    "court_filed": N_("The case is before the court."),
    "judgment": N_("The court has decided."),
    "enforcement": N_("The bailiff is collecting the money."),
    "guarantee_fund": N_("The claim is with the insurer or the guarantee fund."),
    "agency_guarantee": N_("The money is claimed from the deposit of the recruitment agency."),
    "partly_paid": N_("A part has been paid. We go on for the rest."),
    "paid_in_full": N_("All that was agreed has been paid."),
    "suspended": N_("The claim rests for now. It can be taken up again."),
    "closed": N_(
        "The claim is closed. If something is wrong, write to us: it can be opened again."
    ),
    "reopened": N_("The claim has been opened again."),
}
# A post's opinion of an employer in its country.
OPINION = {"good": N_("Good"), "caution": N_("Caution"), "do_not_send": N_("Do not send")}
HANDOVER = {
    "waiting": N_("Waits for the countersign"),
    "countersigned": N_("Countersigned"),
    "declined": N_("Handover not taken"),
}
AUDIT = {
    "in_order": N_("In order"),
    "look_again": N_("To be looked at again"),
}
AGEING = {
    "under_30": N_("Under 30 days"),
    "to_90": N_("30 to 90 days"),
    "to_180": N_("91 to 180 days"),
    "over_180": N_("Over 180 days"),
    "overdue": N_("Overdue"),
    "quiet": N_("Nothing written for 14 days"),
    "all": N_("All that are open"),
}
CLAIM_ORDER = {
    "due": N_("Late first, then by due date"),
    "filed": N_("Filed longest ago first"),
    "worker": N_("Worker’s name"),
    "employer": N_("Employer’s name"),
    "state": N_("State, from the first step on"),
}
