"""An invented register of vacancies: eight per unit group, and thousands as on real job boards."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from babel import Locale

from i18n.scripts import to_cyrillic
from matching.lexicon.lexicon import TITLE, Lexicon, Name
from matching.lexicon.places import Place
from matching.search.packed_vacancies import Document
from seed import reference

ROOT: Final = Path(__file__).resolve().parent.parent
LEXICON: Final = ROOT / "seed" / "lexicon"
SHARED: Final = ROOT.parent / "shared" / "data"

# Languages of titles, as in a register of Uzbekistan: Uzbek in both scripts, Russian, English.
_MIX: Final = {"uz": 22, "uz-Cyrl": 13, "ru": 40, "en": 25}
_TITLES: Final = ("title", "everyday", "loan")
_LOCALES: Final = ("uz", "uz_Cyrl", "ru", "en", "tr", "ko", "de", "pl", "kk")

_CITIES: Final = """
KR Seoul Сеул Seul|KR Busan Пусан Pusan|KR Incheon Инчхон Inchxon|KR Ulsan Ульсан|KR Daegu Тэгу
RU Moscow Москва Moskva|RU Saint-Petersburg Санкт-Петербург Peterburg|RU Kazan Казань Qozon
RU Yekaterinburg Екатеринбург|RU Novosibirsk Новосибирск|TR Istanbul Стамбул Istambul
TR Ankara Анкара|TR Antalya Анталья Antaliya|TR Izmir Измир|AE Dubai Дубай Dubay
AE Abu-Dhabi Абу-Даби Abudabi|AE Sharjah Шарджа Sharja|SA Riyadh Эр-Рияд Ar-Riyod
SA Jeddah Джидда Jidda|DE Berlin Берлин|DE Hamburg Гамбург|DE Munich Мюнхен Myunxen
DE Leipzig Лейпциг|PL Warsaw Варшава|PL Wroclaw Вроцлав|PL Gdansk Гданьск|GB London Лондон
GB Hereford Херефорд|KZ Almaty Алматы Olmaota|KZ Astana Астана Ostona|LT Vilnius Вильнюс
LV Riga Рига|CZ Prague Прага Praga|CZ Brno Брно|JP Tokyo Токио|JP Osaka Осака
US New-York Нью-Йорк Nyu-York|QA Doha Доха|IL Haifa Хайфа
""".strip()
_CURRENCY: Final = {
    "KR": "KRW",
    "RU": "RUB",
    "TR": "TRY",
    "AE": "AED",
    "SA": "SAR",
    "PL": "PLN",
    "GB": "GBP",
    "KZ": "KZT",
    "CZ": "CZK",
} | {"JP": "JPY", "US": "USD", "QA": "QAR", "IL": "ILS"}
PAY: Final = {
    "KRW": 2_200_000,
    "RUB": 9_000_000,
    "TRY": 3_000_000,
    "AED": 300_000,
    "SAR": 280_000,
    "PLN": 550_000,
    "GBP": 210_000,
} | {
    "KZT": 35_000_000,
    "CZK": 3_500_000,
    "JPY": 210_000,
    "USD": 180_000,
    "QAR": 250_000,
    "ILS": 900_000,
    "EUR": 220_000,
}
_FIRMS: Final = (
    "Hanwoo Daesung Samwon Sejong Hyundai-Steel Bosung Stroyinvest Монолит-Групп СеверСтрой"
    " Yapi-Merkezi Anadolu Marmara AlFuttaim Emaar Gulf-Catering Nordfrost Rheinbau Pflegehaus"
    " Wisla Baltic-Fish Thames-Farms Agro-Plus Kaspi-Service ТрансЛогистик Вкусный-Дом Чистый-Город"
    " Sakura-Foods Doha-Marine Haifa-Steel Moravia-Auto Альтаир Вектор Прогресс"
).split()
_FORMS: Final = (
    "Co. Ltd",
    "LLC",
    "ООО",
    "GmbH",
    "Sp. z o.o.",
    "A.Ş.",
    "JSC",
    "Group",
    "МЧЖ",
    "Holding",
)


def languages_of(path: Path) -> str:
    return path.stem.split("-")[0].replace("any", "")


def names(folder: Path = LEXICON) -> list[Name]:
    """Return the rows of the lexicon; the name of a file gives the language of its names."""
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                for code in (row["isco08"] or "").replace("|", " ").replace(",", " ").split():
                    rows.append(
                        Name(
                            code,
                            row["kind"],
                            row["name"] or "",
                            languages_of(path),
                            row.get("country") or None,
                        )
                    )
    return rows


def titles() -> list[tuple[Name, str]]:
    """Return titles with sources: ESCO, ISCO-08 and its index, and the Russian classification."""
    found = [
        (Name(row["isco08"], TITLE, row["title"], row["language"]), row["source"])
        for row in reference.rows("titles.tsv")
    ]
    groups = (row for row in reference.rows("occupations.tsv") if len(row["code"]) == 4)
    return found + [(Name(row["code"], TITLE, row["ru"], "ru"), "okz") for row in groups]


def cities() -> dict[str, list[list[str]]]:
    """Return the cities of each country, each with all its names."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    listed = SHARED / "places" / "cities_destinations.csv"
    if not listed.exists():
        for line in _CITIES.replace("\n", "|").split("|"):
            country, *spelled = line.split()
            found[country].append([name.replace("-", " ") for name in spelled])
        return dict(found)
    with listed.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            others = [
                *row["alt_latin"].split("|"),
                *row["alt_cyrillic"].split("|"),
                *row["alt_hangul"].split("|"),
            ]
            found[row["country"]].append([row["name"], *filter(None, others)])
    return dict(found)


