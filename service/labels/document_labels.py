"""Labels of letters and of files that support a claim."""

from i18n import N_

LETTER = {
    "demand": N_("Demand to the employer"),
    "complaint": N_("Complaint to the labour inspectorate"),
    "power": N_("Power of attorney"),
    "receipt": N_("Receipt for money handed over"),
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
    "receipt": N_("Receipt"),
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
    "scanner_silent": N_(
        "The scanner does not answer at this moment. The file is checked as soon as it does."
    ),
    "false_name": N_(
        "The content is of another kind than its name says. Save it anew and send that."
    ),
    "broken": N_(
        "It cannot be opened: it is damaged or not whole. Send it again, or make a photo of it."
    ),
    "too_many_dots": N_("The picture is too large. Send a smaller one, or a screenshot of it."),
    "locked": N_("It is locked with a password. Send it without one, or make a photo of it."),
    "damaged": N_("It arrived otherwise than it was sent. Send it again."),
    "found": N_(
        "The scanner found something harmful in it. Make a photo of the paper and send that."
    ),
    "twice": N_("This file is here already."),
}
