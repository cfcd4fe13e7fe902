"""Labels of the state of a report year, and of what comes next."""

from i18n import N_

STATE = {
    "open": N_("The year is not over"),
    "provisional": N_("Provisional: nobody has signed yet"),
    "signed": N_("Signed by one person"),
    "closed": N_("Closed with two signatures"),
    "published": N_("Published"),
}
NEXT = {
    "open": N_("Wait until the year is over"),
    "provisional": N_("A statistician reviews and signs the report"),
    "signed": N_("A supervisor countersigns the report"),
    "closed": N_("A statistician publishes the report"),
    "published": "",
}
