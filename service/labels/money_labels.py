"""Labels of payments: payers, methods, recipients, fees and obstacles to paying out."""

from i18n import N_

PAYMENT_PAYER = {
    "employer": N_("The employer"),
    "bailiff": N_("The court bailiff"),
    "insurer": N_("The insurer"),
    "agency_guarantee": N_("The agency’s deposit"),
    "state_fund": N_("A State fund"),
    "other": N_("Somebody else"),
}
METHOD = {
    "bank": N_("Bank transfer"),
    "cash": N_("Cash"),
    "postal": N_("Postal order"),
    "card": N_("To a card"),
}
HAND = {"worker": N_("To the worker"), "held": N_("Held by the Agency for the worker")}
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
WAY = {
    "own_account": N_("To the worker’s own account"),
    "own_card": N_("To the worker’s own card"),
    "cash_at_desk": N_("Cash at the desk"),
    "relative_of_worker": N_("To a relative, with the worker’s consent"),
}
