"""Labels without an enum: claims, protected cases, posts, people and their regions."""

from i18n import N_

YES_NO = {"true": N_("Yes"), "false": N_("No")}
# The reasons for closing, for the person who follows the claim and may be forced to show it to the
# employer: both kinds of withdrawal read alike.
CLOSING_TOLD = {
    "paid_in_full": N_("The full agreed amount has been paid."),
    "paid_below_verified": N_("The agreed amount has been paid."),
    "paid_by_guarantee": N_("A guarantor, a fund or an insurer has paid."),
    "unenforceable": N_("The judgment cannot be enforced."),
    "employer_untraceable": N_("The employer is insolvent or cannot be found."),
    "no_evidence": N_("We do not have enough evidence to prove the claim."),
    "time_barred": N_("The time limit has passed."),
    "outside_competence": N_("Another organisation deals with claims like this."),
    "withdrawn_freely": N_("The claim was withdrawn."),
    "withdrawn_under_pressure": N_("The claim was withdrawn."),
    "unreachable": N_("We could not reach the worker."),
    "duplicate": N_("The same claim has already been recorded."),
    "settled_directly": N_("The worker and the employer have reached a settlement."),
    "unfounded": N_("As far as we can tell, nothing is owed."),
}
# What the state of a claim means, and who acts next, as shown to its worker.
MEANS = {
    "received": N_("We have received your claim. An officer will read it and call you."),
    "acknowledged": N_("An officer has taken your claim and is reading it."),
    "screened": N_("We have reviewed your claim. Next, we will work out the amount."),
    "needs_documents": N_(
        "We need something from you: a photo of a document, a message or the name of a witness."
    ),
    "calculated": N_(
        "We have worked out the amount. Next, we will decide whether to accept the claim."
    ),
    "accepted": N_("We have accepted your claim."),
    "declined": N_(
        "We could not accept your claim. You can ask why and add any evidence you have."
    ),
    "assigned_to_post": N_("Your claim is with the embassy or consulate in the country of work."),
    "employer_contacted": N_(
        "We have told the employer about your claim and are waiting for their answer."
    ),
    "negotiation": N_("We are talking with the employer."),
    "settlement_offered": N_(
        "The employer has offered an amount. You decide whether to accept it: you can refuse."
    ),
    "settled_awaiting_payment": N_("An amount has been agreed. We are waiting for the money."),
    "labour_inspectorate": N_("The case is with the labour inspectorate in the country of work."),
    "prosecutor": N_("The case is with an authority in the country of work."),
    "mediation": N_("A mediator is trying to bring both sides together."),
    "court_filed": N_("The case is before the court."),
    "judgment": N_("The court has decided."),
    "enforcement": N_("The bailiff is collecting the money."),
    "guarantee_fund": N_("The claim is with the insurer or the guarantee fund."),
    "agency_guarantee": N_("The money is being claimed from the recruitment agency’s deposit."),
    "partly_paid": N_("Part of the money has been paid. We are working to get the rest."),
    "paid_in_full": N_("The full agreed amount has been paid."),
    "suspended": N_("The claim is paused for now. Work on it can start again later."),
    "closed": N_("The claim is closed. If something is wrong, write to us: it can be reopened."),
    "reopened": N_("The claim has been reopened."),
}
# The same for an heir of a worker who has died.
MEANS_OF_HEIRS = MEANS | {
    "received": N_("We have received the claim. An officer will read it and call the family."),
    "acknowledged": N_("An officer has taken the claim and is reading it."),
    "screened": N_("We have reviewed the claim. Next, we will work out the amount."),
    "accepted": N_("We have accepted the claim."),
    "declined": N_("We could not accept the claim. You can ask why and add any evidence you have."),
    "assigned_to_post": N_("The claim is with the embassy or consulate in the country of work."),
    "employer_contacted": N_(
        "We have told the employer about the claim and are waiting for their answer."
    ),
    "settlement_offered": N_(
        "The employer has offered an amount. The heirs decide whether to accept it: write to us."
    ),
}
ACTS = {
    "heirs": N_("The heirs"),
    "us": N_("The Migration Agency"),
    "post": N_("The embassy or consulate abroad"),
    "you": N_("You"),
    "employer": N_("The employer"),
    "body": N_("An authority or court; we are following the case"),
    "nobody": N_("Nobody: work on the claim has ended"),
}
OWNER = {"claims_desk": N_("The Migration Agency’s claims department")}
APPROVAL = {
    "waiting": N_("Waiting for a supervisor"),
    "approved": N_("Request approved"),
    "declined": N_("Request not approved"),
    "lapsed": N_("No longer valid"),
}
HANDOVER = {
    "waiting": N_("Waiting for the countersignature"),
    "countersigned": N_("Countersigned"),
    "declined": N_("Handover not accepted"),
}
AGEING = {
    "under_30": N_("Under 30 days"),
    "to_90": N_("30 to 90 days"),
    "to_180": N_("91 to 180 days"),
    "over_180": N_("Over 180 days"),
    "week": N_("Due within 7 days"),
    "overdue": N_("Overdue"),
    "quiet": N_("No entries for 14 days"),
    "all": N_("All open claims"),
}
# The columns of the trend of claims.
TREND = {
    "filed": N_("Filed"),
    "closed": N_("Closed"),
    "open": N_("Open at the end"),
}
# Claims that are late for a service clock.
BREACH = {
    "acknowledge": N_("Not acknowledged in time"),
    "screen": N_("Not examined in time"),
    "contact": N_("Employer not contacted in time"),
    "review": N_("Not reviewed in time"),
    "stale": N_("Nothing has happened for too long"),
    "supervisor": N_("Waiting for a supervisor"),
}
# The states of a referral, in words that reveal nothing to a bystander.
CHOSEN = {
    "in_progress": N_("An officer is looking into this."),
    "accepted": N_("Somebody is dealing with this."),
    "rejected": N_("We could not take this on. Write to us: there are other options."),
    "revoked": N_("This has been stopped. Nothing more will be passed on."),
    "done": N_("Work on this has finished. You can write to us again at any time."),
}
CASE_ACT = {
    "open": N_("Opened"),
    "screen": N_("Signs recorded"),
    "consent": N_("Consent"),
    "send": N_("Sent to"),
    "make_link": N_("Link made for"),
    "close_link": N_("Links closed"),
    "answer": N_("Now"),
    "facts": N_("Facts corrected"),
    "note": N_("Note"),
    "withdraw": N_("Consent withdrawn"),
    "break_glass": N_("Opened by a supervisor using emergency access"),
}
SIFTED = {
    "petition": N_("Application awaiting a decision"),
    "proposed": N_("Waiting for a second signature"),
    "below": N_("Deposit below the minimum"),
    "barred": N_("On the blacklist"),
}
# How a record was viewed, and which record, as shown to the person it is about.
LOOK = {"open": N_("Viewed"), "reveal": N_("Viewed a number in full"), "export": N_("Took a copy")}
RECORD = {
    "citizen": N_("Your personal data"),
    "claim": N_("Wage claim"),
    "advice": N_("Advice session"),
    "evidence": N_("Claim attachment or receipt"),
    "group": N_("Group claim"),
    "placement": N_("Contract for work abroad"),
    "application": N_("Application for work"),
    "complaint": N_("Complaint about an agency"),
    "incident": N_("Incident abroad"),
}
ERASURE = {
    "waiting": N_("Waiting for a decision"),
    "erased": N_("Erased"),
    "declined": N_("File not erased"),
    "taken_back": N_("Revoked"),
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
