"""Labels of the live numbers page: its periods, and what the records do not state."""

from i18n import N_

PERIODS = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "days": N_("Between two dates"),
}
SINCE_YESTERDAY = N_("Since yesterday")
# With what each period is compared: as a sentence, and as the head of a column.
COMPARED = {
    "month": N_("Compared with the same days of the month before: %(days)s"),
    "last_month": N_("Compared with the month before: %(days)s"),
    "quarter": N_("Compared with the same days of the quarter before: %(days)s"),
    "year": N_("Compared with the same days of the year before: %(days)s"),
    "days": N_("Compared with as many days before: %(days)s"),
}
EARLIER = {
    "month": N_("Month before, same days"),
    "last_month": N_("Month before"),
    "quarter": N_("Quarter before, same days"),
    "year": N_("Year before, same days"),
    "days": N_("As many days before"),
}
# What the records of a figure do not state, as it is used in a sentence.
MISSING_PARTS = {
    "post": N_("the mission abroad"),
    "country": N_("the country"),
    "topic": N_("the topic"),
}
