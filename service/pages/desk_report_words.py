"""The words of the yearly report: its sections, how a year stands, how a figure is rounded, and the parts of figures."""

from i18n import N_, Language, formats, gettext
from service import drawing
from service.reporting.documents import terms
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
_OWN = {"answered": terms.ANSWERED, "occupation_major": terms.MAJOR}
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
    known = terms.PLACED_BY if key.startswith("placements.") and kind == "channel" else _OWN.get(kind, {})
    if value in known:
        return gettext(lang, known[value])
    return drawing.word(lang, _LISTS[kind], value) if kind in _LISTS else value
