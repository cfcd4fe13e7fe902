"""Labels of the state of a report year, and of what comes next."""

from i18n import N_

STATE = {
    "open": N_("The year is not over"),
    "provisional": N_("Provisional: nobody has signed yet"),
    "signed": N_("Signed once"),
    "closed": N_("Closed with two signatures"),
    "published": N_("Published"),
}
NEXT = {
    "open": N_("Wait until the year is over"),
    "provisional": N_("A statistician reviews and signs"),
    "signed": N_("A supervisor countersigns"),
    "closed": N_("A statistician publishes"),
    "published": "",
}
