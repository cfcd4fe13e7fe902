"""Everyday names of countries, cities and regions: Piter, Maskva, Olmaota, arab davlatlari."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from i18n.scripts import tokens

# By country and, of a city, the name that vacancies write; only exactly as they are written here.
EXACT: Final = {
    ("KZ", None): "Qozoq Qozoqqa Qozoqda Qozoqdan Qozoqlarga",
    ("CZ", None): "Czech Чех",
    ("RU", "Saint Petersburg"): "спб SPB Питере Питера Ленинград",
    ("RU", "Moscow"): "мск MSK Maskada Maskaga Maskov Maskovda Maskva Maskvada",
    ("RU", "Yekaterinburg"): "екб ekb Екат Свердловск",
    ("RU", "Novosibirsk"): "Новосиб Нск",
    ("RU", "Vladivostok"): "Владик Владике",
    ("AE", None): "Emirlik Emirlikda эмират",
    ("AE", "Abu Dhabi"): "Абудаби Abudabi",
    ("SA", "Riyadh"): "Эр-Рияд Ar-Riyod",
    ("TR", "Istanbul"): "Стамбуле Истамбул Istambul Istanbulga",
    ("TR", "Kocaeli"): "Коджаэли Kojaeli Kodjaeli Izmit Измит",
    ("SA", "Jeddah"): "Джидде Джидда Jidda Jiddada Jiddaga Djidda",
    ("HU", "Gyor"): "Дьёр Дьер Dyor Dyorda Дьёре",
    ("KR", "Naju"): "Наджу Нажу Naju Nadju",
    ("GB", "Maidstone"): "Мейдстон Мэйдстон Meydston",
    ("KZ", "Aktobe"): "Aqtobe Oqtobe Oqtoʻbe Актобе Aqtubinsk Актюбе",
}
_EUROPE: Final = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO RS SE SI SK"
_UNION: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_SCHENGEN: Final = _UNION.replace(" CY", "").replace(" IE", "") + " CH NO IS"
_BALTIC: Final = "LT LV EE"
_NORDIC: Final = "SE NO DK FI"
_GULF: Final = "AE SA QA KW BH OM"
# Regions by their names, as any of their countries.
REGIONS: Final = {
    tuple(codes.split()): names
    for names, codes in {
        "Yevropa Европа Europe Evropa Европе Европу Европы Йевропа Yevropo Europa": _EUROPE,
        "EU Евросоюз ЕС Yevroittifoq Евросоюзе Евросоюза": _UNION,
        "Шенген Shengen Schengen": _SCHENGEN,
        "Baltika Прибалтика Прибалтике Прибалтику Baltic Балтия Балтике Балтии Boltiq Boltiqboʻyi "
        "Балтика Pribaltika Прибалтики Boltiqboʻyida": _BALTIC,
        "Skandinaviya Скандинавия Скандинавии Scandinavia Скандинавию": _NORDIC,
        "Gulf Залив Заливе Залива Arablar Arabistonlar Арабы Fors Персидский Персидского": _GULF,
    }.items()
}
# Adjectives, which name a region only beside a word for countries: an Arabic teacher is none.
_ADJECTIVES: Final = {
    "Arab Арабские Арабских Арабскую Арабская Арабских Fors Персидский Персидского": _GULF,
    "Европейские Европейских Европейскую Европейская Европейской European": _EUROPE,
    "Балтийские Балтийских Скандинавские Скандинавских": f"{_BALTIC} {_NORDIC}",
}
# What a group of countries is called on pages, by its countries in any order.
_CALLED: Final = {
    frozenset(codes.split()): name
    for codes, name in (
        (_EUROPE, "europe"),
        (_UNION, "union"),
        (_SCHENGEN, "schengen"),
        (_BALTIC, "baltic"),
        (_NORDIC, "nordic"),
        (f"{_BALTIC} {_NORDIC}", "northern"),
        (_GULF, "gulf"),
    )
}
# Words that say what the name beside them names.
CITY_WORDS: Final = frozenset(
    tokens(
        "shahri shahrida shahriga shahar shahridan shaxri shaxrida shahrining город городе города "
        "г гор city town qalası qalasında qalasına qala"
    )
)
REGION_WORDS: Final = frozenset(
    tokens(
        "koʻrfaz koʻrfazi залива davlati davlatlari davlatlarida davlatlariga davlatlaridan "
        "davlatlar mamlakatlari "
        "mamlakatlariga mamlakatlarida eli elleri ellerine ellerinde eller страны странах стран "
        "стране страну countries country states"
    )
)


def region_of(codes: Iterable[str]) -> str:
    """The name, in the labels of pages, of the region of just these countries, or nothing."""
    return _CALLED.get(frozenset(codes), "")


@cache
def described_regions() -> dict[str, tuple[str, ...]]:
    """The countries of each region by an adjective, folded."""
    return {
        "".join(tokens(word)): tuple(codes.split())
        for words, codes in _ADJECTIVES.items()
        for word in words.split()
    }


@cache
def region_names() -> dict[str, tuple[str, ...]]:
    """The countries of each region by its names, folded."""
    return {
        "".join(tokens(name)): codes for codes, names in REGIONS.items() for name in names.split()
    }
