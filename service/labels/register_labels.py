"""Labels of the register: states, verdicts, payers, kinds."""

from i18n import N_

LICENCE_STATE = {
    "none": N_("No licence on record"),
    "applied": N_("Applied for a licence"),
    "granted_not_active": N_("Licence granted, not active yet"),
    "valid": N_("Licence valid"),
    "expiring": N_("Licence valid, ends soon"),
    "expired": N_("Licence expired"),
    "suspended": N_("Licence suspended"),
    "surveillance": N_("Licence valid, under surveillance"),
    "revoked": N_("Licence revoked"),
    "annulled": N_("Licence annulled"),
    "surrendered": N_("Licence given up"),
    "refused": N_("Licence refused"),
    "state_programme": N_("State programme"),
}
FOUND = {
    "licensed": N_("May recruit in Uzbekistan today"),
    "not_licensed": N_("May not recruit in Uzbekistan today"),
    "registered_elsewhere": N_("Registered in another country only"),
    "unknown": N_("Not found on our registers"),
}
OFFER = {
    "genuine_match": N_("This offer fits a vetted vacancy"),
    "agency_ok_job_unknown": N_("The agency may recruit, but we do not know this job"),
    "agency_not_valid": N_("Do not pay: this recruiter may not recruit here"),
    "no_record": N_("We know neither this recruiter nor this job"),
    "known_scam": N_("Danger: fraud was confirmed under this name"),
}
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
ORDER = {
    "suspend": N_("suspended"),
    "surveil": N_("put under surveillance"),
    "revoke": N_("revoked"),
    "annul": N_("annulled"),
    "surrender": N_("given up"),
    "refuse": N_("refused"),
    "lapse": N_("expired"),
}
PAYER = {
    "employer": N_("paid by the employer"),
    "worker": N_("paid by the worker"),
    "state": N_("paid by the State"),
    "shared": N_("shared between employer and worker"),
    "none": N_("not provided"),
}
GATE = {
    "age": N_("Age"),
    "language": N_("Language"),
    "licence": N_("Document for the trade"),
    "health": N_("Health certificate"),
    "entry_ban": N_("No ban on entry"),
    "passport": N_("Passport valid long enough"),
}
HELD = {"passed": N_("in order"), "failed": N_("not met"), "to_check": N_("still to be checked")}
FACT = {
    "entry_rule": N_("Entry and work permit"),
    "wage_remedy": N_("If you are not paid"),
    "time_limit": N_("Time limits for claims"),
    "watch_for": N_("Watch out for"),
    "minimum_wage": N_("Minimum wage"),
    "money_rule": N_("Money"),
    "agreement": N_("Agreements between the States"),
    "emergency": N_("Emergency numbers"),
}
SORT = {
    "everyday": N_("As people say it"),
    "title": N_("As it stands in vacancies"),
    "loan": N_("A word of another language"),
    "activity": N_("What is done, not who does it"),
}
MARK = {
    "unconfirmed": N_("Not confirmed"),
    "sourced": N_("From a published source. Check with an adviser before you act on it."),
    "confirmed": N_("Confirmed by two officers"),
}
POST = {
    "embassy": N_("Embassy"),
    "consulate": N_("Consulate"),
    "representative": N_("Representative office of the Agency"),
    "labour_post": N_("Labour attaché"),
}
ROLE = {
    "citizen": N_("Citizen"),
    "adviser": N_("Adviser"),
    "claims_officer": N_("Claims officer"),
    "attache": N_("Labour attaché"),
    "agency_user": N_("Private agency"),
    "licensing_officer": N_("Licensing officer"),
    "protection_officer": N_("Protection officer"),
    "supervisor": N_("Supervisor"),
    "statistician": N_("Statistician"),
    "auditor": N_("Auditor"),
    "administrator": N_("Administrator"),
}
CODE_CHANNEL = {"sms": N_("By SMS"), "telegram": N_("By Telegram, to the same number")}
CHANNEL_OUT = CODE_CHANNEL | {"email": N_("By e-mail")}
# How a record was viewed, and which record, as shown to the person it is about.
LOOK = {"open": N_("Read"), "reveal": N_("Saw a number in full"), "export": N_("Took a copy")}
RECORD = {
    "citizen": N_("Your personal data"),
    "claim": N_("Wage claim"),
    "advice": N_("Advice session"),
    "evidence": N_("File of a claim or receipt"),
    "group": N_("Group claim"),
    "placement": N_("Contract for work abroad"),
    "application": N_("Application for work"),
    "complaint": N_("Complaint about an agency"),
}
PLACEMENT = {
    "signed": N_("Contract signed"),
    "departed": N_("Left for work"),
    "arrived": N_("Arrived at work"),
    "cancelled": N_("Came to nothing"),
}
PLACED_BY = {"state_agency": N_("The State Agency"), "licensed_agency": N_("A licensed agency")}
CONFIRMED_BY = {
    "post": N_("confirmed by a post abroad"),
    "worker": N_("confirmed by the worker"),
    "record": N_("taken over from a register"),
}
CANCELLED = {
    "withdrew": N_("The worker withdrew"),
    "employer_cancelled": N_("The employer took the job back"),
    "no_seat": N_("There was no place left"),
    "visa_refused": N_("No visa or work permit"),
    "unfit": N_("Not admitted by the medical check"),
    "no_show": N_("The worker did not come"),
    "expired": N_("Its time ran out"),
    "turned_back": N_("Turned back at the border"),
    "mistake": N_("Recorded by mistake"),
}
ERASURE = {
    "waiting": N_("Waiting for a decision"),
    "erased": N_("Erased"),
    "declined": N_("The file stays"),
    "taken_back": N_("Taken back"),
}
VACANCY = {
    "draft": N_("Draft"),
    "submitted": N_("Waiting for vetting"),
    "returned": N_("Returned to the agency"),
    "vetting": N_("Being vetted"),
    "post_check": N_("Being checked by the post abroad"),
    "approved": N_("Approved"),
    "published": N_("Published"),
    "paused": N_("Paused"),
    "withdrawn": N_("Withdrawn"),
    "refused": N_("Refused"),
    "blacklisted": N_("Blacklisted"),
}
POINT = {
    "employer_exists": N_("The employer stands in its country’s register"),
    "intermediary_licensed": N_("The foreign intermediary is licensed"),
    "power_of_attorney": N_("Power of attorney or agency contract"),
    "demand_letter": N_("Demand letter of the employer"),
    "permit_basis": N_("Quota or basis for the work permit"),
    "contract_languages": N_("Contract in Uzbek and in the country’s language"),
    "wage_floor": N_("Pay not below the legal minimum and the market"),
    "hours_and_rest": N_("Hours, rest, overtime"),
    "housing": N_("Housing and deductions for it"),
    "insurance": N_("Insurance"),
    "passport_stays": N_("The passport stays with the worker"),
    "costs": N_("Who pays which cost"),
    "return_ticket": N_("Return ticket"),
    "no_discrimination": N_("No condition of sex, ethnicity or family"),
    "no_strike_or_war": N_("No strike, no war zone"),
    "no_open_claims": N_("No open wage claims against the employer"),
    "contact_reached": N_("The contact answers; the call is noted"),
    "post_opinion": N_("Opinion of the post abroad"),
}
VERDICT = {"pass": N_("Passed"), "fail": N_("Failed"), "waived": N_("Waived")}
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
# The bodies that report figures for the annual report, and the units in which they count.
REPORTER = {
    "agency": N_("State Agency"),
    "interior_ministry": N_("Ministry of Internal Affairs"),
    "labour_inspectorate": N_("State Labour Inspectorate"),
    "trade_unions": N_("Federation of Trade Unions"),
    "foreign_ministry": N_("Ministry of Foreign Affairs"),
    "courts": N_("Courts"),
    "rehabilitation_centre": N_("Rehabilitation Centre"),
    "media": N_("Media and awareness"),
    "other": N_("Other bodies"),
}
COUNTED = {
    "act": N_("documents of law"),
    "appeal": N_("appeals"),
    "application": N_("applications"),
    "base_amount": N_("times the base amount"),
    "case": N_("cases"),
    "complaint": N_("complaints"),
    "country": N_("countries"),
    "crime": N_("crimes"),
    "document": N_("papers issued"),
    "event": N_("events"),
    "group": N_("groups"),
    "item": N_("things"),
    "material": N_("printed materials"),
    "minor": N_("money"),
    "offence": N_("offences"),
    "organisation": N_("organisations"),
    "person": N_("persons"),
    "place": N_("places"),
    "placement": N_("persons placed"),
    "publication": N_("programmes and articles"),
    "raid": N_("raids"),
    "rate": N_("percent"),
    "ruling": N_("rulings"),
    "usd_minor": N_("US dollars"),
    "violation": N_("breaches"),
    "visit": N_("visits"),
}

LISTS: dict[str, dict[str, str]] = {
    name.lower(): words
    for name, words in list(globals().items())
    if name.isupper() and isinstance(words, dict)
}
