"""Names alike: the very firm by its very name, number or telephone, and look-alikes only as
suggestions."""

import pytest

from matching.identity import name_matching
from matching.identity.name_matching import FirmNames, Names

KNOWN = Names(
    [
        FirmNames(
            "YOL",
            ("Oltin Yoʻl Bandlik MCHJ", "Золотой путь ООО"),
            ("XB-0101",),
            "+998 71 000 01 01",
        ),
        FirmNames("KARVON", ("Eski Karvon MCHJ", "Karvon Xizmat"), ("XB-0103",)),
        FirmNames("PADMA", ("Padma Delta Overseas Ltd",), ("RL-0434",)),
        FirmNames("SUN", ("Sun International Manpower Ltd",), ("RL-0500",)),
        FirmNames("NOBODY", ("", "MCHJ")),
    ]
)


@pytest.mark.parametrize(
    ("asked", "firm"),
    [
        ("Oltin Yoʻl Bandlik", "YOL"),
        ("oltin yol bandlik mchj", "YOL"),
        ("ОЛТИН ЙЎЛ БАНДЛИК", "YOL"),
        ("«Золотой путь»", "YOL"),
        ("Karvon Xizmat", "KARVON"),
        ("OltinYol Bandlik", "YOL"),
        ("XB-0101", "YOL"),
        ("xb 101", "YOL"),
        ("ХБ-0101", "YOL"),
        ("litsenziya raqami XB-0103", "KARVON"),
        ("R.L. No. 434", "PADMA"),
        ("№ XB-0101", "YOL"),
        ("№XB-0101", "YOL"),
        ("N° XB-0101", "YOL"),
        ("Nº XB 101", "YOL"),
        ("litsenziya №XB-0103", "KARVON"),
        ("+998 71 000 01 01", "YOL"),
        ("71 000-01-01", "YOL"),
        ("Padma Delta Overseas лицензия есть ли", "PADMA"),
    ],
)
def test_the_very_name_number_or_telephone_is_found(asked, firm):
    assert KNOWN.exact(asked) == {firm}


@pytest.mark.parametrize(
    "asked",
    ["Oltin Yol Bandik", "Padma", "XB-0102", "434 567 890", "", "!!!", "Sun", "71 000 01 02"],
)
def test_what_is_merely_alike_is_never_the_very_firm(asked):
    assert KNOWN.exact(asked) == set()


@pytest.mark.parametrize(
    ("asked", "firm"),
    [
        ("Oltin Yol Bandik", "YOL"),
        ("Padma Delta Oversis", "PADMA"),
        ("Падма Делта Оверсиз", "PADMA"),
        ("Сан Интернешнл Менпауэр", "SUN"),
        ("eski karvon firmasi litsenziyali bormi", "KARVON"),
    ],
)
def test_the_likeliest_firm_is_suggested_first(asked, firm):
    assert KNOWN.suggest(asked)[0].id == firm


def test_a_firm_is_suggested_once_whatever_it_is_called():
    alike = [one.id for one in KNOWN.suggest("karvon", most=3)]
    assert len(alike) == len(set(alike)) <= 3


def test_nothing_is_suggested_for_what_is_like_nothing():
    assert KNOWN.suggest("qwrtpsdfghjklzxcvbnm") == []
    assert KNOWN.suggest("") == []
    assert Names([]).suggest("Padma") == []
    assert Names([]).exact("Padma") == set()


def test_two_firms_of_one_name_are_both_found():
    twins = Names([FirmNames("A", ("Tong Yulduzi MCHJ",)), FirmNames("B", ("Tong Yulduzi LLC",))])
    assert twins.exact("tong yulduzi") == {"A", "B"}


def test_a_form_of_company_says_nothing_and_is_kept_when_it_is_all_there_is():
    assert name_matching.words_without_form("Padma Delta Ltd") == ["padma", "delta"]
    assert name_matching.words_without_form("MCHJ") != []


def test_a_name_sounds_alike_in_both_scripts():
    assert name_matching.sound(name_matching.tokens("International")) == name_matching.sound(
        name_matching.tokens("Интернешнл")
    )
