"""Labels of legal rules, time limits, their units, their sources, and the records of retention."""

from i18n import N_

LEGAL_RULE = {
    "administrative_offence": N_("Administrative offences of agencies"),
    "advice_fee_cap": N_("Highest fee for advice"),
    "agency_deposit": N_("Deposit of an agency"),
    "appeal_answer": N_("Time to answer an appeal by a citizen"),
    "appeal_answer_study": N_("Time to answer an appeal that needs further study"),
    "base_calculation_amount": N_("Base calculation amount"),
    "deposit_drawdown": N_("Claims of workers may be paid from the deposit"),
    "forced_labour_fine_max": N_("Highest fine for forced labour"),
    "forced_labour_fine_min": N_("Lowest fine for forced labour"),
    "holiday_constitution": N_("Public holiday: Constitution Day"),
    "holiday_independence": N_("Public holiday: Independence Day"),
    "holiday_memory": N_("Public holiday: Day of Memory and Honour"),
    "holiday_navruz": N_("Public holiday: Navruz"),
    "holiday_new_year": N_("Public holiday: New Year"),
    "holiday_teachers": N_("Public holiday: Teachers’ Day"),
    "holiday_women": N_("Public holiday: Women’s Day"),
    "idle_demand": N_("Time without a place taken before a vacancy is removed from the list"),
    "idle_notice": N_("Notice before a vacancy is removed from the list"),
    "inspection_result_published": N_("Time to publish the result of an inspection"),
    "licence_decision": N_("Time to decide on a licence"),
    "microloan_max": N_("Largest microloan for work abroad"),
    "microloan_term": N_("Longest term of a microloan for work abroad"),
    "minimum_wage_uz": N_("Minimum wage in Uzbekistan"),
    "passport_beyond_contract": N_("Validity of the passport after the contract ends"),
    "provisional_suspension": N_("Emergency suspension of a licence by one officer"),
    "quota_contest_notice": N_("Notice of a quota competition"),
    "stale_employer": N_(
        "Time without news of an employer before its vacancies are removed from the list"
    ),
    "unregistered_contract_void": N_("A contract that is not registered is void"),
    "vacancies_public": N_("Vacancies are published"),
    "vetting_decision": N_("Time to decide on a vacancy"),
    "victim_referral_procedure": N_("Procedure for referring victims"),
    "worker_age_min": N_("Lowest age for work abroad"),
    "worker_fee_cap": N_("Highest fee that a worker may be charged"),
}
RULE_UNIT = {
    "amount": N_("Amount"),
    "month": N_("Amount per month"),
    "BCA": N_("Base calculation amounts"),
    "days": N_("Days"),
    "months": N_("Months"),
    "years": N_("Years"),
    "working_days": N_("Working days"),
    "month_day": N_("Month and day"),
    "rule": N_("In force (1) or not (0)"),
}
LIMIT_UNIT = {
    "years": N_("Years"),
    "months": N_("Months"),
    "days": N_("Days"),
    "workdays": N_("Working days"),
}
LIMIT_TITLE = {
    "stored": N_("Time limit"),
    "new": N_("New time limit"),
}
RETENTION = {
    "attempts": N_("Counts of requests and failed sign-ins"),
    "closed_cases": N_("Persons whose last case is closed"),
    "codes": N_("Sign-in codes"),
    "drafts": N_("Drafts"),
    "invitations": N_("Invitations for staff"),
    "once": N_("Answers to forms already sent"),
    "outbox": N_("Messages already sent"),
    "sign_ins": N_("Sign-ins that have ended"),
    "staff_notices": N_("Notices to staff that were read"),
}
# Why a day is no working day: the names of the weekend by their number, and any other day.
DAYS_OFF = {5: N_("Saturday"), 6: N_("Sunday")}
HOLIDAY = N_("public holiday")
# Parts of a source that are no name of a document; they are separated by semicolons.
SOURCE = (
    N_("Annual report 2019"),
    N_("Annual report 2019 (posts)"),
    N_("Practice of this service"),
    N_("it states no law"),
    N_("no source was found on the law"),
    N_("recalled, no document found"),
)