def places() -> list[Place]:
    """Return countries and cities by all their names."""
    found = []
    for locale in map(Locale.parse, _LOCALES):
        found += [
            Place(name, code)
            for code, name in locale.territories.items()
            if len(code) == 2 and code.isalpha()
        ]
    for country, spelled in cities().items():
        found += [Place(name, country, city[0]) for city in spelled for name in city]
    return found


def lexicon() -> Lexicon:
    return Lexicon.load(names(), places())


def documents(rows: Iterable[Name], more: int = 20_000, seed: int = 1) -> list[Document]:
    """Return eight plain open vacancies per group, and `more` with the noise of real job boards."""
    chance, by_group = random.Random(seed), _titles(rows)
    everywhere, groups = _weighted_cities(), sorted(by_group)
    made = [
        _made(chance, f"E{i:06}", groups[i // 8], by_group, everywhere, plain=True)
        for i in range(8 * len(groups))
    ]
    for i in range(more):
        made.append(
            _made(chance, f"V{i:06}", chance.choice(groups), by_group, everywhere, plain=False)
        )
    return made


def stream(rows: Iterable[Name], size: int, seed: int = 1) -> Iterator[Document]:
    """Yield vacancies with the noise of real job boards, one at a time."""
    chance, by_group = random.Random(seed), _titles(rows)
    everywhere, groups = _weighted_cities(), sorted(by_group)
    for number in range(size):
        yield _made(
            chance, f"V{number:07}", chance.choice(groups), by_group, everywhere, plain=False
        )


def invented(documents: Iterable[Document], seed: int) -> list[Document]:
    """Return the documents with an invented word added to each title."""
    chance = random.Random(seed)
    return [msgspec.structs.replace(one, title=f"{one.title} {_word(chance)}") for one in documents]


def _word(chance: random.Random) -> str:
    return "".join(
        chance.choice("bdfgklmnprstvz") + chance.choice("aeiou")
        for _ in range(chance.randrange(3, 6))
    )


def _titles(rows: Iterable[Name]) -> dict[str, dict[str, list[str]]]:
    """Return the names that may be in a title, by unit group and language."""
    by_group: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.kind in _TITLES:
            by_group[row.isco08][row.language].append(row.name)
    return by_group


def _weighted_cities() -> list[tuple[str, list[str]]]:
    return [
        (country, city) for country, several in sorted(cities().items()) for city in several[:12]
    ]


def _made(
    chance: random.Random,
    id: str,
    group: str,
    by_group: dict[str, dict[str, list[str]]],
    everywhere: Sequence[tuple[str, list[str]]],
    plain: bool,
) -> Document:
    language, name = _name(chance, by_group[group])
    country, city = chance.choice(everywhere)
    currency = _CURRENCY.get(country, "EUR")
    wage = int(PAY[currency] * chance.uniform(0.6, 1.8))
    title = name if plain else _adorned(chance, language, name, city[0], wage // 100)
    asked = chance.choice([None, (), (), ("en",), ("ru",), ("ko",), ("de", "en")])
    return Document(
        id=id,
        title=title[:1].upper() + title[1:],
        isco08=group,
        employer=f"{chance.choice(_FIRMS)} {chance.choice(_FIRMS)} {chance.choice(_FORMS)}",
        city=chance.choice(city[:2]),
        country=country,
        wage=wage,
        currency=currency,
        languages=asked,
        housing=chance.random() < 0.5,
        open=plain or chance.random() < 0.95,
        opens_on=739_000 + chance.randrange(300),
    )


def _name(chance: random.Random, by_language: dict[str, list[str]]) -> tuple[str, str]:
    language = chance.choices(list(_MIX), list(_MIX.values()))[0]
    spoken = by_language.get(language[:2])
    if not spoken:
        language = chance.choice(sorted(by_language))
        spoken = by_language[language]
    name = chance.choice(spoken)
    return language, to_cyrillic(name) if language == "uz-Cyrl" else name


_BEFORE: Final = {
    "uz": ["", "", "Tezda ", "", "Ishga taklif: ", ""],
    "uz-Cyrl": ["", "", "Тезда ", ""],
    "ru": ["", "", "Срочно! ", "Требуется ", "Требуются ", "", "Вакансия: "],
    "en": ["", "", "Hiring: ", "Urgent ", ""],
}
_AFTER: Final = {
    "uz": ["", " kerak", " ({city})", " ({pay} gacha)", " ishga olinadi", " / {city}", " V-{code}"],
    "uz-Cyrl": ["", " керак", " ({city})", " ({pay} гача)", " V-{code}"],
    "ru": [
        "",
        " в г. {city}",
        " (вахта)",
        " с проживанием",
        " от {pay}",
        " №{code}",
        " ({city}, смены 2/2)",
        " 5/2",
    ],
    "en": [
        "",
        " needed",
        " - {city}",
        " (m/f)",
        " ref {code}",
        " up to {pay} per month",
        " in {city}, visa sponsored",
    ],
}


def _adorned(chance: random.Random, language: str, name: str, city: str, pay: int) -> str:
    language = language if language in _BEFORE else "uz"
    after = chance.choice(_AFTER[language]).format(
        city=city, pay=pay, code=chance.randrange(10_000, 99_999)
    )
    return f"{chance.choice(_BEFORE[language])}{name}{after}"[:200]
