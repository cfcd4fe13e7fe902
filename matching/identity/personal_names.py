"""Personal names compared part by part: the same, alike, or those of two people."""

import re
from enum import IntEnum
from functools import lru_cache
from itertools import permutations

import msgspec
from rapidfuzz.distance import OSA

from i18n.scripts import tokens
from matching.identity.name_index import LINKS, sound

# Names of more parts are compared by their first ones.
MOST_PARTS = 4
# Vowels that one name has in two alphabets or by ear. Not a and u, which make Hasan and Husan two.
_ONE_VOWEL = frozenset(map(frozenset, ("ou", "oa", "ie", "ae")))
_FATHER_ENDINGS = ("ovich", "evich", "ovna", "evna", "ivich", "ichna")
_SURNAME_ENDINGS = ("ov", "ova", "ev", "eva", "skiy", "skaya", "ski")
# Endings of respect or affection, with which one person is called and written or not.
_CALLED = ("jon", "bek", "hon", "boy", "oy", "gul")
# How people are addressed, beside their name.
_ADDRESS = frozenset("aka uka opa apa hola tog janob honim gospodin mr mrs".split())
# Given names that many people bear: two of them are two names, however few letters differ.
COMMON = """
    abbos abdulla abdulaziz abduvali adham afzal ahmad ahror akbar akmal akrom alisher alim amir anvar
    asad asror aziz azamat bahodir bahrom bahtiyor baxrom behruz bekzod bobur botir dilmurod dilshod
    diyor doniyor elbek eldor elyor erkin fahriddin farhod farid farrux fayzulla furqat gafur gayrat
    gulom halim hamid hamza hasan husan hayrulla hikmat ibrohim ikrom ilhom ilyos inom islom ismoil
    isroil jafar jahongir jalol jamol jamshid jasur javlon kamol karim komil laziz mansur maqsud
    mirzo muhammad murod mustafo muzaffar nabi nodir nozim nurali nurbek odil olim orif otabek oybek
    oktam qahramon qodir rahim rahmat rashid ravshan rustam sabir salim samandar sanjar sardor sarvar
    shavkat sherali sherzod shohruh shuhrat sobir sodiq sohib sunnat tohir timur tolqin ulugbek umar
    umid usmon vali yoqub yusuf zafar zohid zokir
    adiba aziza barno dilbar dildora dilfuza dilnoza dilrabo dilorom feruza fotima gulbahor gulchehra
    gulnora gulnoza hadicha halima hosila kamola karima komila lola lobar madina mahliyo malika
    manzura maftuna mohira muhabbat munira nafisa nargiza nasiba nigina nigora nilufar nodira
    nozima oydin ozoda rano robiya sabina saida salima sanobar saodat sevara shahlo shahnoza shoira
    surayyo umida yulduz zamira zarina zebo zilola ziyoda zuhra
"""


class Likeness(IntEnum):
    """How like two names are: what is LIKE needs more beside it than what is CLOSE."""

    OTHER = 0
    LIKE = 1
    CLOSE = 2
    SAME = 3


class NameParts(msgspec.Struct, frozen=True):
    """A name in parts: given name and surname in the order typed, and the father's name."""

    own: tuple[str, ...]
    father: str = ""


def split(name: str) -> NameParts:
    """The parts of a name, in whatever script and order it was typed."""
    own: list[str] = []
    father = ""
    words = [_plain(word) for word in tokens(name)]
    for place, word in enumerate(words):
        follower = words[place + 1] if place + 1 < len(words) else ""
        if word in LINKS:
            continue
        if follower in LINKS or (word.endswith(_FATHER_ENDINGS) and len(words) > 1):
            father = word
        else:
            own.append(word)
    return NameParts(tuple(own[:MOST_PARTS]), father)


def _plain(word: str) -> str:
    """A folded part without the letters that some write and others do not: y between vowels, and
    h at the end after one."""
    return re.sub(r"(?<=[aeiou])h$", "", re.sub(r"(?<=[aeiou])y(?=[aeiou])", "", word))


def is_surname(part: str) -> bool:
    return part.endswith(_SURNAME_ENDINGS)


def is_personal(name: str) -> bool:
    """Whether a name is that of a person, as far as its parts show it.

    It has the father's name, a surname beside another part, or given names alone."""
    words = [_plain(word) for word in tokens(name)]
    parts = [word for word in words if word not in LINKS and word not in _ADDRESS]
    if not parts or len(parts) > MOST_PARTS or not all(word.isalpha() for word in parts):
        return False
    if len(parts) < len(words) or any(word.endswith(_FATHER_ENDINGS) for word in parts):
        return True
    given = [_common(word) for word in parts]
    surnames = [word for word in parts if is_surname(word) and len(word) > 4]
    return all(given) or (len(parts) > 1 and bool(surnames) and len(parts) - len(surnames) <= 2)


