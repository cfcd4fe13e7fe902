"""A small lexicon and a dozen vacancies, for the tests of search."""

from matching.lexicon.lexicon import Lexicon, Name
from matching.lexicon.places import Place
from matching.search.packed_vacancies import Document

_NAMES = """
7212 title payvandchi uz|7212 title сварщик ru|7212 title welder en|7212 loan svarka uz
8332 title yuk mashinasi haydovchisi uz|8322 title haydovchi uz|8322 title водитель ru
8322 title driver en|8331 title avtobus haydovchisi uz|8331 title bus driver en|5120 title oshpaz uz
5120 title повар ru|5120 title cook en|9412 title oshpaz yordamchisi uz|9412 title kitchen helper en
7112 title gʻisht teruvchi uz|7112 title каменщик ru|9214 activity qulupnay terish uz
9214 title сборщик клубники ru|2330 title oʻqituvchi uz|2330 title учитель ru
9321 title упаковщик ru|9321 title qadoqlovchi uz|9321 title packer en|8153 title tikuvchi uz
8153 title швея ru|8153 title sewing machine operator en
8142 title plastmassa mashinasi operatori uz|7223 title stanok operatori uz|9313 title ishchi uz
9313 title рабочий ru|9211 activity dala ishlari uz|2221 title hamshira uz|2221 title медсестра ru
7531 title chopon tikuvchi uz|6121 everyday choʻponlik uz|7231 title avto mexanik uz
8189 title конвейер рабочий ru
"""
_ASIDE = "8219 visa E-9  KR|9211 visa E-9  KR|8211 employer Kia zavodi  KR|8211 employer Kia  KR"
_PLACES = """
KR - Janubiy Koreya|KR - Южная Корея|KR - South Korea|DE - Germaniya|DE - Германия|DE - Germany|RU - Россия|PL - Польша
KR Seoul Seoul|KR Seoul Seul|KR Seoul Сеул|AE Dubai Dubay|AE Dubai Дубай|AE - BAA
"""


def names() -> list[Name]:
    rows = [row.split() for row in _NAMES.replace("\n", "|").split("|") if row.strip()]
    aside = [row.split() for row in _ASIDE.split("|")]
    return [Name(code, kind, " ".join(name), language) for code, kind, *name, language in rows] + [
        Name(code, kind, " ".join(name), "", country) for code, kind, *name, country in aside
    ]


def lexicon() -> Lexicon:
    rows = [row.split(maxsplit=2) for row in _PLACES.replace("\n", "|").split("|") if row.strip()]
    return Lexicon.load(
        names(),
        [Place(name, country, None if city == "-" else city) for country, city, name in rows],
    )


def vacancies() -> list[Document]:
    rows = """
        a Сварщик на полуавтомат|7212|Hanwoo Steel|Seul|KR
        b Welder|7212|Rheinbau|Berlin|DE
        c Haydovchi kerak|8322|Kaspi Service|Almaty|KZ
        d Bus driver|8331|Emaar|Dubai|AE
        e Повар горячего цеха|5120|Anadolu|Istanbul|TR
        f Помощник на кухню|9412|Anadolu|Istanbul|TR
        g Каменщик|7112|Монолит|Москва|RU
        h Strawberry picker|9214|Thames Farms|Hereford|GB
        i Швея|8153|Sejong Textile|Seoul|KR
        j Operator of plastics machines|8142|Daesung|Busan|KR
        k Медсестра|2221|Pflegehaus|Berlin|DE
        l Сборщик автомобилей|8211|Kia|Ulsan|KR
        m Оператор станка|7223|Daesung|Busan|KR
        n Общий рабочий|9313|СеверСтрой|Москва|RU
        o Slinger and rigger|-|Doha Marine|Doha|QA
    """
    lines = [line.strip().split("|") for line in rows.strip().splitlines()]
    return [_vacancy(at, *line) for at, line in enumerate(lines)]


def _vacancy(at: int, title: str, group: str, employer: str, city: str, country: str) -> Document:
    id, title = title.split(" ", 1)
    return Document(
        id=id,
        title=title,
        isco08=None if group == "-" else group,
        employer=employer,
        city=city,
        country=country,
        wage=(at + 1) * 100_00,
        currency="USD" if at % 2 else "EUR",
        languages=(None, (), ("ko",), ("en", "de"))[at % 4],
        housing=at % 2 == 0,
        open=id != "n",
        opens_on=739_000 + at,
    )
