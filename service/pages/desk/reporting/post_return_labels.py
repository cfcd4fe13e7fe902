"""Labels of a monthly return: its sections, and the parts of its figures."""

from i18n import N_, Language, gettext
from service.reporting.figures.figures import Figure
from service.web import rendering

# In the order of the return; a figure's key begins with its section.
SECTIONS = {
    "advice": N_("Advice"),
    "claims": N_("Wage claims"),
    "money": N_("Money from wage claims"),
    "recovery": N_("Money recovered in claims closed this month"),
    "referrals": N_("Protection cases"),
    "incidents": N_("Deaths, injuries and detentions"),
    "gatherings": N_("Groups and events"),
}
AGE = {
    "under_30": N_("Under 30 days"),
    "30_to_89": N_("30 to 89 days"),
    "90_to_180": N_("90 to 180 days"),
    "over_180": N_("Over 180 days"),
}
_LISTS = ("topic", "outcome", "closing", "rejected")


def label(lang: Language, figure: Figure) -> str:
    """Return the label of a figure's part; a currency is already shown with its number."""
    for kind, value in (figure.dimension or {}).items():
        if kind in _LISTS:
            return rendering.label(lang, kind, value)
        return gettext(lang, AGE[value]) if value in AGE else value
    return ""
