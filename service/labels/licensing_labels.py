"""Labels of the licensing desk: proposals, reasons for barring a firm, points of inspection."""

from i18n import N_

PROPOSAL = {
    "grant": N_("Grant the licence"),
    "renew": N_("Renew the licence"),
    "refuse": N_("Refuse what was applied for"),
    "suspend": N_("Suspend the licence"),
    "surveil": N_("Put under surveillance"),
    "revoke": N_("Revoke the licence"),
    "annul": N_("Annul the licence"),
    "surrender": N_("Take note that the licence is given up"),
    "lift": N_("Lift an order"),
    "bar": N_("Put on the black list"),
    "unbar": N_("Take off the black list"),
}
PROPOSED = {
    "waiting": N_("waits for a second signature"),
    "confirmed": N_("confirmed"),
    "sent_back": N_("sent back"),
    "withdrawn": N_("taken back"),
}
BARRED = {
    "agency": N_("Agency"),
    "employer": N_("Employer abroad"),
    "director": N_("Director of an agency"),
}
BARRED_FOR = {
    "fraud": N_("fraud"),
    "money_from_workers": N_("took money from workers"),
    "false_papers": N_("false papers"),
    "unpaid_wages": N_("wages not paid"),
    "passports_kept": N_("passports taken away"),
    "forced_labour": N_("forced labour"),
    "no_answer": N_("does not answer complaints"),
    "court": N_("decision of a court"),
}
ASKED_FOR = {"licence": N_("Application for a licence"), "renewal": N_("Application for a renewal")}
PETITION = {
    "waiting": N_("waits for a decision"),
    "granted": N_("granted"),
    "refused": N_("refused"),
    "withdrawn": N_("taken back by the firm"),
}
TRACE = {
    "tax_no": N_("the same tax number"),
    "owner": N_("an owner of this name"),
    "director": N_("a director of this name"),
    "phone": N_("the same telephone"),
    "address": N_("the same address"),
    "name": N_("a name that comes near"),
}
INSPECTED = {
    "licence_shown": N_("The licence hangs where people see it"),
    "premises": N_("Rooms at the address of the register"),
    "staff_named": N_("Whoever recruits is named to us"),
    "fees": N_("No money is taken from workers against the law"),
    "contracts_registered": N_("Contracts are registered"),
    "vacancies_vetted": N_("Only vetted jobs are offered"),
    "adverts_true": N_("Adverts say what was vetted"),
    "deposit_stands": N_("The deposit stands at the bank"),
    "papers_kept": N_("Workers’ papers are kept safe, passports given back"),
    "complaints_answered": N_("Complaints are answered in time"),
}
INSPECTION = {
    "fine": N_("in order"),
    "to_mend": N_("must be mended"),
    "not_seen": N_("not looked at"),
}
MOVEMENT = {
    "put_up": N_("put up or topped up"),
    "drawn": N_("paid out to workers"),
    "given_back": N_("given back to the agency"),
}
IDLE = {
    "idle_demand": N_("No place was taken"),
    "stale_employer": N_("Nothing is heard of the employer"),
}
SIFTED = {
    "petition": N_("An application waits"),
    "proposed": N_("Waits for a second signature"),
    "below": N_("Deposit below the minimum"),
    "barred": N_("On the black list"),
}
