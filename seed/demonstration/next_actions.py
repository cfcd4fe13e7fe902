"""What officers of the demonstration do next, in sentences that every reader has in their language."""

from collections.abc import Mapping

from i18n import N_

# By the state that a claim enters.
NEXT_ACTIONS: Mapping[str, str] = {
    "received": N_("Accept the claim and call the worker"),
    "acknowledged": N_("Review the documents"),
    "screened": N_("Calculate the sum owed"),
    "needs_documents": N_("Get the card history from the worker"),
    "calculated": N_("Decide whether to accept the claim"),
    "accepted": N_("Assign to the mission"),
    "declined": N_("Send the worker a letter with the answer"),
    "assigned_to_post": N_("Contact the employer"),
    "employer_contacted": N_("Get a written answer from the employer"),
    "negotiation": N_("Agree on a payment schedule"),
    "settlement_offered": N_("Get the worker’s answer"),
    "settled_awaiting_payment": N_("Check that the payment arrived"),
    "labour_inspectorate": N_("Follow up the inspector’s answer"),
    "prosecutor": N_("Follow up the prosecutor’s answer"),
    "mediation": N_("Meet the mediator"),
    "court_filed": N_("Find out the day of the hearing"),
    "judgment": N_("Get the writ of execution"),
    "enforcement": N_("Contact the enforcement officer"),
    "guarantee_fund": N_("Follow up the fund’s decision"),
    "agency_guarantee": N_("Wait for the bank to pay the deposit"),
    "partly_paid": N_("Request the rest of the money"),
    "paid_in_full": N_("Close the claim and get the worker’s confirmation"),
    "suspended": N_("Continue when the worker returns"),
    "closed": "",
    "reopened": N_("Review the new documents"),
}
# After each of the activities of demo/activities.tsv.
AFTER_ACTIVITIES = (
    N_("Request a payment schedule"),
    N_("Compare the list"),
    N_("Get the inspectorate’s answer"),
    N_("Request the answer"),
    N_("Call the witnesses"),
)
