"""Cities of Uzbekistan: a worksite in one of them is at home, whatever country is stated."""

import re
from functools import cache
from typing import Final

from i18n.scripts import tokens

# All cities, each with its spellings; a test compares them with the official list.
_CITIES: Final = """
Toshkent Tashkent Ташкент
Andijon Andijan Андижан
Xonobod Khanabad Ханабад
Buxoro Bukhara Бухара
Kogon Kagan Каган
Jizzax Jizzakh Джизак
Qarshi Karshi Карши
Shahrisabz Shakhrisabz Шахрисабз
Navoiy Navoi Навои
Zarafshon Zarafshan Зарафшан
Gʻozgʻon Gozgon Газган
Namangan Наманган
Samarqand Samarkand Самарканд
Kattaqoʻrgʻon Kattakurgan Каттакурган
Termiz Termez Термез
Guliston Gulistan Гулистан
Shirin Ширин
Yangiyer Янгиер
Nurafshon Нурафшон
Olmaliq Almalyk Алмалык
Angren Ангрен
Bekobod Bekabad Бекабад
Ohangaron Akhangaran Ахангаран
Chirchiq Chirchik Чирчик
Yangiyoʻl Yangiyol Янгиюль
Fargʻona Fergana Фергана
Qoʻqon Kokand Коканд
Quvasoy Kuvasay Кувасай
Margʻilon Margilan Маргилан
Urganch Urgench Ургенч
Xiva Khiva Хива
Nukus Nókis Нукус
"""
# Cities of the same name in other countries.
_ALSO_IN: Final = {"AF": "Xonobod", "TJ": "Guliston Zarafshon"}
# Words beside the name of a city.
_KINDS: Final = frozenset(
    "".join(tokens(word))
    for word in "shahri shahar sh viloyati viloyat tumani город г обл city region uzbekistan "
    "oʻzbekiston узбекистан oʻzbekistan".split()
)


def names_home_city(country: str | None, text: str) -> bool:
    """Return whether a text names a city of Uzbekistan, in any script.

    A part between commas has to be the name alone: streets in other countries are named after
    these cities. `country` is the country that is stated for the worksite."""
    if not text:
        return False
    names = _spellings() - _same_names(country)
    parts = (tokens(part) for part in re.split(r"[,;/()]", text))
    return any("".join(word for word in part if word not in _KINDS) in names for part in parts)


@cache
def _spellings() -> frozenset[str]:
    return frozenset("".join(tokens(word)) for word in _CITIES.split())


def _same_names(country: str | None) -> set[str]:
    """Return the spellings of those cities whose name a city of this country has too."""
    known = set(_ALSO_IN.get(country or "", "").split())
    lines = [line.split() for line in _CITIES.strip().splitlines() if line.split()[0] in known]
    return {"".join(tokens(word)) for line in lines for word in line}