@lru_cache(maxsize=1 << 16)
def same_part(one: str, other: str) -> bool:
    """Whether two parts are one in two alphabets or usual spellings."""
    return one == other or (
        len(one) == len(other)
        and all(a == b or frozenset((a, b)) in _ONE_VOWEL for a, b in zip(one, other, strict=True))
    )


_KNOWN = frozenset(_plain(word) for word in tokens(COMMON))


@lru_cache(maxsize=1 << 12)
def _common(part: str) -> str:
    """The common given name that a part is, in its usual spelling, or nothing."""
    if part in _KNOWN:
        return part
    return next((known for known in sorted(_KNOWN) if same_part(part, known)), "")


@lru_cache(maxsize=1 << 16)
def like_part(one: str, other: str) -> bool:
    """Whether two different parts may be one: a letter or two misheard, or an ending left out.

    Two common given names are two, and so are a man's and a woman's name (Farid, Farida).
    """
    short, long = sorted((one, other), key=len)
    if long[:-1] == short and long[-1] in "ao":
        return is_surname(short) and is_surname(long)
    if _common(one) and _common(other):
        return False
    if len(short) >= 3 and any(_called(long, short, ending) for ending in _CALLED):
        return True
    if min(len(sound(one)), len(sound(other))) >= 3 and sound(one) == sound(other):
        return True
    most = 1 if len(long) < 8 else 2
    return len(short) >= 4 and OSA.distance(one, other, score_cutoff=most) <= most


def _called(long: str, short: str, ending: str) -> bool:
    """Whether one name is the other with an ending of respect; a d before j is lost in folding."""
    stem, rest = long[: -len(ending)], long[-len(ending) :]
    return same_part(rest, ending) and (
        same_part(stem, short) or (ending == "jon" and same_part(f"{stem}d", short))
    )


def compare(one: str, other: str) -> Likeness:
    """Compare two names in any script and order of their parts.

    SAME: given name and surname are the same. CLOSE: one part differs a little, or changed places
    where nothing shows which is the surname. LIKE: beside one part that is the same, another is
    missing, or the surname is another. OTHER: two names, as of brothers or of a couple.
    """
    a, b = split(one), split(other)
    if not a.own or not b.own:
        return Likeness.OTHER
    if len(a.own) > len(b.own):
        a, b = b, a
    return max(_arranged(a, b, order) for order in permutations(range(len(b.own)), len(a.own)))


def _arranged(a: NameParts, b: NameParts, order: tuple[int, ...]) -> Likeness:
    """Compare two names with each part of the shorter one beside that part of the longer."""
    pairs = [(part, b.own[place]) for part, place in zip(a.own, order, strict=True)]
    differ = [pair for pair in pairs if not same_part(*pair)]
    if len(differ) > 1 or len(differ) == len(pairs):
        return _nearly(pairs) if len(b.own) == len(a.own) else Likeness.OTHER
    missing = len(b.own) - len(a.own)
    fathers = not (a.father and b.father) or same_part(a.father, b.father)
    if differ:
        return _one_differs(differ[0], pairs, fathers and not missing, order)
    if missing:
        return Likeness.LIKE if len(pairs) == 1 else Likeness.CLOSE
    if len(pairs) == 1:
        return Likeness.LIKE
    known = any(is_surname(part) for part in a.own) and any(is_surname(part) for part in b.own)
    in_order = order == tuple(sorted(order))
    return Likeness.SAME if fathers and (known or in_order) else Likeness.CLOSE


def _one_differs(
    pair: tuple[str, str], pairs: list[tuple[str, str]], whole: bool, order: tuple[int, ...]
) -> Likeness:
    """Judge two names in which one part differs."""
    short, long = sorted(pair, key=len)
    if len(short) == 1:
        return Likeness.LIKE if same_part(short, long[0]) else Likeness.OTHER
    if like_part(*pair):
        return Likeness.CLOSE if whole else Likeness.LIKE
    # The given name is the same and the surname another: it may have changed with marriage.
    if len(pairs) < 2 or (order != tuple(sorted(order)) and not any(map(is_surname, pair))):
        return Likeness.OTHER
    surnames = all(map(is_surname, pair)) or pair == pairs[-1]
    rest = [part for both in pairs if both != pair for part in both]
    return Likeness.LIKE if surnames and not any(map(is_surname, rest)) else Likeness.OTHER


def _nearly(pairs: list[tuple[str, str]]) -> Likeness:
    """Judge two whole names in which two or more parts differ: each must be alike."""
    if len(pairs) == 1:
        return Likeness.LIKE if like_part(*pairs[0]) else Likeness.OTHER
    likes = all(same_part(*pair) or like_part(*pair) for pair in pairs)
    genders = [pair for pair in pairs if all(map(is_surname, pair))]
    if not likes or any(one[-1:] != other[-1:] for one, other in genders):
        return Likeness.OTHER
    return Likeness.LIKE
