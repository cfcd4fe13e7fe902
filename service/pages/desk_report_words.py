"""The words of the yearly report: its sections, how a year stands, how a figure is rounded, and the parts of figures."""

from i18n import N_, Language, formats, gettext
from service import drawing
from service.reporting.figures import NOT_STATED, Figure

# In the order of the report; a figure's key begins with its section.
SECTIONS = {
    "placements": N_("Placements abroad"),
    "advice": N_("Advice"),
    "harm": N_("Victims and protected cases"),
    "wages": N_("Wage claims"),
    "licences": N_("Licences"),
    "vacancies": N_("Vacancies"),
}
STATE = {
    "open": N_("The year is not over"),
    "provisional": N_("Provisional: nobody has signed"),
    "signed": N_("Signed once"),
    "closed": N_("Closed with two signatures"),
    "published": N_("Published"),
}
NEXT = {
    "open": N_("Wait until the year is over"),
    "provisional": N_("A statistician looks and signs"),
    "signed": N_("A supervisor countersigns"),
    "closed": N_("A statistician publishes"),
    "published": "",
}
ROUNDING = {
    "none": N_("not rounded"),
    "half_up": N_("to a hundredth of a percent, half up"),
    "each_half_up": N_("each payment to the cent, half up, then added"),
}
PLACED_BY = {"state_agency": N_("The State Agency"), "licensed_agency": N_("Licensed private agencies")}
ANSWERED = {
    "within_1_day": N_("Within one day"),
    "within_3_days": N_("Within three days"),
    "within_10_days": N_("Within ten days"),
    "later": N_("Later than ten days"),
}
MAJOR = {
    "0": N_("Armed forces"),
    "1": N_("Managers"),
    "2": N_("Professionals"),
    "3": N_("Technicians"),
    "4": N_("Office workers"),
    "5": N_("Service and sales workers"),
    "6": N_("Skilled workers in farming, forestry and fishing"),
    "7": N_("Craft and building trades"),
    "8": N_("Machine operators, assemblers and drivers"),
    "9": N_("Simple occupations"),
}
_OWN = {"answered": ANSWERED, "occupation_major": MAJOR}
_LISTS = {
    "topic": "topic", "channel": "channel", "outcome": "outcome", "state": "claim", "sex": "sex", "age_band": "age_band",
    "region": "region", "order": "order",
}  # fmt: skip


def label(lang: Language, figure: Figure) -> str:
    """Which part of the whole a figure is, as people read it; a currency is its code."""
    for kind, value in (figure.dimension or {}).items():
        return _part(lang, figure.key, kind, value)
    return ""


def _part(lang: Language, key: str, kind: str, value: str) -> str:
    if value == NOT_STATED:
        return gettext(lang, N_("Not stated"))
    if kind == "country":
        return formats.country(lang, value)
    known = PLACED_BY if key.startswith("placements.") and kind == "channel" else _OWN.get(kind, {})
    if value in known:
        return gettext(lang, known[value])
    return drawing.word(lang, _LISTS[kind], value) if kind in _LISTS else value
