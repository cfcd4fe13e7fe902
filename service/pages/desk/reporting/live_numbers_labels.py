"""Labels of the live numbers page: its periods, and what the records do not state."""

from i18n import N_

PERIODS = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "days": N_("Between two dates"),
}
# What the records of a figure do not state, as it is used in a sentence.
MISSING_PARTS = {
    "post": N_("the mission abroad"),
    "country": N_("the country"),
    "topic": N_("the topic"),
}
