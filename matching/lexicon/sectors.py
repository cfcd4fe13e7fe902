"""Whole sectors and their products in everyday words, with the groups of ISCO-08 that they mean."""

import re
from collections.abc import Iterable
from typing import Final

from i18n.scripts import tokens
from matching.lexicon.stemming import stems

# Those of the workers of building sites, with the engineers, electricians and drivers of machines.
_SITES: Final = "71 931 3123 3112 2142 2161 7214 7215 741 8342 8343 7542"
_SECTORS: Final = {
    "qurilish стройка стройки стройку строительство стройплощадка construction qurılıs building": (
        _SITES
    ),
    "zavod завод завода фабрика factory fabrika zavodlar": (
        "81 82 932 72 75 731 732 7412 742 313 3115 8344"
    ),
    "ferma ферма farm dala поле фермер agriculture ferması": "92 61 8341",
    "мясо мяса мясом мясной goʻsht goʻshtli gósh meat": "7511 8160",
    "рыба рыбы рыбу рыбалка рыбалке baliq balıq fish fishing": "7511 622 9216",
    "уход ухода старики стариками стариков qariya qariyalar keksalar qartlar care qarıyalar": "532",
    "tikuv tikish tikuvchi tikuvchilik шитье шитьё швея швейка швейный sewing tigiwshi "
    "tigiwshilik tigiw пошив": "753 815",
    "tozalash tozalik farrosh farroshlik уборка уборки уборщик уборщица клининг cleaning cleaner "
    "tazalaw tazalawshı": "911 912",
    "haydovchi haydovchilik водитель шофер шофёр shofyor shopir driver driving aydawshı "
    "shofer": "83",
}
_CASE: Final = re.compile("(?<=...)(?:[dt][ae]n?|[kg][ae])$")
_WIDE: Final = 9  # groups from which on a sector has many trades: factories, building sites
_BY_STEM: Final = {
    stem: tuple(groups.split())
    for names, groups in _SECTORS.items()
    for name in tokens(names)
    for stem in (name, *stems(name))
}


def groups_of(word: str) -> tuple[str, ...]:
    """The groups of the sector that a folded word names, in any case."""
    forms = word, *stems(word), _CASE.sub("", word)
    return next((_BY_STEM[form] for form in forms if form in _BY_STEM), ())


def groups_of_all(words: Iterable[str]) -> tuple[str, ...]:
    """The groups of a wide sector, if these words name nothing else."""
    found = {groups_of(word) for word in words}
    groups = found.pop() if len(found) == 1 else ()
    return groups if len(groups) >= _WIDE else ()
