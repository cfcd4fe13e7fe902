"""The words of the report: its sections, units, dimensions, the parts of these and how a number is written."""

from decimal import Decimal

from i18n import N_, Language, formats, gettext
from service import words
from service.casework import words as case_words
from service.reporting import masks
from service.reporting.figures import NOT_STATED, Figure, Unit

SECTIONS = {
    "placements": N_("Work abroad"),
    "advice": N_("Legal advice"),
    "harm": N_("Help for victims"),
    "wages": N_("Wage claims and wages received"),
    "register": N_("Agencies, licences and vacancies"),
}
# Which section a figure stands in, by the first word of its key; the rest stand with the register.
_STANDS = {key: key for key in SECTIONS} | {"licences": "register", "vacancies": "register"}
STATE = {
    "open": N_("not over yet"),
    "provisional": N_("provisional"),
    "closed": N_("closed"),
    "published": N_("published"),
    "corrected": N_("published and corrected"),
}
_UNITS = {
    Unit.PLACEMENT: N_("placements"),
    Unit.LICENCE: N_("licences"),
    Unit.VACANCY: N_("vacancies"),
    Unit.SEAT: N_("seats"),
    Unit.ORDER: N_("orders"),
    Unit.DAY: N_("days"),
    Unit.USD: N_("US dollars"),
    Unit.MONEY: N_("money"),
}
_DIMENSIONS = {
    "country": N_("Country"),
    "channel": N_("Way"),
    "sex": N_("Sex"),
    "age_band": N_("Age"),
    "region": N_("Region of origin"),
    "occupation_major": N_("Kind of occupation"),
    "topic": N_("Topic"),
    "outcome": N_("Outcome"),
    "state": N_("State"),
    "answered": N_("Answered"),
    "currency": N_("Currency"),
    "order": N_("Kind of order"),
}
_CHANNEL = {"state_agency": N_("The State Agency"), "licensed_agency": N_("Licensed private agencies")}
_ANSWERED = {
    "within_1_day": N_("Within a day"),
    "within_3_days": N_("Within three days"),
    "within_10_days": N_("Within ten days"),
    "later": N_("Later"),
}
_OCCUPATION = {
    "0": N_("Armed forces occupations"),
    "1": N_("Managers"),
    "2": N_("Professionals"),
    "3": N_("Technicians and associate professionals"),
    "4": N_("Clerks"),
    "5": N_("Workers in services and sales"),
    "6": N_("Skilled farm, forestry and fishery workers"),
    "7": N_("Craft and related trades workers"),
    "8": N_("Operators of plant and machines, drivers"),
    "9": N_("Workers in elementary occupations"),
}
_NOT_STATED = N_("Not stated")
_LISTS = words.LISTS | case_words.LISTS
_WORDS = {
    "channel": _LISTS["channel"] | _CHANNEL, "sex": _LISTS["sex"], "age_band": _LISTS["age_band"], "region": _LISTS["region"],
    "occupation_major": _OCCUPATION, "topic": _LISTS["topic"], "outcome": _LISTS["outcome"], "state": _LISTS["claim"],
    "answered": _ANSWERED, "order": _LISTS["order"],
}  # fmt: skip
# What follows an order of its own; everything else goes by its number, the largest first.
IN_ORDER = {name: list(_WORDS[name]) for name in ("sex", "age_band", "occupation_major", "answered")}


def section(key: str) -> str:
    return _STANDS.get(key.partition(".")[0], "register")


def unit(lang: Language, one: Unit) -> str:
    return gettext(lang, _UNITS.get(one) or _LISTS["unit"][one.value])


def dimension(lang: Language, name: str) -> str:
    return gettext(lang, _DIMENSIONS[name]) if name in _DIMENSIONS else name


def part(lang: Language, figure: Figure) -> str:
    """Which part of its whole a figure is, in words; nothing for the whole."""
    return ", ".join(_part(lang, name, value) for name, value in (figure.dimension or {}).items())


def _part(lang: Language, name: str, value: str) -> str:
    if value == NOT_STATED:
        return gettext(lang, _NOT_STATED)
    if name == "country":
        return formats.country(lang, value)
    if name == "currency":
        return value
    known = _WORDS.get(name, {})
    return gettext(lang, known[value]) if value in known else value


def state(lang: Language, name: str) -> str:
    return gettext(lang, STATE[name]) if name in STATE else name


def written(lang: Language, figure: Figure) -> str:
    """The number of a figure as people read it."""
    value = figure.value
    if value is None:
        return gettext(lang, N_("fewer than %(n)s, or hidden to protect them"), n=least(figure.unit))
    if figure.unit is Unit.RATE:
        return formats.percent(lang, Decimal(value) / 10_000, 2)
    if figure.unit in (Unit.USD, Unit.MONEY):
        return formats.money(lang, value, figure.currency or "USD")
    return formats.number(lang, value)


def plain(unit_: Unit, number: int, currency: str | None) -> Decimal:
    """The number in whole units: percent and not its hundredths, dollars and not cents."""
    if unit_ is Unit.RATE:
        return Decimal(number).scaleb(-2)
    if unit_ in (Unit.USD, Unit.MONEY):
        return Decimal(number).scaleb(-formats.exponent(currency or "USD"))
    return Decimal(number)


def whole_unit(one: Unit) -> str:
    """The unit of a plain number, as programs read it."""
    return {Unit.USD: "usd", Unit.MONEY: "money"}.get(one, one.value)


def least(_unit: Unit) -> int:
    """Fewer than this are not told."""
    return masks.THRESHOLD
