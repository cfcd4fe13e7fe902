"""The words of the numbers page: its sections, the parts of its figures, and the dimensions one chooses by."""

from collections.abc import Mapping

from i18n import N_, Language, formats, gettext
from service import drawing
from service.reporting.figures import NOT_STATED

# In the order of the page; by the beginning of a figure's key.
SECTIONS = {
    "placements": N_("Placements"),
    "advice": N_("Advice"),
    "harm": N_("Protected cases"),
    "wages": N_("Wage claims"),
    "licences": N_("Licences"),
    "vacancies": N_("Vacancies"),
}
PERIODS = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "days": N_("Between two days"),
}
# What the records of a figure do not tell, as it stands in a sentence.
LACKS = {"post": N_("the post abroad"), "country": N_("the country"), "topic": N_("the topic")}
PLACED = {"state_agency": N_("The State Agency"), "licensed_agency": N_("Licensed agencies")}
ANSWERED = {
    "within_1_day": N_("Within a day"),
    "within_3_days": N_("Within three days"),
    "within_10_days": N_("Within ten days"),
    "later": N_("Later"),
}
_LISTS = {"topic": "topic", "state": "claim", "outcome": "outcome", "order": "order", "sex": "sex", "age_band": "age_band",
          "region": "region", "channel": "channel"}  # fmt: skip
_OWN = PLACED | ANSWERED


def label(lang: Language, dimension: str | None, value: str, majors: Mapping[str, str]) -> str:
    """A part of a figure as people read it; a currency stands with its number already."""
    if value == NOT_STATED:
        return gettext(lang, "Not stated")
    if dimension == "country":
        return formats.country(lang, value)
    if dimension == "occupation_major":
        return majors.get(value, value)
    if value in _OWN:
        return gettext(lang, _OWN[value])
    return drawing.word(lang, _LISTS[dimension], value) if dimension in _LISTS else value
