"""Invented names of callers, and how they are written again: in other letters, or by ear."""

import re
from random import Random

from i18n.scripts import to_cyrillic
from matching.identity.persons import Sex
from seed import reference

_MEN = """
    Abbos Abdulla Abdulaziz Adham Afzal Ahmad Akbar Akmal Akrom Alisher Anvar Asad Asqar Aziz Azamat
    Baxodir Baxtiyor Bekzod Botir Bobur Davron Dilmurod Dilshod Diyor Doniyor Elbek Eldor Elyor Ergash
    Eshmat Farhod Farrux Fayzulla Furqat Gʻafur Gʻayrat Gʻulom Hamid Hasan Husan Ibrohim Ikrom Ilhom
    Ilyos Islom Ismoil Jahongir Jalol Jamol Jamshid Jasur Joʻra Kamol Karim Komil Laziz Mansur Maqsud
    Murod Mustafo Muzaffar Narzulla Nodir Nozim Nurali Odil Olim Oʻktam Otabek Oybek Qahramon Qodir
    Quvonch Rahim Rahmat Ravshan Roʻzi Rustam Safar Salim Samandar Sanjar Sardor Sherzod Shavkat
    Shohruh Shuhrat Sobir Sodiq Sunnat Tohir Temur Toʻlqin Ulugʻbek Umar Umid Usmon Xayrulla Xoʻja
    Xurshid Yoʻldosh Yusuf Zafar Zohid Zokir Ziyod
""".split()
_WOMEN = """
    Adiba Aziza Barno Dilbar Dildora Dilfuza Dilnoza Dilorom Feruza Fotima Gavhar Gulbahor Gulchehra
    Gulnora Gulnoza Hilola Hosila Iroda Kamola Karima Lola Madina Mahliyo Malika Manzura Maftuna
    Mavluda Mohira Muhabbat Munira Nafisa Nargiza Nasiba Nigora Nilufar Nodira Oydin Ozoda Oygul
    Qunduz Raʼno Robiya Sabina Saida Salima Sanobar Saodat Sevara Shahlo Shahnoza Shoira Surayyo
    Umida Xadicha Xurshida Yulduz Zamira Zarina Zebo Zilola Ziyoda Zuhra
""".split()
_SURNAMES = {
    sex: [
        row["name"]
        for row in reference.rows("demo/names.tsv")
        if (row["kind"], row["sex"]) == ("surname", sex.value)
    ]
    for sex in (Sex.FEMALE, Sex.MALE)
}
_TWINS = {"Hasan": "Husan", "Husan": "Hasan", "Fotima": "Zuhra", "Zuhra": "Fotima"}
_RUSSIAN = (
    *(("yoʻ", "ю"), ("oʻ", "у"), ("gʻ", "г"), ("joʻ", "джу"), ("sh", "ш"), ("ch", "ч")),
    *(("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("ye", "е"), ("j", "дж"), ("q", "к"), ("x", "х")),
)
_LETTERS = str.maketrans("abdefghiklmnoprstuvyz", "абдефгхиклмнопрстувйз")
_BY_EAR = {
    "m": "n",
    "n": "m",
    "d": "t",
    "t": "d",
    "b": "p",
    "p": "b",
    "v": "f",
    "f": "v",
    "z": "s",
    "s": "z",
    "q": "g",
    "k": "g",
    "a": "o",
    "o": "a",
    "i": "e",
    "e": "i",
}
_CALLED = ("jon", "bek", "xon")


def other_sex(sex: Sex) -> Sex:
    return Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE


def given_name(dice: Random, sex: Sex) -> str:
    """A given name; some are borne by far more people than others."""
    names = _WOMEN if sex is Sex.FEMALE else _MEN
    return names[int(len(names) * dice.random() ** 1.4)]


def surname(dice: Random, sex: Sex) -> str:
    """A surname: from a man's name, as most are, or one of the invented ones."""
    if dice.random() < 0.3:
        return dice.choice(_SURNAMES[sex])
    stem = _MEN[int(len(_MEN) * dice.random() ** 1.2)]
    ending = "yev" if stem[-1] in "aoiu" else "ov"
    return stem + ending + ("a" if sex is Sex.FEMALE else "")


def surname_for(name: str, sex: Sex) -> str:
    """The surname as a man or a woman of the family bears it."""
    man = name.removesuffix("a") if re.search("[oe]va$", name) else name
    return man + "a" if sex is Sex.FEMALE and re.search("[oe]v$", man) else man


def father_name(dice: Random, sex: Sex) -> str:
    link = "qizi" if sex is Sex.FEMALE else "oʻgʻli"
    return f"{given_name(dice, Sex.MALE)} {link}"


def twin_name(dice: Random, of: str, sex: Sex) -> str:
    """The name of a twin: a pair such as Hasan and Husan, or one that begins alike."""
    names = _WOMEN if sex is Sex.FEMALE else _MEN
    alike = [name for name in names if name[:2] == of[:2] and name != of]
    return _TWINS.get(of) or (dice.choice(alike) if alike else "")


def full_name(dice: Random, given: str, family: str, father: str) -> str:
    """A name as a caller states it: mostly given name and surname, in either order."""
    chance = dice.random()
    if chance < 0.15:
        return f"{family} {given} {father}"
    return f"{family} {given}" if chance < 0.35 else f"{given} {family}"


def written(dice: Random, name: str) -> str:
    """A name as an officer writes it: in Latin, Uzbek Cyrillic or Russian letters."""
    chance = dice.random()
    if chance < 0.7:
        return name
    return to_cyrillic(name) if chance < 0.85 else russian(dice, name)


def russian(dice: Random, name: str) -> str:
    """A name in Russian letters; an o without stress is often heard as a."""
    text = name.lower()
    for latin, letters in _RUSSIAN:
        text = text.replace(latin, letters)
    vowels = [letter if dice.random() < 0.7 else "a" for letter in re.findall("o", text)]
    return re.sub("o", lambda _: vowels.pop(), text).translate(_LETTERS).replace("ʼ", "").title()


def respelt(dice: Random, given: str, family: str, father: str, before: str) -> str:
    """The same name as it is written in another call; never as before."""
    ways = (_letters, _plain, _order, _father, _called, _by_ear, _missing)
    while True:
        way = dice.choices(ways, (30, 20, 15, 10, 8, 12, 5))[0]
        name = way(dice, given, family, father)
        if name != before:
            return name


def _letters(dice: Random, given: str, family: str, _father: str) -> str:
    name = f"{given} {family}"
    return to_cyrillic(name) if dice.random() < 0.4 else russian(dice, name)


def _plain(_dice: Random, given: str, family: str, _father: str) -> str:
    return re.sub("[ʻʼ]", "", f"{given} {family}").replace("x", "kh").replace("q", "k")


def _order(dice: Random, given: str, family: str, _father: str) -> str:
    return written(dice, f"{family} {given}")


def _father(dice: Random, given: str, family: str, father: str) -> str:
    return written(dice, f"{family} {given} {father}")


def _called(dice: Random, given: str, family: str, _father: str) -> str:
    return written(dice, f"{given}{dice.choice(_CALLED)} {family}")


def _missing(dice: Random, given: str, family: str, _father: str) -> str:
    return written(dice, dice.choice((given, family)))


def _by_ear(dice: Random, given: str, family: str, _father: str) -> str:
    """One letter is misheard, left out or written twice."""
    name = f"{given} {family}"
    places = [at for at, letter in enumerate(name) if at and letter in _BY_EAR]
    at = dice.choice(places)
    chance = dice.random()
    instead = _BY_EAR[name[at]] if chance < 0.6 else "" if chance < 0.8 else name[at] * 2
    return written(dice, name[:at] + instead + name[at + 1 :])
