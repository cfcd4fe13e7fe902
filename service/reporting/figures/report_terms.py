"""Labels of the report: sections, units, dimensions and parts, and the format of numbers."""

from collections.abc import Callable
from decimal import Decimal

from catalog.licensing import licences
from catalog.reference import posts
from i18n import N_, Language, formats, gettext
from matching.identity import persons
from service.casework.advice import topics
from service.casework.claims.wage_claims import DESK, ClaimState
from service.labels.casework_labels import OWNER, REGION
from service.reporting.figures.figures import NOT_STATED, Figure, Meaning, Rounding, Unit

# Returns what a city of a country, named in English, is called in the language of the reader.
CityName = Callable[[str, str], str]
# In the order of the report; the key of a figure begins with its section.
SECTIONS = {
    "placements": N_("Placements abroad"),
    "advice": N_("Advice"),
    "harm": N_("Victims and protection cases"),
    "wages": N_("Wage claims"),
    "fees": N_("Recruitment fees"),
    "deposits": N_("Deposits of workers"),
    "benefits": N_("Insurance and benefits"),
    "licences": N_("Licences"),
    "vacancies": N_("Vacancies"),
}
# As the public sees it: the first of two signatures changes nothing for readers.
STATE = {
    "open": N_("not yet ended"),
    "provisional": N_("provisional"),
    "signed": N_("provisional"),
    "closed": N_("closed"),
    "published": N_("published"),
}
_DIMENSIONS = {
    "country": N_("Country"),
    "channel": N_("Contact channel"),
    "sex": N_("Sex"),
    "age_band": N_("Age"),
    "region": N_("Region of origin"),
    "occupation_major": N_("Type of occupation"),
    "topic": N_("Topic"),
    "outcome": N_("Outcome"),
    "state": N_("Status"),
    "answered": N_("Answered"),
    "currency": N_("Currency"),
    "office": N_("Office"),
    "order": N_("Type of order"),
    "part": N_("Category"),
}
# What a dimension is called in the table of one figure, where its usual name says another thing.
_DIMENSIONS_OF_FIGURES = {"placements.by_channel": N_("Arranged by")}
ROUNDING = {
    Rounding.NONE: N_("not rounded"),
    Rounding.HALF_UP: N_("to the nearest hundredth of a per cent, with halves rounded up"),
    Rounding.EACH: N_(
        "each payment is rounded to the nearest cent (halves are rounded up), "
        "then the payments are added together"
    ),
}
PLACED_BY = {
    "state_agency": N_("The State Agency"),
    "licensed_agency": N_("Licensed private agencies"),
}
ANSWERED = {
    "within_1_day": N_("Within one day"),
    "within_3_days": N_("Within three days"),
    "within_10_days": N_("Within ten days"),
    "later": N_("After ten days"),
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
    "9": N_("Elementary occupations"),
}
_NOT_STATED = N_("Not stated")
# The last part of a mission’s code, and its kind.
_OFFICE_KINDS = {
    "EMB": posts.Kind.EMBASSY,
    "CON": posts.Kind.CONSULATE,
    "REP": posts.Kind.REPRESENTATIVE,
    "LAB": posts.Kind.LABOUR_POST,
    "HON": posts.Kind.HONORARY,
}
_WHOLE: dict[str, str] = {Unit.USD: "usd", Unit.MONEY: "money"}
_PART_LABELS = {
    "channel": topics.Channel.labels() | PLACED_BY,
    "sex": persons.Sex.labels(),
    "age_band": persons.AgeBand.labels(),
    "region": REGION,
    "occupation_major": MAJOR,
    "topic": topics.Topic.labels(),
    "outcome": topics.Outcome.labels(),
    "state": ClaimState.labels(),
    "answered": ANSWERED,
    "order": licences.OrderKind.labels(),
}
# Dimensions whose parts have an order of their own; all others are sorted by number, largest first.
PART_ORDER = {
    name: list(_PART_LABELS[name]) for name in ("sex", "age_band", "occupation_major", "answered")
}


def section(key: str) -> str:
    """Return the section of a figure; one of an unknown section is put into the last."""
    first = key.partition(".")[0]
    return first if first in SECTIONS else next(reversed(SECTIONS))


def unit(lang: Language, one: Unit) -> str:
    return gettext(lang, one.label)


def rounding(lang: Language, meaning: Meaning | None) -> str:
    """Return how a figure was rounded, or an empty text."""
    return (
        gettext(lang, ROUNDING[meaning.rounding])
        if meaning and meaning.rounding is not Rounding.NONE
        else ""
    )


def dimension(lang: Language, name: str, key: str = "") -> str:
    """Return what the parts of a figure are, as the head of their column."""
    words = _DIMENSIONS_OF_FIGURES.get(key) or _DIMENSIONS.get(name)
    return gettext(lang, words) if words else name


def as_written(_country: str, city: str) -> str:
    return city


def part(lang: Language, figure: Figure, city: CityName = as_written) -> str:
    """Return the label of the part of a figure; empty for the whole."""
    return ", ".join(
        part_label(lang, name, value, city) for name, value in (figure.dimension or {}).items()
    )


def part_label(lang: Language, name: str | None, value: str, city: CityName = as_written) -> str:
    """Return the label of a part of a dimension; a currency is its code.

    `city` names a city of a country in this language."""
    if value == NOT_STATED:
        return gettext(lang, _NOT_STATED)
    if name == "country":
        return formats.country(lang, value)
    if name == "office":
        return _office_label(lang, value, city)
    known = _PART_LABELS.get(name or "", {})
    return gettext(lang, known[value]) if value in known else value


def _office_label(lang: Language, code: str, city: CityName) -> str:
    """Return the label of an office by its code: the claims desk, or kind and city of a mission."""
    if code == DESK:
        return gettext(lang, OWNER[DESK])
    country, *words, kind = code.split("-")
    label = gettext(lang, _OFFICE_KINDS[kind].label) if kind in _OFFICE_KINDS else kind
    return f"{label}, {city(country, ' '.join(words).title())}"


def state(lang: Language, name: str) -> str:
    return gettext(lang, STATE[name]) if name in STATE else name


def format_figure(lang: Language, figure: Figure) -> str:
    """Format the number of a figure for people."""
    value = figure.value
    if value is None:
        return gettext(lang, N_("too few to show, or hidden to protect people"))
    if figure.unit is Unit.RATE:
        return formats.percent(lang, Decimal(value) / 10_000, 2)
    if figure.unit in (Unit.USD, Unit.MONEY):
        return formats.money(lang, value, figure.currency or "USD")
    return formats.number(lang, value)


def in_whole_units(unit_: str, number: int, currency: str | None) -> Decimal:
    """Return a number in whole units: percent instead of hundredths, dollars instead of cents."""
    if unit_ == Unit.RATE:
        return Decimal(number).scaleb(-2)
    if unit_ in (Unit.USD, Unit.MONEY):
        return Decimal(number).scaleb(-formats.exponent(currency or "USD"))
    return Decimal(number)


def whole_unit(one: str) -> str:
    """Return the unit of a number in whole units, for programs."""
    return _WHOLE.get(one, str(one))
